"""The gate for signed papers that were scanned or sent as PDF: whole, really a PDF, and not too large.

Nothing in the file is carried out, and it is only ever handed out again as a download to organizers.
"""

from __future__ import annotations

import re

from drafting.errors import InvalidInputError
from drafting.imports.pdf_parts import read_parts

MAX_BYTES = 10_000_000
_LEAST_BYTES = 100
_HEADER = re.compile(rb"%PDF-[12]\.\d")
_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_RUNS = re.compile(rb"/(?:Launch|JavaScript|JS|EmbeddedFiles?|EF|RichMedia|XFA)\b")


def check_signed_pdf(data: bytes, *, field: str = "datei") -> None:
    """Raise InvalidInputError with a clear sentence unless this is a whole PDF that may be kept."""
    if len(data) > MAX_BYTES:
        raise InvalidInputError("Die Datei ist zu groß: höchstens %(number)s MB.", field=field, number=10)
    start = _HEADER.search(data[:1024])
    if start is None:
        raise InvalidInputError("Das ist keine PDF-Datei. Bitte scannen Sie das Blatt als PDF.", field=field)
    ends = list(_END.finditer(data[-2048:]))
    if len(data) < _LEAST_BYTES or not ends or not _has_table(data, int(ends[-1][1]), start.start()):
        raise InvalidInputError("Die PDF-Datei ist beschädigt oder nicht vollständig.", field=field)
    try:
        runs = any(_RUNS.search(part) for part in read_parts(data))
    except ValueError:
        raise InvalidInputError(
            "Diese PDF-Datei lässt sich nicht prüfen, vielleicht ist sie verschlüsselt. Bitte als Scan hochladen.",
            field=field,
        ) from None
    if runs:
        raise InvalidInputError(
            "Diese PDF-Datei enthält Programme oder Anhänge und wird nicht angenommen. Bitte als Scan hochladen.",
            field=field,
        )


def _has_table(data: bytes, place: int, shift: int) -> bool:
    # Some programs count from the header, some from the file's first byte; where the place is wrong, readers look for
    # the trailer.
    found = any(_TABLE.match(data, at) is not None for at in {place, place + shift} if at < len(data))
    return found or (b"trailer" in data and b"/Root" in data)
