"""Closing: how much would be left undecided if the time were over now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, Panel, Poll, Recommendation
from drafting.queries import panels
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import UNDECIDED, PollState


@dataclass(frozen=True, slots=True)
class RemainingRow:
    """A demand with how many amendments to it are left, or what belongs to none ("")."""

    demand_id: str
    number: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """What closing would end: for a panel, or for the whole conference where ``panel_id`` is "".

    ``waiting`` is what the panel has recommended, which waits for the plenary and is left; ``running`` are the numbers
    of polls to be closed first.
    """

    panel_id: str
    panel_name: str
    rows: tuple[RemainingRow, ...]
    total: int
    waiting: int
    running: tuple[int, ...]
    may_close: bool


def get_closing(session: Session, conference_id: str, *, panel_id: str, viewer: Viewer) -> ClosingPage:
    """What is left; raises NotFoundError for a panel that is not there."""
    panel = session.get(Panel, panel_id) if panel_id else None
    if panel_id and (panel is None or panel.conference_id != conference_id):
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    undecided = [Amendment.conference_id == conference_id, Amendment.state.in_(UNDECIDED)]
    if panel is not None:
        undecided.append(panels.is_of_panel(panel.id))
    published = exists().where(Recommendation.amendment_id == Amendment.id, Recommendation.published_at.is_not(None))
    waiting = 0
    if panel is not None and not panel.decides:
        waiting = session.scalar(select(func.count()).select_from(Amendment).where(*undecided, published)) or 0
        undecided.append(~published)
    rows = session.execute(
        select(Demand, func.count())
        .select_from(Amendment)
        .outerjoin(Demand, Demand.id == Amendment.demand_id)
        .where(*undecided)
        .group_by(Demand.id)
        .order_by(Demand.position)
    ).all()
    return ClosingPage(
        panel_id=panel_id,
        panel_name=panel.name if panel else "",
        rows=tuple(
            RemainingRow(
                demand.id if demand else "", demand.number if demand else "", demand.title if demand else "", count
            )
            for demand, count in sorted(rows, key=lambda row: (row[0] is None, row[0].position if row[0] else 0))
        ),
        total=sum(count for _, count in rows),
        waiting=waiting,
        running=tuple(
            session.scalars(
                select(Poll.number)
                .where(Poll.conference_id == conference_id, Poll.state == PollState.OPEN)
                .order_by(Poll.number)
            )
        ),
        may_close=viewer.may_organize or any(each.id == panel_id and each.moderates for each in viewer.panels),
    )


def count_open(session: Session, conference_id: str) -> int:
    """How many amendments are still undecided in the whole conference."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Amendment)
            .where(Amendment.conference_id == conference_id, Amendment.state.in_(UNDECIDED))
        )
        or 0
    )
