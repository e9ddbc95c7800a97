"""Which passages of a paper are headings, and how deep: by style first, by looks where styles say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafting.imports import vocabulary
from drafting.imports.passages import Passage
from drafting.text.document import Kind

MAX_HEADING = 160  # characters; longer lines are text, whatever they look like

# How a typed or automatic number looks, from what heads a part to what heads a point in it.
_NUMBER_ORDER = ("", "roman", "letter", "code", "named", "arabic")


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """How deep a heading stands; smaller is higher. Looks stand below styles."""

    by_look: bool
    depth: float
    numbered: int = 0
    parts: int = 0


def body_size(passages: Iterable[Passage]) -> float:
    """The size in which most of the text stands."""
    sizes: Counter[float] = Counter()
    for passage in passages:
        sizes[passage.size] += len(passage.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def rank_headings(passages: Sequence[Passage]) -> list[Rank | None]:
    """Give every passage its rank, None for text.

    Looks count only where styles leave demands unnamed: with two levels of styled headings, a bold line is a bold line.
    """
    size = body_size(passages)
    ranks = [_by_style(passage) for passage in passages]
    styled = {
        rank.depth for passage, rank in zip(passages, ranks, strict=True) if rank and not is_special(passage.text)
    }
    if len(styled) >= 2:
        return [rank or _named(passage) for passage, rank in zip(passages, ranks, strict=True)]
    looks = [
        rank or (_by_look(passage, size) if _may_head(passages, index) else None) or _named(passage)
        for index, (passage, rank) in enumerate(zip(passages, ranks, strict=True))
    ]
    return _drop_stray(passages, looks)


def _by_style(passage: Passage) -> Rank | None:
    if passage.outline is None or len(passage.text) > 2 * MAX_HEADING:
        return None
    return Rank(False, passage.outline)


def _by_look(passage: Passage, size: float) -> Rank | None:
    text = passage.text
    if len(text) > MAX_HEADING or (text.endswith((".", ";", ",", ":")) and not _is_bare_number(passage)):
        return None
    if passage.item in (Kind.BULLET, Kind.LETTER) or vocabulary.PLACE_LINE.fullmatch(text):
        return None
    larger = size and passage.size >= size * 1.12
    shouted = len(text) > 5 and text.isupper()
    if not (passage.bold or larger or shouted):
        return None
    numbered, parts = _number_look(passage)
    return Rank(True, -passage.size - (0.1 if shouted else 0), numbered, parts)


def _is_bare_number(passage: Passage) -> bool:
    """ "Forderung 3:" or "1." alone on its line heads what follows, in spite of its last sign."""
    match = vocabulary.TYPED.match(passage.text + " ")
    return match is not None and not passage.text[match.end() :].strip() and match["named"] is not None


def _number_look(passage: Passage) -> tuple[int, int]:
    """How a heading is numbered, as (order of the kind of number, number of parts): "2.1" has two parts."""
    label = passage.label
    match = vocabulary.TYPED.match((label or passage.text) + " ")
    if match is None or vocabulary.MONTH_AFTER.match(passage.text[match.end() :]):
        return 0, 0
    kind = next(name for name in ("named", "arabic", "roman", "letter", "code") if match[name])
    return _NUMBER_ORDER.index(kind), match[0].strip(" .)").count(".")


def _may_head(passages: Sequence[Passage], index: int) -> bool:
    """A heading by looks stands alone: what follows is no further item of its own list, and there is something."""
    if index + 1 >= len(passages):
        return False
    passage, after = passages[index], passages[index + 1]
    return not (passage.item and after.item is passage.item and after.level == passage.level) or passage.bold


def _named(passage: Passage) -> Rank | None:
    """A line that says only "Präambel", "Begründung" or the like heads what follows, however it looks."""
    return Rank(True, 0) if is_special(passage.text) else None


def is_special(text: str) -> bool:
    """Whether a heading names a part every paper may have, so that it is no section and no demand."""
    patterns = (vocabulary.PREAMBLE, vocabulary.CLOSING, vocabulary.SIGNED, vocabulary.REASON_ALONE)
    return len(text) < 80 and any(pattern.fullmatch(vocabulary.bare(text)) for pattern in patterns)


def _drop_stray(passages: Sequence[Passage], ranks: list[Rank | None]) -> list[Rank | None]:
    """One bold line in a styled paper is no level of its own."""
    looks = [
        rank
        for passage, rank in zip(passages, ranks, strict=True)
        if rank and rank.by_look and not is_special(passage.text)
    ]
    styled = sum(rank is not None and not rank.by_look for rank in ranks)
    if styled < 2 or len(looks) > 1:
        return ranks
    return [
        None if rank and rank.by_look and not is_special(passage.text) else rank
        for passage, rank in zip(passages, ranks, strict=True)
    ]
