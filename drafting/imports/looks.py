"""How the headings of a file look, learned from those that are known by their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Literal

from drafting.imports.headings import MAX_HEADING
from drafting.imports.passages import Passage, match_front
from drafting.imports.vocabulary import MONTH_AFTER, TYPED

Part = Literal["section", "demand", "text"]
_Look = tuple[object, ...]


@dataclass(slots=True)
class Looks:
    """What paragraphs of each look were found to be."""

    counts: dict[_Look, Counter[Part]] = field(default_factory=lambda: defaultdict(Counter))

    def learn(self, passage: Passage, part: Part) -> None:
        """Take down what a paragraph of this look is."""
        self.counts[_look(passage)][part] += 1

    def tell(self, passage: Passage) -> Part:
        """What a paragraph that nobody knows is, by its look: what most of that look are."""
        known = self.counts.get(_look(passage))
        if known:
            # Where as many say this as that, words lose nothing as text.
            part: Part = max(("text", "demand", "section"), key=lambda each: known[each])
            return part if part == "text" or len(passage.text) <= 2 * MAX_HEADING else "text"
        if passage.outline is None or len(passage.text) > 2 * MAX_HEADING:
            return "text"
        return self._by_outline(passage.outline)

    def _by_outline(self, outline: int) -> Part:
        demands, sections = self._outlines("demand"), self._outlines("section")
        if demands:
            return "section" if outline < min(demands) else "text" if outline > max(demands) else "demand"
        if sections:
            return "section" if outline <= max(sections) else "demand"
        return "demand" if outline else "section"

    def _outlines(self, part: Part) -> list[int]:
        return [
            look[0]
            for look, counted in self.counts.items()
            if len(look) == 1 and isinstance(look[0], int) and counted[part] > counted["text"]
        ]


def _look(passage: Passage) -> _Look:
    if passage.outline is not None:
        return (passage.outline,)
    return passage.style, passage.bold, round(passage.size), passage.centred, is_numbered(passage)


def is_numbered(passage: Passage) -> bool:
    """Whether somebody typed a number before the words of a paragraph that is no item."""
    match = None if passage.item else match_front(TYPED, passage.runs)
    return match is not None and not MONTH_AFTER.match("".join(run.text for run in passage.runs)[match.end() :])
