"""``drafting letter``: write the joint letter and what belongs to it to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy.orm import Session

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.prints import write_print
from drafting.cli.state import choose_conference, open_state
from drafting.exports.docx_letters import write_letter
from drafting.queries.prints import Choice


class Order(NamedTuple):
    """What is to be written: where to, from which states, and what is told on the way."""

    output: Path
    choice: Choice
    tells_progress: bool


def _letter(session: Session, conference_id: str, order: Order) -> bytes:
    if order.output.suffix.lower() != ".docx" and order.output.suffix:
        return write_print("letter", session, conference_id, order)
    return write_letter(queries.letters.get_letter(session, conference_id), reasons=order.choice.reasons)


def _print(kind: str, suffix: str = "") -> Callable[[Session, str, Order], bytes]:
    return lambda session, conference_id, order: write_print(kind, session, conference_id, order, suffix=suffix)


# What --kind names, a line for each; a writer gets the session, the conference and the order.
KINDS: dict[str, Callable[[Session, str, Order], bytes]] = {
    "letter": _letter,
    "synopsis": _print("synopsis"),
    "minutes": _print("minutes"),
    "amendments": _print("amendments"),
    "annexes": _print("annexes"),
    "pdf": _print("letter", ".pdf"),
}


@click.group("letter")
def command() -> None:
    """Write the joint letter and what belongs to it to files."""


@command.command("export")
@click.option("--kind", type=click.Choice(list(KINDS)), default="letter", show_default=True, help="What to write.")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write; .pdf gives a PDF, .html a page.",
)
@click.option("--edition", default="jetzt", metavar="EDITION", help="The state compared: a name, or „import“.")
@click.option("--against", default="import", show_default=True, metavar="EDITION", help="The state before it.")
@click.option(
    "--reasons/--no-reasons",
    default=True,
    show_default=True,
    help="Whether reasons are in it; in a synopsis the column of decisions.",
)
@click.option("--progress", is_flag=True, help="Print each page as it is laid out.")
@conference_option
@data_dir_option
def export(
    kind: str,
    output: Path,
    edition: str,
    against: str,
    reasons: bool,
    progress: bool,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Write the letter, the synopsis, the minutes, the list of amendments or the annexes to a file."""
    order = Order(output, Choice(before=against, after=edition, reasons=reasons), progress)
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            written = KINDS[kind](session, chosen, order)
    output.write_bytes(written)
