"""Which demand of the paper each unit of a file is, and on which of its versions the file is based.

Our own anchors say both, and paragraphs that are known say which demand. Without them: the same words, else the same
title, else the greatest likeness, where a number in common counts as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafting.imports.base_papers import BaseDemand, BasePaper, BaseVersion, wording_key
from drafting.imports.outcomes import liken
from drafting.imports.units import Unit
from drafting.text.document import Document

# Below this share of common words two texts are not taken for versions of one demand.
LEAST = 0.45
_SAME_NUMBER = 0.15


@dataclass(frozen=True, slots=True)
class Match:
    """A unit's demand, and the version the file is based on."""

    demand: BaseDemand
    version: BaseVersion


def match_units(
    units: Sequence[Unit], anchors: Sequence[str], paper: BasePaper, bases: Mapping[str, str]
) -> list[Match | None]:
    """Find for each unit its demand; ``anchors`` are the units' own, "" where there is none.

    ``bases`` are the versions the file says it is based on, by anchor.
    """
    found: list[Match | None] = [None] * len(units)
    documents = [unit.document for unit in units]
    _by_anchor(documents, anchors, paper, bases, found)
    for index, demand in _by_words(units, documents, paper, found):
        found[index] = Match(demand, find_base(documents[index], demand))
    return found


def _by_anchor(
    documents: Sequence[Document],
    anchors: Sequence[str],
    paper: BasePaper,
    bases: Mapping[str, str],
    found: list[Match | None],
) -> None:
    free = {demand.anchor: demand for demand in paper.demands}
    for index, anchor in enumerate(anchors):
        demand = free.pop(anchor, None)
        if demand is not None:
            said = next((each for each in demand.versions if each.id == bases.get(anchor)), None)
            found[index] = Match(demand, said or find_base(documents[index], demand))


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
    if unit.kind != "demand" and unit.head >= 0:
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
