"""``drafting letter``: write the joint letter, the paper and its redline as files."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.files import KINDS, Wish


@click.group("letter")
def command() -> None:
    """Write the joint letter, the paper and its redline as files."""


@command.command("export")
@click.option("--kind", type=click.Choice(list(KINDS)), default="letter", show_default=True, help="What to write.")
@click.option(
    "--edition", default=NOW, metavar="EDITION", help="The state of the paper: an edition by its name (default: now)."
)
@click.option(
    "--against",
    default=IMPORT,
    metavar="EDITION",
    help="The state a redline starts from (default: import, the paper as it was imported).",
)
@click.option("--part", default="", metavar="ID", help="For word: one section or demand only.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.option("--reasons/--no-reasons", default=True, show_default=True, help="Whether the reasons are in it.")
@conference_option
@data_dir_option
def export(
    kind: str,
    edition: str,
    against: str,
    part: str,
    output: Path,
    reasons: bool,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Write a file: the letter, the paper in one of its states, the redline between two, or a file for work in Word."""
    wish = Wish(edition=edition, against=against, reasons=reasons, part=part)
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            write = queries.files.prepare(session, chosen, kind, wish)
    output.write_bytes(write())
