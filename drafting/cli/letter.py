"""``drafting letter``: write the joint letter as a Word file."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries
from drafting.cli.letter_copies import write_copies
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.exports.docx_letters import write_letter


@click.group("letter")
def command() -> None:
    """Write the joint letter as a Word file."""


@command.command("export")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.option(
    "--kind",
    type=click.Choice(("paper", "letter")),
    default="paper",
    show_default=True,
    help="The paper alone, or the letter to its recipients.",
)
@click.option("--reasons/--no-reasons", default=True, show_default=True, help="Whether the paper has its reasons.")
@click.option(
    "--recipient", "recipients", multiple=True, help="Of the letter: a name, e-mail or organisation (default: all)."
)
@click.option(
    "--letterhead", type=click.Path(path_type=Path), help="Of the letter: a .docx with placeholders to write it on."
)
@conference_option
@data_dir_option
def export(
    output: Path,
    kind: str,
    reasons: bool,
    recipients: tuple[str, ...],
    letterhead: Path | None,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Write the paper as it stands, or the letter of it, to a .docx file.

    Several letters go into one document, or one by one into a ZIP where the output is called so.
    """
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            if kind == "letter":
                output.write_bytes(write_copies(session, chosen, recipients, letterhead, output=output))
                return
            letter = queries.letters.get_letter(session, chosen)
    output.write_bytes(write_letter(letter, reasons=reasons))
