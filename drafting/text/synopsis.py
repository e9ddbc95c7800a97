"""The synopsis: two texts side by side, sentence by sentence, as committees read them.

Law: reading the left column gives the old text, reading the right one the new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from drafting.text.document import Document, Kind, Word, split_words
from drafting.text.edits import Edit
from drafting.text.redline import DELETED, INSERTED, KEPT, Piece, RedlineBlock, redline
from drafting.text.sentences import find_sentences

Change = Literal["same", "changed", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says in a row: a block, or some sentences of it; ``opens`` where its block begins with it."""

    kind: Kind
    level: int
    counter: str
    opens: bool
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class SynopsisRow:
    """What stands at one height: in an unchanged row both columns say the same, one that is gone or new has one."""

    before: Cell | None
    after: Cell | None

    @property
    def change(self) -> Change:
        """What has become of it."""
        if self.after is None:
            return "gone"
        if self.before is None:
            return "new"
        is_same = not any(piece.change for cell in (self.before, self.after) for piece in cell.pieces)
        return "same" if is_same else "changed"


def synopsis(base: Document, edits: Iterable[Edit]) -> tuple[SynopsisRow, ...]:
    """Set the text after the edits beside the one before them."""
    return tuple(arrange(redline(base, tuple(edits))))


def arrange(blocks: Sequence[RedlineBlock]) -> Iterator[SynopsisRow]:
    """Make rows of a redline: a block that gives way to another stands beside it."""
    for change, group in groupby(_join_replaced(blocks), key=lambda block: block.change):
        rows = list(group)
        if change == _REPLACED:
            yield from _pair(rows)
        else:
            for block in rows:
                yield from _cut_block(block)


_REPLACED = "replaced"


def _join_replaced(blocks: Sequence[RedlineBlock]) -> Iterator[RedlineBlock]:
    """Mark the struck blocks right before new ones, and those new ones."""
    runs = [(change, list(group)) for change, group in groupby(blocks, key=lambda block: block.change)]
    for index, (change, group) in enumerate(runs):
        after = runs[index + 1][0] if index + 1 < len(runs) else KEPT
        before = runs[index - 1][0] if index else KEPT
        is_replaced = (change == DELETED and after == INSERTED) or (change == INSERTED and before == DELETED)
        yield from (replace(block, change=_REPLACED) if is_replaced else block for block in group)


def _pair(blocks: Sequence[RedlineBlock]) -> Iterator[SynopsisRow]:
    old = [cell for block in blocks if (cell := _make_cell(block, block.pieces, INSERTED, opens=True))]
    new = [cell for block in blocks if (cell := _make_cell(block, block.pieces, DELETED, opens=True))]
    for index in range(max(len(old), len(new))):
        yield SynopsisRow(old[index] if index < len(old) else None, new[index] if index < len(new) else None)


def _cut_block(block: RedlineBlock) -> Iterator[SynopsisRow]:
    """Cut a block where both texts have a sentence behind them; what is changed together stays together."""
    opens = {INSERTED: True, DELETED: True}
    for pieces in _cut(block.pieces):
        cells = []
        for other in (INSERTED, DELETED):
            cell = _make_cell(block, pieces, other, opens=opens[other])
            opens[other] = opens[other] and cell is None
            cells.append(cell)
        yield SynopsisRow(*cells)


def _make_cell(block: RedlineBlock, pieces: Sequence[Piece], without: str, *, opens: bool) -> Cell | None:
    # Lines are counted by one text alone and say nothing beside another.
    kept = tuple(replace(piece, line=None) for piece in pieces if piece.change != without)
    return Cell(block.kind, block.level, block.counter, opens, kept) if kept else None


def _cut(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    old, new = (_ends("".join(p.text for p in pieces if p.change != other)) for other in (INSERTED, DELETED))
    row: list[Piece] = []
    before = after = 0  # how far both texts have been read
    for is_kept, group in groupby(pieces, key=lambda piece: piece.change == KEPT):
        for piece in group:
            if is_kept:
                for part in _split(piece, lambda at, b=before, a=after: b + at in old and a + at in new):  # type: ignore[misc]
                    row.append(part)
                    before, after = before + len(part.text), after + len(part.text)
                    if before in old and after in new:
                        yield row
                        row = []
                continue
            row.append(piece)
            before += len(piece.text) if piece.change == DELETED else 0
            after += len(piece.text) if piece.change == INSERTED else 0
        if not is_kept and before in old and after in new:
            yield row
            row = []
    if row:
        yield row


def _split(piece: Piece, is_cut: Callable[[int], bool]) -> Iterator[Piece]:
    start = 0
    for at in range(1, len(piece.text)):
        if is_cut(at):
            yield replace(piece, text=piece.text[start:at], line=piece.line if start == 0 else None)
            start = at
    yield replace(piece, text=piece.text[start:], line=piece.line if start == 0 else None)


def _ends(text: str) -> frozenset[int]:
    """The places in a block's text behind which a sentence begins, its beginning and its end among them."""
    words: list[Word] = split_words(text)
    ends, at, places = {0, len(text)}, 0, []
    for word in words:
        at = text.index(word.text, at) + len(word.text)
        places.append(at)
    for _, end in find_sentences(words):
        place = places[end - 1]
        while place < len(text) and text[place].isspace():
            place += 1
        ends.add(place)
    return frozenset(ends)
