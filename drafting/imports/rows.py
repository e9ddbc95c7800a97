"""The rows of a paper: one for each paragraph of a file, with the part it plays.

A flat list of rows is what readers give, what the preview shows and a form can post, and what a draft is built from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from drafting.text.document import Block, Kind, Run, Word, make_block
from drafting.text.inline import read_words, write_words


class Role(StrEnum):
    """The part a row plays in the paper."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    DATE = "date"
    PREAMBLE = "preamble"
    SECTION = "section"
    DEMAND = "demand"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    LETTER = "letter"
    REASON = "reason"
    CLOSING = "closing"
    PLACE = "place"
    SIGNATORIES = "signatories"
    SIGNATORY = "signatory"
    ASIDE = "aside"


TEXT_ROLES = frozenset({Role.PARAGRAPH, Role.BULLET, Role.NUMBER, Role.LETTER, Role.REASON})
ITEM_ROLES = frozenset({Role.BULLET, Role.NUMBER, Role.LETTER})
HEADING_ROLES = frozenset({Role.PREAMBLE, Role.SECTION, Role.DEMAND, Role.CLOSING, Role.SIGNATORIES})

# The German words of the preview, translated where they are shown.
ROLE_LABELS = {
    Role.TITLE: "Titel",
    Role.SUBTITLE: "Untertitel",
    Role.DATE: "Datumszeile",
    Role.PREAMBLE: "Präambel",
    Role.SECTION: "Abschnitt",
    Role.DEMAND: "Forderung",
    Role.PARAGRAPH: "Absatz",
    Role.BULLET: "Aufzählung",
    Role.NUMBER: "Nummerierte Liste",
    Role.LETTER: "Liste a) b) c)",
    Role.REASON: "Begründung",
    Role.CLOSING: "Schluss",
    Role.PLACE: "Ort und Datum",
    Role.SIGNATORIES: "Überschrift der Unterzeichnenden",
    Role.SIGNATORY: "Unterzeichnende Person",
    Role.ASIDE: "Nicht übernehmen",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``text`` is one line of canonical form without block marker; of an aside it is plain and may have lines.

    ``number`` is a demand's number, ``level`` an item's; ``aside`` is the kind of what cannot be represented, ``place``
    where it stood if not here (a footer stands nowhere in the text). ``origin`` is the paragraph of the file it was,
    where that matters; a row is the same wherever it comes from.
    """

    role: Role
    text: str = ""
    level: int = 0
    number: str = ""
    aside: str = ""
    place: str = ""
    origin: int = field(default=-1, compare=False)

    @property
    def label(self) -> str:
        """The German word for the part this row plays."""
        return ROLE_LABELS[self.role]

    @property
    def is_heading(self) -> bool:
        """Whether rows below belong to this one."""
        return self.role in HEADING_ROLES

    @property
    def is_text(self) -> bool:
        """Whether this row is a paragraph, item or reason."""
        return self.role in TEXT_ROLES

    @property
    def words(self) -> tuple[Word, ...]:
        """The words with their marks."""
        if self.role is Role.ASIDE:
            return make_block(Kind.PARAGRAPH, [Run(self.text)]).words
        return read_words(self.text)

    @property
    def plain(self) -> str:
        """The words without marks."""
        return self.text if self.role is Role.ASIDE else Block(Kind.TITLE, 0, self.words).plain

    def block(self) -> Block:
        """The row as a block of its demand's text; a heading inside a text is a bold paragraph."""
        if self.role in TEXT_ROLES:
            return Block(Kind(self.role.value), min(self.level, 2) if self.role in ITEM_ROLES else 0, self.words)
        return Block(Kind.PARAGRAPH, 0, tuple(word._replace(bold=True) for word in self.words))


def make_row(role: Role, runs: Iterable[Run], *, level: int = 0, number: str = "") -> Row:
    """Make a row of marked text as a reader finds it."""
    return Row(role, _write_runs(tuple(runs)), level, number)


# A file with changes by several people is read once for each of them, and most of its lines are the same each time.
@lru_cache(maxsize=1024)
def _write_runs(runs: tuple[Run, ...]) -> str:
    return write_line(make_block(Kind.TITLE, runs).words)


def plain_row(role: Role, text: str, *, aside: str = "", place: str = "") -> Row:
    """Make a row of text without marks; an aside keeps its lines."""
    if role is Role.ASIDE:
        return Row(role, text.strip(), aside=aside or "aside", place=place)
    return make_row(role, [Run(text)])


def write_line(words: tuple[Word, ...]) -> str:
    """Write words as one line of canonical form."""
    return "".join(write_words(words))
