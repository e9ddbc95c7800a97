"""The letter for its recipients on the command line: one file, a ZIP of one for each, or all in one document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click
from sqlalchemy.orm import Session

from drafting import queries
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.correspondence import Copy
from drafting.exports.docx_correspondence import Letters, try_letterhead
from drafting.exports.pdf import LETTER_SENTENCES, Progress
from drafting.exports.pdf_correspondence import write_letter_page, write_pdf_letter, write_pdf_letters
from drafting.imports.letterheads import read_letterhead
from drafting.queries.recipients import RecipientRow

# "pdf" is the letter too, whatever the output is called.
LETTERS = ("letter", "pdf")
ANNEXES_SENTENCE = "Die Anlagen sind eine eigene Datei: --kind annexes."
_ENDINGS = {"": ".docx", ".docx": ".docx", ".pdf": ".pdf", ".html": ".html", ".zip": ".docx"}


@dataclass(frozen=True, slots=True)
class Form:
    """In which form letters are written: the ending of a letter's file, and whether each is a file of its own."""

    ending: str
    is_zip: bool


def find_form(kind: str, output: Path) -> Form:
    """The form that the kind and the name of the output ask for."""
    suffix = output.suffix.lower()
    if kind == "pdf":
        return Form(".pdf", is_zip=suffix == ".zip")
    return Form(_ENDINGS[suffix], is_zip=suffix == ".zip")


def prepare_copies(
    session: Session,
    conference_id: str,
    edition: str,
    recipients: Sequence[str],
    letterhead: str | None,
    *,
    form: Form,
    reasons: bool | None = None,
    progress: Progress | None = None,
) -> Callable[[], bytes]:
    """Look up the letter to those named, or to all; what comes back writes it.

    Who still lacks a form of address is named and left out. Without any recipient the letter has no address. Without
    an edition the letter is of the one its settings name.
    """
    source = queries.correspondence.get_source(session, conference_id, edition)
    letter = source.letter if reasons is None else replace(source.letter, has_reasons=reasons)
    rows = _choose(queries.recipients.list_recipients(session, conference_id), recipients)
    for row in rows:
        if not row.is_ready:
            click.echo(f"Nicht dabei: {row.question % {'name': row.about}}", err=True)
    copies = [queries.correspondence.make_copy(source, row) for row in rows if row.is_ready]
    if rows and not copies:
        raise InvalidInputError(
            "Für niemanden ist bekannt, wie der Brief anredet. Bitte auf der Seite „Brief“ angeben."
        )
    copies = copies or [Copy("Brief")]
    if letter.annexes and not form.is_zip:
        click.echo(ANNEXES_SENTENCE, err=True)
    sheet = _read(letterhead) or queries.correspondence.find_letterhead(session, conference_id)
    if form.ending != ".docx":
        if sheet is not None:
            click.echo(LETTER_SENTENCES["letterhead"], err=True)
        if form.ending == ".html":
            return lambda: write_letter_page(letter, copies).encode()
        if form.is_zip:
            return partial(write_pdf_letters, letter, copies, progress=progress, count=count if progress else None)
        return partial(write_pdf_letter, letter, copies, progress=progress)
    letters = Letters(letter, sheet)
    if form.is_zip:
        return partial(letters.write_each, copies, count=count if progress else None)
    return partial(letters.write, copies[0]) if len(copies) == 1 else partial(letters.write_together, copies)


def count(done: int, total: int) -> None:
    """Say how many letters of how many are written, for whoever shows the progress."""
    click.echo(f"{done}/{total}")


def _choose(rows: Sequence[RecipientRow], wanted: Sequence[str]) -> list[RecipientRow]:
    """Those whose id or e-mail address is named, or whose name or organisation has the words named; all for none."""
    if not wanted:
        return list(rows)
    chosen = []
    for word in wanted:
        said = word.casefold()
        found = [row for row in rows if said in (row.id.casefold(), row.email.casefold())]
        found = found or [row for row in rows if said in f"{row.label} {row.to.organisation}".casefold()]
        if not found:
            raise NotFoundError("Einen Empfänger „%(name)s“ gibt es nicht.", name=word)
        chosen += found
    return list(dict.fromkeys(chosen))


def _read(letterhead: str | None) -> bytes | None:
    if letterhead is None:
        return None
    if not letterhead.strip():
        # An empty name is that of this folder.
        raise InvalidInputError("Nach --letterhead fehlt der Name der Datei mit dem Briefkopf.")
    try:
        data = Path(letterhead).read_bytes()
    except OSError:
        raise InvalidInputError(
            f"Die Datei „{letterhead}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen."
        ) from None
    report = read_letterhead(data)
    try_letterhead(data)
    if report.missing:
        click.echo(f"Im Briefkopf fehlt: {', '.join(report.missing)}", err=True)
    return data
