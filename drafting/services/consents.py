"""Joint decisions („gemeinsam abstimmen“): lists of undisputed amendments, adopted after a period or by one vote.

Whoever may vote pulls out what they want treated by itself. What collides meanwhile, is reworded or decided otherwise
does not go along and stays as it is. The vote itself is a poll like any other (``services.polls.open_list``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import ConsentChanged
from drafting.models import (
    Amendment,
    Conference,
    ConsentItem,
    ConsentList,
    Membership,
    Panel,
    Poll,
    now,
)
from drafting.queries.consents import list_ready
from drafting.rules.lifecycle import Advice, AmendmentState, ConsentState, Phase, takes_decisions
from drafting.rules.permissions import Role, may_organize
from drafting.rules.voting import Verdict
from drafting.services import agreements, journal, merges, recommendations, wordings
from drafting.services.access import SYSTEM, find_actor, lock_conference
from drafting.services.undisputed import is_voted_on, read_items, refuse_conflicts


def draw_up(
    work: UnitOfWork,
    conference_id: str,
    amendment_ids: Sequence[str],
    *,
    actor: str,
    panel_id: str | None = None,
    title: str = "",
    closes_at: datetime | None = None,
) -> str:
    """Put undisputed amendments on a list, of a panel or the plenary; returns its id.

    With ``closes_at`` it takes effect then by itself, without it waits for a vote.
    """
    conference = lock_conference(work, conference_id)
    listed = ConsentList(
        conference_id=conference_id, panel_id=panel_id, title=title.strip(), closes_at=closes_at, created_by=actor
    )
    require_moderator(work, listed, actor=actor)
    if not takes_decisions(Phase(conference.phase)):
        raise ClosedError("In dieser Phase der Konferenz wird nicht entschieden.")
    if closes_at is not None and closes_at <= now():
        raise InvalidInputError("Die Frist muss in der Zukunft liegen.", field="frist")
    found = read_items(work, listed, amendment_ids)
    refuse_conflicts(work, found)
    work.session.add(listed)
    work.session.flush()
    work.session.add_all(ConsentItem(list_id=listed.id, amendment_id=amendment.id) for amendment in found)
    journal.append(
        work,
        conference_id,
        "consent.listed",
        actor=actor,
        list=listed.id,
        panel=panel_id,
        amendments=[amendment.id for amendment in found],
        closes_at=closes_at.isoformat() if closes_at else None,
    )
    announce(work, listed)
    return listed.id


def drop(work: UnitOfWork, list_id: str, *, actor: str) -> None:
    """Give a list up: nothing on it is decided by it."""
    listed = get_list(work, list_id)
    require_moderator(work, listed, actor=actor)
    if listed.state == ConsentState.DROPPED:
        return
    if listed.state == ConsentState.VOTING:
        raise ClosedError("Darüber wird gerade abgestimmt. Bitte warten Sie das Ergebnis ab.")
    require_open(listed)
    _end(work, listed, ConsentState.DROPPED, actor=actor)


def adopt_due(work: UnitOfWork, list_id: str) -> bool:
    """Let a list take effect whose period is over; tell whether it did so now. Harmless as often as one likes.

    While a vote runs on one of its demands it waits; where nothing is decided any more it is given up.
    """
    listed = get_list(work, list_id)
    if listed.state != ConsentState.OPEN or listed.closes_at is None or listed.closes_at > now():
        return False
    phase = Phase(work.session.get_one(Conference, listed.conference_id).phase)
    ready = _list_ready(work, listed)
    if not ready or not takes_decisions(phase):
        _end(work, listed, ConsentState.DROPPED, actor=SYSTEM)
        return False
    if is_voted_on(work, ready):
        return False
    panel = work.session.get(Panel, listed.panel_id) if listed.panel_id else None
    recommends = panel is not None and not panel.decides
    _adopt(work, listed, ready, AmendmentState.TAKEN_OVER, recommends=recommends, actor=SYSTEM)
    return True


def begin_vote(work: UnitOfWork, poll: Poll) -> list[list[str]]:
    """Close a list for its vote: what is on it now is voted on; returns each amendment with its wording."""
    listed = get_list(work, poll.consent_list_id or "")
    require_open(listed)
    ready = _list_ready(work, listed)
    if not ready:
        raise ClosedError("Auf dieser Liste steht nichts mehr, worüber gemeinsam abgestimmt werden kann.")
    if is_voted_on(work, ready):
        raise ClosedError("Zu einer dieser Forderungen läuft gerade eine Abstimmung. Bitte schließen Sie sie zuerst.")
    work.session.execute(
        update(ConsentItem)
        .where(
            ConsentItem.list_id == listed.id,
            ConsentItem.pulled_at.is_(None),
            ConsentItem.amendment_id.not_in([amendment.id for amendment in ready]),
        )
        .values(pulled_at=now())
    )
    # A deadline must not decide what a vote is to decide.
    listed.state, listed.closes_at = ConsentState.VOTING, None
    announce(work, listed)
    return [[amendment.id, wordings.get_revision(work, amendment).id] for amendment in ready]


def end_vote(work: UnitOfWork, poll: Poll, verdict: Verdict, *, actor: str) -> None:
    """Adopt all that was voted on, or leave all of it open; a vote that was not valid leaves the list as it was."""
    listed = get_list(work, poll.consent_list_id or "")
    if verdict is Verdict.INVALID:
        break_off_vote(work, poll)
    elif verdict is Verdict.ADOPTED:
        ready = _list_ready(work, listed)
        _adopt(
            work,
            listed,
            ready,
            AmendmentState.ADOPTED,
            recommends=poll.recommends,
            actor=actor,
            poll_id=poll.id,
        )
    else:
        _end(work, listed, ConsentState.REJECTED, actor=actor, poll=poll.id)


def break_off_vote(work: UnitOfWork, poll: Poll) -> None:
    """Open the list of a vote again that decides nothing; another vote may follow."""
    if poll.consent_list_id is not None:
        listed = get_list(work, poll.consent_list_id)
        listed.state = ConsentState.OPEN
        announce(work, listed)


def get_list(work: UnitOfWork, list_id: str) -> ConsentList:
    """A list nobody else changes meanwhile, under its conference's lock; raises NotFoundError."""
    conference_id = work.session.scalar(select(ConsentList.conference_id).where(ConsentList.id == list_id))
    if conference_id is None:
        raise NotFoundError("Diese Liste gibt es nicht.")
    lock_conference(work, conference_id)
    return work.session.get_one(ConsentList, list_id, populate_existing=True)


