"""Bodies whose members a letter addresses: those of „Ausschuss für Digitales“ are „Mitglieder des Ausschusses …“."""

from __future__ import annotations

import regex

# The second case of the nouns by which bodies are called, and of longer words that end in them ("Innenausschuss").
_GENITIVES = {
    **dict.fromkeys(("ausschuss", "arbeitskreis"), ("des", "es")),
    **dict.fromkeys(("gremium", "präsidium", "kuratorium", "plenum", "parlament", "kabinett", "senat"), ("des", "s")),
    **dict.fromkeys(
        ("rat", "landtag", "bundestag", "kreistag", "städtetag", "gemeindetag", "bezirkstag"), ("des", "s")
    ),
    **dict.fromkeys(("vorstand", "verband", "konvent"), ("des", "s")),
    **dict.fromkeys(("fraktion", "fraktionen", "ausschüsse", "kommission", "gruppe", "regierung"), ("der", "")),
    **dict.fromkeys(("konferenz", "versammlung", "bürgerschaft", "vertretung", "gemeinschaft"), ("der", "")),
}
_MEMBERS = regex.compile(r"(?i)^(?:an\s+)?(?:die\s+)?mitglieder(?:\s+|$)")
_WRITTEN = regex.compile(r"(?:des|der|im|in|aus|von|vom|beim)\s")
_NOUN = regex.compile(r"(?:(?:der|die|das)\s+)?(\p{Lu}[\p{L}-]*)(?!\S)")


def name_members(body: str) -> str:
    """A body's members as a salutation names them; "" where its second case is not certain."""
    said = _MEMBERS.match(body)
    rest = body[said.end() :] if said else body
    if said and not rest:
        return "Mitglieder"
    if rest.startswith("des ") or (said and _WRITTEN.match(rest)):
        return f"Mitglieder {rest}"
    found = _NOUN.match(rest)
    case = _find_case(found[1]) if found else None
    if found is None or case is None or any(map(_begins_with_body, regex.split(r",\s*|\s+und\s+", rest)[1:])):
        return ""
    article, ending = case
    return f"Mitglieder {article} {found[1]}{ending}{rest[found.end() :]}"


def _find_case(noun: str) -> tuple[str, str] | None:
    word = noun.casefold()
    if word.endswith(("landrat", "staatsrat")):  # a person as well
        return None
    return next((case for end, case in _GENITIVES.items() if word.endswith(end)), None)


def _begins_with_body(part: str) -> bool:
    """Whether a body follows that would have to change with the first („Vorstand und Beirat“)."""
    found = _NOUN.match(part)
    return found is not None and _find_case(found[1]) is not None
