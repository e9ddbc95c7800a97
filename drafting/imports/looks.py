"""How the headings of a file look, learned from those that are known by their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from drafting.imports.headings import MAX_HEADING
from drafting.imports.passages import Passage, match_front
from drafting.imports.vocabulary import MONTH_AFTER, TYPED

Depth = Literal["section", "demand", "text"]
AROUND = "around"  # instead of a unit, for a line around the text
_Look = tuple[object, ...]


@dataclass(slots=True)
class Looks:
    """What paragraphs of each look were found to be."""

    counts: dict[_Look, Counter[Depth]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, passage: Passage, part: Depth) -> None:
        """Take down what a paragraph of this look is."""
        self.counts[_look(passage)][part] += 1

    def tell(self, passage: Passage) -> Depth:
        """What a paragraph that nobody knows is, by its look: what most of that look are."""
        known = self.counts.get(_look(passage))
        if known:
            # Where as many say this as that, words lose nothing as text.
            part: Depth = max(("text", "demand", "section"), key=lambda each: known[each])
            return part if part == "text" or len(passage.text) <= 2 * MAX_HEADING else "text"
        if passage.outline is None or len(passage.text) > 2 * MAX_HEADING:
            return "text"
        return self._by_outline(passage.outline)

    def _by_outline(self, outline: int) -> Depth:
        demands, sections = self._outlines("demand"), self._outlines("section")
        if demands:
            return "section" if outline < min(demands) else "text" if outline > max(demands) else "demand"
        if sections:
            return "section" if outline <= max(sections) else "demand"
        return "demand" if outline else "section"

    def _outlines(self, part: Depth) -> list[int]:
        return [
            look[0]
            for look, counted in self.counts.items()
            if len(look) == 1 and isinstance(look[0], int) and counted[part] > counted["text"]
        ]


def _look(passage: Passage) -> _Look:
    if passage.outline is not None:
        return (passage.outline,)
    is_line = len(passage.text) <= MAX_HEADING and not passage.text.endswith((".", ";", ":", ",", "!", "?"))
    looks = passage.style, passage.bold, round(passage.size), passage.centred
    return *looks, passage.item, is_numbered(passage), is_line


def find_headings(
    passages: Sequence[Passage], looks: Looks, unit_of: Callable[[Passage], str | None]
) -> dict[int, Depth]:
    """The new headings among passages.

    ``unit_of`` gives the unit whose text a passage is, "" for a known heading, None for what nobody knows, ``AROUND``.

    Without a heading's style a line is one where new text follows right behind, and nothing after it belongs to the
    demand that stands before.
    """
    units = [unit_of(passage) for passage in passages]
    parts: list[Depth] = [
        "text" if unit is not None else looks.tell(passage) for passage, unit in zip(passages, units, strict=True)
    ]
    before = list(accumulate(units, _keep_known))
    behind = list(accumulate(reversed(units), _keep_known))[::-1]
    found: dict[int, Depth] = {}
    for index, passage in enumerate(passages):
        if parts[index] == "text":
            continue
        has_text = index + 1 < len(passages) and units[index + 1] is None and parts[index + 1] == "text"
        is_within = before[index] == behind[index] != ""
        if passage.outline is not None or (has_text and before[index] not in (None, AROUND) and not is_within):
            found[index] = parts[index]
    return found


def _keep_known(last: str | None, unit: str | None) -> str | None:
    return last if unit is None else unit


def is_numbered(passage: Passage) -> bool:
    """Whether somebody typed a number before the words of a paragraph that is no item."""
    match = None if passage.item else match_front(TYPED, passage.runs)
    return match is not None and not MONTH_AFTER.match("".join(run.text for run in passage.runs)[match.end() :])
