"""What belongs together when an amendment is put into words: edits, struck blocks, passages reworded as a whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafting.text.document import Document, Start, Token, Word
from drafting.text.edits import Edit, apply_tokens


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole blocks of the base that are told as one rewording, and the tokens that stand there in the new text."""

    start: int
    end: int
    edits: tuple[Edit, ...]
    tokens: tuple[Token, ...]


class Row:
    """A base's token row, asked for where its blocks begin and end."""

    def __init__(self, base: Document) -> None:
        self.tokens = base.tokens()
        self.starts = [place for place, token in enumerate(self.tokens) if isinstance(token, Start)]

    def block_start(self, place: int) -> int:
        """The start of the block in which a token stands."""
        return self.starts[bisect_right(self.starts, place) - 1]

    def block_end(self, place: int) -> int:
        """The end of the block in which a token stands."""
        index = bisect_right(self.starts, place)
        return self.starts[index] if index < len(self.starts) else len(self.tokens)

    def is_boundary(self, place: int) -> bool:
        """Whether a block or the text ends here."""
        return place == len(self.tokens) or isinstance(self.tokens[place], Start)

    def has_words(self, start: int, end: int) -> bool:
        """Whether any word stands in a span."""
        return any(isinstance(token, Word) for token in self.tokens[start:end])

    def strikes_blocks(self, edit: Edit) -> bool:
        """Whether an edit does nothing but strike whole blocks."""
        if edit.start == edit.end or edit.inserted or edit.moved is not None:
            return False
        return self.is_boundary(edit.start) and self.is_boundary(edit.end) and self.has_words(edit.start, edit.end)


def find_acts(row: Row, edits: Sequence[Edit]) -> Iterator[Edit | Passage]:
    """Yield the edits in order: struck blocks that touch as one, and what no sentence can tell as a passage."""
    passages = _find_passages(row, edits)
    struck: Edit | None = None
    for edit in edits:
        passage = next((each for each in passages if edit in each.edits), None)
        strikes = passage is None and row.strikes_blocks(edit)
        if struck is not None and strikes and struck.end == edit.start:
            struck = Edit(struck.start, edit.end)
            continue
        if struck is not None:
            yield struck
        struck = edit if strikes else None
        if passage is not None and edit is passage.edits[0]:
            yield passage
        elif passage is None and not strikes:
            yield edit
    if struck is not None:
        yield struck


def _find_passages(row: Row, edits: Sequence[Edit]) -> list[Passage]:
    passages: list[Passage] = []
    for edit in edits:
        if _is_simple(row, edit):
            continue
        start, end = _blocks_around(row, edit)
        if passages and start < passages[-1].end:
            start, end = min(start, passages[-1].start), max(end, passages[-1].end)
            passages.pop()
        passage = _make_passage(row, edits, start, end)
        while passages and passage.start < passages[-1].end:
            before = passages.pop()
            passage = _make_passage(row, edits, before.start, max(before.end, passage.end))
        passages.append(passage)
    return passages


def _make_passage(row: Row, edits: Sequence[Edit], start: int, end: int) -> Passage:
    while True:
        within = tuple(edit for edit in edits if _is_within(edit, start, end))
        tokens = tuple(apply_tokens(row.tokens[start:end], [edit.shifted(-start) for edit in within]))
        if not start or not tokens or isinstance(tokens[0], Start):
            return Passage(start, end, within, tokens)
        start = row.block_start(start - 1)  # its words now belong to the block before


def _is_within(edit: Edit, start: int, end: int) -> bool:
    if edit.start == edit.end and edit.start in (start, end):
        return edit.start == end and not edit.opens_block
    return start <= edit.start and edit.end <= end


def _blocks_around(row: Row, edit: Edit) -> tuple[int, int]:
    opens = edit.opens_block and row.is_boundary(edit.start)
    start = edit.start if opens else row.block_start(edit.start - 1)
    return start, next((place for place in row.starts if place >= edit.end), len(row.tokens))


def _is_simple(row: Row, edit: Edit) -> bool:
    """Whether one sentence, or two, can say exactly what an edit does."""
    deleted, inserted = row.tokens[edit.start : edit.end], edit.inserted
    starts = sum(isinstance(token, Start) for token in deleted)
    news = sum(isinstance(token, Start) for token in inserted)
    if not starts and not news:
        return True
    if starts == len(deleted) <= 1 and news == len(inserted) <= 1:
        return not starts or row.block_end(edit.start) > edit.end  # a wordless block has no line to be cited by
    if not inserted or not deleted:
        return row.is_boundary(edit.start) and row.is_boundary(edit.end)
    return edit.opens_block and isinstance(deleted[0], Start) and row.is_boundary(edit.end)
