"""``drafting paper``: read last year's paper from a file, look at what was found, save it, and change what it bears."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.errors import InvalidInputError, NotFoundError
from drafting.imports.papers import DraftPaper, read_paper
from drafting.settings import load_settings


@click.group("paper")
def command() -> None:
    """Import a paper from Word, Markdown or plain text; change its title and date; keep its Bilanz over the years."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what was read; save nothing.")
@json_option
@data_dir_option
def import_(file: Path, dry_run: bool, as_json: bool, data_dir: Path | None) -> None:
    """Read FILE (.docx, .md or .txt) as the paper of the conference.

    With --dry-run nothing is saved. A file that cannot be read is refused with a sentence and exit status 2.
    """
    draft = read_paper(file.name, _read(file))
    if not dry_run:
        _save(draft, file.name, data_dir)
    if as_json:
        click.echo(json.dumps(draft.to_json(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_describe(draft)))


@command.command("details")
@click.option("--title", help="What the paper is called.")
@click.option("--subtitle", help="The line below; an empty one takes it away.")
@click.option("--date", help="The line with the date below the title; an empty one takes it away.")
@click.option("--place", help="Place and date below the text; an empty one takes it away.")
@json_option
@conference_option
@data_dir_option
def details(as_json: bool, conference_id: str | None, data_dir: Path | None, **given: str | None) -> None:
    """Show the lines the paper bears besides its text, and change those that are given; frozen states keep theirs."""
    from drafting import queries, services
    from drafting.cli.state import choose_conference, open_state
    from drafting.rules.paper_details import DETAIL_LABELS, Detail

    lines = {Detail(name): line for name, line in given.items() if line is not None}
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        if lines:
            with database.write() as work:
                services.paper_details.change(work, chosen, lines, actor="system")
        with database.read() as session:
            page = queries.paper_details.get_page(session, chosen)
    if as_json:
        click.echo(json.dumps(asdict(page.details), ensure_ascii=False, indent=2))
        return
    for detail, label in DETAIL_LABELS.items():
        click.echo(f"{label}: {page.details.get(detail)}".rstrip())
    if page.stale:
        click.echo(f"Auf dem Papier steht noch „{page.stale}“ von der eingelesenen Fassung.", err=True)


@command.command("export-reviews")
@click.argument("file", type=click.Path(path_type=Path))
@conference_option
@data_dir_option
def export_reviews(file: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Write what became of each demand of the earlier paper (Bilanz) to FILE as CSV, to be read again next year."""
    from drafting import queries
    from drafting.cli.state import choose_conference, open_state
    from drafting.exports.reviews import reviews_csv

    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            page = queries.reviews.list_reviews(session, chosen)
    try:
        file.write_bytes(reviews_csv(row.cells for row in page.rows))
    except OSError:
        raise InvalidInputError(f"Die Datei „{file}“ ist nicht zu schreiben. Bitte Namen und Ordner prüfen.") from None
    click.echo(f"{page.total} Forderungen, {page.total - page.counts['']} mit Bilanz")


@command.command("import-reviews")
@click.argument("file", type=click.Path(path_type=Path))
@conference_option
@data_dir_option
def import_reviews(file: Path, conference_id: str | None, data_dir: Path | None) -> None:
    """Take over the Bilanz in FILE (.csv or .xlsx); demands are found by number and title, or by an unmistakable title.

    Lines without their demand are named and left out.
    """
    from drafting import services
    from drafting.cli.state import choose_conference, open_state
    from drafting.imports.reviews import read_review_lines

    lines = read_review_lines(file.name, _read(file))
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.write() as work:
            report = services.reviews.read_reviews(work, chosen, lines, actor="system")
    for line in report.unmatched:
        click.echo(f"Zeile {line.row}: keine Forderung {line.number} „{line.title}“", err=True)
    click.echo(f"{report.changed} übernommen, {report.unchanged} unverändert, {len(report.unmatched)} nicht gefunden")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise InvalidInputError(f"Die Datei „{file}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen.") from None


def _save(draft: DraftPaper, name: str, data_dir: Path | None) -> None:
    # Only here: a dry run needs no database and should not wait for its packages.
    from drafting import queries, services
    from drafting.database import open_database
    from drafting.migrations import upgrade

    database = open_database(load_settings(data_dir))
    try:
        upgrade(database)
        with database.read() as session:
            conference_id = queries.conferences.find_conference_id(session)
        if conference_id is None:
            raise NotFoundError("Es gibt noch keine Konferenz. Bitte zuerst „drafting conference create“ aufrufen.")
        with database.write() as work:
            services.papers.import_paper(work, conference_id, draft, actor="system", source=name)
    finally:
        database.dispose()


def _describe(draft: DraftPaper) -> Iterator[str]:
    """What was read, for people: the outline, and what was left out."""
    yield draft.title or "(no title)"
    for section in draft.sections:
        yield f"\n{section.heading or '(no section)'}"
        for demand in section.demands:
            name = demand.document.title or _beginning(demand.document.body[0].plain if demand.document.body else "")
            yield f"  {demand.number or '–':>4}  {name}"
    yield f"\n{len(draft.demands)} demands in {len(draft.sections)} sections, {len(draft.signatories)} signatories"
    for left in draft.not_represented:
        yield f"Not represented: {left.kind}, {left.place}: {_beginning(left.text)}"


def _beginning(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:60].rsplit(" ", 1)[0] + " …"
