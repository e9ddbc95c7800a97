"""From passages to rows: what part each paragraph of a file plays in the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import regex

from drafting.imports import vocabulary
from drafting.imports.counting import Labelled, note_counts
from drafting.imports.cutting import cut_passage
from drafting.imports.frames import Frame, find_frame
from drafting.imports.headings import Rank, rank_headings
from drafting.imports.items import find_typed_items
from drafting.imports.levels import Levels, find_levels, number_of
from drafting.imports.numbers import read_number, settle_numbers
from drafting.imports.passages import Passage, cut_front, has_words, match_front, unmark
from drafting.imports.rows import ITEM_ROLES, Role, Row, make_row
from drafting.text.document import Kind, Run

Item = Passage | Row


def find_structure(items: Sequence[Item]) -> tuple[Row, ...]:
    """Return the rows of a paper, with every word of the passages in one of them and the asides where they stood."""
    cut = [part for item in items for part in (cut_passage(item) if isinstance(item, Passage) else (item,))]
    passages = [item for item in cut if isinstance(item, Passage)]
    ranks = rank_headings(passages)
    frame = find_frame(passages, ranks)
    levels = find_levels(passages, ranks, frame.front, frame.back)
    taken = levels.sections | levels.demands | levels.points | frame.roles.keys()
    passages = find_typed_items(passages, taken)
    writer = _Writer(passages, ranks, frame, levels)
    rows: list[Labelled] = []
    index = 0
    for item in cut:
        if isinstance(item, Row):
            rows.append((item, ""))
        else:
            passage = passages[index]
            rows += [(replace(row, origin=passage.origin), passage.label) for row in writer.write(index, passage)]
            index += 1
    return settle_numbers(_give_demand(note_counts(rows)))


def _give_demand(rows: list[Row]) -> list[Row]:
    """A text without any heading or number is one demand, to be split in the preview."""
    if any(row.role in (Role.SECTION, Role.DEMAND) for row in rows):
        return rows
    for index, row in enumerate(rows):
        if row.role in (Role.PREAMBLE, Role.CLOSING):
            return rows
        if row.is_text:
            return [*rows[:index], Row(Role.DEMAND), *rows[index:]]
    return rows


@dataclass(slots=True)
class _Writer:
    """Writes the row or rows of one passage after the other; what stands before decides where a reason goes on."""

    passages: Sequence[Passage]
    ranks: Sequence[Rank | None]
    frame: Frame
    levels: Levels
    part: Role | None = None
    part_rank: Rank | None = None
    reason: str | None = None  # the style in which a reason goes on; "" for any
    own: dict[str, bool] = field(default_factory=dict)

    def write(self, index: int, passage: Passage) -> Iterator[Row]:
        """Return the rows of a passage: usually one."""
        if index == self.frame.farewell and self.part is not Role.CLOSING:
            self.part, self.reason = Role.CLOSING, None
            yield Row(Role.CLOSING)
        if index in self.frame.roles:
            yield from self._frame_rows(self.frame.roles[index], passage)
        elif self._is_part(index, passage):
            yield from self._part(index, passage)
        elif self._heads(index):
            yield from self._heading(index, passage)
        elif index in self.levels.points and self.part is not Role.CLOSING:
            yield from self._point(index, passage)
        elif vocabulary.REASON_ALONE.fullmatch(vocabulary.bare(passage.text)):
            self.reason = ""
            if not self.part:
                yield _row(Role.PARAGRAPH, passage)
        else:
            yield from self._text(passage, is_heading=self.ranks[index] is not None)

    def _frame_rows(self, role: Role, passage: Passage) -> Iterator[Row]:
        self.reason = None
        if role in (Role.PLACE, Role.SIGNATORIES):
            self.part = Role.CLOSING
        lines = passage.lines() if role is Role.SIGNATORY else (passage,)
        for line in lines:
            yield make_row(role, unmark(line.runs))

    def _is_part(self, index: int, passage: Passage) -> bool:
        return index in (self.frame.preamble, self.frame.closing)

    def _part(self, index: int, passage: Passage) -> Iterator[Row]:
        role = Role.PREAMBLE if index == self.frame.preamble else Role.CLOSING
        self.part, self.part_rank, self.reason = role, self.ranks[index], None
        yield make_row(role, unmark(passage.runs))

    def _heads(self, index: int) -> bool:
        """Whether a passage heads a section or demand; below a preamble beside sections it only orders the preamble."""
        if index in self.levels.sections:
            return True
        if index not in self.levels.demands:
            return False
        inside = self.part in (Role.PREAMBLE, Role.CLOSING) and bool(self.levels.sections)
        rank, above = self.ranks[index], self.part_rank
        return not (inside and rank and above and above.by_look == rank.by_look and above < rank)

    def _heading(self, index: int, passage: Passage) -> Iterator[Row]:
        self.reason = None
        self.part = Role.SECTION if index in self.levels.sections else Role.DEMAND
        if self.part is Role.SECTION:
            yield make_row(Role.SECTION, unmark(passage.runs))
            return
        number, runs = _take_number(passage)
        yield make_row(Role.DEMAND, unmark(runs), number=number)

    def _point(self, index: int, passage: Passage) -> Iterator[Row]:
        """A demand that is a numbered paragraph: a short line or its bold beginning is its title, else it has none."""
        self.part, self.reason = Role.DEMAND, None
        number, runs = _take_number(passage)
        title, rest = (runs, ()) if self._is_title(index, passage) else _cut_bold(runs)
        yield make_row(Role.DEMAND, unmark(title) if title else (), number=number)
        if has_words(rest):
            yield make_row(Role.PARAGRAPH, rest)

    def _is_title(self, index: int, passage: Passage) -> bool:
        """Whether a numbered line only names what the paragraphs below it say."""
        text, after = passage.text, index + 1
        ends = len(text) > 120 or text.endswith((".", ";", ",", ":"))
        has_text = after < min(len(self.passages), self.frame.back) and after not in self.levels.points
        return not ends and has_text and not self._heads(after)

    def _text(self, passage: Passage, *, is_heading: bool) -> Iterator[Row]:
        runs = passage.runs
        if prefix := _reason_prefix(runs):
            self.reason = passage.style if self._is_own(passage) else None
            runs = cut_front(runs, prefix)
            yield make_row(Role.REASON, runs)
        elif vocabulary.REASON_STYLE.search(passage.style) or self._goes_on(passage):
            yield make_row(Role.REASON, [Run(_marker(passage)), *runs])
        else:
            self.reason = None
            yield _row(Role(passage.item.value) if passage.item else Role.PARAGRAPH, passage, stressed=is_heading)

    def _goes_on(self, passage: Passage) -> bool:
        return self.reason is not None and self.reason in ("", passage.style)

    def _is_own(self, passage: Passage) -> bool:
        """Whether a reason stands in a style of its own, used for nothing but reasons."""
        style = passage.style
        if style not in self.own:
            self.own[style] = not any(
                other.style == style and not _reason_prefix(other.runs) and before.style != style
                for before, other in pairwise(self.passages)
            )
        return self.own[style]


def _row(role: Role, passage: Passage, *, stressed: bool = False) -> Row:
    """A row of text; a heading inside a text is a bold paragraph."""
    runs = [replace(run, bold=True) for run in passage.runs] if stressed else passage.runs
    return make_row(role, runs, level=passage.level if role in ITEM_ROLES else 0)


def _marker(passage: Passage) -> str:
    """A reason cannot hold lists; its items keep a dash or their number as words."""
    if passage.item is None:
        return ""
    return f"{passage.label} " if passage.item is not Kind.BULLET and passage.label else "– "


def _reason_prefix(runs: Sequence[Run]) -> int:
    """How many characters at the front say "Begründung:"; a marked word without colon says so too."""
    if match := match_front(vocabulary.REASON_PREFIX, runs):
        return match.end()
    first = runs[0] if runs else Run("")
    if len(runs) > 1 and (first.bold or first.italic) and vocabulary.REASON_ALONE.fullmatch(first.text.strip()):
        return len(first.text)
    return 0


def _take_number(passage: Passage) -> tuple[str, tuple[Run, ...]]:
    """Take a demand's number from its title, whether Word counts it or somebody typed it."""
    number = number_of(passage)
    if passage.item is not None or passage.label:
        return number or read_number(passage.label), passage.runs
    if not number:
        return "", passage.runs
    match = match_front(vocabulary.TYPED, (*passage.runs, Run(" ")))
    return number, cut_front(passage.runs, match.end() if match else 0)


def _cut_bold(runs: Sequence[Run]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Cut off a bold beginning that could be a title; its last colon or full stop goes."""
    front: list[Run] = []
    for run in runs:
        if not run.bold and run.text.strip():
            break
        front.append(run)
    text = "".join(run.text for run in front).strip()
    if not text or len(text) > 160 or len(front) == len(runs):
        return (), tuple(runs)
    ends = text.endswith((".", ":", "!", "?")) or "\n" in "".join(run.text for run in runs[len(front) - 1 :])[:3]
    if not ends:
        return (), tuple(runs)
    last = len(front) - 1
    while last and not front[last].text.strip():
        last -= 1
    title = [*front[:last], replace(front[last], text=regex.sub(r"[.:]\s*$", "", front[last].text))]
    return tuple(title), tuple(runs[len(front) :])
