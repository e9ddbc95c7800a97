"""The list of amendments for print: by demand and place, each with its sentence, its proposers and its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from drafting.exports.prints import Cell, Heading, Part, Print, Table, as_lines, cell, say


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """An amendment in the list; ``group`` is the demand or place it is under, ``sentences`` what it changes.

    ``text`` are the words of a new demand by paragraphs, ``detail`` the numbers of its vote, "" for none.
    """

    label: str
    group: str
    kind: str
    place: str
    headline: str
    sentences: tuple[str, ...]
    text: tuple[str, ...]
    reason: str
    proposers: tuple[str, ...]
    supporters: int
    is_open: bool
    outcome: str
    detail: str


@dataclass(frozen=True, slots=True)
class AmendmentList:
    """All amendments of a conference in the order of the paper."""

    title: str
    lines: tuple[AmendmentLine, ...]
    sender: str = ""
    moment: datetime | None = None


def lay_out_amendments(listed: AmendmentList, *, reasons: bool = True) -> Print:
    """The list as a print, a table for each demand."""
    parts: list[Part] = []
    for group, lines in groupby(listed.lines, key=lambda line: line.group):
        parts += _lay_out_group(group, list(lines), reasons=reasons)
    if not parts:
        parts += [Heading("Keine Anträge"), say("Es gibt noch keinen Änderungsantrag.", style="lead")]
    return Print(
        title="Liste der Änderungsanträge",
        subtitle=listed.title,
        lines=(_count(listed.lines),) if listed.lines else (),
        parts=tuple(parts),
        is_wide=True,
        sender=listed.sender,
        moment=listed.moment,
    )


def _count(lines: tuple[AmendmentLine, ...]) -> str:
    still_open = sum(line.is_open for line in lines)
    found = "1 Antrag" if len(lines) == 1 else f"{len(lines)} Anträge"
    return f"{found}, davon {still_open} noch offen" if still_open else f"{found}, alle entschieden"


def _lay_out_group(group: str, lines: list[AmendmentLine], *, reasons: bool) -> Iterator[Part]:
    yield Heading(group)
    header = ("Nr.", "Stelle", "Antrag", "Von", "Stand")
    rows = tuple(
        (
            (say(line.label, bold=True),),
            cell(line.place, quiet=[line.kind]),
            _say_wish(line, reasons=reasons),
            cell(*line.proposers, quiet=[_count_supporters(line.supporters)]),
            (say(line.outcome, bold=not line.is_open), *cell(quiet=[line.detail])),
        )
        for line in lines
    )
    yield Table(f"Änderungsanträge: {group}", header, (6, 13, 47, 16, 18), rows)


def _say_wish(line: AmendmentLine, *, reasons: bool) -> Cell:
    made = [say(line.headline, bold=True)] if line.headline else []
    made += [say(sentence) for sentence in line.sentences]
    made += [say(words, style="reason") for words in line.text]
    if reasons and line.reason:
        first, *rest = as_lines(line.reason, "quiet") or (say("", style="quiet"),)
        made += [say(f"Begründung: {first.text}", style="quiet"), *rest]
    return tuple(made)


def _count_supporters(supporters: int) -> str:
    if not supporters:
        return ""
    return "1 Unterstützung" if supporters == 1 else f"{supporters} Unterstützungen"
