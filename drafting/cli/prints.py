"""Prints on the command line: what ``drafting letter export`` writes besides the letter in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import click
from sqlalchemy.orm import Session

from drafting import queries
from drafting.errors import InvalidInputError
from drafting.exports.docx_prints import write_docx
from drafting.exports.pdf import write_page, write_pdf
from drafting.queries.prints import Choice


class _Order(Protocol):
    @property
    def output(self) -> Path: ...
    @property
    def choice(self) -> Choice: ...
    @property
    def tells_progress(self) -> bool: ...


def write_print(kind: str, session: Session, conference_id: str, order: _Order, *, suffix: str = "") -> bytes:
    """Lay out a print and write it in the format the file's name asks for, or in that of ``suffix``."""
    wanted = (suffix or order.output.suffix or ".docx").lower()
    if wanted not in {".docx", ".pdf", ".html"}:
        raise InvalidInputError("Diese Endung ist nicht bekannt; es gibt .docx, .pdf und .html.")
    sheet = queries.prints.get_print(session, conference_id, kind, order.choice)
    if wanted == ".docx":
        return write_docx(sheet)
    if wanted == ".html":
        return write_page(sheet).encode()
    return write_pdf(sheet, progress=_tell if order.tells_progress else None)


def _tell(page: int) -> None:
    click.echo(page)
