"""Lists of undisputed amendments in short: what still goes along, which are due, open or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, AmendmentRevision, ConsentItem, ConsentList, Panel, Poll, now
from drafting.rules.lifecycle import CONSENT_STATE_LABELS, AmendmentState, ConsentState, Fit, PollState


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A list in short: how many are on it, and until when."""

    id: str
    title: str
    state: str
    state_label: str
    electorate: str
    count: int
    closes_at: datetime | None
    poll_id: str


def list_ready(session: Session, list_id: str) -> list[str]:
    """The amendments that go along: not pulled out, open, fitting the present text, and worded as they were listed."""
    rewritten = exists().where(
        AmendmentRevision.amendment_id == Amendment.id,
        AmendmentRevision.cause.in_(["revised", "adapted", "by_hand"]),
        AmendmentRevision.created_at > ConsentList.created_at,
    )
    return list(
        session.scalars(
            select(Amendment.id)
            .join(ConsentItem, ConsentItem.amendment_id == Amendment.id)
            .join(ConsentList, ConsentList.id == ConsentItem.list_id)
            .where(
                ConsentItem.list_id == list_id,
                ConsentItem.pulled_at.is_(None),
                Amendment.state == AmendmentState.OPEN,
                Amendment.needs_answer.is_(False),
                Amendment.fit != Fit.CONFLICT,
                ~rewritten,
            )
        )
    )


def list_due(session: Session) -> list[str]:
    """The lists whose period is over and that have not taken effect, of all conferences."""
    return list(
        session.scalars(
            select(ConsentList.id)
            .where(ConsentList.state == ConsentState.OPEN, ConsentList.closes_at <= now())
            .order_by(ConsentList.closes_at, ConsentList.id)
        )
    )


def list_lists(session: Session, conference_id: str, *, is_open: bool = True) -> tuple[ConsentRow, ...]:
    """The lists that are open or being voted on, or those that have ended, the latest first."""
    going = ConsentList.state.in_([ConsentState.OPEN, ConsentState.VOTING])
    counts = (
        select(func.count())
        .where(ConsentItem.list_id == ConsentList.id, ConsentItem.pulled_at.is_(None))
        .scalar_subquery()
    )
    running = (
        select(Poll.id)
        .where(Poll.consent_list_id == ConsentList.id, Poll.state == PollState.OPEN)
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(ConsentList, Panel.name, counts, running)
        .outerjoin(Panel, Panel.id == ConsentList.panel_id)
        .where(ConsentList.conference_id == conference_id, going if is_open else ~going)
        .order_by(ConsentList.created_at.desc(), ConsentList.id)
    )
    return tuple(
        ConsentRow(
            id=listed.id,
            title=listed.title,
            state=listed.state,
            state_label=CONSENT_STATE_LABELS[ConsentState(listed.state)],
            electorate=panel or "Plenum",
            count=count or 0,
            closes_at=listed.closes_at,
            poll_id=poll_id or "",
        )
        for listed, panel, count, poll_id in rows
    )


def find_open_list(session: Session, amendment_id: str) -> str:
    """The list an amendment stands on and can be pulled out of; "" for none."""
    return (
        session.scalar(
            select(ConsentList.id)
            .join(ConsentItem, ConsentItem.list_id == ConsentList.id)
            .where(
                ConsentItem.amendment_id == amendment_id,
                ConsentItem.pulled_at.is_(None),
                ConsentList.state == ConsentState.OPEN,
            )
            .limit(1)
        )
        or ""
    )
