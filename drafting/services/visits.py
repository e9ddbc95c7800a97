"""Visits: noting that somebody is reading the paper; in no journal, as it is nobody's decision."""

from __future__ import annotations

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.models import Person, Visit, now
from drafting.queries.visits import look_at


def note(work: UnitOfWork, person_id: str) -> None:
    """Note a person's reading; a long pause begins a new visit, and less than a minute is nothing new."""
    # Two pages opened at once take turns, or both would write the first visit.
    if work.session.scalar(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)) is None:
        return
    moment = now()
    visit = work.session.get(Visit, person_id, populate_existing=True)
    state = look_at(visit, moment)
    if visit is None:
        work.session.add(Visit(person_id=person_id, seen_at=moment))
    elif state.is_due:
        visit.previous_at, visit.seen_at = state.last_at, moment
