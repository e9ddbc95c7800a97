"""Turnouts: how many have not voted yet in a running poll, how many of them cannot be reached; never who, or how."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from drafting.models import Ballot, HandCount, Person, Poll, Voter
from drafting.queries.ballots import get_participation
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import Role, is_member

_VOTING_ROLES = [role for role in Role if is_member(role)]


@dataclass(frozen=True, slots=True)
class Turnout:
    """What moderators see before they close: ``missing`` have not voted on their device, ``offline`` of them are not
    connected. ``present`` are all in the room who may vote, whether or not in this poll; ``awaits_second`` says that a
    count by hand waits to be confirmed.
    """

    poll_id: str
    state: str
    cast: int
    entitled: int
    missing: int
    offline: int
    by_hand: int
    counted_by_hand: int
    awaits_second: bool
    present: int
    closes_at: datetime | None
    time_limit: int | None
    is_time_over: bool


def get_turnout(session: Session, poll_id: str, *, connected: Set[str]) -> Turnout:
    """How a running poll stands; raises NotFoundError."""
    participation = get_participation(session, poll_id)
    poll = session.get_one(Poll, poll_id)
    has_cast = exists().where(Ballot.poll_id == Voter.poll_id, Ballot.person_id == Voter.person_id)
    missing = session.scalars(
        select(Voter.person_id).where(
            Voter.poll_id == poll_id, Voter.by_hand.is_(False), Voter.has_voted.is_(False), ~has_cast
        )
    ).all()
    waiting = select(HandCount.id).where(HandCount.poll_id == poll_id, HandCount.confirmed_at.is_(None)).limit(1)
    return Turnout(
        poll_id=poll_id,
        state=poll.state,
        cast=participation.cast,
        entitled=participation.entitled,
        missing=len(missing),
        offline=sum(person_id not in connected for person_id in missing),
        by_hand=participation.by_hand,
        counted_by_hand=participation.counted_by_hand,
        awaits_second=session.scalar(waiting) is not None,
        present=len(list_present(session, poll.conference_id)),
        closes_at=poll.closes_at,
        time_limit=poll.time_limit,
        is_time_over=poll.is_time_over and poll.state == PollState.OPEN,
    )


def list_present(session: Session, conference_id: str) -> tuple[str, ...]:
    """Who is present and has a vote, by id."""
    statement = select(Person.id).where(
        Person.conference_id == conference_id, Person.present_since.is_not(None), Person.role.in_(_VOTING_ROLES)
    )
    return tuple(session.scalars(statement))
