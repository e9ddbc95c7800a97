"""``drafting mail``: send what waits in the outbox, or show it."""

from __future__ import annotations

from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option
from drafting.cli.state import choose_conference, open_state
from drafting.settings import load_settings


@click.group("mail")
def command() -> None:
    """Send what waits in the outbox, or show it."""


@command.command("send")
@click.option("--dry-run", is_flag=True, help="Write the mails as files and leave the outbox as it is.")
@data_dir_option
def send(dry_run: bool, data_dir: Path | None) -> None:
    """Put due notices into the outbox and send what is due; the server does the same by itself while it runs.

    Without DRAFTING_SMTP_HOST, and with --dry-run, mails become .eml files in the folder mail of the data directory.
    """
    settings = load_settings(data_dir)
    with open_state(data_dir) as database:
        if dry_run:
            files = services.delivery.write_files(database, settings)
            for file in files:
                click.echo(str(file))
            click.echo(f"{len(files)} geschrieben, nichts verschickt", err=True)
            return
        done = services.delivery.deliver(database, settings)
    click.echo(f"{done.sent} verschickt, {done.refused} nicht angenommen")


@command.command("list")
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None) -> None:
    """List the outbox: state, attempts, address, subject, the server's words."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            outbox = queries.mails.list_mails(session, chosen)
    for row in outbox.rows:
        error = f"  ({row.error})" if row.error else ""
        click.echo(f"{row.state:<9} {row.attempts}  {row.address}  {row.subject}{error}")
