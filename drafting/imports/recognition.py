"""What is known of a file's paragraphs: which lines of the paper they are, and what stands before their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from drafting.imports.looks import is_numbered
from drafting.imports.paper_lines import Line, PaperLines, Words, read_words
from drafting.imports.passages import Passage, match_front
from drafting.imports.rows import ITEM_ROLES, Role
from drafting.imports.vocabulary import BULLET, REASON_COLON, REASON_PREFIX, TYPED

# Shorter paragraphs stand in many a text; only from so many words on one says that a file is about the paper.
TELLING = 4

# What somebody may have typed before the words, and of which lines it is no part.
MARKS = {"reason": REASON_PREFIX, "colon": REASON_COLON, "number": TYPED, "bullet": BULLET}
_MARKED = {
    "reason": frozenset({Role.REASON}),
    "colon": frozenset({Role.REASON}),
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

    @property
    def is_partial(self) -> bool:
        """Whether more than one in ten passages is not word for word a line of the paper."""
        return len(self.same) * 10 < len(self.passages) * 9

    def count_telling(self) -> int:
        """How many paragraphs say that the file is about the paper: its title, titles of demands, whole sentences."""
        lines = (self.found[index] for index in self.sure)
        return sum(
            line.role in (Role.TITLE, Role.DEMAND) or (line.is_text and len(line.words) >= TELLING) for line in lines
        )


def may_stand_before(mark: str, line: Line) -> bool:
    """Whether a mark may stand before the words of a line."""
    return not mark or line.role in _MARKED[mark]


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


def find_mark(passage: Passage, line: Line) -> str:
    """What stands before the words of a passage that is a line of the paper, in its words or in others."""
    marks = (mark for mark, words in spell(passage) if words == line.words and may_stand_before(mark, line))
    return next(marks, None) or guess_mark(passage, line)


def guess_mark(passage: Passage, line: Line) -> str:
    """What stands before the words of a passage that is a line of the paper in other words."""
    for mark, pattern in MARKS.items():
        if may_stand_before(mark, line) and match_front(pattern, passage.runs):
            return mark if mark != "number" or (is_numbered(passage) and not passage.label) else ""
    return ""
