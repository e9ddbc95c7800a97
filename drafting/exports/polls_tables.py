"""The record of all polls as tables: one CSV for all of it, and a workbook with a sheet for each kind of row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from drafting.exports.days import ZONE
from drafting.exports.polls import HandRecord, PollRecord, PollsRecord
from drafting.exports.tables import write_csv

# Where the conference's day is, as on its pages.
# More a cell of a workbook cannot hold.
_LONGEST = 32_000
Value = str | int | datetime

POLL_HEADER = (
    "Nummer", "Stand", "Was", "Frage", "Worum es geht", "Art der Stimme", "Stimmen je", "Gewichtet", "Wer abstimmt",
    "Regel", "Grund der anderen Regel", "Quorum", "Eröffnet", "Beendet", "Stimmberechtigt", "Abgegeben",
    "Nicht abgestimmt", "Personen berechtigt", "Personen abgestimmt", "Ja", "Nein", "Enthaltung", "Ungültig",
    "Mit Antwort", "Auf Geräten", "Von Hand", "Ergebnis",
    "Formel", "Nur Empfehlung", "Grund der Aufhebung", "Prüfsumme der Stimmen",
)  # fmt: skip
ITEM_HEADER = ("Nummer", "Antrag", "Stelle")
OPTION_HEADER = ("Nummer", "Antwort", "Stimmen", "Platz")
NAME_HEADER = ("Nummer", "Name", "Kommune", "Stimme", "Gewicht")
RECEIPT_HEADER = ("Nummer", "Beleg", "Stimme")
HAND_HEADER = ("Nummer", "Ort", "Ja", "Nein", "Enthaltung", "Ungültig", "Mit Antwort", "Antworten")
_COUNTED_BY = {"person": "Person", "municipality": "Kommune"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the record; in the CSV ``row`` tells its rows from the others."""

    title: str
    row: str
    header: Sequence[str]
    rows: tuple[tuple[Value, ...], ...]


def make_sheets(record: PollsRecord) -> tuple[Sheet, ...]:
    """The record as tables, of which each row names its poll by number."""
    polls = record.polls
    return (
        Sheet("Abstimmungen", "Abstimmung", POLL_HEADER, tuple(_list_numbers(poll) for poll in polls)),
        Sheet(
            "Gemeinsam entschieden",
            "Antrag",
            ITEM_HEADER,
            tuple((poll.number, each.label, each.place) for poll in polls for each in poll.items),
        ),
        Sheet(
            "Antworten",
            "Antwort",
            OPTION_HEADER,
            tuple((poll.number, each.label, each.votes, each.place) for poll in polls for each in poll.options),
        ),
        Sheet(
            "Namentlich",
            "Stimme",
            NAME_HEADER,
            tuple(
                (poll.number, each.name, each.municipality, each.choice, each.weight)
                for poll in polls
                for each in poll.names
            ),
        ),
        Sheet(
            "Von Hand gezählt",
            "Zählung",
            HAND_HEADER,
            tuple((poll.number, *_list_hands(each, poll)) for poll in polls for each in poll.hand_counts),
        ),
        Sheet(
            "Belege",
            "Beleg",
            RECEIPT_HEADER,
            tuple((poll.number, each.receipt, each.choice) for poll in polls for each in poll.receipts),
        ),
    )


def _list_numbers(poll: PollRecord) -> tuple[Value, ...]:
    return (
        poll.number,
        poll.state_label,
        poll.question_label,
        poll.sentence,
        poll.about,
        poll.kind_label,
        _COUNTED_BY.get(poll.counts_by, poll.counts_by),
        _say(poll.is_weighted),
        poll.electorate,
        poll.rule_label,
        poll.rule_reason,
        poll.quorum,
        _show(poll.opened_at),
        _show(poll.closed_at),
        poll.entitled,
        *_count(poll),
        poll.verdict_label,
        poll.formula,
        _say(poll.recommends),
        poll.annul_reason,
        poll.digest,
    )


def _count(poll: PollRecord) -> tuple[Value, ...]:
    """The numbers, in the order of the header; none of a vote that was annulled before anybody counted."""
    numbers = (
        poll.cast,
        poll.not_voted,
        poll.people_entitled,
        poll.people,
        poll.yes,
        poll.no,
        poll.abstain,
        poll.invalid,
        poll.marked,
        poll.on_devices,
        poll.by_hand,
    )
    return numbers if poll.is_counted else ("",) * len(numbers)


def _list_hands(count: HandRecord, poll: PollRecord) -> tuple[Value, ...]:
    labels = {str(option.key): option.label for option in poll.options}
    answers = "; ".join(f"{labels.get(key, key)}: {votes}" for key, votes in count.options.items())
    return count.place, count.yes, count.no, count.abstain, count.invalid, count.marked, answers


def _say(flag: bool) -> str:
    return "ja" if flag else "nein"


def _show(moment: datetime | None) -> Value:
    # A workbook knows no zones: its moments are those of the conference's clock.
    return moment.astimezone(ZONE).replace(tzinfo=None, microsecond=0) if moment else ""


def _as_text(value: Value) -> str:
    return value.strftime("%d.%m.%Y %H:%M:%S") if isinstance(value, datetime) else str(value)


def polls_csv(record: PollsRecord) -> bytes:
    """Write everything into one table; the first column says what a row is, so that it can be filtered by it."""
    sheets = make_sheets(record)
    columns = list(dict.fromkeys(name for sheet in sheets for name in sheet.header))
    return write_csv(("Zeile", *columns), _join(sheets, columns))


def _join(sheets: Sequence[Sheet], columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for sheet in sheets:
        for row in sheet.rows:
            fields = dict(zip(sheet.header, row, strict=True))
            yield (sheet.row, *(_as_text(fields.get(name, "")) for name in columns))


def polls_xlsx(record: PollsRecord) -> bytes:
    """Write a workbook: numbers are numbers, every text is a text whatever it begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"Abstimmungen, {record.conference}"
    book.properties.creator = record.conference
    for sheet in make_sheets(record):
        # A sheet without rows says nothing, but the first one says at least that nothing was decided.
        if sheet.rows or not book.worksheets:
            _fill(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, row in enumerate((sheet.header, *sheet.rows), start=1):
        for column, value in enumerate(row, start=1):
            cell = page.cell(number, column)
            assert isinstance(cell, Cell)  # nothing is merged
            _write(cell, value)
    for column, name in enumerate(sheet.header, start=1):
        page.cell(1, column).font = Font(bold=True)
        longest = max((len(_as_text(row[column - 1])) for row in sheet.rows), default=0)
        page.column_dimensions[get_column_letter(column)].width = min(max(len(name), longest) + 2, 60)
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions


def _write(cell: Cell, value: Value) -> None:
    if isinstance(value, (int, datetime)):
        cell.value = value
        if isinstance(value, datetime):
            cell.number_format = "dd.mm.yyyy hh:mm:ss"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
    # The library takes what begins with = for a formula, and so would Excel as soon as somebody edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(vertical="top", wrap_text=len(value) > 60)
