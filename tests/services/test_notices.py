"""Notices: who is told what, once, in the transaction in which it happens."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from drafting import services
from drafting.database import UnitOfWork
from drafting.events import Event, NoticesChanged
from drafting.models import Notice
from drafting.rules.notices import NoticeKind
from drafting.services.notices import News
from tests.make import Hall


def told(hall: Hall, person_id: str) -> list[str]:
    """The kinds of a person's notices, in order."""
    with hall.database.read() as session:
        return list(
            session.scalars(
                select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.created_at, Notice.kind)
            )
        )


def test_whoever_did_it_is_not_told_and_nobody_twice_of_one_act(hall: Hall, events: list[Event]) -> None:
    amendment_id = hall.propose("alle", "viele")
    events.clear()

    with hall.database.write() as work:
        for _ in range(2):
            services.notices.tell(
                work,
                [hall.ada, hall.ben, hall.ben],
                NoticeKind.COMMENTED,
                amendment_id=amendment_id,
                apart_from=hall.ada,
            )

    assert (told(hall, hall.ada), told(hall, hall.ben)) == ([], ["commented"])
    assert events == [NoticesChanged(conference_id=hall.id, person_id=hall.ben)]


def test_a_refused_act_tells_nobody(hall: Hall, events: list[Event]) -> None:
    def change_and_fail(work: UnitOfWork) -> None:
        services.notices.tell(work, [hall.ben], NoticeKind.DEMAND_CHANGED, demand_id=hall.first)
        raise RuntimeError

    with pytest.raises(RuntimeError), hall.database.write() as work:
        change_and_fail(work)

    assert told(hall, hall.ben) == []
    assert not [each for each in events if isinstance(each, NoticesChanged)]


def test_many_notices_take_a_fixed_number_of_statements(hall: Hall) -> None:
    amendments = [hall.propose("alle", f"etwa {number}") for number in range(3)]
    statements: list[str] = []
    event.listen(hall.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    with hall.database.write() as work:
        statements.clear()
        services.notices.tell_all(
            work,
            [News(hall.ben, NoticeKind.CARRIED, hall.first, amendments[number % 3]) for number in range(3)]
            + [News(hall.cem, NoticeKind.COMMENTED, hall.first, each) for each in amendments],
        )
        count = len([each for each in statements if not each.startswith("BEGIN")])

    assert count == 3  # the people, what gives way, the notices
    assert len(told(hall, hall.ben)) == len(told(hall, hall.cem)) == 3


def test_only_the_latest_carrying_over_is_left_unread(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    for _ in range(3):
        with hall.database.write() as work:
            services.notices.tell(work, [hall.ada], NoticeKind.CARRIED, amendment_id=amendment_id)
    assert told(hall, hall.ada) == ["carried"]

    with hall.database.write() as work:
        services.notices.mark_read(work, actor=hall.ada)
    with hall.database.write() as work:
        services.notices.tell(work, [hall.ada], NoticeKind.CARRIED, amendment_id=amendment_id)
    assert told(hall, hall.ada) == ["carried", "carried"]


def test_reading_is_said_once_and_only_ones_own_counts(hall: Hall, events: list[Event]) -> None:
    with hall.database.write() as work:
        services.notices.tell(work, [hall.ada, hall.ben], NoticeKind.DEMAND_CHANGED, demand_id=hall.first)
    with hall.database.read() as session:
        theirs = session.scalars(select(Notice.id).where(Notice.person_id == hall.ben)).all()
    events.clear()

    for _ in range(2):
        with hall.database.write() as work:
            services.notices.mark_read(work, theirs, actor=hall.ada)
            services.notices.mark_read(work, actor=hall.ada)

    assert events == [NoticesChanged(conference_id=hall.id, person_id=hall.ada)]
    with hall.database.read() as session:
        assert session.get_one(Notice, theirs[0]).read_at is None
