"""``drafting organizer``: add somebody who runs the conference, by a link to sign in with once."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.settings import load_settings


@click.group("organizer")
def command() -> None:
    """Add organizers; prints their one-time sign-in link."""


@command.command("add")
@click.argument("name")
@click.option("--email", default="", help="Their e-mail address.")
@conference_option
@data_dir_option
def add(name: str, email: str, conference_id: str | None, data_dir: Path | None) -> None:
    """Add NAME as an organizer, or find them, and print a link that signs in once."""
    settings = load_settings(data_dir)
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            link = services.people.add_organizer(work, chosen, name=name, email=email, hours=settings.link_hours)
    click.echo(f"{settings.base_url.rstrip('/')}/anmelden/link/{link.token}")
    click.echo(f"Gültig einmal, bis {link.expires_at.astimezone():%d.%m.%Y %H:%M}.", err=True)
