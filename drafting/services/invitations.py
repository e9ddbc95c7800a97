"""Invitations: agreeing to propose somebody's amendment too, or declining; both can be changed while it is open."""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, CoProposer, Person, now
from drafting.rules.notices import NoticeKind
from drafting.services import journal, notices
from drafting.services.access import lock_conference

ANSWERS = {True: "amendment.joined", False: "amendment.not_joined"}


def answer(work: UnitOfWork, amendment_id: str, *, agrees: bool, actor: str) -> None:
    """Agree to propose an amendment too, or decline; the same answer twice is harmless."""
    amendment = work.session.get(Amendment, amendment_id)
    if amendment is None or work.session.get(CoProposer, (amendment_id, actor)) is None:
        raise NotFoundError("Zu diesem Antrag sind Sie nicht eingeladen.")
    lock_conference(work, amendment.conference_id)
    work.session.refresh(amendment)
    invitation = work.session.get(CoProposer, (amendment_id, actor), populate_existing=True)
    if invitation is None:
        raise NotFoundError("Zu diesem Antrag sind Sie nicht eingeladen.")
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    if invitation.agreed is agrees:
        return
    invitation.agreed = agrees
    invitation.answered_at = now()
    journal.append(work, amendment.conference_id, ANSWERS[agrees], actor=actor, amendment=amendment.id)
    if agrees:
        notices.tell(
            work,
            [amendment.proposer_id],
            NoticeKind.INVITATION_ACCEPTED,
            demand_id=amendment.demand_id,
            amendment_id=amendment.id,
            detail=work.session.get_one(Person, actor).label,
            apart_from=actor,
        )
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
