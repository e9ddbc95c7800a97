"""Excerpts of a redline: the changes with as much text around them as a reader needs to understand them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from drafting.text.document import ITEMS, Kind, split_words
from drafting.text.redline import Piece, RedlineBlock
from drafting.text.sentences import is_end

ELLIPSIS = "…"
_WORD = re.compile(r"\S+\s*")


def excerpt(
    blocks: Iterable[RedlineBlock], *, reach: int = 6, deleted: bool = True, introduced: bool = False
) -> tuple[RedlineBlock, ...]:
    """Keep the blocks that change, each cut to about ``reach`` words around its changes, or to whole sentences.

    The cut goes to the edge of the sentence where that is no more than twice as far. Line numbers are left out, and
    with ``deleted=False`` what was struck. With ``introduced``, the sentence stands before items of a list that leads
    to them.
    """
    found: list[RedlineBlock] = []
    # What was read last before a list, and whether items of it have been left out since; None once it is kept.
    intro: RedlineBlock | None = None
    is_gap = False
    for block in blocks:
        is_item = block.kind in ITEMS
        is_changed = bool(block.change) or any(piece.change for piece in block.pieces)
        if not is_item:
            intro, is_gap = (block if not is_changed and block.kind is Kind.PARAGRAPH else None), False
        elif not is_changed:
            is_gap = True
        elif introduced and intro is not None:
            found.append(_cut_intro(intro, reach, is_gap=is_gap))
            intro = None
        if is_changed:
            cut = _cut([replace(piece, line=None) for piece in block.pieces], reach)
            kept = tuple(piece for piece in cut if deleted or piece.change != "del")
            found.append(replace(block, pieces=kept))
    return tuple(found)


def _cut_intro(block: RedlineBlock, reach: int, *, is_gap: bool) -> RedlineBlock:
    """The sentence that leads to a list; an ellipsis stands for items that are left out after it."""
    text = "".join(piece.text for piece in block.pieces)
    start = _tail(text, reach)
    pieces = [replace(piece, line=None) for piece in _slice(block.pieces, start, len(text))]
    if not _starts_sentence(text, start):
        pieces.insert(0, Piece(ELLIPSIS + " "))
    if is_gap:
        pieces.append(Piece(" " + ELLIPSIS))
    return replace(block, pieces=tuple(pieces))


def cut_words(pieces: Iterable[Piece], most: int) -> tuple[Piece, ...]:
    """Keep the first words of a long change, and say with an ellipsis that there are more."""
    kept: list[Piece] = []
    for piece in pieces:
        words = _WORD.findall(piece.text)
        if len(words) > most:
            kept.append(replace(piece, text="".join(words[:most]).rstrip() + " " + ELLIPSIS))
            break
        kept.append(piece)
        most -= len(words)
    return tuple(kept)


def _cut(pieces: Sequence[Piece], reach: int) -> Iterator[Piece]:
    stretches = [(bool(changed), list(group)) for changed, group in groupby(pieces, lambda piece: bool(piece.change))]
    if len(stretches) == 1:
        yield from pieces
        return
    for index, (changed, stretch) in enumerate(stretches):
        if changed:
            yield from stretch
            continue
        text = "".join(piece.text for piece in stretch)
        start = _tail(text, reach) if index < len(stretches) - 1 else len(text)
        end = _head(text, reach) if index > 0 else 0
        if start <= end:
            yield from stretch
            continue
        yield from _slice(stretch, 0, end)
        if gap := _gap(text, start, end, first=index == 0, last=index == len(stretches) - 1):
            yield replace(stretch[0], text=gap, bold=False, italic=False, link="")
        yield from _slice(stretch, start, len(text))


def _gap(text: str, start: int, end: int, *, first: bool, last: bool) -> str:
    """Mark what was left out, except at the edge of a sentence."""
    whole = _starts_sentence(text, start) if first else _ends_sentence(text, end) if last else False
    if whole:
        return ""
    left = "" if first or text[:end].endswith((" ", "\u00a0")) else " "
    return f"{left}{ELLIPSIS}{'' if last else ' '}"


def _tail(text: str, reach: int) -> int:
    """Where to begin before a change."""
    words = [match.start() for match in _WORD.finditer(text)]
    edge = [0, *(after for _, after in _sentence_ends(text))][-1]
    if sum(start >= edge for start in words) <= 2 * reach:
        return edge
    return words[-reach] if reach else len(text)


def _head(text: str, reach: int) -> int:
    """Where to end after a change."""
    words = [match.end() for match in _WORD.finditer(text)]
    edge = next((end for end, _ in _sentence_ends(text)), len(text))
    if sum(end <= edge for end in words) <= 2 * reach:
        return edge
    return words[reach - 1] if reach else 0


def _starts_sentence(text: str, at: int) -> bool:
    return at == 0 or any(after == at for _, after in _sentence_ends(text))


def _ends_sentence(text: str, at: int) -> bool:
    return at == len(text) or any(end == at for end, _ in _sentence_ends(text))


def _sentence_ends(text: str) -> list[tuple[int, int]]:
    """Where sentences end within a text, and where the next ones begin after the blank."""
    words, found, at = split_words(text), [], 0
    for word in words:
        start = text.index(word.text, at)
        at = start + len(word.text)
        found.append((start, at))
    return [(found[index][1], found[index + 1][0]) for index in range(len(words) - 1) if is_end(words, index)]


def _slice(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        if low < high:
            yield replace(piece, text=piece.text[low:high])
        at += len(piece.text)
