"""Likeness: whether two wordings say the same, so that one of them can be supported instead of proposed again.

Laws: it is symmetric; a text is the same as itself; blanks, quotation marks, dashes and marks make no difference; the
same words in another order are alike; a word more or less is not.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from drafting.text.document import Document, Word


class Likeness(StrEnum):
    """How two wordings stand to each other."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"


# Signs that people set in one way or another and mean the same by.
_QUOTES = dict.fromkeys(map(ord, "„“”‚‘’»«›‹\"'`´"), "'")
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—−"), "-")
_SIGNS = {**_QUOTES, **_DASHES}


def compare_wordings(one: Document, other: Document) -> Likeness:
    """Say whether two texts are the same but for blanks, quotation marks, dashes and marks, or but for the order."""
    first, second = _read(one), _read(other)
    if first == second:
        return Likeness.SAME
    return Likeness.ALIKE if _count(first) == _count(second) else Likeness.DIFFERENT


def _read(document: Document) -> list[list[str]]:
    """The words of each block, the signs that differ from hand to hand brought to one."""
    return [[plain_word(word) for word in block.words] for block in document.blocks if block.words]


def plain_word(word: Word) -> str:
    """A word with the signs that differ from hand to hand brought to one."""
    return word.text.translate(_SIGNS)


def _count(blocks: list[list[str]]) -> Counter[str]:
    """How often each word stands in a text, as written in any case; punctuation goes with the order."""
    return Counter(
        word.casefold() for block in blocks for word in block if any(character.isalnum() for character in word)
    )
