"""When two rows of a table are the same person, and two spellings the same municipality."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

import regex

_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l", "đ": "d"}
)
_KINDS = {
    "stadt": "stadt",
    "landeshauptstadt": "stadt",
    "große kreisstadt": "stadt",
    "kreisstadt": "stadt",
    "universitätsstadt": "stadt",
    "hansestadt": "stadt",
    "stadtverwaltung": "stadt",
    "gemeinde": "gemeinde",
    "gemeindeverwaltung": "gemeinde",
    "markt": "markt",
    "marktgemeinde": "markt",
}
_KIND = regex.compile(rf"(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})\s+(?P<name>.+)", regex.IGNORECASE)


def name_words(*names: str) -> frozenset[str]:
    """The words of a person's names, so that order, hyphens, accents, capitals and "ue" for "ü" make no difference."""
    text = unicodedata.normalize("NFC", " ".join(names)).casefold().translate(_SPELLED)
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return frozenset(regex.findall(r"[\p{L}\p{N}]+", plain))


def is_same_person(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two rows with one e-mail address are one person: the same names, or part of a double name."""
    return bool(first & second) and (first <= second or second <= first)


def unify_municipalities(names: Iterable[str]) -> Mapping[str, str]:
    """Map each spelling to one: "Calw" to "Stadt Calw", where just one kind of municipality has that name.

    "Landratsamt Karlsruhe" is another organisation than "Stadt Karlsruhe" and stays.
    """
    counted = Counter(name for name in names if name)
    kinds: dict[str, dict[str, list[str]]] = {}
    for name in counted:
        kind, bare = _split(name)
        kinds.setdefault(bare, {}).setdefault(kind, []).append(name)
    unified = {}
    for spellings in kinds.values():
        named = [names for kind, names in spellings.items() if kind]
        plain = spellings.get("", [])
        groups = [named[0] + plain] if len(named) == 1 else [*named, plain]
        for group in groups:
            for name in group:
                unified[name] = max(group, key=lambda other: (bool(_split(other)[0]), counted[other], other))
    return unified


def _split(name: str) -> tuple[str, str]:
    """Split a municipality's name in (kind, bare name in comparable form)."""
    match = _KIND.fullmatch(name.strip())
    kind = _KINDS[match["kind"].lower()] if match else ""
    bare = match["name"] if match else name
    return kind, " ".join(sorted(name_words(bare)))
