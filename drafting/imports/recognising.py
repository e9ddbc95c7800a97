"""Which paragraphs of a file are which of the paper: by our anchors, by their words, by what stands around them.

Styles, numbers and anchors get lost between programs; the words stay. What is the same is the same wherever it stands;
what is alike is looked for between what is the same; what is neither takes the place that is left in the paper.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from drafting.imports.neighbourhood import find_alike, find_left
from drafting.imports.numbers import read_number
from drafting.imports.paper_lines import Line, PaperLines, Words
from drafting.imports.passages import Passage
from drafting.imports.recognition import Recognition, find_mark, may_stand_before, spell

# So many equal paragraphs are told apart by what is around them; more are taken in order.
_MOST_PAIRS = 10_000


def recognise(passages: Sequence[Passage], anchored: Mapping[int, Line], paper: PaperLines) -> Recognition:
    """Find the lines of passages; ``anchored`` are those our own bookmarks name."""
    found = Recognition(passages, paper)
    for index, line in anchored.items():
        found.take(index, line, find_mark(passages[index], line))
    _find_same(found)
    found.same = frozenset(found.found)
    find_alike(found)
    found.sure = frozenset(found.found)
    find_left(found)
    return found


def _find_same(found: Recognition) -> None:
    """Take what says the same: first what stands once in both, then the rest by what stands around it."""
    groups: dict[Words, list[tuple[int, str]]] = defaultdict(list)
    for index, passage in enumerate(found.passages):
        if index in found.found:
            continue
        for mark, words in spell(passage):
            lines = found.paper.by_words.get(words, ())
            if any(found.is_free(line) and may_stand_before(mark, line) for line in lines):
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
        if index not in found.found and found.is_free(line) and may_stand_before(marks[index], line):
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
