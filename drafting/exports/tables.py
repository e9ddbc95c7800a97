"""Tables as CSV that German Excel opens as it should, and in which nothing is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from drafting.rules.spreadsheets import quote_formula


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table: semicolons, UTF-8 with its mark, each field harmless."""
    file = io.StringIO(newline="")
    table = csv.writer(file, delimiter=";", lineterminator="\r\n")
    table.writerow(header)
    table.writerows([quote_formula(field) for field in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
