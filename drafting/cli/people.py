"""``drafting people``: register participants from a table, and issue the codes they sign in with."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.errors import InvalidInputError
from drafting.imports.municipalities import read_municipalities
from drafting.imports.people import read_registrations
from drafting.rules.spreadsheets import quote_formula
from drafting.settings import load_settings


@click.group("people")
def command() -> None:
    """Import participants and municipalities, and issue access codes."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@conference_option
@data_dir_option
def import_(file: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Register everybody in FILE (.csv or .xlsx: name, municipality, e-mail, role, panel).

    Duplicates are named and left out; running it again adds only who is new.
    """
    table = read_registrations(file.name, _read(file))
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            report = services.people.register(work, chosen, table.registrations, actor="system")
    for duplicate in table.duplicates:
        click.echo(f"Zeile {duplicate.row}: {duplicate.reason}", err=True)
    for problem in table.problems:
        click.echo(f"Zeile {problem.row}: {problem.reason}", err=True)
    for sentence in report.duplicates:
        click.echo(sentence, err=True)
    click.echo(f"{len(report.added)} neu, {report.unchanged} schon angemeldet")


@command.command("municipalities")
@click.argument("file", type=click.Path(path_type=Path))
@conference_option
@data_dir_option
def municipalities(file: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Keep how many people live in each municipality of FILE (.csv or .xlsx: name, inhabitants).

    Support is then counted by size of municipality too. Lines that cannot be read are named and left out.
    """
    table = read_municipalities(file.name, _read(file))
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            changed = services.municipalities.set_populations(work, chosen, table.populations, actor="system")
        with database.read() as session:
            page = queries.municipalities.list_municipalities(session, chosen)
    for problem in table.problems:
        click.echo(f"Zeile {problem.row}: {problem.reason}", err=True)
    for row in page.missing:
        click.echo(f"Ohne Einwohnerzahl: {row.name}", err=True)
    click.echo(f"{changed} neu oder geändert, {len(page.missing)} fehlen noch")


@command.command("codes")
@conference_option
@data_dir_option
def codes(conference_id: str | None, data_dir: Path | None) -> None:
    """Issue a fresh code to everybody who has not used one, and print them once as CSV.

    Earlier unused codes end. The printable sheets with QR codes are in the browser, under "Personen".
    """
    base_url = load_settings(data_dir).base_url.rstrip("/")
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            issued = services.people.issue_codes(work, chosen, actor="system")
    table = csv.writer(sys.stdout, delimiter=";")
    table.writerow(["Name", "Kommune", "Arbeitsgruppe", "Zugangscode", "Link"])
    for code in issued:
        row = (code.name, code.municipality, code.panel, code.code, f"{base_url}/anmelden/{code.code}")
        table.writerow([quote_formula(field) for field in row])


@command.command("list")
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None) -> None:
    """List everybody registered: role, name, municipality, panels."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            for row in queries.people.list_people(session, chosen).rows:
                click.echo(f"{row.role:<12}  {row.name}, {row.municipality}, {' + '.join(row.panels)}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise InvalidInputError(f"Die Datei „{file}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen.") from None
