"""The check of the lines the paper bears besides its text: each change as the journal has it, the last one in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import JournalEntry, Paper, PaperChange
from drafting.models.journal import digest
from drafting.rules.paper_details import DETAIL_LABELS, Detail


def check_details(session: Session, conference_id: str, entries: Sequence[JournalEntry]) -> Iterator[str]:
    """Say what of the lines is otherwise than the journal's entries."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        return
    changes = session.scalars(
        select(PaperChange).where(PaperChange.paper_id == paper.id).order_by(PaperChange.journal_number)
    ).all()
    known = sorted((each.journal_number, each.detail, digest(each.before), digest(each.after)) for each in changes)
    said = sorted(
        (entry.number, *line)
        for entry in entries
        if entry.action == "paper.details_changed" and entry.data["paper"] == paper.id
        for line in entry.data["details"]
    )
    if known != said:
        yield "Angaben zum Papier: Ihre Änderungen stehen anders im Journal."
    last = {each.detail: each.after for each in changes}
    for detail in Detail:
        if last.get(detail, paper.details.get(detail)) != paper.details.get(detail):
            yield f"Angaben zum Papier: „{DETAIL_LABELS[detail]}“ ist anders als zuletzt im Journal."
