"""Offices and mandates as letters name them: which of them stand in a salutation, and how their words change.

After the protocol office's advice (german-rules.md): the first line is in the accusative, the salutation names the
office without its department, and a woman's office is always in the feminine form. Who only stands in for an office
or held it once is not addressed by it without asking.
"""

from __future__ import annotations

from collections.abc import Callable
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
_FEMININE = {"anwalt": "anwältin", "arzt": "ärztin", "bischof": "bischöfin", "kämmerer": "kämmerin"}
# Persons, unlike Beirat and Referat.
_COUNCILLOR = regex.compile(
    r"(?:land|staats|stadt|kreis|gemeinde|ministerial|regierungs|amts|bau|schul|studien|kirchen|forst)(rat|rätin)$",
    regex.IGNORECASE,
)
_REGULAR = regex.compile(
    r"(?:minister|präsident|sekretär|senator|kanzler|meister|führer|leiter|direktor|botschafter|dezernent|referent"
    r"|sprecher|vertreter|berater|kämmerer|intendant|koordinator|manager|partner|bischof|inhaber|richter|chef)$",
    regex.IGNORECASE,
)
# Ends of women's forms whatever the noun; no other nouns of offices have them.
_WOMANS = regex.compile(r"(?:er|or|är|ant|ent|ist|og|ält|ärzt|ef|rät|öf)in$", regex.IGNORECASE)
# Nouns made of adjectives: der Vorsitzende, ein Vorsitzender.
_ADJECTIVE = regex.compile(
    r"(?:vorsitzende|abgeordnete|beauftragte|vorständ|bevollmächtigte|beigeordnete)(r?)$", regex.IGNORECASE
)
_DEPARTMENT = regex.compile(r"(?i)^\p{L}*minister(?:in)?$")
# What specifies an office and does not stand in the salutation; a minister of state is one by rank.
_SPECIFIED = regex.compile(r"^(?!(?i:staats|premier)minister)\p{L}[\p{L}-]*?(minister|senator|staatssekretär)(in)?$")
# Offices that are not, or no longer, fully somebody's: whether one is addressed by them only a person can say.
_DOUBTFUL = regex.compile(
    r"(?i)^(?:(?:stellv|stv|vertret|ehem|früher|design|kommiss|amtier|geschäftsf)\p{L}*\.?\s|alt(?=[bklmops])|ex-?(?=\p{L}))"
    r"|\b(?:a\.?\s?D\b|i\.?\s?R\b|außer Dienst|im Ruhestand)"
)
# What may stand before an office's noun; nothing else does, so that „Büro Ministerin“ is no minister.
_BEFORE = regex.compile(
    r"(?i)^(?:\p{L}+(?:isch|end|lich|ig|iert|al|iv|är|ern)|erst|zweit|dritt|viert|hoh|beamtet|gewählt|beigeordnet)e(?:r|s|n)?$"
    r"|^\p{L}+\.$|^[0-9]+\.$|-$"
)
_ARTICLES = ("der", "die", "das")
_AND = regex.compile(r"((?<!-)\s+(?:und|u\.|sowie)\s+|\s*[,;/]\s*)")
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
_MANDATE = {
    name: regex.compile(rf"(?i)(?:^|,\s*|\s+und\s+|\s*/\s*|\s+)(?:{words})(?=$|\s*[,/]|\s+und\s)")
    for name, words in _MANDATES.items()
}


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
    rest = regex.sub(r"^(?:[\s,/]|und\s)+|[\s,/]+$", "", rest)
    return Office(rest, " ".join(mandates), found)


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

    @property
    def bare(self) -> str:
        """The office as a salutation has it, without what specifies it: „Justizminister“ is „Minister“."""
        found = _SPECIFIED.match(self.noun)
        return found[1].capitalize() + (found[2] or "") if found else self.noun


@dataclass(frozen=True, slots=True)
class Held:
    """What of several offices stands in the salutation: one of them, or none; ``others`` are the rest as written.

    ``is_open`` says that only a person can tell: there are two, or one that somebody holds for another or held once.
    """

    rank: Rank | None
    others: str
    is_open: bool


def find_held(words: str) -> Held:
    """Find the office by which somebody is addressed: „Chef der Staatskanzlei und Staatsminister“ is a minister."""
    offices = list_offices(words)
    ranked = [(office, rank) for office in offices if (rank := find_rank(office)) is not None]
    certain = [(office, rank) for office, rank in ranked if not _DOUBTFUL.search(office)]
    if len({rank.bare for _, rank in certain}) != 1:
        return Held(None, words, is_open=bool(ranked))
    chosen, rank = certain[0]
    others = ", ".join(office for office in offices if office != chosen)
    return Held(rank, others[:1].upper() + others[1:], is_open=False)


