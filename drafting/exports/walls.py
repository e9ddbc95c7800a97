"""Texts on the wall: a redline shortened around its change until it can be read from the last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drafting.exports.excerpts import ELLIPSIS, cut_words, excerpt
from drafting.text.redline import Piece, RedlineBlock

# How much stands around a change: whole sentences, then ever less.
_REACHES = (80, 24, 12, 6, 3)
# Longer changes are cut in the middle, so that their beginning and their end can be read.
_LONGEST_CHANGE = 28


@dataclass(frozen=True, slots=True)
class Size:
    """A size of type on the wall: what a line holds for certain, and how high it is in pixels of 1,080."""

    name: str
    per_line: int
    height: int


# The type of 54, 46 and 40 pixels in the left column of the wall, and what is left there below the question.
SIZES = (Size("l", 45, 78), Size("m", 53, 65), Size("s", 61, 56))
ROOM = 570


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
    versions = [excerpt(blocks, reach=reach) for reach in _REACHES]
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
    left = (ROOM - taken) // smallest.height
    for block in blocks:
        if left <= 0:
            break
        needed = _count_lines(block, smallest)
        if needed > left:
            # About seven letters to a word, blank included.
            words = max(left * smallest.per_line // 8, 1)
            block = replace(block, pieces=cut_words(block.pieces, words))
        kept.append(block)
        left -= needed
    return WallText(tuple(kept), smallest.name)


def _fits(blocks: Sequence[RedlineBlock], size: Size, taken: int) -> bool:
    return sum(_count_lines(block, size) for block in blocks) * size.height <= ROOM - taken


def _count_lines(block: RedlineBlock, size: Size) -> int:
    return -(-sum(len(piece.text) for piece in block.pieces) // size.per_line) or 1


def _cut_changes(block: RedlineBlock) -> RedlineBlock:
    return replace(block, pieces=tuple(_cut_middle(piece) for piece in block.pieces))


def _cut_middle(piece: Piece) -> Piece:
    words = piece.text.split(" ")
    if not piece.change or len(words) <= _LONGEST_CHANGE:
        return piece
    half = _LONGEST_CHANGE // 2
    return replace(piece, text=" ".join([*words[:half], ELLIPSIS, *words[-half:]]))
