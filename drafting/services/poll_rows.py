"""The row of a poll: locked before anything of it is changed, its steps checked, its acts recorded."""

from __future__ import annotations

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.models import Membership, Panel, Poll, PollOption
from drafting.rules.deciding import Answer, Decided, decide_question
from drafting.rules.lifecycle import PollState, may_poll_become
from drafting.rules.permissions import Role, may_moderate, may_organize
from drafting.rules.questions import Question
from drafting.rules.voting import Rule
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference, require_role

STEP_SENTENCES = {
    PollState.PREPARED: "Diese Abstimmung ist noch nicht eröffnet.",
    PollState.OPEN: "Diese Abstimmung läuft schon.",
    PollState.CLOSED: "Diese Abstimmung ist beendet.",
    PollState.ANNULLED: "Diese Abstimmung wurde aufgehoben.",
}


def lock_poll(work: UnitOfWork, poll_id: str) -> Poll:
    """A poll that nobody opens or closes meanwhile; ballots being cast are waited for."""
    conference_id = work.session.scalar(select(Poll.conference_id).where(Poll.id == poll_id))
    if conference_id is None:
        raise NotFoundError("Diese Abstimmung gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.scalars(
        select(Poll).where(Poll.id == poll_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one()


def require_lead(work: UnitOfWork, poll: Poll, *, actor: str) -> None:
    """Raise NotAllowedError unless this person leads the vote: a panel's is for its own moderators and organizers."""
    require_lead_of(work, poll.conference_id, poll.panel_id, actor=actor)


def require_lead_of(work: UnitOfWork, conference_id: str, panel_id: str | None, *, actor: str) -> None:
    """Raise NotAllowedError for those who do not lead the votes of this panel, or, without one, of the plenary."""
    require_role(work, conference_id, actor, may_moderate)
    person = find_actor(work, conference_id, actor)
    if panel_id is None or person is None or may_organize(Role(person.role)):
        return
    membership = work.session.get(Membership, (actor, panel_id))
    if membership is None or not membership.moderates:
        raise NotAllowedError(
            "Das ist eine Abstimmung der Arbeitsgruppe „%(panel)s“. Leiten können sie nur deren Moderation und die "
            "Organisation.",
            panel=work.session.get_one(Panel, panel_id).name,
        )


def require_step(poll: Poll, after: PollState) -> None:
    """Raise ClosedError, saying where the poll stands, unless it may take this step."""
    if not may_poll_become(PollState(poll.state), after):
        raise ClosedError(STEP_SENTENCES[PollState(poll.state)], poll_id=poll.id)


def require_state(poll: Poll, state: PollState) -> None:
    """Raise ClosedError, saying where the poll stands, unless it stands here."""
    if poll.state != state:
        raise ClosedError(STEP_SENTENCES[PollState(poll.state)], poll_id=poll.id)


def list_options(work: UnitOfWork, poll: Poll) -> list[PollOption]:
    """The answers of a poll that has several, in order."""
    return list(work.session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.key)))


def decide_poll(work: UnitOfWork, poll: Poll) -> Decided:
    """What the numbers of a counted poll come to."""
    answers = [
        Answer(option.key, option.label, option.count, keeps=option.amendment_id is None)
        for option in list_options(work, poll)
    ]
    return decide_question(Question(poll.question), Rule(poll.rule), poll.tally, answers=answers, quorum=poll.quorum)


def record(work: UnitOfWork, poll: Poll, action: str, *, actor: str, **data: object) -> None:
    """Record an act on a poll."""
    journal.append(work, poll.conference_id, action, actor=actor, poll=poll.id, **data)


def name_subject(poll: Poll) -> dict[str, str]:
    """What an event says a poll is about."""
    return {
        "conference_id": poll.conference_id,
        "amendment_id": poll.amendment_id or "",
        "demand_id": poll.demand_id or "",
    }
