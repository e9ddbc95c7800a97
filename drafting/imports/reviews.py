"""Reading a table of reviews (Bilanz) as an earlier year has written it."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.errors import InvalidInputError
from drafting.imports.columns import Line, find_lines
from drafting.imports.tables import read_tables
from drafting.rules.remarks import read_link
from drafting.rules.reviews import ReviewStatus, read_status

_COLUMNS = {
    "number": ("nummer", "nr", "forderungnr", "number", "no"),
    "title": ("titel", "forderung", "title", "demand"),
    "status": ("stand", "status", "bilanz", "ergebnis"),
    "evidence": ("beleg", "belege", "nachweis", "evidence"),
    "link": ("link", "adresse", "quelle", "url"),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """What a table says of one demand; ``row`` is the line it stands in."""

    row: int
    number: str
    title: str
    status: ReviewStatus
    evidence: str = ""
    link: str = ""


def read_review_lines(name: str, data: bytes) -> tuple[ReviewLine, ...]:
    """Read a CSV or Excel table; lines without a status are passed over. Raises InvalidInputError for a bad file."""
    lines = find_lines(read_tables(name, data), _COLUMNS, ("title", "status"))
    if lines is None:
        raise InvalidInputError("In der Tabelle fehlen die Spalten „Titel“ und „Stand“.")
    return tuple(_read(line) for line in lines if line.cell("status"))


def _read(line: Line) -> ReviewLine:
    status = read_status(line.cell("status"))
    if status is None:
        raise InvalidInputError(
            "Zeile %(row)s: „%(word)s“ ist kein Stand. Möglich sind „Erfüllt“, „Teilweise erfüllt“ und „Offen“.",
            row=line.row,
            word=line.cell("status")[:60],
        )
    try:
        link = read_link(line.cell("link"))
    except InvalidInputError:
        raise InvalidInputError(
            "Zeile %(row)s: „%(word)s“ ist keine Adresse, die mit https:// beginnt.",
            row=line.row,
            word=line.cell("link")[:60],
        ) from None
    return ReviewLine(line.row, line.cell("number"), line.cell("title"), status, line.cell("evidence"), link)
