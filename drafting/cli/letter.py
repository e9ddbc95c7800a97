"""``drafting letter``: write the joint letter, the paper and its redline as files, and send the letter."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries
from drafting.cli.endings import check_ending
from drafting.cli.letter_copies import LETTERS, find_form, prepare_copies
from drafting.cli.letter_sending import send
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.prints import PRINTS, is_print, tell, write_print
from drafting.cli.state import choose_conference, open_state
from drafting.errors import InvalidInputError
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.files import KINDS, Wish
from drafting.queries.prints import Choice


@click.group("letter")
def command() -> None:
    """Write the letter, the paper and its redline as files, and send the letter by e-mail."""


command.add_command(send)


@command.command("export")
@click.option(
    "--kind",
    type=click.Choice([*LETTERS, *KINDS, *PRINTS]),
    default=LETTERS[0],
    show_default=True,
    help="What to write.",
)
@click.option(
    "--edition",
    default="",
    metavar="EDITION",
    help="The state of the paper: an edition by its name (default: now, of the letter the one chosen for it).",
)
@click.option(
    "--against",
    default=IMPORT,
    metavar="EDITION",
    help="The state a redline or synopsis starts from (default: import, the paper as it was imported).",
)
@click.option("--part", default="", metavar="ID", help="For word: one section or demand only.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write; the letter, the paper and lists also as .pdf, several letters also as .zip.",
)
@click.option(
    "--reasons/--no-reasons",
    default=None,
    help="Whether the reasons are in it (default: yes, in the letter as chosen for it).",
)
@click.option(
    "--recipient", "recipients", multiple=True, help="Of the letter: a name, e-mail or organisation (default: all)."
)
@click.option("--letterhead", metavar="FILE", help="Of the letter: a .docx with placeholders to write it on.")
@click.option("--progress", is_flag=True, help="Print the number of each page as it is laid out.")
@conference_option
@data_dir_option
def export(
    kind: str,
    edition: str,
    against: str,
    part: str,
    output: Path,
    reasons: bool | None,
    recipients: tuple[str, ...],
    letterhead: str | None,
    progress: bool,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Write a file: the letter, the paper in one of its states, the redline between two, or a file for work in Word.

    Several letters go into one document, or one by one into a ZIP where the output is called so. "pdf" is the letter as
    a PDF, like "letter" where the output is called so.
    """
    check_ending(kind, output)
    if part and kind != "word":
        raise InvalidInputError("Einen Teil des Papiers gibt es nur zur Bearbeitung: --kind word.")
    edition, against = (NOW if each.casefold() == "now" else each for each in (edition, against))
    wish = Wish(edition=edition or NOW, against=against, reasons=reasons is not False, part=part)
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            if is_print(kind, output):
                choice = Choice(before=against, after=wish.edition, reasons=wish.reasons)
                write = write_print(session, chosen, kind, choice, output, tells_progress=progress)
            elif kind in LETTERS:
                form = find_form(kind, output)
                tells = tell if progress else None
                write = prepare_copies(
                    session, chosen, edition, recipients, letterhead, form=form, reasons=reasons, progress=tells
                )
            else:
                write = queries.files.prepare(session, chosen, kind, wish)
    data = write()
    try:
        output.write_bytes(data)
    except OSError:
        raise InvalidInputError(f"„{output}“ ist nicht zu schreiben. Bitte Namen und Ordner prüfen.") from None
