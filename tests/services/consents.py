"""Joint decisions as tests draw them up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from drafting import queries, services
from drafting.models import (
    Amendment,
    ConsentItem,
    ConsentList,
    JournalEntry,
    Panel,
    Section,
    now,
)
from tests.make import Hall


def get(hall: Hall, list_id: str) -> ConsentList:
    with hall.database.read() as session:
        return session.get_one(ConsentList, list_id)


def states(hall: Hall, *amendment_ids: str) -> list[str]:
    with hall.database.read() as session:
        return [session.get_one(Amendment, each).state for each in amendment_ids]


def is_out(hall: Hall, list_id: str, amendment_id: str) -> bool:
    with hall.database.read() as session:
        return session.get_one(ConsentItem, (list_id, amendment_id)).pulled_at is not None


def actions(hall: Hall) -> list[str]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry.action).order_by(JournalEntry.number)))


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def draw_up(hall: Hall, *amendment_ids: str, by: str = "", panel: str | None = None, hours: float | None = None) -> str:
    with hall.database.write() as work:
        return services.consents.draw_up(
            work,
            hall.id,
            amendment_ids,
            actor=by or hall.moderator,
            panel_id=panel,
            closes_at=now() + timedelta(hours=hours) if hours else None,
        )


def pull(hall: Hall, list_id: str, amendment_id: str, *, by: str, back: bool = False) -> None:
    with hall.database.write() as work:
        act = services.pulls.put_back if back else services.pulls.pull
        act(work, list_id, amendment_id, actor=by)


def pass_deadline(hall: Hall, list_id: str) -> None:
    with hall.database.write() as work:
        work.session.execute(
            update(ConsentList).where(ConsentList.id == list_id).values(closes_at=now() - timedelta(seconds=1))
        )


def adopt_due(hall: Hall, list_id: str) -> bool:
    with hall.database.write() as work:
        return services.consents.adopt_due(work, list_id)


def open_vote(hall: Hall, list_id: str) -> str:
    with hall.database.write() as work:
        return services.polls.open_list(work, list_id, actor=hall.moderator)


def give_panel_the_first_section(hall: Hall, *, decides: bool) -> None:
    with hall.database.write() as work:
        section = work.session.scalars(select(Section).where(Section.heading == "Recht")).one()
        section.panel_id = hall.panel
        work.session.get_one(Panel, hall.panel).decides = decides