def require_moderator(work: UnitOfWork, listed: ConsentList, *, actor: str) -> None:
    """Raise NotAllowedError for those who neither organize nor moderate: a panel's list is its own moderators'."""
    person = find_actor(work, listed.conference_id, actor)
    if person is None or may_organize(Role(person.role)):
        return
    if Role(person.role) is not Role.MODERATOR:
        raise NotAllowedError
    if listed.panel_id is not None:
        membership = work.session.get(Membership, (actor, listed.panel_id))
        if membership is None or not membership.moderates:
            raise NotAllowedError("Das kann nur die Moderation dieser Arbeitsgruppe.")


def require_open(listed: ConsentList) -> None:
    """Raise ClosedError when nothing can be pulled out any more."""
    if listed.state == ConsentState.VOTING:
        raise ClosedError("Darüber wird gerade abgestimmt.")
    if listed.state != ConsentState.OPEN or (listed.closes_at is not None and listed.closes_at <= now()):
        raise ClosedError("Diese Liste ist abgeschlossen.")


def _list_ready(work: UnitOfWork, listed: ConsentList) -> list[Amendment]:
    """What still goes along, as it is at this moment."""
    work.session.flush()
    ids = list_ready(work.session, listed.id)
    found = work.session.scalars(
        select(Amendment)
        .where(Amendment.id.in_(ids))
        .order_by(Amendment.number)
        .execution_options(populate_existing=True)
    ).all()
    return [amendment for amendment in found if agreements.is_agreed(work, amendment)]


def _adopt(
    work: UnitOfWork,
    listed: ConsentList,
    ready: Sequence[Amendment],
    state: AmendmentState,
    *,
    recommends: bool,
    actor: str,
    poll_id: str | None = None,
) -> None:
    """Adopt what is ready together; a panel that does not decide recommends it instead."""
    ids = [amendment.id for amendment in ready]
    left_out: Sequence[str] = ()
    if recommends and listed.panel_id:
        for amendment in ready:
            recommendations.record_panel(
                work, amendment, Advice.ADOPT, panel_id=listed.panel_id, poll_id=poll_id, actor=actor
            )
    else:
        left_out = merges.adopt_together(work, ids, state=state, actor=actor, poll_id=poll_id).left_out
    _end(work, listed, ConsentState.ADOPTED, actor=actor, poll=poll_id, amendments=ids, left_out=list(left_out))


def _end(work: UnitOfWork, listed: ConsentList, state: ConsentState, *, actor: str, **data: object) -> None:
    listed.state = state
    listed.ended_at = now()
    journal.append(work, listed.conference_id, f"consent.{state}", actor=actor, list=listed.id, **data)
    announce(work, listed)


def announce(work: UnitOfWork, listed: ConsentList) -> None:
    """Say that a list has changed."""
    work.publish(ConsentChanged(conference_id=listed.conference_id, list_id=listed.id))
