"""``drafting conference``: begin a conference, list those there are, and say in which phase one is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.rules.lifecycle import Phase
from drafting.rules.voting import Rule

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("conference")
def command() -> None:
    """Create and list conferences."""


@command.command("create")
@click.argument("name")
@click.option("--place", default="", help="Where it takes place.")
@click.option("--from", "starts_on", type=DAY, default=None, help="First day, as 2026-11-05.")
@click.option("--until", "ends_on", type=DAY, default=None, help="Last day, as 2026-11-06.")
@click.option("--rule", type=click.Choice([rule.value for rule in Rule]), default=Rule.SIMPLE.value, show_default=True)
@click.option("--reasons/--no-reasons", default=True, show_default=True, help="Whether amendments need a reason.")
@data_dir_option
def create(
    name: str,
    place: str,
    starts_on: datetime | None,
    ends_on: datetime | None,
    rule: str,
    reasons: bool,
    data_dir: Path | None,
) -> None:
    """Begin the conference NAME and print its id."""
    with open_state(data_dir) as database, database.write() as work:
        conference_id = services.conferences.create(
            work,
            name=name,
            place=place,
            starts_on=starts_on.date() if starts_on else None,
            ends_on=ends_on.date() if ends_on else None,
            rule=Rule(rule),
            requires_reason=reasons,
        )
    click.echo(conference_id)


@command.command("list")
@data_dir_option
def list_(data_dir: Path | None) -> None:
    """List all conferences: id, phase, people, name."""
    with open_state(data_dir) as database, database.read() as session:
        for row in queries.conferences.list_conferences(session):
            click.echo(f"{row.id}  {row.phase:<11}  {row.people:>5}  {row.name}")


@command.command("phase")
@click.argument("phase", type=click.Choice([phase.value for phase in Phase]))
@conference_option
@data_dir_option
def phase_(phase: str, conference_id: str | None, data_dir: Path | None) -> None:
    """Enter PHASE, for example "open" to take amendments."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            services.conferences.set_phase(work, chosen, Phase(phase), actor="system")
