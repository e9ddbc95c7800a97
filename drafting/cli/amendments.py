"""``drafting amendments``: read what a Word file with tracked changes proposes, and hand it in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from drafting import queries, services
from drafting.cli.options import conference_option, data_dir_option, json_option
from drafting.cli.state import choose_conference, open_state
from drafting.database import Database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.imports.docx_proposals import read_proposals
from drafting.imports.proposals import Proposal, Reading
from drafting.queries.word_files import ORGANISATION, PERSON, find_bearer
from drafting.services.word_files import Said, Wanted


@click.group("amendments")
def command() -> None:
    """Read amendments from a Word file with tracked changes."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what was read; hand in nothing.")
@click.option(
    "--as",
    "as_person",
    default="",
    metavar="NAME",
    help="Hand in everything as this person's own (name or e-mail); without it each in the name of its author, who has "
    "to be an organisation, a person or the only one of a municipality.",
)
@click.option("--reason", default="", metavar="TEXT", help="The reason of those that have no comment as theirs.")
@click.option("--with-formatting", is_flag=True, help="Take changes of format for amendments too.")
@json_option
@conference_option
@data_dir_option
def import_(
    file: Path,
    dry_run: bool,
    as_person: str,
    reason: str,
    with_formatting: bool,
    as_json: bool,
    conference_id: str | None,
    data_dir: Path | None,
) -> None:
    """Read FILE (.docx) and compare it with the paper: one proposal for each author and demand.

    What was passed over, and why, goes to standard error. Without --dry-run the proposals are handed in, all of them
    or none; those whose author nobody is known by are named and left out, and the exit status is 1.
    """
    with open_state(data_dir) as database:
        chosen = choose_conference(database, conference_id)
        with database.read() as session:
            paper = queries.word_files.get_base_paper(session, chosen)
        reading = read_proposals(_read(file), paper, formatting=with_formatting)
        if as_json:
            click.echo(json.dumps([each.to_json() for each in reading.proposals], ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(_describe(reading)))
        for line in _tell(reading):
            click.echo(line, err=True)
        if not dry_run:
            left = _hand_in(database, chosen, reading, as_person, reason)
            if left:
                raise SystemExit(1)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise InvalidInputError(f"Die Datei „{file}“ ist nicht zu öffnen. Bitte Namen und Ordner prüfen.") from None


def _describe(reading: Reading) -> Iterator[str]:
    """The proposals for people, a line each."""
    for each in reading.proposals:
        who = ", ".join(each.authors) or ("Ohne Namen" if each.tracked else "Nicht nachverfolgt")
        yield f"{each.label or 'Neu'}\t{who}\t{each.headline}"
    yield f"{len(reading.proposals)} Vorschläge"


def _tell(reading: Reading) -> Iterator[str]:
    """What was passed over, what is to be noted of single proposals, and the comments."""
    for each in reading.ignored:
        yield f"Nicht übernommen: {each}" if each.values.get("author") else str(each)
    for proposal in reading.proposals:
        for said in proposal.notes:
            yield f"{proposal.label or proposal.headline}, {', '.join(proposal.authors) or 'ohne Namen'}: {said}"
    for remark in reading.remarks:
        kind = "als Begründung" if remark.is_reason else "als Kommentar"
        yield f"{remark.label}, Kommentar von {remark.author} ({kind}): {remark.text}"


def _hand_in(database: Database, conference_id: str, reading: Reading, as_person: str, reason: str) -> bool:
    """Hand in what has somebody to bear it; whether anything was left out."""
    with database.read() as session:
        bearers = queries.word_files.list_bearers(session, conference_id)
        actor = queries.word_files.find_actor(session, conference_id, as_person)
    if actor is None and as_person:
        raise NotFoundError("„%(name)s“ ist hier nicht angemeldet, oder mehrere heißen so.", name=as_person)
    if actor is None:
        raise NotFoundError("Es gibt hier noch niemanden, der organisiert.")
    wanted: list[Wanted] = []
    left: list[Proposal] = []
    for number, proposal in enumerate(reading.proposals):
        bearer = find_bearer(proposal.authors[0], bearers) if proposal.authors else None
        if bearer is None and not as_person:
            left.append(proposal)
            continue
        key = "" if as_person or bearer is None else bearer.key
        wanted.append(
            Wanted(
                number,
                proposal,
                reason=proposal.reason or reason,
                proposer_id=key.removeprefix(PERSON) if key.startswith(PERSON) else "",
                organisation_id=key.removeprefix(ORGANISATION) if key.startswith(ORGANISATION) else "",
            )
        )
    said = [Said(r.demand_id, f"{r.author}: {r.text}") for r in reading.remarks if not r.is_reason]
    handed = None
    if wanted or said:
        with database.write() as work:
            handed = services.word_files.hand_in(work, conference_id, wanted, said=said, actor=actor)
    _report(handed, left)
    return bool(left)


def _report(handed: services.word_files.HandedIn | None, left: Sequence[Proposal]) -> None:
    if handed is not None:
        click.echo(
            f"{len(handed.amendment_ids)} Anträge eingereicht, {len(handed.known_ids)} gab es schon, "
            f"{len(handed.comment_ids)} Kommentare",
            err=True,
        )
    for each in left:
        who = ", ".join(each.authors) or "ohne Namen"
        click.echo(f"Nicht eingereicht ({who} ist hier nicht eindeutig bekannt): {each.headline}", err=True)