def list_offices(words: str) -> tuple[str, ...]:
    """Take several offices of one person apart: each begins with a noun that names a person."""
    first, *more = _AND.split(words)
    found = [first]
    for separator, part in zip(more[::2], more[1::2], strict=True):
        # In „Büro der Präsidentin und Ministerin“ both belong to what stands before.
        belongs = regex.search(r"\b(?:der|des|den) (\S+)$", found[-1])
        if _find_noun(part, _names_person) is not None and not (belongs and _names_person(belongs[1])):
            found.append(part)
        else:
            found[-1] += separator + part
    return tuple(found)


def names_person(office: str) -> bool:
    """Whether an office is that of one person: „Ministerin“ is, „Referat 4“ and „Gemeinderat“ are not."""
    return _find_noun(office, _names_person) is not None


def _names_person(noun: str) -> bool:
    bare = noun.rstrip(",")
    return bool(
        _is_rank(bare)
        or _REGULAR.search(bare)
        or _REGULAR.search(bare.removesuffix("in"))
        or _WOMANS.search(bare)
        or _ADJECTIVE.search(bare)
    )


def _is_rank(noun: str) -> bool:
    bare = noun.rstrip(",").casefold().removesuffix("in")
    bare = {"landrät": "landrat", "staatsrät": "staatsrat"}.get(bare, bare.replace("bischöf", "bischof"))
    return bare.endswith(_RANKS)


def _find_noun(office: str, is_noun: Callable[[str], bool]) -> int | None:
    """Where among an office's words its noun stands, after its adjectives, numbers and first halves („Innen- und“)."""
    words = office.split(" ")
    for place, word in enumerate(words[:5]):
        if is_noun(word):
            return place
        if not _stands_before(words, place):
            return None
    return None


def _stands_before(words: list[str], place: int) -> bool:
    word = words[place].rstrip(",")
    if word in ("und", "oder"):
        return place > 0 and words[place - 1].endswith("-")
    return (place == 0 and word.casefold() in _ARTICLES) or _BEFORE.search(word) is not None


def find_rank(office: str) -> Rank | None:
    """The office as one that stands in a salutation; None where the name does."""
    place = _find_noun(office, _is_rank)
    if place is None:
        return None
    words = office.split(" ")
    rest = office[len(" ".join(words[: place + 1]).rstrip(",")) :]
    adjectives = tuple(word for word in words[:place] if word.casefold() not in _ARTICLES)
    return Rank(adjectives, words[place].rstrip(","), rest)


def is_feminine(office: str) -> bool | None:
    """Whether an office's noun is a woman's form; None where it says nothing („Geschäftsführung“)."""
    place = _find_noun(office, _names_person)
    if place is None:
        return None
    word = office.split(" ")[place].rstrip(",")
    found = _ADJECTIVE.search(word)
    return found[1] == "" if found else word.endswith("in")


def as_feminine(office: str) -> str:
    """The offices in the feminine form: „Präsident des Landtags“ is „Präsidentin des Landtags“."""
    made = office
    for each in list_offices(office):
        made = made.replace(each, _change(each, _feminine, "e"), 1)
    return made


def as_accusative(office: str) -> str:
    """A man's office as it stands after „Herrn“: „Präsident“ is „Präsidenten“."""
    return _change(office, _accusative, "en")


def _change(office: str, noun_form: Callable[[str], str], ending: str) -> str:
    """Change the noun of an office, and the adjectives before it."""
    words = office.split(" ")
    noun = _find_noun(office, lambda word: noun_form(word.rstrip(",")) != word.rstrip(",") or _names_person(word))
    for place in range((noun or 0) + 1):
        word = words[place]
        bare, comma = word.rstrip(","), word[len(word.rstrip(",")) :]
        if place == (noun or 0):
            words[place] = noun_form(bare) + comma
        elif bare.endswith("er"):
            words[place] = bare.removesuffix("er") + ending + comma
    return " ".join(words)


def _feminine(noun: str) -> str:
    if (found := _ADJECTIVE.search(noun)) is not None:
        return noun[:-1] if found[1] else noun
    if (found := _COUNCILLOR.search(noun)) is not None:
        return noun[: found.start(1)] + "rätin"
    for ending, feminine in _FEMININE.items():
        if noun.casefold().endswith(ending):
            changed = noun[: len(noun) - len(ending)] + feminine
            return changed[:1].upper() + changed[1:]
    return f"{noun}in" if _REGULAR.search(noun) else noun


def _accusative(noun: str) -> str:
    if _ADJECTIVE.search(noun):
        return noun.removesuffix("r") + "n"
    return f"{noun}en" if noun.casefold().endswith(_WEAK) else noun
