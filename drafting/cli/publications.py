"""``drafting publications``: the public pages of a conference, and their files."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state
from drafting.rules.publishing import Format


@click.group("publications")
def command() -> None:
    """List the public pages, or write one of their files."""


@command.command("list")
@json_option
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Show every public page with its address, the latest first."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            rows = queries.publications.list_publications(session, chosen).rows
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], default=str, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"/oeffentlich/{row.slug}: {row.title}, Stand „{row.edition}“, {row.state_label}")


@command.command("export")
@click.argument("page")
@click.option("--format", "format_", type=click.Choice([each.value for each in Format]), required=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write.",
)
@conference_option
@data_dir_option
def export(page: str, format_: str, output: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Write a file a public page offers; PAGE is the last part of its address, or its id."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            rows = queries.publications.list_publications(session, chosen).rows
            page = next((row.id for row in rows if page in (row.id, row.slug)), page)
            write = queries.publication_files.prepare(session, page, Format(format_))
    output.write_bytes(write())
