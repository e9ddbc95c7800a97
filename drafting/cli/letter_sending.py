"""The letter by e-mail on the command line: who gets it, a test, the order to send it, what became of each."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state
from drafting.database import Database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.queries.sending_drafts import Candidate, SendingDraft
from drafting.services.access import SYSTEM
from drafting.settings import load_settings


@click.command("send")
@click.option("--dry-run", "act", flag_value="dry-run", help="Say who would get it and who cannot; send nothing.")
@click.option("--status", "act", flag_value="status", help="Say what became of each mail.")
@click.option("--all", "act", flag_value="all", help="Send it to everybody who can get it and has not.")
@click.option("--to-me", "address", metavar="ADDRESS", help="Send one mail to this address instead, to try it out.")
@click.option("--recipient", "recipients", multiple=True, help="Only these: a name, e-mail or organisation.")
@click.option("--yes", "is_sure", is_flag=True, help="With --all: do not ask before sending.")
@json_option
@conference_option
@data_dir_option
def send(
    act: str | None,
    address: str | None,
    recipients: tuple[str, ...],
    is_sure: bool,
    as_json: bool,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Send the letter of the decided edition by e-mail, one mail for each recipient, never two.

    Without DRAFTING_SMTP_HOST mails become .eml files and do not count as sent. What the mail says is written on the
    page „Brief versenden“.
    """
    if (act is None) == (address is None):
        raise InvalidInputError("Bitte genau eines angeben: --dry-run, --to-me, --all oder --status.")
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        if act == "status":
            _show(database, chosen, as_json=as_json)
            return
        with database.read() as session:
            draft = queries.sending_drafts.get_draft(session, chosen)
        ready = _choose(draft, recipients)
        if act == "all":
            _send(database, chosen, draft, ready, is_sure=is_sure)
        elif address is not None:
            if not ready:
                raise InvalidInputError("Für niemanden lässt sich eine Mail schreiben.")
            with database.write() as work:
                services.sendings.send_test(work, chosen, ready[0].row.id, address=address, actor=SYSTEM)
        else:
            _list(draft, ready)
            return
        done = services.delivery.deliver(database, load_settings(data_dir))
    click.echo(f"{done.sent} verschickt, {done.refused} nicht angenommen")


def _choose(draft: SendingDraft, wanted: Sequence[str]) -> list[Candidate]:
    """Those who can get it and were named; of all those at whose address it is not yet."""
    if not wanted:
        return [each for each in draft.ready if not each.is_doubled]
    chosen = []
    for word in wanted:
        said = word.casefold()
        found = [each for each in draft.candidates if said in (each.row.id.casefold(), each.row.email.casefold())]
        found = found or [
            each for each in draft.candidates if said in f"{each.row.label} {each.row.to.organisation}".casefold()
        ]
        if not found:
            raise NotFoundError("Einen Empfänger „%(name)s“ gibt es nicht.", name=word)
        chosen += [each for each in found if each.is_ready]
    return list({each.row.id: each for each in chosen}.values())


def _list(draft: SendingDraft, ready: Sequence[Candidate]) -> None:
    for each in ready:
        hints = "".join(f"  ({hint})" for hint in each.hints)
        click.echo(f"{each.row.email}  {each.row.label}{hints}")
    for each in draft.blocked:
        click.echo(f"Nicht dabei: {each.row.label}: {each.obstacle}", err=True)
    click.echo(f"{len(ready)} würden verschickt, {len(draft.blocked)} nicht möglich; nichts verschickt", err=True)


def _send(
    database: Database, conference_id: str, draft: SendingDraft, ready: Sequence[Candidate], *, is_sure: bool
) -> None:
    for each in draft.blocked:
        click.echo(f"Nicht dabei: {each.row.label}: {each.obstacle}", err=True)
    if not ready:
        click.echo("Alle, die den Brief bekommen können, sind schon im Versand.", err=True)
        return
    question = f"Es gehen {len(ready)} Mails hinaus. Das lässt sich nicht zurückholen. Senden?"
    if len(ready) == 1:
        question = "Es geht 1 Mail hinaus. Das lässt sich nicht zurückholen. Senden?"
    if not is_sure and not click.confirm(question):
        raise click.Abort
    with database.write() as work:
        services.sendings.confirm(
            work, conference_id, [each.row.id for each in ready], digest=draft.digest, actor=SYSTEM
        )


def _show(database: Database, conference_id: str, *, as_json: bool) -> None:
    with database.read() as session:
        edition_id = queries.sending_drafts.get_draft(session, conference_id).edition_id
        rows = queries.sendings.get_page(session, conference_id, edition_id).rows
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], default=str, ensure_ascii=False, indent=2))
        return
    for row in rows:
        why = " ".join(filter(None, (row.reason or row.note, f"({row.words})" if row.words else "")))
        click.echo(
            f"{row.state_label:<26} {row.at:%d.%m.%Y %H:%M}  {row.address}  {row.label}{f'  {why}' if why else ''}"
        )
