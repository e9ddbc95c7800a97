"""Support: saying that an amendment should be dealt with, and taking that back."""

from __future__ import annotations

from sqlalchemy import delete

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import SupportChanged
from drafting.models import Amendment, Conference
from drafting.models.amendments import Support
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_support
from drafting.services.access import find_actor


def support(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Support somebody else's amendment; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    if amendment.proposer_id == actor:
        raise NotAllowedError("Den eigenen Antrag müssen Sie nicht unterstützen.")
    if work.session.get(Support, (amendment_id, actor)) is None:
        work.session.add(Support(amendment_id=amendment_id, person_id=actor))
        _announce_support(work, amendment)


def unsupport(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Take one's support back; doing it twice is harmless."""
    amendment = _supportable(work, amendment_id, actor)
    work.session.execute(delete(Support).where(Support.amendment_id == amendment_id, Support.person_id == actor))
    _announce_support(work, amendment)


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
