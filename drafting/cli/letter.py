"""``drafting letter``: write the joint letter, and the paper in other formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy.orm import Session

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.exports.akn import write_akn
from drafting.exports.archives import write_archive
from drafting.exports.docx_letters import write_letter
from drafting.exports.markdown_letters import write_markdown
from drafting.queries.editions import NOW


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: of which conference and state, and whether with the reasons."""

    conference_id: str
    edition: str
    reasons: bool


def _letter(write: Callable[..., bytes]) -> Callable[[Session, Wanted], Callable[[], bytes]]:
    """A kind made of the paper's text in a state."""

    def look_up(session: Session, wanted: Wanted) -> Callable[[], bytes]:
        letter = queries.letters.get_letter(session, wanted.conference_id, edition=wanted.edition)
        return lambda: write(letter, reasons=wanted.reasons)

    return look_up


def _archive(write: Callable[..., bytes]) -> Callable[[Session, Wanted], Callable[[], bytes]]:
    """A kind made of everything."""

    def look_up(session: Session, wanted: Wanted) -> Callable[[], bytes]:
        archive = queries.archives.get_archive(session, wanted.conference_id, edition=wanted.edition)
        return lambda: write(archive)

    return look_up


# Each looks up what it needs and returns what writes the bytes once the database is closed.
KINDS = {
    "letter": _letter(write_letter),
    "markdown": _letter(write_markdown),
    "json": _archive(write_archive),
    "akn": _archive(write_akn),
}


@click.group("letter")
def command() -> None:
    """Write the joint letter, and the paper in other formats."""


@command.command("export")
@click.option("--kind", type=click.Choice(list(KINDS)), default="letter", show_default=True, help="What to write.")
@click.option("--edition", default=NOW, metavar="EDITION", help="An edition's name or id, or import (default: now).")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write."
)
@click.option("--reasons/--no-reasons", default=True, show_default=True, help="Whether the reasons are in it.")
@conference_option
@data_dir_option
def export(
    kind: str, edition: str, output: Path, reasons: bool, conference_id: str | None, data_dir: Path | None
) -> None:
    """Write the paper as it stands, or as an edition holds it, to a file."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            write = KINDS[kind](session, Wanted(chosen, edition, reasons))
    output.write_bytes(write())
