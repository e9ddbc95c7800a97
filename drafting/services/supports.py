"""Support: saying that an amendment should be dealt with, and taking that back."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import AmendmentChanged, SupportChanged
from drafting.models import Amendment, Conference
from drafting.models.amendments import Support
from drafting.rules.lifecycle import AmendmentState, Phase
from drafting.rules.permissions import Role, may_support
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference


def support(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Support somebody else's amendment; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    if amendment.proposer_id == actor:
        raise NotAllowedError("Den eigenen Antrag müssen Sie nicht unterstützen.")
    if work.session.get(Support, (amendment_id, actor)) is None:
        work.session.add(Support(amendment_id=amendment_id, person_id=actor))
        _announce_support(work, amendment)
        if amendment.state == AmendmentState.SUBMITTED:
            open_supported(work, lock_conference(work, amendment.conference_id), actor=actor)


def unsupport(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Take one's support back; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    work.session.execute(delete(Support).where(Support.amendment_id == amendment_id, Support.person_id == actor))
    _announce_support(work, amendment)


def open_supported(work: UnitOfWork, conference: Conference, *, actor: str) -> None:
    """Open every amendment that has waited for supporters and has enough now; the caller holds the lock.

    Losing supporters later changes nothing.
    """
    work.session.flush()
    enough = (
        select(Amendment)
        .outerjoin(Support, Support.amendment_id == Amendment.id)
        .where(Amendment.conference_id == conference.id, Amendment.state == AmendmentState.SUBMITTED)
        .group_by(Amendment.id)
        .having(func.count(Support.person_id) >= conference.minimum_supporters)
        .order_by(Amendment.number)
    )
    for amendment in work.session.scalars(enough).all():
        amendment.state = AmendmentState.OPEN
        journal.append(work, conference.id, "amendment.opened", actor=actor, amendment=amendment.id)
        work.publish(
            AmendmentChanged(
                conference_id=conference.id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
            )
        )


def count_lacking(work: UnitOfWork, amendment: Amendment) -> int:
    """How many supporters an amendment still needs before it is dealt with; 0 for one that is open."""
    if amendment.state != AmendmentState.SUBMITTED:
        return 0
    minimum = work.session.get_one(Conference, amendment.conference_id).minimum_supporters
    count = work.session.scalar(select(func.count()).where(Support.amendment_id == amendment.id)) or 0
    return max(minimum - count, 1)


def _supportable(work: UnitOfWork, amendment_id: str, actor: str) -> Amendment:
    amendment = work.session.get(Amendment, amendment_id)
    if amendment is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    person = find_actor(work, amendment.conference_id, actor)
    phase = Phase(work.session.get_one(Conference, amendment.conference_id).phase)
    if person is None or not may_support(Role(person.role), phase):
        raise NotAllowedError("Zurzeit können Sie keine Anträge unterstützen.")
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    return amendment


def _announce_support(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        SupportChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
