"""How the paper is laid out in Word: its paragraphs as values, before any markup.

The paper, the redline and the file sent out for work share this layout. A paragraph depends on its own block and on
nothing around it but the count of its list, so that a change beside it leaves it as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from drafting.exports import docx_styles as styles
from drafting.exports.docx_runs import is_right_to_left
from drafting.exports.lines import plain
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.text.document import ITEMS, Block, Kind, Word, shown_levels, split_words

# Word counts on wherever two lists share a numbering; so many are kept free for each unit.
LISTS_OF_A_UNIT = 100
BULLETS = 1


class Wording(NamedTuple):
    """What the file itself says, in the language of the paper."""

    tag: str
    reason: str
    signatories: str
    page: tuple[str, str]
    paper: str
    closing: str
    end: str


GERMAN = Wording(
    tag="de-DE",
    reason="Begründung:",
    signatories="Unterzeichnende",
    page=("Seite", "von"),
    paper="Forderungspapier",
    closing="Schluss",
    end="Ende des Textes",
)
ENGLISH = Wording(
    tag="en-GB",
    reason="Reason:",
    signatories="Signatories",
    page=("Page", "of"),
    paper="Position paper",
    closing="Closing",
    end="End of the text",
)


def wording(paper: Paper) -> Wording:
    """What the file says besides the paper's own words."""
    return ENGLISH if paper.language.startswith("en") else GERMAN


