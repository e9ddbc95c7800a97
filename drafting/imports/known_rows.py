"""From passages to rows where the paper is known: a paragraph plays the part it plays in the paper.

What is new in the file plays the part its look says, looks being learned from what is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

import regex

from drafting.imports.items import find_typed_items
from drafting.imports.looks import AROUND, Depth, Looks, find_headings
from drafting.imports.neighbourhood import ALIKE, liken
from drafting.imports.numbers import read_number
from drafting.imports.paper_lines import Line, Words, read_words
from drafting.imports.passages import Passage, cut_front, match_front, unmark
from drafting.imports.recognition import MARKS, Recognition, guess_mark, spell
from drafting.imports.rows import ITEM_ROLES, Role, Row, make_row
from drafting.imports.segments import Segments
from drafting.imports.vocabulary import REASON_PREFIX, REASON_STYLE
from drafting.text.document import Run

Look = tuple[Role, int]
_NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the file that is one of the paper; ``look`` is what it looks like before all changes."""

    line: Line
    mark: str
    look: Look


@dataclass(slots=True)
class Known:
    """What is known of a file's paragraphs, by their numbers: which of the paper they are, and of which unit.

    ``units`` are the anchors of the units that paragraphs stand in.
    """

    parts: dict[int, Part] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    frame: dict[int, Role] = field(default_factory=dict)
    heads: Mapping[str, Line] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)

    @property
    def headings(self) -> dict[int, str]:
        """The anchors of the sections by their headings."""
        return {origin: part.line.unit for origin, part in self.parts.items() if part.line.role is Role.SECTION}

    def has(self, passage: Passage) -> bool:
        """Whether it is known which paragraph of the paper a passage is."""
        return passage.origin in self.parts or passage.origin in self.frame

    def find_unit(self, passage: Passage) -> str | None:
        """The unit whose text a passage is, "" for a heading, ``AROUND``, None for what nobody knows."""
        part = self.parts.get(passage.origin)
        if passage.origin in self.frame:
            return AROUND
        if part is not None and not part.line.is_text:
            return ""
        return self.units.get(passage.origin, "" if part is not None else None)


def know(found: Recognition, segments: Segments) -> Known:
    """Bring what was found of the passages before all changes to the paragraphs they are."""
    origins = [passage.origin for passage in found.passages]
    return Known(
        parts={
            origins[index]: Part(line, found.marks[index], read_look(found.passages[index]))
            for index, line in found.found.items()
            if line.unit
        },
        units={origins[index]: unit for index, unit in segments.units.items()},
        frame={origins[index]: role for index, role in segments.frame.items()},
        heads=found.paper.heads,
        looks=segments.looks,
    )


def read_look(passage: Passage) -> Look:
    """What kind of text a paragraph looks like, and its level."""
    if match_front(REASON_PREFIX, passage.runs) or REASON_STYLE.search(passage.style):
        return Role.REASON, 0
    role = Role(passage.item.value) if passage.item else Role.PARAGRAPH
    return role, passage.level if role in ITEM_ROLES else 0


def write_known(items: Sequence[Passage | Row], known: Known) -> tuple[Row, ...]:
    """Return the rows of a reading, which has only paragraphs that stand in it."""
    passages = [item for item in items if isinstance(item, Passage)]
    new = find_headings(passages, known.looks, known.find_unit)
    writer = _Writer(known, _find_moved(passages, known), {passages[i].origin: depth for i, depth in new.items()})
    taken = {index for index, passage in enumerate(passages) if index in new or known.has(passage)}
    found = iter(find_typed_items(passages, taken))
    rows: list[Row] = []
    for item in items:
        if isinstance(item, Row):
            rows.append(item)
        else:
            passage = next(found)
            rows += [replace(row, origin=passage.origin) for row in writer.write(passage)]
    return tuple(_settle_lists(rows, known))


def _settle_lists(rows: Sequence[Row], known: Known) -> Iterator[Row]:
    """Where items have lost their look, a new paragraph among them is one, and so is one behind an unfinished list."""
    lost = {
        origin
        for origin, part in known.parts.items()
        if part.line.role in ITEM_ROLES and part.look[0] is Role.PARAGRAPH and not part.mark
    }
    before: Row | None = None
    for row, after in zip_longest(rows, rows[1:]):
        if (
            before is not None
            and row.role is Role.PARAGRAPH
            and row.origin not in known.parts
            and before.origin in lost
            and ((after is not None and after.origin in lost) or before.plain.endswith((",", ";")))
        ):
            row = replace(row, role=before.role, level=before.level)
            lost.add(row.origin)
        before = row
        yield row


