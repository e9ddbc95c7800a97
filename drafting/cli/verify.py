"""``drafting verify``: recompute everything decided, and say what disagrees."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state

DISAGREES = 1


@click.command("verify")
@json_option
@conference_option
@data_dir_option
def command(as_json: bool, conference_id: str | None, data_dir: Path | None) -> None:
    """Recompute the journal's chain, each poll's result, and each text from what was decided.

    Exit status 1 when something disagrees, each with a sentence.
    """
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            found = queries.journal.verify(session, chosen)
    if as_json:
        click.echo(json.dumps({**dataclasses.asdict(found), "whole": found.is_whole}, ensure_ascii=False, indent=2))
    else:
        click.echo(
            f"{found.entries} entries, {found.polls} polls, {found.versions} versions, {found.revisions} wordings"
        )
        click.echo(f"Head of the journal: {found.head}")
        for problem in found.problems:
            click.echo(problem, err=True)
        click.echo("Everything agrees." if found.is_whole else f"{len(found.problems)} problems.")
    if not found.is_whole:
        sys.exit(DISAGREES)
