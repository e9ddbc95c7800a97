"""The lines the paper bears besides its text: its title, and those with its date and its place."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.events import PaperChanged
from drafting.models import JournalEntry, Paper, PaperChange
from drafting.models.journal import digest
from drafting.rules import remarks
from drafting.rules.lifecycle import Phase
from drafting.rules.paper_details import LONGEST, Detail
from drafting.rules.permissions import may_edit
from drafting.services import journal
from drafting.services.access import lock_conference, require_role


def change(
    work: UnitOfWork,
    conference_id: str,
    lines: Mapping[Detail, str],
    *,
    actor: str,
    known: Mapping[Detail, str] | None = None,
) -> bool:
    """Change lines of the paper as an editor; returns whether any is another now.

    Editions keep theirs. Lines that are not given stay; the same act twice is done once. ``known`` are the lines as the
    editor saw them: what they left as it was stays whatever it is now, and a line that somebody else has changed
    meanwhile is refused by its field.
    """
    require_role(work, conference_id, actor, may_edit)
    conference = lock_conference(work, conference_id)
    paper = work.session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    if conference.phase == Phase.ARCHIVED:
        raise ClosedError("Die Konferenz ist archiviert. Das Papier ändert sich nicht mehr.")
    read = {detail: _read(detail, line) for detail, line in lines.items()}
    if known is not None:
        read = {detail: line for detail, line in read.items() if line != known.get(detail)}
    changed = {detail: line for detail, line in read.items() if line != paper.details.get(detail)}
    for detail in changed:
        if known is not None and known.get(detail) != (current := paper.details.get(detail)):
            raise _refuse_later(detail, current)
    if not changed:
        return False
    number = journal.append(
        work,
        conference_id,
        "paper.details_changed",
        actor=actor,
        paper=paper.id,
        details=[[detail, digest(paper.details.get(detail)), digest(line)] for detail, line in changed.items()],
    )
    at = work.session.get_one(JournalEntry, (conference_id, number)).at
    for detail, line in changed.items():
        work.session.add(
            PaperChange(
                conference_id=conference_id,
                journal_number=number,
                detail=detail,
                paper_id=paper.id,
                before=paper.details.get(detail),
                after=line,
                at=at,
            )
        )
        setattr(paper, detail.value, line)
    work.publish(PaperChanged(conference_id=conference_id, paper_id=paper.id))
    return True


def _refuse_later(detail: Detail, current: str) -> InvalidInputError:
    if current:
        return InvalidInputError(
            "Inzwischen hat jemand anderes hier „%(line)s“ geschrieben. Soll Ihre Eingabe gelten, speichern Sie noch "
            "einmal.",
            field=detail,
            line=current,
        )
    return InvalidInputError(
        "Inzwischen hat jemand anderes diese Zeile gestrichen. Soll Ihre Eingabe gelten, speichern Sie noch einmal.",
        field=detail,
    )


def _read(detail: Detail, line: str) -> str:
    read = remarks.read_line(line, field=detail, longest=LONGEST[detail], required=False)
    if not read and detail is Detail.TITLE:
        raise InvalidInputError("Das Papier braucht einen Titel.", field=detail)
    return read
