"""The Bilanz as a table, in the form in which it is read again a year later."""

from __future__ import annotations

from collections.abc import Iterable

from drafting.exports.tables import write_csv

HEADER = ("Nummer", "Titel", "Abschnitt", "Stand", "Beleg", "Link")
Cells = tuple[str, str, str, str, str, str]


def reviews_csv(rows: Iterable[Cells]) -> bytes:
    """Write the demands with what became of each; nothing stands where nobody has looked."""
    return write_csv(HEADER, rows)
