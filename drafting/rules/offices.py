"""Offices and mandates as letters name them: which of them stand in a salutation, and how their words change.

After the protocol office's advice (german-rules.md): the first line is in the accusative, the salutation names the
office without its department, and a woman's office is always in the feminine form.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

# Nouns of offices that stand in place of the name in a salutation, in the masculine form; the ends of longer words too
# ("Regierungspräsident", "Oberbürgermeister").
_RANKS = (
    *("minister", "ministerpräsident", "staatssekretär", "staatsminister", "senator", "kanzler", "staatsrat"),
    *("präsident", "vizepräsident", "landrat", "bürgermeister", "botschafter", "bischof", "landesbischof"),
)
_WEAK = ("präsident", "dezernent", "referent", "assistent", "intendant")
# What women's forms of nouns without a regular one are.
_FEMININE = {"landrat": "landrätin", "staatsrat": "staatsrätin", "stadtrat": "stadträtin", "rat": "rätin"}
_REGULAR = regex.compile(
    r"(?:minister|präsident|sekretär|senator|kanzler|meister|führer|leiter|direktor|botschafter|dezernent|referent"
    r"|sprecher|vertreter|berater|kämmerer|intendant|koordinator|manager|partner|bischof|inhaber|richter)$",
    regex.IGNORECASE,
)
# Nouns made of adjectives: der Vorsitzende, ein Vorsitzender.
_ADJECTIVE = regex.compile(
    r"(?:vorsitzende|abgeordnete|beauftragte|vorständ|bevollmächtigte|beigeordnete)(r?)$", regex.IGNORECASE
)
_DEPARTMENT = regex.compile(r"(?i)^(?:bundes|landes|staats|innen|finanz|digital)?minister(?:in)?$")
_MINISTRY = regex.compile(r"(?i)\b\p{L}*ministerium\b")

_MANDATES = {
    "MdB": r"MdB|M\.d\.B\.|Mitglied des (?:Deutschen )?Bundestag(?:e)?s",
    "MdL": r"MdL|M\.d\.L\.|Mitglied des Landtag(?:e)?s(?: von \p{L}[\p{L}-]*)?",
    "MdEP": r"MdEP|MEP|Mitglied des Europäischen Parlaments",
    "MdA": r"MdA|Mitglied des Abgeordnetenhauses(?: von Berlin)?",
    "MdBB": r"MdBB|Mitglied der Bremischen Bürgerschaft",
    "MdHB": r"MdHB|Mitglied der Hamburgischen Bürgerschaft",
    "": r"Abgeordneter?|Landtagsabgeordneter?|Bundestagsabgeordneter?",
}
_MANDATE = {name: regex.compile(rf"(?i)(?:^|,\s*|\s+)(?:{words})(?=$|\s*,)") for name, words in _MANDATES.items()}


@dataclass(frozen=True, slots=True)
class Office:
    """What somebody is: ``words`` as written without the mandate, ``mandate`` as it stands after the name.

    ``is_member`` says that there is a mandate at all.
    """

    words: str
    mandate: str
    is_member: bool


def read_office(text: str) -> Office:
    """Take office and mandate apart: „MdB, Parlamentarische Staatssekretärin“ is both."""
    rest, mandates, found = " ".join(text.split()), [], False
    for name, pattern in _MANDATE.items():
        rest, count = pattern.subn("", rest)
        found = found or bool(count)
        mandates += [name] if count and name else []
    return Office(rest.strip(" ,"), " ".join(mandates), found)


@dataclass(frozen=True, slots=True)
class Rank:
    """An office that stands in the salutation: its noun with the adjectives before it, and what specifies it."""

    adjectives: tuple[str, ...]
    noun: str
    rest: str

    def short(self, *, organisation: str = "") -> str:
        """The office for the first line: a minister's department is left out where the organisation says it."""
        said = _DEPARTMENT.match(self.noun) is not None and _MINISTRY.search(organisation) is not None
        return " ".join((*self.adjectives, self.noun)) + ("" if said else self.rest)


def find_rank(office: str) -> Rank | None:
    """The office as one that stands in a salutation; None where the name does."""
    words = office.split(" ")
    for place, word in enumerate(words[:3]):
        bare = word.rstrip(",").casefold().removesuffix("in")
        bare = {"landrät": "landrat", "staatsrät": "staatsrat", "bischöf": "bischof"}.get(bare, bare)
        if bare.endswith(_RANKS):
            rest = office[len(" ".join(words[: place + 1]).rstrip(",")) :]
            return Rank(tuple(words[:place]), word.rstrip(","), rest)
        if not word[:1].isupper() or not word.endswith(("er", "e")):
            return None
    return None


def is_feminine(noun: str) -> bool | None:
    """Whether an office's noun is a woman's form; None where it says nothing („Geschäftsführung“)."""
    word = noun.split(" ")[0].rstrip(",")
    if _REGULAR.search(word.removesuffix("in")) or word.casefold().removesuffix("in").endswith(("rat", "rät")):
        return word.endswith("in")
    found = _ADJECTIVE.search(word)
    return found[1] == "" if found else None


def as_feminine(office: str) -> str:
    """The office in the feminine form: „Präsident des Landtags“ is „Präsidentin des Landtags“."""
    return _change(office, _feminine, "e")


def as_accusative(office: str) -> str:
    """A man's office as it stands after „Herrn“: „Präsident“ is „Präsidenten“."""
    return _change(office, _accusative, "en")


def _change(office: str, noun_form: object, ending: str) -> str:
    """Change the noun of an office, and the adjectives before it."""
    assert callable(noun_form)
    words = office.split(" ")
    for place, word in enumerate(words):
        bare, comma = word.rstrip(","), word[len(word.rstrip(",")) :]
        changed = noun_form(bare)
        is_adjective = place + 1 < len(words) and bare.endswith("er") and words[place + 1][:1].isupper()
        if is_adjective and not _REGULAR.search(bare) and not _ADJECTIVE.search(bare):
            words[place] = bare.removesuffix("er") + ending + comma
            continue
        words[place] = str(changed) + comma
        break
    return " ".join(words)


def _feminine(noun: str) -> str:
    if (found := _ADJECTIVE.search(noun)) is not None:
        return noun[:-1] if found[1] else noun
    for ending, feminine in _FEMININE.items():
        if noun.casefold().endswith(ending):
            changed = noun[: len(noun) - len(ending)] + feminine
            return changed[:1].upper() + changed[1:]
    return f"{noun}in" if _REGULAR.search(noun) else noun


def _accusative(noun: str) -> str:
    if _ADJECTIVE.search(noun):
        return noun.removesuffix("r") + "n"
    return f"{noun}en" if noun.casefold().endswith(_WEAK) else noun
