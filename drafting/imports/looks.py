"""How the headings of a file look, learned from those that are known by their words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from drafting.imports.headings import MAX_HEADING
from drafting.imports.passages import Passage, match_front
from drafting.imports.vocabulary import MONTH_AFTER, TYPED

Part = Literal["section", "demand", "text"]
AROUND = "around"  # instead of a unit, for a line around the text
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
    is_line = len(passage.text) <= MAX_HEADING and not passage.text.endswith((".", ";", ":", ",", "!", "?"))
    looks = passage.style, passage.bold, round(passage.size), passage.centred
    return *looks, passage.item, is_numbered(passage), is_line


def find_headings(
    passages: Sequence[Passage], looks: Looks, unit_of: Callable[[Passage], str | None]
) -> dict[int, Part]:
    """The new headings among passages.

    ``unit_of`` gives the unit whose text a passage is, "" for a known heading, None for what nobody knows, ``AROUND``.

    Without a heading's style a line heads only what is new itself, never what stood in a demand before.
    """
    found: dict[int, Part] = {}
    for index in range(len(passages) - 1, -1, -1):
        passage = passages[index]
        part = looks.tell(passage) if unit_of(passage) is None else "text"
        if part != "text" and (passage.outline is not None or _heads_new(passages, index, found, unit_of)):
            found[index] = part
    return found


def _heads_new(
    passages: Sequence[Passage], index: int, found: dict[int, Part], unit_of: Callable[[Passage], str | None]
) -> bool:
    known = (unit_of(passages[place]) for place in range(index - 1, -1, -1))
    before = next((unit for unit in known if unit is not None), None)
    if before in (None, AROUND):
        return False
    for place in range(index + 1, len(passages)):
        unit = unit_of(passages[place])
        if place in found or unit is not None:
            return place > index + 1 and (not unit or unit != before)
    return index + 1 < len(passages)


def is_numbered(passage: Passage) -> bool:
    """Whether somebody typed a number before the words of a paragraph that is no item."""
    match = None if passage.item else match_front(TYPED, passage.runs)
    return match is not None and not MONTH_AFTER.match("".join(run.text for run in passage.runs)[match.end() :])
