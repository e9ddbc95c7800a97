"""``drafting conference``: begin a conference, list those there are, change its settings and its phase."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.rules.lifecycle import Phase
from drafting.rules.voting import Rule
from drafting.web.dates import ZONE

MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
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


@command.command("set")
@click.option("--name", default=None, help="What it is called.")
@click.option("--reasons/--no-reasons", "requires_reason", default=None, help="Whether amendments need a reason.")
@click.option("--rule", type=click.Choice([rule.value for rule in Rule]), default=None, help="The majority of polls.")
@click.option("--closes-at", type=MOMENT, default=None, help="When the intake ends, as 2026-11-05T18:00.")
@click.option("--no-deadline", is_flag=True, help="Let the intake end by hand only.")
@click.option("--length-budget", type=int, default=None, help="Characters of the paper, reasons apart; 0 for none.")
@click.option("--minimum-supporters", type=int, default=None, help="Supporters before an amendment is dealt with.")
@click.option("--amendments-per-person", type=int, default=None, help="How many one person may hand in; 0 for any.")
@click.option("--pull-out-threshold", type=int, default=None, help="People who pull an item out of a joint decision.")
@click.option("--objection-hours", type=int, default=None, help="Hours to object to an editorial change.")
@conference_option
@data_dir_option
def set_(
    closes_at: datetime | None, conference_id: str | None, data_dir: Path | None, *, no_deadline: bool, **given: Any
) -> None:
    """Change settings; what is not given stays as it is."""
    if closes_at is not None:
        given["amendments_close_at"] = closes_at.replace(tzinfo=ZONE)
    if no_deadline:
        given["has_deadline"] = False
    if given["rule"] is not None:
        given["rule"] = Rule(given["rule"])
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            services.conferences.change_settings(work, chosen, actor="system", **given)
