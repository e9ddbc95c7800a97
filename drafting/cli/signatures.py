"""``drafting signatures``: who was asked to sign and what they answered, and the list of those who sign as a file."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state
from drafting.errors import InvalidInputError
from drafting.exports.docx_signatories import write_signatories
from drafting.exports.signatories import write_table

WRITERS = {".docx": write_signatories, ".csv": write_table}


@click.group("signatures")
def command() -> None:
    """Show who was asked to sign, or write the list of those who sign."""


@command.command("list")
@json_option
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Show every municipality that was asked, what needs attention first."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            rows = queries.signatures.get_page(session, chosen).rows
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], default=str, ensure_ascii=False, indent=2))
        return
    for row in rows:
        until = f" bis {row.until:%d.%m.%Y}" if row.until else ""
        click.echo(f"{row.name}: {row.standing_label}{until}")


@command.command("export")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write, .docx or .csv.",
)
@conference_option
@data_dir_option
def export(output: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Write the list of those who sign; only those whose authorised yes holds are in it."""
    if output.suffix.lower() not in WRITERS:
        raise InvalidInputError("Die Datei muss auf .docx oder .csv enden.")
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            found = queries.signatories.get_signatories(session, chosen)
    output.write_bytes(WRITERS[output.suffix.lower()](found))
    click.echo(f"{found.count} Mitzeichnende")
