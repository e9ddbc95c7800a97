"""Polls: which run, which are prepared, which have ended; the ballot and the result have files of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from drafting.models import Poll, Voter
from drafting.queries import desks
from drafting.queries.asking import JointItem, find_questions
from drafting.queries.ballots import BallotPage, Participation, TimeLeft, get_ballot, get_participation, get_time_left
from drafting.queries.desks import DeskDemand, DeskPage, PollRow
from drafting.queries.people import Viewer
from drafting.queries.poll_numbers import list_hand_counts, list_receipts, list_roll, rank_demands
from drafting.queries.poll_rows import get_question, make_row, make_rows
from drafting.queries.questions import PENDING
from drafting.queries.results import ResultPage, SettledNote, get_result
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import Question as Asked

__all__ = [
    "BallotPage",
    "DeskDemand",
    "DeskPage",
    "JointItem",
    "Participation",
    "PollRow",
    "ResultPage",
    "SettledNote",
    "TimeLeft",
    "find_running",
    "get_ballot",
    "get_desk",
    "get_participation",
    "get_poll",
    "get_result",
    "get_time_left",
    "list_decisions",
    "list_ends",
    "list_hand_counts",
    "list_pending",
    "list_polls",
    "list_receipts",
    "list_roll",
    "list_rolls",
    "rank_demands",
]


def get_poll(session: Session, poll_id: str) -> PollRow:
    """One poll in short, numbers only after closing; raises NotFoundError."""
    return make_row(get_question(session, poll_id))


def find_running(session: Session, conference_id: str, *, person_id: str = "") -> PollRow | None:
    """The open poll, of those ``person_id`` may vote in if given; the one opened last."""
    conditions: list[ColumnElement[bool]] = [Poll.conference_id == conference_id, Poll.state == PollState.OPEN]
    if person_id:
        conditions.append(exists().where(Voter.poll_id == Poll.id, Voter.person_id == person_id))
    found = find_questions(session, conditions)
    return make_row(max(found, key=lambda question: question.poll.number)) if found else None


def list_polls(session: Session, conference_id: str, *, state: str = "") -> tuple[PollRow, ...]:
    """All polls by number; numbers of votes only in those closed."""
    conditions: list[ColumnElement[bool]] = [Poll.conference_id == conference_id]
    if state:
        conditions.append(Poll.state == state)
    return make_rows(find_questions(session, conditions))


def list_rolls(session: Session, person_id: str) -> tuple[str, ...]:
    """The running polls on whose roll somebody stands."""
    statement = (
        select(Poll.id)
        .join(Voter, Voter.poll_id == Poll.id)
        .where(Voter.person_id == person_id, Poll.state == PollState.OPEN)
    )
    return tuple(session.scalars(statement))


def list_decisions(session: Session, conference_id: str) -> tuple[PollRow, ...]:
    """The closed polls and those annulled while open, what ended last first; test votes are none."""
    found = find_questions(
        session,
        [Poll.conference_id == conference_id, Poll.closed_at.is_not(None), Poll.question != Asked.TEST],
    )
    found.sort(key=lambda each: (each.poll.closed_at or each.poll.created_at, each.poll.number), reverse=True)
    rows = make_rows(found)
    people = _count_people(session, [row.id for row in rows if row.is_weighted])
    return tuple(replace(row, people_entitled=people[row.id]) if row.id in people else row for row in rows)


def _count_people(session: Session, poll_ids: list[str]) -> dict[str, int]:
    """How many people may vote in polls whose numbers are those of weighted votes."""
    if not poll_ids:
        return {}
    statement = select(Voter.poll_id, func.count()).where(Voter.poll_id.in_(poll_ids)).group_by(Voter.poll_id)
    return {row[0]: row[1] for row in session.execute(statement)}


def get_desk(session: Session, conference_id: str, *, viewer: Viewer, panel_id: str = "") -> DeskPage:
    """The moderators' desk, of a panel or the whole paper, without the board; the queue is that of its own votes."""
    conditions: list[ColumnElement[bool]] = [
        Poll.conference_id == conference_id,
        Poll.state.in_([PollState.PREPARED, PollState.OPEN]),
    ]
    if panel_id:
        conditions.append((Poll.panel_id == panel_id) | (Poll.state == PollState.OPEN))
    # What has a place in the queue goes first, the others by number.
    found = sorted(find_questions(session, conditions), key=lambda each: (each.poll.rank is None, each.poll.rank or 0))
    rows = make_rows(found)
    return desks.get_desk(
        session,
        conference_id,
        viewer=viewer,
        panel_id=panel_id,
        queue=tuple(row for row in rows if row.state == PollState.PREPARED),
        running=tuple(row for row in rows if row.state == PollState.OPEN),
        pending=list_pending(session, conference_id),
    )


def list_pending(session: Session, conference_id: str) -> tuple[PollRow, ...]:
    """The closed polls whose effect waits to be confirmed."""
    return make_rows(find_questions(session, [Poll.conference_id == conference_id, Poll.effect == PENDING]))


def list_ends(session: Session) -> tuple[tuple[str, datetime], ...]:
    """The running polls of all conferences that end by themselves, with when."""
    running = select(Poll.id, Poll.closes_at).where(Poll.state == PollState.OPEN, Poll.closes_at.is_not(None))
    return tuple((poll_id, closes_at) for poll_id, closes_at in session.execute(running) if closes_at)
