"""Badges: they check in and never sign in; a lost one is blocked when its owner gets another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.models import BlockedBadge, Person
from drafting.models.people import new_badge
from drafting.rules.codes import read_badge
from drafting.rules.permissions import may_moderate, may_organize
from drafting.services import journal, people
from drafting.services.access import lock_conference, require_role


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who was checked in; ``since`` is when they had come already, None for somebody who has just come."""

    person_id: str
    since: datetime | None


def check_in(work: UnitOfWork, conference_id: str, scanned: str, *, actor: str) -> Arrival:
    """Note presence by a badge as a scanner typed it; one who is there already stays so.

    Raises NotFoundError for what is no badge of this conference, ClosedError for one that is blocked.
    """
    require_role(work, conference_id, actor, may_moderate)
    codes = read_badge(scanned.strip())
    person = work.session.scalars(
        select(Person).where(Person.conference_id == conference_id, Person.badge.in_(codes))
    ).first()
    if person is None:
        raise _explain(work, conference_id, codes)
    since = person.present_since
    people.check_in(work, person.id, actor=actor)
    return Arrival(person.id, since)


def _explain(work: UnitOfWork, conference_id: str, codes: tuple[str, ...]) -> NotFoundError | ClosedError:
    owner = work.session.scalars(
        select(Person)
        .join(BlockedBadge, BlockedBadge.person_id == Person.id)
        .where(Person.conference_id == conference_id, BlockedBadge.badge.in_(codes))
    ).first()
    if owner is None:
        return NotFoundError("Dieses Namensschild ist nicht bekannt.")
    return ClosedError("Dieses Namensschild ist gesperrt: %(name)s hat ein neues.", name=owner.name)


def replace(work: UnitOfWork, conference_id: str, person_id: str, *, actor: str) -> None:
    """Block somebody's badge, which was lost, and give them another; nobody's presence changes."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    person = work.session.get(Person, person_id)
    if person is None or person.conference_id != conference_id:
        raise NotFoundError("Diese Person gibt es nicht.")
    work.session.add(BlockedBadge(badge=person.badge, person_id=person_id))
    person.badge = new_badge()
    journal.append(work, conference_id, "badge.replaced", actor=actor, person=person_id)
