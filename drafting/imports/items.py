"""List items that somebody typed: a dash or a number at the front of a paragraph instead of a list of Word's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import regex

from drafting.imports import vocabulary
from drafting.imports.passages import Passage, cut_front, match_front
from drafting.text.document import Kind, letters

_NUMBER = regex.compile(r"\s*\(?(\d{1,2})[.)]\s+(?=\S)")
_LETTER = regex.compile(r"\s*\(?([a-z])\)\s+(?=\S)")


def find_typed_items(passages: Sequence[Passage], taken: Collection[int]) -> list[Passage]:
    """Make items of paragraphs with typed marks; those at the indices ``taken`` are headings and stay.

    Numbers and letters count only as a list of two or more that begins at 1 or a, so that "1. Januar" stays what it is.
    """
    found = list(passages)
    index = 0
    while index < len(found):
        end = index + 1
        if index not in taken and found[index].item is None:
            _bullet(found, index)
            end = max(_counted(found, index, taken, Kind.NUMBER), _counted(found, index, taken, Kind.LETTER), end)
        index = end
    return found


def _bullet(found: list[Passage], index: int) -> None:
    passage = found[index]
    if match := match_front(vocabulary.BULLET, passage.runs):
        found[index] = replace(passage, runs=cut_front(passage.runs, match.end()), item=Kind.BULLET, level=0)


def _counted(found: list[Passage], index: int, taken: Collection[int], kind: Kind) -> int:
    pattern = _NUMBER if kind is Kind.NUMBER else _LETTER
    cuts: list[int] = []
    while index + len(cuts) < len(found) and index + len(cuts) not in taken:
        passage = found[index + len(cuts)]
        match = None if passage.item else match_front(pattern, passage.runs)
        count = len(cuts) + 1
        if match is None or match[1] != (str(count) if kind is Kind.NUMBER else letters(count)):
            break
        cuts.append(match.end())
    if len(cuts) < 2:
        return index
    for place, cut in enumerate(cuts, index):
        label = f"{place - index + 1}." if kind is Kind.NUMBER else f"{letters(place - index + 1)})"
        found[place] = replace(found[place], runs=cut_front(found[place].runs, cut), item=kind, label=label, level=0)
    return index + len(cuts)
