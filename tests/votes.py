"""What tests of votes look up: a poll, the journal's entries of an act, whether the record holds."""

from __future__ import annotations

from sqlalchemy import select

from drafting import queries, services
from drafting.models import JournalEntry, Poll
from drafting.services.asking import Terms
from tests.make import Hall


def get(hall: Hall, poll_id: str) -> Poll:
    with hall.database.read() as session:
        return session.get_one(Poll, poll_id)


def entries(hall: Hall, action: str) -> list[dict[str, object]]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry.data).where(JournalEntry.action == action)))


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def prepare(hall: Hall, amendment_id: str, terms: Terms | None = None, *, actor: str = "") -> str:
    with hall.database.write() as work:
        return services.questions.prepare(work, amendment_id, actor=actor or hall.moderator, terms=terms or Terms())
