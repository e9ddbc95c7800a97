"""Prints on the command line: what ``drafting letter export`` writes besides the kinds of files that need no print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from sqlalchemy.orm import Session

from drafting import queries
from drafting.exports.docx_prints import write_docx
from drafting.exports.pdf import write_page, write_pdf
from drafting.queries.prints import Choice

# The kinds that are prints in every format; the paper is one where it is to be a PDF or a page.
PRINTS = ("synopsis", "minutes", "amendments", "annexes")


def is_print(kind: str, output: Path) -> bool:
    """Tell whether a kind in the format its file is named after is made from a print."""
    return kind in PRINTS or (kind == "paper" and output.suffix.lower() in {".pdf", ".html"})


def write_print(
    session: Session, conference_id: str, kind: str, choice: Choice, output: Path, *, tells_progress: bool
) -> Callable[[], bytes]:
    """Lay out a print; what comes back writes it in the format the file is named after."""
    wanted = (output.suffix or ".docx").lower()
    sheet = queries.prints.get_print(session, conference_id, kind, choice)
    if wanted == ".docx":
        return partial(write_docx, sheet)
    if wanted == ".html":
        return lambda: write_page(sheet).encode()
    return partial(write_pdf, sheet, progress=tell if tells_progress else None)


def tell(page: int) -> None:
    """Say which page is being laid out, for whoever shows the progress."""
    click.echo(page)
