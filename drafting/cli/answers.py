"""``drafting answers``: what recipients of the letter replied, and the table the next Bilanz starts from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from drafting import queries
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state
from drafting.errors import InvalidInputError
from drafting.exports.reviews import reviews_csv
from drafting.queries.answers import AnswerRow
from drafting.rules.signing import say_day


@click.group("answers")
def command() -> None:
    """List what recipients replied, or write it as the start of the next Bilanz."""


@command.command("list")
@json_option
@conference_option
@data_dir_option
def list_(conference_id: str | None, data_dir: Path | None, *, as_json: bool) -> None:
    """Show every answer, and who has not replied yet."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            page = queries.answer_pages.get_page(session, chosen)
    if as_json:
        rows = [_as_json(answer) for row in page.answered for answer in row.answers]
        waiting = [{"recipient": row.label, "days": row.days} for row in page.waiting]
        click.echo(json.dumps({"answers": rows, "waiting": waiting}, ensure_ascii=False, indent=2))
        return
    for row in page.answered:
        for answer in row.answers:
            state = "öffentlich" if answer.released_at else "nur intern"
            click.echo(f"{row.label}: {answer.form_label}, {say_day(answer.answered_on)}, {state}")
            for each in answer.stances:
                note = f" ({each.note})" if each.note else ""
                click.echo(f"    {each.demand.number} {each.demand.title}: {each.label}{note}")
    for row in page.waiting:
        since = "" if row.days is None else f", {row.days} Tage seit dem Versand"
        click.echo(f"{row.label}: ohne Antwort{since}")


@command.command("export")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The CSV file to write.",
)
@click.option("--released", is_flag=True, help="Only answers that organizers have released.")
@conference_option
@data_dir_option
def export(output: Path, conference_id: str | None, data_dir: Path | None, *, released: bool) -> None:
    """Write the letter's demands with what was replied, to be read by ``drafting paper import-reviews`` next year."""
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            cells = queries.replies.list_review_cells(session, chosen, released=released)
    try:
        output.write_bytes(reviews_csv(cells))
    except OSError:
        raise InvalidInputError(
            f"Die Datei „{output}“ ist nicht zu schreiben. Bitte Namen und Ordner prüfen."
        ) from None
    click.echo(f"{len(cells)} Forderungen, {sum(bool(row[3]) for row in cells)} mit Antwort")


def _as_json(answer: AnswerRow) -> dict[str, Any]:
    return {
        "id": answer.id,
        "recipient": answer.recipient,
        "office": answer.office,
        "date": answer.answered_on.isoformat(),
        "form": answer.form.value,
        "summary": answer.summary,
        "quote": answer.quote,
        "released": answer.released_at is not None,
        "has_file": bool(answer.file),
        "demands": [
            {"number": each.demand.number, "title": each.demand.title, "stance": each.stance.value, "note": each.note}
            for each in answer.stances
        ],
    }
