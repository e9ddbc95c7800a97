"""The synopsis: two states of the paper side by side, and what was decided and why, as committees read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from drafting.exports.prints import NEW, REMOVED, Cell, Heading, Paragraph, Part, Print, Span, Table, cell, say
from drafting.text.document import ITEMS, Kind
from drafting.text.redline import DELETED, INSERTED, Piece
from drafting.text.synopsis import Cell as Side
from drafting.text.synopsis import SynopsisRow

LEGEND = "Links kursiv und gestrichen: entfallen. Rechts fett und unterstrichen: neu."


@dataclass(frozen=True, slots=True)
class Ground:
    """What a change is owed to: who proposed it, how it was decided, and why, in words."""

    title: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class SynopsisUnit:
    """A demand of the synopsis, under the heading ``section``; ``change`` is "changed", "new", "struck" or "same".

    ``grounds`` are all that changed it; the owner of a changed piece names those it is owed to by their places in
    ``grounds``, counted from 0 and joined by blanks.
    """

    label: str
    title: str
    change: str
    remarks: tuple[str, ...]
    rows: tuple[SynopsisRow, ...]
    grounds: tuple[Ground, ...]
    section: str = ""


class SynopsisLine(NamedTuple):
    """A line the paper bears besides its text, such as its date; "" where it is not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Synopsis:
    """Two states of the paper compared; ``before`` and ``after`` name them, ``lines`` are those that changed."""

    title: str
    before: str
    after: str
    units: tuple[SynopsisUnit, ...]
    lines: tuple[SynopsisLine, ...] = ()
    sender: str = ""
    moment: datetime | None = None


def lay_out_synopsis(synopsis: Synopsis, *, grounds: bool = True) -> Print:
    """The synopsis as a print, in three columns, or in two without ``grounds``."""
    changed = [unit for unit in synopsis.units if unit.change != "same" or unit.remarks]
    parts: list[Part] = [*_lay_out_lines(synopsis)]
    for section, units in groupby(changed, key=lambda unit: unit.section):
        parts += [Heading(section)] if section else []
        for unit in units:
            parts += _lay_out_unit(unit, synopsis, grounds=grounds)
    same = [unit.label for unit in synopsis.units if unit not in changed]
    if same:
        parts += [Heading("Unverändert"), say(_list(same))]
    if not changed and not synopsis.lines:
        parts.insert(0, say("Zwischen beiden Ständen gibt es keinen Unterschied.", style="lead"))
    return Print(
        title=f"Synopse: {synopsis.title}" if synopsis.title else "Synopse",
        subtitle=f"{synopsis.before} – {synopsis.after}",
        lines=(LEGEND,) if changed or synopsis.lines else (),
        parts=tuple(parts),
        is_wide=grounds,
        sender=synopsis.sender,
        moment=synopsis.moment,
    )


def _lay_out_lines(synopsis: Synopsis) -> Iterator[Part]:
    if synopsis.lines:
        rows = tuple(
            (cell(line.label), _show_line(line.before, REMOVED), _show_line(line.after, NEW)) for line in synopsis.lines
        )
        yield Heading(_LINES)
        yield Table(
            f"{_LINES}, alt und neu nebeneinander", ("Angabe", synopsis.before, synopsis.after), (26, 37, 37), rows
        )


_LINES = "Angaben zum Papier"


def _show_line(words: str, mark: str) -> Cell:
    return (Paragraph((Span(words, mark=mark),)),) if words else (say("keine", style="quiet"),)


def _lay_out_unit(unit: SynopsisUnit, synopsis: Synopsis, *, grounds: bool) -> Iterator[Part]:
    name = f"{unit.label}: {unit.title}" if unit.title and unit.title != unit.label else unit.label
    yield Heading(name, 2 if unit.section else 1)
    for remark in unit.remarks:
        yield say(remark, style="quiet")
    if unit.change == "same":
        yield say("Wortlaut unverändert.")
        return
    header = (synopsis.before, synopsis.after, *(["Beschluss und Begründung"] if grounds else []))
    said: set[int] = set()
    rows = []
    for row in unit.rows:
        if row.change == "same" and row.before and row.before.kind is Kind.TITLE:
            continue  # it stands in the heading
        sides = _show(row.before, _NOTHING_BEFORE), _show_after(row)
        rows.append((*sides, _explain(unit, row, said)) if grounds else sides)
    widths = (37, 37, 26) if grounds else (50, 50)
    yield Table(f"{name}, alt und neu nebeneinander", header, widths, tuple(rows))


_NOTHING_BEFORE, _SAME, _GONE = (
    (say("neu", style="quiet"),),
    (say("unverändert", style="quiet"),),
    (say("entfallen", style="quiet"),),
)


def _show_after(row: SynopsisRow) -> Cell:
    return _SAME if row.change == "same" else _show(row.after, _GONE)


def _show(side: Side | None, otherwise: Cell) -> Cell:
    if side is None:
        return otherwise
    spans = tuple(span for piece in side.pieces for span in _show_piece(piece, is_title=side.kind is Kind.TITLE))
    if side.kind in ITEMS:
        return (Paragraph(spans, "item", side.counter if side.opens else " ", 0),)
    if side.kind is Kind.REASON:
        lead = (Span("Begründung: ", italic=True),) if side.opens else ()
        return (Paragraph((*lead, *spans)),)
    return (Paragraph(spans),)


_MARKS = {DELETED: REMOVED, INSERTED: NEW}


def _show_piece(piece: Piece, *, is_title: bool) -> Iterator[Span]:
    # A blank at the edge stays outside, or the line under new words would run on into the gap.
    words = piece.text.rstrip(" ")
    if words:
        yield Span(words, piece.bold or is_title, piece.italic, piece.link, _MARKS.get(piece.change, ""))
    if len(words) < len(piece.text):
        yield Span(piece.text[len(words) :])


def _explain(unit: SynopsisUnit, row: SynopsisRow, said: set[int]) -> Cell:
    """What a row's changes are owed to; what was said in a row above is only named."""
    if row.change == "same":
        return ()
    made: list[Paragraph] = []
    for place in _list_owners(row) or range(len(unit.grounds)):
        ground = unit.grounds[place]
        made.append(say(ground.title, bold=True))
        if place in said:
            made.append(say("wie oben", style="quiet"))
            continue
        said.add(place)
        made += cell(ground.decision)
        if ground.reason:
            made.append(say(ground.reason, style="quiet"))
    return tuple(made)


def _list_owners(row: SynopsisRow) -> Sequence[int]:
    pieces = [piece for side in (row.before, row.after) if side for piece in side.pieces if piece.owner]
    return list(dict.fromkeys(int(place) for piece in pieces for place in piece.owner.split()))


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) + "."