def _find_moved(passages: Sequence[Passage], known: Known) -> dict[Words, Part]:
    """The headings that stand elsewhere in a reading than before: only their words say what they are."""
    here = {passage.origin for passage in passages}
    return {
        part.line.words: part
        for origin, part in known.parts.items()
        if origin not in here and not part.line.is_text and part.line.words
    }


@dataclass(slots=True)
class _Writer:
    """Writes one passage after the other; ``new`` are the headings that are not the paper's.

    ``here`` is the unit it is in, ``item`` the kind of the last typed item, ``around`` the role of the line before.
    """

    known: Known
    moved: Mapping[Words, Part]
    new: Mapping[int, Depth]
    here: str = ""
    item: Role | None = None
    around: Role | None = None

    def write(self, passage: Passage) -> Iterator[Row]:
        part = self.known.parts.get(passage.origin) or self._find_heading(passage)
        item, self.item = self.item, None
        around, self.around = self.around, None
        if part is not None and not part.line.is_text:
            yield self._heading(passage, part.line, part.mark)
        elif part is None and passage.origin in self.known.frame:
            self.around = self.known.frame[passage.origin]
            yield make_row(self.around, unmark(passage.runs))
        elif part is None and passage.origin in self.new:
            yield self._new_heading(passage)
        elif part is None and around is not None and passage.origin not in self.known.units:
            self.around = around
            yield make_row(around, unmark(passage.runs))
        elif part is not None and self._is_written_over(passage, part.line):
            head = self.known.heads[part.line.unit]
            yield self._heading(passage, head, guess_mark(passage, head))
        else:
            yield from self._begin(passage)
            yield self._text(passage, part, item)

    def _find_heading(self, passage: Passage) -> Part | None:
        if passage.origin in self.known.units or not self.moved:
            return None
        found = ((self.moved.get(words), mark) for mark, words in spell(passage))
        return next((replace(part, mark=mark) for part, mark in found if part is not None), None)

    def _heading(self, passage: Passage, line: Line, mark: str) -> Row:
        self.here = "" if line.role is Role.SECTION else line.unit or _NEW
        if line.silent and read_words(passage.text) == line.words:
            return Row(line.role)
        match = _match(passage, mark)
        number = read_number(match[0]) if match and line.role is Role.DEMAND else ""
        return make_row(line.role, unmark(_cut(passage, mark)), number=number)

    def _is_written_over(self, passage: Passage, line: Line) -> bool:
        """Whether a unit's heading and first text were written anew in one go, as a heading of other words.

        LibreOffice leaves such a heading in the paragraph of the text; where it keeps the text's words, only the
        heading was struck.
        """
        return (
            self.here not in (line.unit, _NEW)
            and passage.outline is not None
            and self.known.looks.tell(passage) == "demand"
            and liken(read_words(passage.text), line.words) < ALIKE
        )

    def _new_heading(self, passage: Passage) -> Row:
        if self.new[passage.origin] == "section":
            self.here = ""
            return make_row(Role.SECTION, unmark(passage.runs))
        line = Line(0, Role.DEMAND, "", ())
        return self._heading(passage, line, guess_mark(passage, line))

    def _begin(self, passage: Passage) -> Iterator[Row]:
        """Begin a unit whose heading is not there; what somebody wrote in its place is its heading."""
        unit = self.known.units.get(passage.origin, "")
        if unit and self.here not in (unit, _NEW):
            self.here = unit
            yield Row(self.known.heads[unit].role)

    def _text(self, passage: Passage, part: Part | None, item: Role | None) -> Row:
        look = read_look(passage)
        if part is not None and look == part.look:
            role, level = part.line.role, part.line.level
            mark = part.mark
        else:
            (role, level), mark = look, "reason" if look[0] is Role.REASON else ""
            if part is None and item is not None and role is Role.PARAGRAPH:
                mark = guess_mark(passage, Line(0, item, "", ()))
                role = item if mark else role
        runs = _cut(passage, mark)
        if mark in ("number", "bullet"):
            self.item = role
        if mark == "lead" or (part is None and role is Role.REASON and passage.item is not None):
            runs = (Run(f"{passage.label or '–'} "), *runs)
        return make_row(role, runs, level=level if role in ITEM_ROLES else 0)


def _match(passage: Passage, mark: str) -> regex.Match[str] | None:
    # A number may be all there is.
    return match_front(MARKS[mark], (*passage.runs, Run(" "))) if mark in MARKS else None


def _cut(passage: Passage, mark: str) -> tuple[Run, ...]:
    match = _match(passage, mark)
    return cut_front(passage.runs, match.end()) if match else passage.runs
