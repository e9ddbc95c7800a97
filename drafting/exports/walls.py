"""Texts on the wall: a redline shortened around its change until it can be read from the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafting.exports.excerpts import ELLIPSIS, cut_words, excerpt
from drafting.text.document import Kind
from drafting.text.redline import Piece, RedlineBlock

# How much stands around a change: whole sentences, then ever less.
_REACHES = (80, 24, 12, 6, 3)
# How much wider bold letters run.
_BOLD = 1.08
# Longer changes are cut in the middle, so that their beginning and their end can be read.
_LONGEST_CHANGE = 28


@dataclass(frozen=True, slots=True)
class Size:
    """A size of type on the wall: what a line holds for certain, and how high it is in pixels of 1,080."""

    name: str
    per_line: int
    height: int


# The type of 54, 46 and 40 pixels in the left column of the wall, and what is left there below the question.
SIZES = (Size("l", 45, 78), Size("m", 53, 65), Size("s", 60, 56))
ROOM = 590
# Between blocks.
_GAP = 8


@dataclass(frozen=True, slots=True)
class WallText:
    """A text that fits on the wall, and the name of its size."""

    blocks: tuple[RedlineBlock, ...]
    size: str


def fit_redline(blocks: Sequence[RedlineBlock], *, taken: int = 0) -> WallText:
    """Shorten a redline to what fits; ``taken`` are pixels of 1,080 that something else needs.

    As much as can be read in the largest type, then smaller type, then less around the change; at the end the change
    itself is cut.
    """
    versions = [excerpt(blocks, reach=reach, introduced=True) for reach in _REACHES]
    whole = versions[0]
    for size in SIZES:
        if _fits(whole, size, taken):
            return WallText(whole, size.name)
    for version in versions[1:]:
        for size in SIZES[1:]:
            if _fits(version, size, taken):
                return WallText(version, size.name)
    return fit_text([_cut_changes(block) for block in versions[-1]], taken=taken)


def fit_text(blocks: Sequence[RedlineBlock], *, taken: int = 0) -> WallText:
    """Take as much of a text from its beginning as fits; without line numbers, which nobody cites from a wall."""
    blocks = [replace(block, pieces=tuple(replace(piece, line=None) for piece in block.pieces)) for block in blocks]
    for size in SIZES:
        if _fits(blocks, size, taken):
            return WallText(tuple(blocks), size.name)
    smallest = SIZES[-1]
    kept: list[RedlineBlock] = []
    left = ROOM - taken
    for block in blocks:
        room = left // smallest.height
        if room <= 0:
            break
        needed = _count_lines(block, smallest)
        if needed > room:
            block = _cut_end(block, smallest, room)
        kept.append(block)
        left -= needed * smallest.height + _GAP
    return WallText(tuple(kept), smallest.name)


def _fits(blocks: Sequence[RedlineBlock], size: Size, taken: int) -> bool:
    lines = sum(_count_lines(block, size) for block in blocks)
    return lines * size.height + _GAP * (len(blocks) - 1) <= ROOM - taken


def _count_lines(block: RedlineBlock, size: Size) -> int:
    """How many lines a block takes, word by word: long words leave much of a line empty."""
    lines, used = 1, 0.0
    for piece in block.pieces:
        width = _BOLD if piece.change == "ins" or piece.bold or block.kind is Kind.TITLE else 1
        for word in piece.text.split():
            length = len(word) * width
            if used and used + 1 + length > size.per_line:
                lines, used = lines + 1, 0
            lines += int(length // size.per_line)
            used += length % size.per_line + 1
    return lines


def _cut_end(block: RedlineBlock, size: Size, lines: int) -> RedlineBlock:
    """As many of a block's first words as fit."""
    words = sum(len(piece.text.split()) for piece in block.pieces)
    while words > 1:
        words -= 1
        cut = replace(block, pieces=cut_words(block.pieces, words))
        if _count_lines(cut, size) <= lines:
            return cut
    return block


def _cut_changes(block: RedlineBlock) -> RedlineBlock:
    return replace(block, pieces=tuple(_cut_middle(piece) for piece in block.pieces))


def _cut_middle(piece: Piece) -> Piece:
    words = piece.text.split(" ")
    if not piece.change or len(words) <= _LONGEST_CHANGE:
        return piece
    half = _LONGEST_CHANGE // 2
    return replace(piece, text=" ".join([*words[:half], ELLIPSIS, *words[-half:]]))
