"""What is alike, or left, between paragraphs that are known: versions of a line, headings above their text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafting.imports.headings import MAX_HEADING
from drafting.imports.paper_lines import Line, Words, read_words
from drafting.imports.passages import Passage
from drafting.imports.recognition import Recognition, guess_mark

# From this share of common words on, two paragraphs in the same place are versions of one.
ALIKE = 0.5
# The same where nothing else says that the demand is in the file.
MUCH_ALIKE = 0.65


def find_alike(found: Recognition) -> None:
    """Take what is alike between what is the same before and behind it.

    First what belongs to the demands around, then headings of others with what belongs to them, at last the text of
    those that have no heading any more; of what is farther away more has to be the same.
    """
    bags = {index: _bag(read_words(p.text)) for index, p in enumerate(found.passages) if index not in found.found}
    if not bags:
        return
    lines = {line: _bag(line.words) for line in _list_open(found)}
    standing: dict[str, list[Line]] = defaultdict(list)
    for line, bag in lines.items():
        for word in bag:
            standing[word].append(line)
    scored = {index: _score(bag, lines, standing) for index, bag in bags.items()}
    for may_be in (_is_near, _is_far_heading, _is_near, _is_far_text):
        if may_be is not _is_near:
            _find_headings(found)
        for gap in list(_list_gaps(found)):
            pairs = [
                (-score, index, line)
                for index in gap.indices
                for line, score in scored[index]
                if gap.holds(line) and may_be(gap, index, line, score)
            ]
            _take_in_order(found, pairs)


def _is_near(gap: _Gap, index: int, line: Line, score: float) -> bool:
    return line.unit in gap.units


def _is_far_heading(gap: _Gap, index: int, line: Line, score: float) -> bool:
    return score >= MUCH_ALIKE and not line.is_text


def _is_far_text(gap: _Gap, index: int, line: Line, score: float) -> bool:
    # At the end of the file nothing says that more than the last demand is in it.
    return score >= MUCH_ALIKE and gap.after is not None


def _score(
    bag: Counter[str], lines: Mapping[Line, Counter[str]], standing: Mapping[str, list[Line]]
) -> list[tuple[Line, float]]:
    """The lines that are like some words, with the share of the words that both have."""
    common: Counter[Line] = Counter()
    for word, count in bag.items():
        for line in standing.get(word, ()):
            common[line] += min(count, lines[line][word])
    total = bag.total()
    scored = [(line, 2 * shared / (total + lines[line].total())) for line, shared in common.items()]
    return [(line, score) for line, score in scored if score >= ALIKE]


def _take_in_order(found: Recognition, pairs: Sequence[tuple[float, int, Line]]) -> None:
    """Take the best pairs, none of which cross."""
    taken: list[tuple[int, int]] = []
    for _, index, line in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].order)):
        in_order = all((index < other) == (line.order < order) and index != other for other, order in taken)
        if in_order and found.is_free(line):
            taken.append((index, line.order))
            found.take(index, line, guess_mark(found.passages[index], line))


def liken(one: Words, other: Words) -> float:
    """How many words two paragraphs have in common, from 0 to 1."""
    first, second = _bag(one), _bag(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _bag(words: Words) -> Counter[str]:
    return Counter(word.casefold() for word in words if word[:1].isalnum())


def _list_open(found: Recognition) -> list[Line]:
    """The lines nobody has found, of each demand only those of the version most of which was found."""
    versions: dict[str, Counter[int]] = defaultdict(Counter)
    for line in found.found.values():
        versions[line.unit].update(line.versions)
    meant = {unit: max(seen, key=lambda number: (seen[number], number)) for unit, seen in versions.items() if seen}
    return [
        line
        for line in found.paper.lines
        if found.is_free(line)
        and not line.silent
        and (not line.versions or meant.get(line.unit, found.paper.newest[line.unit]) in line.versions)
    ]


@dataclass(frozen=True, slots=True)
class _Gap:
    """Passages between two that are known, the first and last of a file aside."""

    indices: tuple[int, ...]
    before: Line | None
    after: Line | None

    @property
    def low(self) -> float:
        """The place in the paper behind which they stand."""
        return self.before.order if self.before else -1

    @property
    def units(self) -> tuple[str, ...]:
        """The demands around."""
        return tuple(line.unit for line in (self.before, self.after) if line)

    def holds(self, line: Line) -> bool:
        """Whether a line stands between the two in the paper."""
        return self.low < line.order and (self.after is None or line.order < self.after.order)


def _list_gaps(found: Recognition) -> Iterator[_Gap]:
    gap: list[int] = []
    before: Line | None = None
    for index in range(len(found.passages) + 1):
        after = found.found.get(index)
        if after is None and index < len(found.passages):
            gap.append(index)
            continue
        if gap:
            yield _Gap(tuple(gap), before, after)
        gap, before = [], after


def _find_headings(found: Recognition) -> None:
    """Take what stands right above the text of a demand for its heading, where that is not found."""
    for gap in list(_list_gaps(found)):
        head = found.paper.heads.get(gap.after.unit) if gap.after is not None and gap.after.is_text else None
        passage = found.passages[gap.indices[-1]]
        if head is None or not found.is_free(head) or not gap.holds(head):
            continue
        is_above = gap.before is not None or (gap.after is not None and gap.after.order == head.order + 1)
        if is_above and head.words and _may_be(passage, head) and not _ends_sentence(passage):
            found.take(gap.indices[-1], head, guess_mark(passage, head))


def find_left(found: Recognition) -> None:
    """Between two that are known, as many passages as lines are those lines."""
    open_ = _list_open(found)
    for gap in list(_list_gaps(found)):
        # At the end of the file nothing says that more than the last demand is in it.
        between = [line for line in open_ if gap.holds(line) and (gap.after is not None or line.unit in gap.units)]
        passages = [found.passages[index] for index in gap.indices]
        if gap.before is not None and len(passages) == len(between) and all(map(_may_be, passages, between)):
            for index, line in zip(gap.indices, between, strict=True):
                found.take(index, line, guess_mark(found.passages[index], line))
    _find_headings(found)


def _ends_sentence(passage: Passage) -> bool:
    return passage.text.endswith((".", ";", ","))


def _may_be(passage: Passage, line: Line) -> bool:
    """Whether a passage of other words may be a line, by its length and its style."""
    if line.is_text:
        return passage.outline is None
    return len(passage.text) <= MAX_HEADING
