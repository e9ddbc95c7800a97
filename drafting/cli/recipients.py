"""``drafting recipients``: whom the letter goes to."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.errors import InvalidInputError
from drafting.imports.recipients import read_recipients


@click.group("recipients")
def command() -> None:
    """Import and list the recipients of the letter."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@conference_option
@data_dir_option
def import_(file: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Take over everybody in FILE (.csv or .xlsx: form of address, titles, names, office, organisation, address).

    Running it again adds only who is new. What is doubtful is named on standard error; nothing is guessed.
    """
    try:
        data = file.read_bytes()
    except OSError:
        raise InvalidInputError(f"Die Datei „{file}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen.") from None
    table = read_recipients(file.name, data)
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            report = services.recipients.read_in(work, chosen, table.recipients, actor="system")
        with database.read() as session:
            rows = queries.recipients.list_recipients(session, chosen)
    for problem in table.problems:
        click.echo(f"Zeile {problem.row}: {problem.reason}", err=True)
    for row in rows:
        if row.question:
            click.echo(row.question % {"name": row.about}, err=True)
    click.echo(f"{report.added} neu, {report.changed} geändert, {report.unchanged} unverändert")


@command.command("list")
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None) -> None:
    """List the recipients with the address and salutation of each."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            for row in queries.recipients.list_recipients(session, chosen):
                said = f"{row.salutation}," if row.is_ready else row.question % {"name": row.about}
                click.echo(f"{' | '.join(row.field)}\n    {said}")
