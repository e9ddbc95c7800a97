"""Finding the columns of a table by the words of its headers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import regex

from drafting.imports.tables import Table
from drafting.rules.spreadsheets import unquote_formula

# Above the headers a table may have a title and some notes.
MOST_LINES_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the headers; ``row`` counts all lines of the table from 1, as a spreadsheet does."""

    row: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]

    def cell(self, name: str) -> str:
        """Return what stands in a column, nothing where the line or the table has none."""
        place = self.columns.get(name, -1)
        return unquote_formula(self.cells[place]) if 0 <= place < len(self.cells) else ""


def find_lines(
    tables: list[Table], words: Mapping[str, Collection[str]], required: Collection[str], *, mostly: bool = False
) -> list[Line] | None:
    """Return the lines of the first table that has the required columns; None where none has them.

    ``words`` names for each column the headers it may have, in small letters and without blanks and signs.
    With ``mostly`` at least half of the headers must be such words.
    """
    names = {word: name for name, headers in words.items() for word in headers}
    for table in tables:
        for place, row in enumerate(table[:MOST_LINES_ABOVE]):
            columns: dict[str, int] = {}
            for position, header in enumerate(row):
                name = names.get(regex.sub(r"[^\p{L}]+", "", header.casefold()))
                if name is not None:
                    columns.setdefault(name, position)
            is_odd = mostly and 2 * len(columns) < sum(map(bool, row))
            if all(name in columns for name in required) and not is_odd:
                return list(_number(table, place + 1, columns))
    return None


def _number(table: Table, start: int, columns: Mapping[str, int]) -> Iterator[Line]:
    for row, cells in enumerate(table[start:], start=start + 1):
        if any(cells):
            yield Line(row, tuple(cells), columns)
