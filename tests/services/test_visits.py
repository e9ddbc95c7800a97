"""Noting who reads the paper: a long pause begins a new visit, turning pages does not."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import update

from drafting import queries, services
from drafting.models import Visit, now
from drafting.queries.visits import VisitState
from tests.make import Hall
from tests.states import SQLITE


def note(hall: Hall, *, ago: timedelta | None = None) -> VisitState:
    with hall.database.write() as work:
        if ago is not None:
            work.session.execute(update(Visit).where(Visit.person_id == hall.ada).values(seen_at=now() - ago))
            work.session.expire_all()
        services.visits.note(work, hall.ada)
    with hall.database.read() as session:
        return queries.visits.get_visit(session, hall.ada)


def seen(hall: Hall) -> Visit:
    with hall.database.read() as session:
        return session.get_one(Visit, hall.ada)


@SQLITE
def test_the_first_visit_has_none_before_it(hall: Hall) -> None:
    assert note(hall) == VisitState(None, is_due=False)


def test_a_long_pause_begins_a_new_visit_and_remembers_the_one_before(hall: Hall) -> None:
    note(hall)
    state = note(hall, ago=timedelta(minutes=31))

    assert state.last_at is not None
    assert timedelta(minutes=30) < now() - state.last_at < timedelta(minutes=33)
    assert note(hall, ago=timedelta(minutes=29)).last_at == state.last_at


def test_within_a_minute_nothing_is_written(hall: Hall) -> None:
    note(hall)
    before = seen(hall).seen_at
    note(hall)
    assert seen(hall).seen_at == before
    note(hall, ago=timedelta(seconds=61))
    assert seen(hall).seen_at > now() - timedelta(seconds=30)


def test_two_pages_at_once_are_one_visit(hall: Hall) -> None:
    threads = [threading.Thread(target=note, args=(hall,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen(hall).previous_at is None


def test_a_stranger_is_not_noted(hall: Hall) -> None:
    with hall.database.write() as work:
        services.visits.note(work, "niemand")
    with hall.database.read() as session:
        assert session.get(Visit, "niemand") is None
