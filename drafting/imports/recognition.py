"""Which paragraphs of a file are which of the paper: by our anchors, by their words, by what stands around them.

Styles, numbers and anchors get lost between programs; the words stay. What is the same is the same wherever it stands;
what is alike is looked for between what is the same; what is neither takes the place that is left in the paper.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.imports.headings import MAX_HEADING
from drafting.imports.looks import is_numbered
from drafting.imports.numbers import read_number
from drafting.imports.paper_lines import Line, PaperLines, Words, read_words
from drafting.imports.passages import Passage, match_front
from drafting.imports.rows import ITEM_ROLES, Role
from drafting.imports.vocabulary import BULLET, REASON_PREFIX, TYPED

# From this share of common words on, two paragraphs in the same place are versions of one.
ALIKE = 0.5
# The same where nothing else says that the demand is in the file.
MUCH_ALIKE = 0.65
# Shorter paragraphs stand in many a text; only from so many words on one says that a file is about the paper.
TELLING = 4
# So many equal paragraphs are told apart by what is around them; more are taken in order.
_MOST_PAIRS = 10_000

MARKS = {"reason": REASON_PREFIX, "number": TYPED, "bullet": BULLET}
_MARKED = {
    "reason": frozenset({Role.REASON}),
    "number": frozenset({Role.SECTION, Role.DEMAND, Role.PREAMBLE, Role.CLOSING, *ITEM_ROLES}),
    "bullet": frozenset({Role.DEMAND, *ITEM_ROLES}),
    "lead": frozenset({Role.REASON}),
}


@dataclass(slots=True)
class Recognition:
    """The lines found for passages, by index; ``marks`` say what stands before a line's words in the file,
    or that a line's words begin with what the file counts ("lead").

    ``same`` are those found by anchors or the same words, ``sure`` those and what is alike.
    """

    passages: Sequence[Passage]
    paper: PaperLines
    found: dict[int, Line] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    same: frozenset[int] = frozenset()
    sure: frozenset[int] = frozenset()
    used: set[Line] = field(default_factory=set)

    def take(self, index: int, line: Line, mark: str) -> None:
        """Say that a passage is a line of the paper."""
        self.found[index] = line
        self.marks[index] = mark
        self.used.add(line)
        if line.is_head:
            # A demand has one heading, in whichever of its versions.
            self.used.update(self.paper.titles.get(line.unit, ()))

    def is_free(self, line: Line) -> bool:
        """Whether no passage is this line yet."""
        return line not in self.used

    def count_telling(self) -> int:
        """How many paragraphs say that the file is about the paper: its title, titles of demands, whole sentences."""
        lines = (self.found[index] for index in self.sure)
        return sum(
            line.role in (Role.TITLE, Role.DEMAND) or (line.is_text and len(line.words) >= TELLING) for line in lines
        )


def recognise(passages: Sequence[Passage], anchored: Mapping[int, Line], paper: PaperLines) -> Recognition:
    """Find the lines of passages; ``anchored`` are those our own bookmarks name."""
    found = Recognition(passages, paper)
    for index, line in anchored.items():
        found.take(index, line, guess_mark(passages[index], line))
    _find_same(found)
    found.same = frozenset(found.found)
    _find_alike(found)
    found.sure = frozenset(found.found)
    _find_left(found)
    return found


def spell(passage: Passage) -> Iterator[tuple[str, Words]]:
    """A passage's words, and those behind a typed mark if it begins with one."""
    text = "".join(run.text for run in passage.runs)
    yield "", read_words(text)
    for mark, pattern in MARKS.items():
        match = pattern.match(text)
        if match and text[match.end() :].strip():
            yield mark, read_words(text[match.end() :])
    if passage.item is not None:
        # A reason has no lists: its items keep a dash or their number as words.
        yield "lead", read_words(f"{passage.label or '–'} {text}")


def guess_mark(passage: Passage, line: Line) -> str:
    """What stands before the words of a passage that is a line of the paper in other words."""
    for mark, pattern in MARKS.items():
        if line.role in _MARKED[mark] and match_front(pattern, passage.runs):
            return mark if mark != "number" or (is_numbered(passage) and not passage.label) else ""
    return ""


# The same words


def _find_same(found: Recognition) -> None:
    """Take what says the same: first what stands once in both, then the rest by what stands around it."""
    groups: dict[Words, list[tuple[int, str]]] = defaultdict(list)
    for index, passage in enumerate(found.passages):
        if index in found.found:
            continue
        for mark, words in spell(passage):
            lines = found.paper.by_words.get(words, ())
            if any(found.is_free(line) and (not mark or line.role in _MARKED[mark]) for line in lines):
                groups[words].append((index, mark))
                break
        else:
            line = found.paper.numbers.get(read_number(passage.text))
            if line is not None and found.is_free(line):
                found.take(index, line, "number")
    several: list[tuple[list[tuple[int, str]], list[Line]]] = []
    for words, places in groups.items():
        lines = [line for line in found.paper.by_words[words] if found.is_free(line)]
        if len(places) == len(lines) == 1:
            found.take(places[0][0], lines[0], places[0][1])
        elif lines:
            several.append((places, lines))
    _tell_apart(found, several)


def _tell_apart(found: Recognition, several: Sequence[tuple[list[tuple[int, str]], list[Line]]]) -> None:
    known = sorted(found.found)
    marks: dict[int, str] = {}
    pairs: list[tuple[int, int, Line]] = []
    for places, lines in several:
        marks |= dict(places)
        indices = [index for index, _ in places]
        if len(indices) * len(lines) > _MOST_PAIRS:
            pairs += [(0, index, line) for index, line in zip(indices, lines, strict=False)]
        else:
            pairs += [(_distance(found, known, index, line), index, line) for index in indices for line in lines]
    for _, index, line in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].order)):
        if index not in found.found and found.is_free(line):
            found.take(index, line, marks[index])


def _distance(found: Recognition, known: Sequence[int], index: int, line: Line) -> int:
    """How far a line is from where what stands around a passage would have it."""
    place = bisect_left(known, index)
    distance = 0
    for neighbour, sign in ((place - 1, 1), (place, -1)):
        if 0 <= neighbour < len(known):
            steps = sign * (line.order - found.found[known[neighbour]].order)
            distance += steps if steps > 0 else 1_000 - steps
    return distance


# Nearly the same words


def _find_alike(found: Recognition) -> None:
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


# The place that is left


def _find_headings(found: Recognition) -> None:
    """Take what stands right above the text of a demand for its heading, where that is not found."""
    for gap in list(_list_gaps(found)):
        head = found.paper.heads.get(gap.after.unit) if gap.after is not None and gap.after.is_text else None
        passage = found.passages[gap.indices[-1]]
        if head is None or not found.is_free(head) or not gap.holds(head) or gap.before is None:
            continue
        if head.words and _may_be(passage, head) and not _ends_sentence(passage):
            found.take(gap.indices[-1], head, guess_mark(passage, head))


def _find_left(found: Recognition) -> None:
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
