"""Places: in which sentence a change lands, and where a sentence stands after later changes.

People cite a decided text by its sentences („Absatz 2, Satz 1“). Spans are of a document's token row, half open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from drafting.text.document import ITEMS, Block, Document, Kind, Token, Word
from drafting.text.edits import Edit, without_kept_word
from drafting.text.sentences import find_sentences

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence as people count it: ``block`` among the paragraphs or items, ``sentence`` in its block, both from 1.

    Either is 0 where there is but one to choose from. Items of every kind count together.
    """

    kind: Kind
    block: int
    sentence: int


def find_places(document: Document, spans: Iterable[Span]) -> tuple[Place, ...]:
    """The sentences that spans touch, in the order of the text; a place between words belongs to the sentence there."""
    wanted = set(widen(document, spans))
    return tuple(place for span, place in _number(document) if span in wanted)


def widen(document: Document, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans of all sentences that these spans touch, in the order of the text."""
    sentences = list(find_sentences(document.tokens()))
    return tuple(sorted({sentence for span in spans for sentence in _touched(sentences, span)}))


def _touched(sentences: Sequence[Span], span: Span) -> Iterator[Span]:
    start, end = span
    inside = [(low, high) for low, high in sentences if low < end and start < high]
    if not inside:
        inside = [(low, high) for low, high in sentences if low <= start < high]
    before = [(low, high) for low, high in sentences if high <= start][-1:]
    after = [(low, high) for low, high in sentences if low >= start][:1]
    # A start of a block belongs to the words that follow, a place where words were struck to those before it.
    yield from inside or ((after or before) if start < end else (before or after))


def _number(document: Document) -> Iterator[tuple[Span, Place]]:
    by_kind = [_group(block.kind) for block in document.blocks]
    spans = list(find_sentences(document.tokens()))
    at = 0
    for index, block in enumerate(document.blocks):
        end = at + 1 + len(block.words)
        here = [span for span in spans if at < span[0] < end]
        group = by_kind[index]
        number = by_kind[: index + 1].count(group) if by_kind.count(group) > 1 else 0
        for count, span in enumerate(here, start=1):
            yield span, Place(block.kind, number, count if len(here) > 1 else 0)
        at = end


def _group(kind: Kind) -> str:
    return "item" if kind in ITEMS else kind.value


def follow(base: Sequence[Token], span: Span, edits: Iterable[Edit]) -> tuple[Span, bool]:
    """Where a span of a base stands after edits, and whether they touch it; what comes in at its edges stays outside.

    Law: a span that is not touched has the same words before and after.
    """
    start, end = new_start, new_end = span
    by, is_touched = 0, False
    for edit in (without_kept_word(base, edit) for edit in edits):
        grown = len(edit.inserted) - (edit.end - edit.start)
        if edit.end <= start:
            new_start, new_end = new_start + grown, new_end + grown
        elif edit.start < end:
            is_touched = True
            new_start = edit.start + by if edit.start < start else new_start
            new_end = edit.end + by + grown if edit.end > end else new_end + grown
        by += grown
    return (new_start, new_end), is_touched


def land(edits: Iterable[Edit], decided: Iterable[Edit]) -> tuple[Span, ...]:
    """Where one amendment's edits stand in the text that the ``decided`` ones, its own among them, made of its base."""
    decided = tuple(decided)
    spans = []
    for edit in edits:
        by = sum(len(e.inserted) - (e.end - e.start) for e in decided if e.end <= edit.start and e.span != edit.span)
        spans.append((edit.start + by, edit.start + by + len(edit.inserted)))
    return tuple(spans)


def cut(document: Document, spans: Iterable[Span]) -> Document:
    """The document with nothing but these spans of it; blocks of which nothing is left are gone."""
    spans = tuple(spans)
    blocks: list[Block] = []
    at = 0
    for block in document.blocks:
        places = range(at + 1, at + 1 + len(block.words))
        words = tuple(
            word
            for place, word in zip(places, block.words, strict=True)
            if isinstance(word, Word) and any(low <= place < high for low, high in spans)
        )
        blocks.append(Block(block.kind, block.level, words))
        at += 1 + len(block.words)
    return Document.of(blocks)
