"""Which demand of the paper each unit of a file is, and on which of its versions the file is based.

Our own anchors say both. Without them: the same words, else the same title, else the greatest likeness, where a number
in common counts as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from drafting.imports.outcomes import liken
from drafting.imports.units import Unit
from drafting.text.document import Document
from drafting.text.edits import Edit
from drafting.text.likeness import plain_word
from drafting.text.markdown import parse

# Below this share of common words two texts are not taken for versions of one demand.
LEAST = 0.45
_SAME_NUMBER = 0.15


Key = tuple[tuple[str, ...], ...]


def wording_key(document: Document) -> Key:
    """The words of a text, without marks and with the signs that differ from hand to hand brought to one."""
    return tuple(tuple(plain_word(word) for word in block.words) for block in document.blocks if block.words)


@dataclass(frozen=True, eq=False)
class BaseVersion:
    """A version of a demand in canonical form; ``edits`` made it from the version before."""

    id: str
    number: int
    text: str
    edits: tuple[Edit, ...] = ()

    @cached_property
    def document(self) -> Document:
        """The text."""
        return parse(self.text)

    @cached_property
    def key(self) -> Key:
        """What two texts that say the same have in common."""
        return wording_key(self.document)


@dataclass(frozen=True, slots=True, eq=False)
class BaseDemand:
    """A demand of the paper with all its versions, the present one last."""

    id: str
    kind: str
    number: str
    label: str
    section_id: str | None
    versions: tuple[BaseVersion, ...]
    is_struck: bool = False

    @property
    def present(self) -> BaseVersion:
        """The text as it stands."""
        return self.versions[-1]

    @property
    def anchor(self) -> str:
        """The bookmark's name in our own files."""
        return f"F_{sha256(self.id.encode()).hexdigest()[:20]}".lower()


@dataclass(frozen=True, slots=True)
class BasePaper:
    """The paper that a file is about; ``sections`` are ids with headings, all in order."""

    sections: tuple[tuple[str, str], ...]
    demands: tuple[BaseDemand, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit's demand, and the version the file is based on."""

    demand: BaseDemand
    version: BaseVersion


def match_units(
    units: Sequence[Unit], anchors: Sequence[str], paper: BasePaper, properties: Mapping[str, str]
) -> list[Match | None]:
    """Find for each unit its demand; ``anchors`` are the units' own, "" where there is none."""
    found: list[Match | None] = [None] * len(units)
    _by_anchor(anchors, paper, properties, found)
    documents = [unit.document for unit in units]
    for index, demand in _by_words(units, documents, paper, found):
        found[index] = Match(demand, find_base(documents[index], demand))
    return found


def _by_anchor(
    anchors: Sequence[str], paper: BasePaper, properties: Mapping[str, str], found: list[Match | None]
) -> None:
    known = {demand.anchor: demand for demand in paper.demands}
    said = {name.removeprefix("drafting.").lower(): value for name, value in properties.items()}
    for index, anchor in enumerate(anchors):
        demand = known.get(anchor.lower())
        if demand is None or any(match is not None and match.demand is demand for match in found):
            continue
        version_id = said.get(anchor.lower(), "").rpartition(":")[2]
        version = next((each for each in demand.versions if each.id == version_id), None)
        if version is not None:
            found[index] = Match(demand, version)


def _by_words(
    units: Sequence[Unit], documents: Sequence[Document], paper: BasePaper, found: Sequence[Match | None]
) -> Iterator[tuple[int, BaseDemand]]:
    taken = {match.demand.id for match in found if match is not None}
    free = [demand for demand in paper.demands if demand.id not in taken]
    open_ = [index for index, match in enumerate(found) if match is None]
    keys = {version.key: demand for demand in free for version in demand.versions}

    def find_said(index: int) -> BaseDemand | None:
        return keys.get(wording_key(documents[index]))

    def find_named(index: int) -> BaseDemand | None:
        return _find_named(units[index], documents[index], free)

    for find in (find_said, find_named):
        for index in list(open_):
            demand = find(index)
            if demand is not None and demand in free:
                open_.remove(index)
                free.remove(demand)
                yield index, demand
    scored = sorted(
        (
            (-_score(units[index], documents[index], demand), index, place)
            for index in open_
            for place, demand in enumerate(free)
        ),
    )
    used: set[int] = set()
    for score, index, place in scored:
        if -score >= LEAST and index in open_ and place not in used:
            open_.remove(index)
            used.add(place)
            yield index, free[place]


def _find_named(unit: Unit, document: Document, free: Sequence[BaseDemand]) -> BaseDemand | None:
    """The demand of this title, or the paper's one preamble or closing."""
    if unit.kind != "demand":
        return next((demand for demand in free if demand.kind == unit.kind), None)
    title = document.title.casefold()
    if not title:
        return None
    return next((d for d in free if any(v.document.title.casefold() == title for v in d.versions)), None)


def _score(unit: Unit, document: Document, demand: BaseDemand) -> float:
    if "demand" in (unit.kind, demand.kind) and unit.kind != demand.kind and unit.head >= 0:
        return 0.0
    likeness = max(liken(document, version.document) for version in demand.versions)
    return likeness + (_SAME_NUMBER if unit.number and unit.number == demand.number and likeness > 0.2 else 0)


def find_base(document: Document, demand: BaseDemand) -> BaseVersion:
    """The version a text is nearest to; the newest where several are as near."""
    newest_first = tuple(reversed(demand.versions))
    key = wording_key(document)
    same = next((version for version in newest_first if version.key == key), None)
    if same is not None:
        return same
    return max(newest_first, key=lambda version: (liken(document, version.document), version.number))
