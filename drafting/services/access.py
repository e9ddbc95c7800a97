"""Who acts, and whether they may; and the one lock under which the acts of a conference take turns."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import NotAllowedError, NotFoundError
from drafting.models import Conference, Person
from drafting.rules.permissions import Role

SYSTEM = "system"


def lock_conference(work: UnitOfWork, conference_id: str) -> Conference:
    """Wait until nobody else decides in this conference; every service but casting a ballot begins with this.

    One lock taken first by all makes deadlocks impossible and keeps the journal a single chain.
    """
    found = work.session.scalar(
        select(Conference)
        .where(Conference.id == conference_id)
        # Not FOR UPDATE: rows pointing at the conference may be added meanwhile.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError("Diese Konferenz gibt es nicht.")
    return found


def find_actor(work: UnitOfWork, conference_id: str, actor: str) -> Person | None:
    """The person acting; None for the system itself. Raises NotAllowedError for strangers to the conference."""
    if actor == SYSTEM:
        return None
    person = work.session.get(Person, actor)
    if person is None or person.conference_id != conference_id:
        raise NotAllowedError
    return person


def require_role(work: UnitOfWork, conference_id: str, actor: str, may: Callable[[Role], bool]) -> None:
    """Raise NotAllowedError unless the person's role allows it; the system may do everything."""
    person = find_actor(work, conference_id, actor)
    if person is not None and not may(Role(person.role)):
        raise NotAllowedError
