"""The paragraphs of the paper as lines in order, by which those of a file are known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.imports.base_papers import BaseDemand, BasePaper
from drafting.imports.rows import TEXT_ROLES, Role, Row
from drafting.rules.anchors import anchor_section
from drafting.text.document import Document, clean_text, split_words
from drafting.text.likeness import plain_word

Words = tuple[str, ...]

HEADS = {"demand": Role.DEMAND, "preamble": Role.PREAMBLE, "closing": Role.CLOSING}
# What our own files write above a closing that has no heading.
_CLOSINGS: tuple[Words, ...] = (("Schluss",), ("Closing",))


def read_words(text: str) -> Words:
    """The words of a text, the signs that differ from hand to hand brought to one."""
    return tuple(plain_word(word) for word in split_words(clean_text(text)))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A paragraph of the paper: what it is there, and its place in the order of all.

    ``unit`` is the anchor of its demand or section, "" for a line around the text; ``versions`` are the numbers of
    those it stands in. A ``silent`` heading is written by us and belongs to no text.
    """

    order: int
    role: Role
    unit: str
    words: Words
    level: int = 0
    versions: frozenset[int] = frozenset()
    silent: bool = False

    @property
    def is_head(self) -> bool:
        """Whether a demand, the preamble or the closing begins with it."""
        return self.role in (Role.DEMAND, Role.PREAMBLE, Role.CLOSING)

    @property
    def is_text(self) -> bool:
        """Whether it is a paragraph, item or reason of a demand."""
        return self.role in TEXT_ROLES


@dataclass(slots=True)
class PaperLines:
    """All lines; for each unit ``heads`` has its heading, wordless where it has none, ``titles`` all it ever had.

    ``numbers`` has those that are nothing but a number, ``newest`` the number of each unit's present version.
    """

    lines: list[Line] = field(default_factory=list)
    by_words: dict[Words, list[Line]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, Line] = field(default_factory=dict)
    titles: dict[str, list[Line]] = field(default_factory=lambda: defaultdict(list))
    sections: dict[str, Line] = field(default_factory=dict)
    numbers: dict[str, Line] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)

    def add(self, line: Line) -> None:
        """Put a line behind the others."""
        self.lines.append(line)
        if line.words:
            self.by_words[line.words].append(line)
        if line.is_head:
            self.titles[line.unit].append(line)

    def count(self) -> int:
        """How many paragraphs the paper has as it stands, without those around the text."""
        standing = (line for line in self.lines if line.versions and line.unit not in self.struck)
        return sum(self.newest[line.unit] in line.versions for line in standing)

    def weigh(self, rows: Iterable[Row]) -> int:
        """How many words of rows stand in lines of the paper that play the same part."""
        weight = 0
        for row in rows:
            part = _part(row.role)
            words = tuple(map(plain_word, row.words)) if part else ()
            if any(_part(line.role) == part for line in self.by_words.get(words, ())):
                weight += len(words)
        return weight


def _part(role: Role) -> str:
    return "text" if role in TEXT_ROLES else role.value if role in (*HEADS.values(), Role.SECTION) else ""


def list_lines(paper: BasePaper, said: Mapping[str, str]) -> PaperLines:
    """The lines of a paper; ``said`` names by its anchor the version of a demand a file is based on."""
    found = PaperLines()
    order = _add_around(found, paper.above, Role.TITLE, 0)
    waiting = dict(paper.sections)
    for demand in paper.demands:
        if demand.section_id in waiting:
            # Sections without demands stand before the next that has some.
            for section_id in list(waiting)[: list(waiting).index(demand.section_id) + 1]:
                order = _add_section(found, section_id, waiting.pop(section_id), order)
        order = _add_demand(found, demand, said.get(demand.anchor, ""), order)
    for section_id, heading in waiting.items():
        order = _add_section(found, section_id, heading, order)
    _add_around(found, paper.below, Role.SIGNATORY, order)
    return found


def _add_around(found: PaperLines, texts: Sequence[str], role: Role, order: int) -> int:
    for place, text in enumerate(texts, order):
        found.add(Line(place, role, "", read_words(text)))
    return order + len(texts)


def _add_section(found: PaperLines, section_id: str, heading: str, order: int) -> int:
    unit = anchor_section(section_id).name.lower()
    found.sections[unit] = Line(order, Role.SECTION, unit, read_words(heading))
    found.add(found.sections[unit])
    return order + 1


def _add_demand(found: PaperLines, demand: BaseDemand, said: str, order: int) -> int:
    """Add the lines of all versions that may be meant; one that stands in several is added once."""
    named = [version for version in demand.versions if version.id == said]
    versions = (*named[:1], demand.present) if named else demand.versions
    head = HEADS.get(demand.kind, Role.DEMAND)
    places: dict[tuple[bool, Words, int], tuple[int, Role, int]] = {}
    standing: dict[tuple[bool, Words, int], set[int]] = defaultdict(set)
    longest = 0
    for version in sorted(set(versions), key=lambda each: -each.number):
        for index, key, role, level in _list_blocks(version.document, head):
            places.setdefault(key, (index, role, level))
            standing[key].add(version.number)
            longest = max(longest, index)
    unit = demand.anchor
    found.newest[unit] = demand.present.number
    if demand.is_struck:
        found.struck.add(unit)
    for key, (index, role, level) in sorted(places.items(), key=lambda item: item[1][0]):
        line = Line(order + index, role, unit, key[1], level, frozenset(standing[key]))
        found.add(line)
        if line.is_head:
            found.heads.setdefault(unit, line)
    if unit not in found.heads:
        found.heads[unit] = Line(order, head, unit, (), 0, frozenset())
        # A demand without a title has a line of its own where it has a number.
        if demand.number and head is Role.DEMAND:
            found.add(found.heads[unit])
            found.numbers[demand.number] = found.heads[unit]
        if head is Role.CLOSING:
            for words in _CLOSINGS:
                found.add(Line(order, head, unit, words, 0, frozenset(), silent=True))
    return order + longest + 1


def _list_blocks(document: Document, head: Role) -> Iterator[tuple[int, tuple[bool, Words, int], Role, int]]:
    """Each block with words: its place, what it is known by, its role and level."""
    counts: Counter[tuple[bool, Words]] = Counter()
    for index, block in enumerate(document.blocks):
        words = tuple(map(plain_word, block.words))
        if words:
            is_head = not index
            counts[is_head, words] += 1
            role = head if is_head else Role(block.kind.value)
            yield index, (is_head, words, counts[is_head, words]), role, block.level
