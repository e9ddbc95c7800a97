"""Questions: what polls are about, whether it is one amendment or a whole list of undisputed ones."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, exists, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from drafting.models import Amendment, ConsentItem, Poll
from drafting.rules.lifecycle import PollState
from drafting.rules.voting import Verdict


def is_about(*, demands: Collection[str] = (), amendments: Collection[str] | Select[str] = ()) -> ColumnElement[bool]:
    """The condition that a poll is about one of these demands or amendments, alone or with others."""
    listed = exists().where(
        ConsentItem.list_id == Poll.consent_list_id,
        ConsentItem.pulled_at.is_(None),
        Amendment.id == ConsentItem.amendment_id,
        Amendment.demand_id.in_(demands) | Amendment.id.in_(amendments),
    )
    return Poll.demand_id.in_(demands) | Poll.amendment_id.in_(amendments) | listed


def find_running_polls(session: Session, demand_ids: Collection[str]) -> dict[str, str]:
    """By demand: the poll open about it."""
    alone = select(Poll.demand_id, Poll.id).where(Poll.state == PollState.OPEN, Poll.demand_id.in_(demand_ids))
    together = (
        select(Amendment.demand_id, Poll.id)
        .join(ConsentItem, ConsentItem.amendment_id == Amendment.id)
        .join(Poll, Poll.consent_list_id == ConsentItem.list_id)
        .where(Poll.state == PollState.OPEN, ConsentItem.pulled_at.is_(None), Amendment.demand_id.in_(demand_ids))
    )
    return {str(demand_id): poll_id for demand_id, poll_id in session.execute(union_all(alone, together))}


def list_joint_polls(session: Session, amendment_ids: Collection[str]) -> dict[str, Poll]:
    """By amendment: the running or successful poll in which it was one of several."""
    rows = session.execute(
        select(ConsentItem.amendment_id, Poll)
        .join(Poll, Poll.consent_list_id == ConsentItem.list_id)
        .where(
            ConsentItem.amendment_id.in_(amendment_ids),
            ConsentItem.pulled_at.is_(None),
            (Poll.state == PollState.OPEN) | (Poll.verdict == Verdict.ADOPTED),
        )
        .order_by(Poll.number)
    )
    return dict(rows.all())