class Marks(NamedTuple):
    """How characters look, and where they lead."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    style: str = ""


_PLAIN = Marks()


class Atom(NamedTuple):
    """Characters that look alike: a word, the blank behind it, or what stands before the first word."""

    text: str
    marks: Marks = _PLAIN


def pair_blanks(words: Sequence[Word | None]) -> list[tuple[Atom | None, Atom | None]]:
    """For each place the word and the blank behind it; the last word of a paragraph has none.

    A blank has the marks of its neighbours where they have the same. Places without a word have neither.
    """
    found: list[tuple[Atom | None, Atom | None]] = [(None, None)] * len(words)
    following: Word | None = None
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word is None:
            continue
        marks = _name_marks(word[2:])
        blank = None
        if following is not None and word.blank:
            blank = Atom(word.blank, marks if word[2:] == following[2:] else _PLAIN)
        found[place] = (Atom(word.text, marks) if word.text else None, blank)
        following = word
    return found


@lru_cache(maxsize=100)
def _name_marks(marks: tuple[bool, bool, str]) -> Marks:
    return Marks(*marks)


def list_atoms(words: Sequence[Word]) -> list[Atom]:
    """The words of a paragraph and the blanks between them."""
    return [atom for pair in pair_blanks(words) for atom in pair if atom is not None]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: what stands before its words, its words, and what Word is to know of it.

    ``numbering`` and ``level`` are those of a list item, 0 for what is none; ``kind`` that of its numbering.
    """

    style: str
    words: tuple[Word, ...]
    lead: tuple[Atom, ...] = ()
    numbering: int = 0
    level: int = 0
    kind: Kind = Kind.PARAGRAPH
    outline: int | None = None
    hangs: bool = True

    @property
    def is_right_to_left(self) -> bool:
        """Whether the paragraph runs from right to left."""
        return is_right_to_left("".join(word.text + word.blank for word in self.words[:20]))

    @property
    def shape(self) -> tuple[object, ...]:
        """All that Word is to know of it besides what stands in it."""
        return self.style, self.numbering, self.level, self.is_right_to_left, self.hangs, self.outline


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in the paper as one: a line of its own, a section's heading, or a unit with its blocks.

    ``paragraphs`` holds for each block of a unit its paragraph, None for a block that is not printed.
    """

    key: tuple[str, str]
    paragraphs: tuple[Paragraph | None, ...]
    unit: PaperUnit | None = None
    section: PaperSection | None = None

    @property
    def is_signatory(self) -> bool:
        """Whether it says who signs, or that names follow."""
        return self.key[0] == _SIGNATORY


_SIGNATORY = "signatory"


def lay_out(paper: Paper, *, reasons: bool = True) -> tuple[Item, ...]:
    """The paper as items in its order; the last one is the same in all states."""
    return tuple(_Layout(wording(paper), reasons=reasons).items(paper))


class _Layout:
    """Lays out one item after the other."""

    def __init__(self, words: Wording, *, reasons: bool) -> None:
        self.words, self.reasons = words, reasons

    def items(self, paper: Paper) -> Iterator[Item]:
        yield from self.line("title", styles.TITLE, plain(paper.title) or self.words.paper)
        yield from self.line("subtitle", styles.SUBTITLE, paper.subtitle)
        yield from self.line("date", styles.DATE, paper.date)
        if paper.preamble:
            yield self.unit(paper.preamble, title=styles.SECTION)
        for section in paper.sections:
            yield from self.section(section)
        if paper.closing:
            yield self.unit(paper.closing, title=styles.SECTION, is_closing=True)
        yield from self.line("place", styles.PLACE, paper.place)
        yield from self.signatories([name for name in map(plain, paper.signatories) if name])
        # Word cannot take back the end of the last paragraph: a file ends with one that never changes.
        yield from self.line("end", styles.END, f"{self.words.end} · {plain(paper.sender) or 'drafting'}")

    def section(self, section: PaperSection) -> Iterator[Item]:
        heading = plain(section.heading)
        if heading:
            words = tuple(split_words(heading))
            yield Item(("section", section.id), (Paragraph(styles.SECTION, words),), section=section)
        for unit in section.units:
            yield self.unit(unit, title=styles.DEMAND, under_heading=bool(heading))

    def line(self, name: str, style: str, text: str, *, kind: str = "line") -> Iterator[Item]:
        if text := plain(text):
            yield Item((kind, name), (Paragraph(style, tuple(split_words(text))),))

    def signatories(self, names: Sequence[str]) -> Iterator[Item]:
        """Who signs: each line by its name, for nobody takes the place of another."""
        if names:
            yield from self.line("", styles.SECTION, self.words.signatories, kind=_SIGNATORY)
        seen: Counter[str] = Counter()
        for name in names:
            yield from self.line(f"{name} {seen[name]}", styles.SIGNATORY, name, kind=_SIGNATORY)
            seen[name] += 1

    def unit(self, unit: PaperUnit, *, title: str, under_heading: bool = True, is_closing: bool = False) -> Item:
        blocks = unit.document.blocks
        first = self.title(unit, blocks[0], style=title, under_heading=under_heading, is_closing=is_closing)
        return Item(("unit", unit.id), (first, *self.blocks(unit, blocks[1:])), unit=unit)

    def title(
        self, unit: PaperUnit, block: Block, *, style: str, under_heading: bool, is_closing: bool
    ) -> Paragraph | None:
        # The number is text, not a Word list number: numbers are frozen, have gaps and additions ("7a"), and must
        # not change when somebody edits the file.
        number = plain(unit.number) if style == styles.DEMAND else ""
        lead: tuple[Atom, ...] = (Atom(f"{number}.", Marks(style=styles.NUMBER)), Atom("\t")) if number else ()
        if is_closing and not block.words:
            # Without a heading of its own the closing would read as part of the last demand.
            lead = (Atom(self.words.closing),)
        if not lead and not block.words:
            return None
        outline = None if under_heading else 0
        return Paragraph(style, block.words, lead, outline=outline, hangs=bool(number) or style != styles.DEMAND)

    def blocks(self, unit: PaperUnit, blocks: Sequence[Block]) -> Iterator[Paragraph | None]:
        before: Kind | None = None
        for block, level, numbering in zip(blocks, shown_levels(blocks), _number_lists(unit, blocks), strict=True):
            if block.kind is Kind.REASON and not self.reasons:
                yield None
                continue
            opens = block.kind is Kind.REASON and before is not Kind.REASON
            lead = (Atom(self.words.reason, Marks(italic=True)), Atom(" ")) if opens else ()
            yield Paragraph(_STYLES[block.kind], block.words, lead, numbering, level, block.kind)
            before = block.kind


_STYLES = {Kind.PARAGRAPH: styles.TEXT, Kind.REASON: styles.REASON, **dict.fromkeys(ITEMS, styles.ITEM)}


def _number_lists(unit: PaperUnit, blocks: Sequence[Block]) -> Iterator[int]:
    """For each item the numbering it is counted in, 0 for what is no item; bullets need no count of their own."""
    open_lists: list[tuple[Kind, int]] = []
    last = -1
    for block, level in zip(blocks, shown_levels(blocks), strict=True):
        if block.kind not in ITEMS:
            open_lists = []
            yield 0
            continue
        del open_lists[level + 1 :]
        if len(open_lists) > level and open_lists[level][0] is not block.kind:
            del open_lists[level:]
        if len(open_lists) == level:
            last += block.kind is not Kind.BULLET
            open_lists.append((block.kind, BULLETS if block.kind is Kind.BULLET else _name_list(unit.serial, last)))
        yield open_lists[level][1]


def _name_list(serial: int, ordinal: int) -> int:
    if ordinal < LISTS_OF_A_UNIT:
        return 2 + serial * LISTS_OF_A_UNIT + ordinal
    return 1_000_000 + serial * 10_000 + ordinal
