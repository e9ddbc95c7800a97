"""``drafting letter``: write the joint letter as a Word file."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries
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
@click.option("--reasons/--no-reasons", default=True, show_default=True, help="Whether the reasons are in it.")
@conference_option
@data_dir_option
def export(output: Path, reasons: bool, conference_id: str | None, data_dir: Path | None) -> None:
    """Write the paper as it stands to a .docx file."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            letter = queries.letters.get_letter(session, chosen)
    output.write_bytes(write_letter(letter, reasons=reasons))
