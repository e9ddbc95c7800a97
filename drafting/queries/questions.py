"""Questions: what polls are about, whether it is one amendment, several, or a whole list of undisputed ones."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, exists, literal, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from drafting.models import Amendment, ConsentItem, Poll, PollItem, PollOption
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import Question
from drafting.rules.voting import Verdict

# What stands in a poll's ``effect`` between its verdict and the confirmation.
PENDING = "pending"
# Every amendment that is one of several in a poll, with its place there.
NAMED = union_all(
    select(Poll.id.label("poll_id"), ConsentItem.amendment_id.label("amendment_id"), literal(0).label("position"))
    .join(ConsentItem, ConsentItem.list_id == Poll.consent_list_id)
    .where(ConsentItem.pulled_at.is_(None)),
    select(PollItem.poll_id, PollItem.amendment_id, PollItem.position),
    select(PollOption.poll_id, PollOption.amendment_id, PollOption.key).where(PollOption.amendment_id.is_not(None)),
).subquery()


def is_about(*, demands: Collection[str] = (), amendments: Collection[str] | Select[str] = ()) -> ColumnElement[bool]:
    """The condition that a poll is about one of these demands or amendments, alone or with others."""
    listed = exists().where(
        ConsentItem.list_id == Poll.consent_list_id,
        ConsentItem.pulled_at.is_(None),
        Amendment.id == ConsentItem.amendment_id,
        Amendment.demand_id.in_(demands) | Amendment.id.in_(amendments),
    )
    of_these = Amendment.demand_id.in_(demands) | Amendment.id.in_(amendments)
    several = exists().where(PollItem.poll_id == Poll.id, Amendment.id == PollItem.amendment_id, of_these)
    chosen = exists().where(PollOption.poll_id == Poll.id, Amendment.id == PollOption.amendment_id, of_these)
    return Poll.demand_id.in_(demands) | Poll.amendment_id.in_(amendments) | listed | several | chosen


def is_binding() -> ColumnElement[bool]:
    """The condition that a poll holds what it is about: it runs, or its verdict waits to be confirmed."""
    return (Poll.state == PollState.OPEN) | (Poll.effect == PENDING)


def find_running_polls(session: Session, demand_ids: Collection[str]) -> dict[str, str]:
    """By demand: the poll that holds it, alone or with others."""
    alone = select(Poll.demand_id, Poll.id).where(is_binding(), Poll.demand_id.in_(demand_ids))
    several = (
        select(Amendment.demand_id, Poll.id)
        .join(NAMED, NAMED.c.amendment_id == Amendment.id)
        .join(Poll, Poll.id == NAMED.c.poll_id)
        .where(is_binding(), Amendment.demand_id.in_(demand_ids))
    )
    return {str(demand_id): poll_id for demand_id, poll_id in session.execute(union_all(alone, several))}


def list_joint_polls(session: Session, amendment_ids: Collection[str]) -> dict[str, Poll]:
    """By amendment: the running or successful poll in which it was one of several, and whose question was its fate."""
    rows = session.execute(
        select(NAMED.c.amendment_id, Poll)
        .join(Poll, Poll.id == NAMED.c.poll_id)
        .where(
            NAMED.c.amendment_id.in_(amendment_ids),
            Poll.question != Question.PROCEDURE,
            is_binding() | (Poll.verdict == Verdict.ADOPTED),
        )
        .order_by(Poll.number)
    )
    return dict(rows.all())
