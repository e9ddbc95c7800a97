"""Which heading level names sections and which demands, and where demands are numbered paragraphs without titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafting.imports import vocabulary
from drafting.imports.headings import Rank, is_special
from drafting.imports.numbers import read_number
from drafting.imports.passages import Passage
from drafting.text.document import Kind


@dataclass(frozen=True, slots=True)
class Levels:
    """What heads what, by index; ``points`` are demands that are whole paragraphs."""

    sections: frozenset[int] = frozenset()
    demands: frozenset[int] = frozenset()
    points: frozenset[int] = frozenset()


def find_levels(passages: Sequence[Passage], ranks: Sequence[Rank | None], start: int, end: int) -> Levels:
    """Decide for the passages from ``start`` to ``end``; the parts before and after are title and signatures."""
    heads = {
        index: rank
        for index in range(start, end)
        if (rank := ranks[index]) is not None and not is_special(passages[index].text)
    }
    heads = _drop_repeated(passages, heads)
    depths = _drop_container(heads, sorted(set(heads.values())))
    points = _find_points(passages, range(start, end), heads)
    if not depths:
        return Levels(points=points)
    chosen = _demand_depth(passages, heads, depths)
    demands = frozenset(index for index, rank in heads.items() if rank == depths[chosen])
    sections = frozenset(index for index, rank in heads.items() if rank < depths[chosen])
    if not sections and points and _points_win(passages, demands, points):
        return Levels(sections=demands, points=points)
    return Levels(sections, demands)


def _drop_repeated(passages: Sequence[Passage], heads: dict[int, Rank]) -> dict[int, Rank]:
    """Headings that come again and again ("Ausgangslage", "Forderung") order the inside of a demand."""
    texts = Counter(passages[index].text.casefold().strip(" :.") for index in heads)
    return {index: rank for index, rank in heads.items() if texts[passages[index].text.casefold().strip(" :.")] < 2}


def _drop_container(heads: dict[int, Rank], depths: list[Rank]) -> list[Rank]:
    """A single heading above two further levels ("Unsere Forderungen") is no section."""
    if len(depths) >= 3 and sum(rank == depths[0] for rank in heads.values()) == 1:
        return depths[1:]
    return depths


def _demand_depth(passages: Sequence[Passage], heads: dict[int, Rank], depths: list[Rank]) -> int:
    """Return which of the depths names demands: usually the second, where the first really has some below it."""
    by_depth = [[index for index, rank in heads.items() if rank == depth] for depth in depths]
    for place, indices in enumerate(by_depth):
        if sum(_is_named(passages[index]) for index in indices) * 2 > len(indices):
            return place
    if len(depths) == 1:
        return 0
    first, second = by_depth[0], by_depth[1]
    if not _has_below(first, second, heads, depths[0]):
        return 0
    for place in range(len(depths) - 1, 1, -1):
        if _are_numbered(passages, by_depth[place]) and not _are_numbered(passages, second):
            return place
    return 1


def _is_named(passage: Passage) -> bool:
    match = vocabulary.TYPED.match((passage.label or passage.text) + " ")
    return match is not None and match["named"] is not None


def _has_below(first: list[int], second: list[int], heads: dict[int, Rank], top: Rank) -> bool:
    """Whether at least two in five headings of the first level have one of the second below them."""
    above = set()
    for index in second:
        before = [head for head in first if head < index]
        if before:
            above.add(before[-1])
    return len(above) * 5 >= len(first) * 2


def _are_numbered(passages: Sequence[Passage], indices: list[int]) -> bool:
    return sum(bool(number_of(passages[index])) for index in indices) * 2 > len(indices)


def number_of(passage: Passage) -> str:
    """The number a passage carries, automatic or typed; nothing for dates ("12. November") and for bullets."""
    if passage.item is Kind.NUMBER:
        return read_number(passage.label)
    if passage.item is not None:
        return ""
    match = vocabulary.TYPED.match(passage.text + " ")
    if match is None or vocabulary.MONTH_AFTER.match(passage.text[match.end() :]):
        return ""
    return read_number(match[0])


def _find_points(passages: Sequence[Passage], places: Iterable[int], heads: dict[int, Rank]) -> frozenset[int]:
    """The paragraphs numbered 1, 2, 3 … through the text, at least two of them; a list that starts again is none."""
    points: list[int] = []
    for index in places:
        passage = passages[index]
        number = number_of(passage) if index not in heads and not passage.level else ""
        if number.isdecimal():
            if int(number) != len(points) + 1:
                return frozenset()
            points.append(index)
    return frozenset(points) if len(points) >= 2 else frozenset()


def _points_win(passages: Sequence[Passage], headings: frozenset[int], points: frozenset[int]) -> bool:
    """Whether numbered paragraphs, not the only headings, are the demands: they run on across the headings."""
    if any(number_of(passages[index]) for index in headings):
        return False
    with_points = 0
    for heading in headings:
        following = min((other for other in headings if other > heading), default=len(passages))
        with_points += any(heading < point < following for point in points)
    return with_points >= 2 or with_points == len(headings)
