"""Reading tables, CSV or Excel, as rows of plain text."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
from collections.abc import Iterable, Iterator
from itertools import islice

from drafting.errors import InvalidInputError
from drafting.imports import refusals
from drafting.imports.decoding import decode_text

MAX_ROWS = 5_000
MAX_COLUMNS = 100
_SEPARATORS = ";,\t|"

Table = list[list[str]]


def read_tables(name: str, data: bytes) -> list[Table]:
    """Return the tables of a file, one for each sheet; raises InvalidInputError with what to do about a bad file."""
    if name.lower().endswith((".xlsx", ".xlsm", ".xls")) or data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _read_workbook(data)
    return [_read_csv(decode_text(data, is_table=True))]


def _read_csv(text: str) -> Table:
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        return _parse(rest, first[4])
    return _parse(text, _sniff(text))


def _sniff(text: str) -> str:
    """The separator that stands most often in the first line with any, outside quotation marks."""
    for line in islice(text.splitlines(), 20):
        bare = "".join(part for place, part in enumerate(line.split('"')) if place % 2 == 0)
        counts = [(bare.count(separator), separator) for separator in _SEPARATORS]
        if max(counts)[0]:
            return max(counts, key=lambda count: count[0])[1]
    return ";"


def _parse(text: str, separator: str) -> Table:
    try:
        return _limit(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InvalidInputError(
            "Die Tabelle ist nicht lesbar. Bitte in Excel öffnen und als „CSV UTF-8“ oder .xlsx speichern."
        ) from error


def _limit(rows: Iterable[Iterable[object]]) -> Table:
    table = [[_text(cell) for cell in islice(row, MAX_COLUMNS)] for row in islice(rows, MAX_ROWS + 1)]
    if len(table) > MAX_ROWS:
        raise InvalidInputError(
            "Die Tabelle hat mehr als 5.000 Zeilen. Bitte nur die Anmeldungen in eine neue Datei kopieren."
        )
    return table


def _read_workbook(data: bytes) -> list[Table]:
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from openpyxl import load_workbook

    from drafting.imports.packages import EXCEL, open_package

    package = open_package(data, EXCEL)
    for name in package.archive.namelist():
        if name.endswith((".xml", ".rels")):
            content = package.read(name).replace(b"\0", b"")  # in UTF-16 a zero stands between the signs
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise refusals.forged()
    with warnings.catch_warnings():  # the library warns of charts and styles, which are of no matter here
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return [_limit(_rows(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
            raise refusals.damaged() from error


def _rows(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The rows of a sheet; formatted but empty ones at the end may be a million."""
    blank = 0
    for row in rows:
        blank = 0 if any(cell is not None for cell in row) else blank + 1
        if blank > 1_000:
            return
        yield row


def _text(cell: object) -> str:
    """A cell as a person reads it; blanks at the ends go, no-break ones too."""
    match cell:
        case None:
            return ""
        case datetime.datetime() | datetime.date():
            return cell.strftime("%d.%m.%Y")
        case float() if cell.is_integer():
            return str(int(cell))
    return " ".join(str(cell).split())
