"""Prints: what goes on paper beside the letter, as values: headings, paragraphs and tables, before any format.

The synopsis, the minutes, the list of amendments and the annexes are made into a ``Print`` each; Word, the preview and
PDF show the same one. Tables are plain: one row of headers, no merged cells, so that screen readers find their way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from drafting.exports.keeping import Line, find_kept
from drafting.text.document import ITEMS, Block, Document, Kind, counters, shown_levels

REMOVED, NEW, QUIET = "removed", "new", "quiet"


class Span(NamedTuple):
    """Words that look alike; ``mark`` says that they are removed, new, or a quiet remark."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``style`` is "text", "lead", "quiet", "reason", "sign" or "item".

    An item has a ``counter`` and a ``level``; "lead" is what a reader looks for first, such as a result.
    """

    spans: tuple[Span, ...]
    style: str = "text"
    counter: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; ``number`` is that of a demand."""

    text: str
    level: int = 1
    number: str = ""


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a row of headers; ``title`` says what is in it to those who cannot see it.

    ``widths`` are parts of the page's width; columns named in ``numbers`` (counted from 0) are set to the right.
    """

    title: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


Part = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Print:
    """A whole print; ``lines`` stand below the title, ``is_wide`` turns the page.

    ``sender`` stands as author in the file's properties, and ``moment`` as its date: the same state gives the same
    file, so the clock is never asked.
    """

    title: str
    subtitle: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]
    is_wide: bool = False
    language: str = "de"
    sender: str = ""
    moment: datetime | None = None


def say(text: str, *, bold: bool = False, italic: bool = False, style: str = "text", mark: str = "") -> Paragraph:
    """A paragraph of one stretch of words."""
    return Paragraph((Span(text, bold=bold, italic=italic, mark=mark),), style)


def cell(*texts: str, quiet: Iterable[str] = ()) -> Cell:
    """A cell of plain paragraphs, quiet remarks below them; empty words are left out."""
    return (*(say(text) for text in texts if text), *(say(text, style="quiet") for text in quiet if text))


def label(name: str, text: str, *, style: str = "text") -> Paragraph:
    """A paragraph that says first what it is: „Begründung: …“."""
    return Paragraph((Span(f"{name}: ", italic=True), Span(text)), style)


def set_text(document: Document, *, reasons: bool = True, reason_word: str = "Begründung") -> tuple[Paragraph, ...]:
    """The blocks of a text without its title."""
    blocks = document.blocks
    made: list[Paragraph] = []
    for block, level, counter in zip(blocks, shown_levels(blocks), counters(blocks), strict=True):
        if block.kind is Kind.TITLE or (block.kind is Kind.REASON and not reasons):
            continue
        first = block.kind is Kind.REASON and (not made or made[-1].style != "reason")
        made.append(set_block(block, level, counter, reason_word if first else ""))
    return tuple(made)


def set_block(block: Block, level: int, counter: str, reason_word: str = "") -> Paragraph:
    """One block; the first of several reasons begins with the word for it."""
    spans = tuple(Span(run.text, run.bold, run.italic, run.link) for run in block.runs())
    if block.kind in ITEMS:
        return Paragraph(spans, "item", counter, level)
    if block.kind is Kind.REASON:
        lead = (Span(f"{reason_word}: ", italic=True),) if reason_word else ()
        return Paragraph((*lead, *spans), "reason")
    return Paragraph(spans)


def find_kept_parts(parts: Sequence[Part]) -> list[bool]:
    """Which parts must stay on the page on which the next begins; headings do anyway."""
    lines = [
        Line(part.text, part.style == "item", part.style not in ("text", "quiet"))
        if isinstance(part, Paragraph)
        else Line("", is_free=True)
        for part in parts
    ]
    kept = find_kept(lines)
    for place, (part, after) in enumerate(pairwise(parts)):
        is_remark = isinstance(after, Paragraph) and after.style == "quiet"
        if isinstance(part, Table):
            # Numbers and what is said of them: who reads them needs both.
            kept[place] = is_remark and len(part.rows) <= _FEW
        elif isinstance(part, Heading):
            kept[place] = False
        elif (place and isinstance(parts[place - 1], Heading) and lines[place].is_short) or _leads(after):
            # One line below a heading says too little to end a page with, and a result without its question too.
            kept[place] = True
    return kept


def _leads(part: Part) -> bool:
    return isinstance(part, Paragraph) and part.style == "lead"


_FEW = 3


def as_lines(text: str, style: str = "text") -> tuple[Paragraph, ...]:
    """What somebody wrote in a form: a paragraph for each of its lines."""
    return tuple(say(line.strip(), style=style) for line in text.splitlines() if line.strip())
