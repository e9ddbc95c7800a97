"""Line numbers, by which people cite a text: the same on screen, in print and in Word.

Lines come from the words alone, at a fixed length, so "Fassung 3, Zeile 4–5" never moves. The title comes first,
reasons count, markers and marks do not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from drafting.text.document import Document, Word

WIDTH = 80
_GRAPHEME = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line: a span of the document's token row, half open; a block's first line holds its start token."""

    number: int
    start: int
    end: int


@lru_cache(maxsize=16)  # after a decision every open amendment is cited against the same text
def number_lines(document: Document, width: int = WIDTH) -> tuple[Line, ...]:
    """Fill lines of at most ``width`` characters; they break at blanks only, never at a no-break space."""
    lines: list[Line] = []
    at = 0
    for block in document.blocks:
        for start, end in _fill(block.words, width):
            lines.append(Line(len(lines) + 1, at + 1 + start if start else at, at + 1 + end))
        at += 1 + len(block.words)
    return tuple(lines)


def find_line(lines: Sequence[Line], token: int) -> int:
    """The number of the line in which a token stands; 1 for what stands before all lines."""
    return max(1, bisect_right(lines, token, key=lambda line: line.start))


def _fill(words: Sequence[Word], width: int) -> Iterator[tuple[int, int]]:
    """Yield the span of words of each line of a block; a wordless block has none."""
    start = length = 0
    for first, end in _chunks(words):
        wide = sum(_count(word.text + word.blank) for word in words[first:end])
        if first > start and length + wide - 1 > width:  # the blank at the line's end takes no room
            yield start, first
            start, length = first, 0
        length += wide
    if words:
        yield start, len(words)


def _chunks(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words between which a line may end."""
    start = 0
    for index, word in enumerate(words, start=1):
        if word.blank == " " or index == len(words):
            yield start, index
            start = index


def _count(text: str) -> int:
    """Count what a reader takes for a character; an emoji of several code points is one."""
    return len(text) if max(text) < "\u0300" else len(_GRAPHEME.findall(text))
