"""``drafting polls``: write the record of all polls to a file."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.exports.polls import write_json
from drafting.exports.polls_tables import polls_csv, polls_xlsx

WRITERS = {"xlsx": polls_xlsx, "csv": polls_csv, "json": write_json}


@click.group("polls")
def command() -> None:
    """Write the record of all polls to a file."""


@command.command("export")
@click.option("--format", "format_", type=click.Choice(list(WRITERS)), required=True, help="What to write.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@conference_option
@data_dir_option
def export(format_: str, output: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Write every number of all polls that have ended, votes by name and published receipts among them."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            record = queries.poll_records.get_polls(session, chosen)
    output.write_bytes(WRITERS[format_](record))
    click.echo(f"{len(record.polls)} Abstimmungen")
