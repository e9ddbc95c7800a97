"""``drafting demo``: a whole conference to look at, filled by itself and served on this computer."""

from __future__ import annotations

import json
from pathlib import Path

import click
from sqlalchemy import inspect

from drafting import queries
from drafting.cli.options import data_dir_option
from drafting.cli.serve import change_address, serve
from drafting.database import Database, open_database
from drafting.demo.crowd import start_crowd
from drafting.demo.doors import Door, admit_crowd, open_doors
from drafting.demo.fill import fill
from drafting.errors import NotAllowedError
from drafting.migrations import upgrade
from drafting.settings import Settings, load_settings

DIRECTORY = Path("demo-data")
MARK = "demo.json"
_REAL = (
    "In {} liegt eine echte Konferenz; die Vorführung lässt sie unberührt. "
    "Bitte mit --data-dir ein anderes Verzeichnis angeben."
)


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=None, help="Port to listen on (default: 8000).")
@click.option("--prepare", is_flag=True, help="Fill the conference and end.")
@click.option("--live", is_flag=True, help="Let the participants act: amend, support, and vote when a poll opens.")
@data_dir_option
def command(port: int | None, data_dir: Path | None, *, prepare: bool, live: bool) -> None:
    """Fill a demonstration conference and serve it on this computer.

    Without --data-dir the directory is demo-data. What is there already is kept, and fresh links are printed; the
    directory of a real conference is left alone.
    """
    settings = change_address(load_settings(data_dir or DIRECTORY), host="127.0.0.1", port=port)
    database = open_database(settings)
    conference = _find_or_fill(database, settings)
    if prepare:
        return
    with database.write() as work:
        doors = open_doors(work, conference, settings.base_url)
        codes = admit_crowd(work, conference) if live else ()
    database.dispose()
    _print_doors(doors, live=live)
    if not live:
        serve(settings)
        return
    with start_crowd(settings.base_url, codes):
        serve(settings)


def _find_or_fill(database: Database, settings: Settings) -> str:
    """Return the demonstration's id, filled now if the directory is new; raises NotAllowedError for a real one."""
    mark = settings.data_dir / MARK
    if not mark.exists():
        if inspect(database.engine).has_table("conferences"):
            raise NotAllowedError(_REAL.format(settings.data_dir))
        # Written first: if filling is interrupted, the directory is still known to be the demonstration's.
        mark.write_text(json.dumps({"conference": ""}), "utf-8")
    upgrade(database)
    ours = str(json.loads(mark.read_text("utf-8"))["conference"])
    with database.read() as session:
        there = {conference.id for conference in queries.conferences.list_conferences(session)}
    if ours in there:
        return ours
    if there:
        raise NotAllowedError(_REAL.format(settings.data_dir))
    click.echo("Die Vorführung wird eingerichtet …")
    with database.write() as work:
        conference = fill(work)
        mark.write_text(json.dumps({"conference": conference}), "utf-8")
    return conference


def _print_doors(doors: tuple[Door, ...], *, live: bool) -> None:
    click.echo(
        "\nJeder Link meldet eine Rolle an. Zwei Rollen zugleich brauchen zwei Browser oder ein privates Fenster.\n"
    )
    for door in doors:
        who = ", ".join(part for part in (door.name, door.municipality) if part)
        click.echo(f"  {door.label:<15} {door.address}   {who}")
    click.echo("\nStrg+C beendet die Vorführung; was geschehen ist, bleibt bis zum nächsten Mal.")
    if live:
        click.echo("Die Teilnehmenden handeln selbst: Eröffnen Sie als Moderation eine Abstimmung und sehen Sie zu.")
    click.echo("")
