"""Objecting to an editorial change and taking that back: stored, told, journaled by ids alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from drafting import queries, services
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.events import Event, ObjectionChanged
from drafting.models import DemandVersion, JournalEntry, Notice, Objection, now
from drafting.rules.lifecycle import Phase
from tests.make import Hall


@pytest.fixture
def edited(hall: Hall) -> str:
    """An editorial change; the version's id."""
    version = hall.version(hall.first)
    with hall.database.write() as work:
        return services.demands.edit(
            work,
            hall.first,
            text=version.text.replace("alle", "sämtliche"),
            reason="Schöner.",
            base_version_id=version.id,
            actor=hall.organizer,
        )


def raise_objection(hall: Hall, version_id: str, person: str) -> None:
    with hall.database.write() as work:
        services.objections.raise_objection(work, version_id, actor=person)


def withdraw(hall: Hall, version_id: str, person: str) -> None:
    with hall.database.write() as work:
        services.objections.withdraw_objection(work, version_id, actor=person)


def entries(hall: Hall, action: str) -> list[JournalEntry]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry).where(JournalEntry.action == action)))


def test_an_objection_is_stored_once_told_to_the_editor_and_changes_no_text(
    hall: Hall, edited: str, events: list[Event]
) -> None:
    for _ in range(2):
        raise_objection(hall, edited, hall.ada)

    with hall.database.read() as session:
        assert session.scalars(select(Objection.person_id)).all() == [hall.ada]
        assert session.scalars(select(Notice.person_id).where(Notice.kind == "objected")).all() == [hall.organizer]
        assert queries.journal.verify(session, hall.id).problems == ()
    assert hall.version(hall.first).id == edited
    [entry] = entries(hall, "objection.raised")
    assert (entry.actor, entry.data) == (hall.ada, {"demand": hall.first, "version": edited})
    changed = ObjectionChanged(conference_id=hall.id, demand_id=hall.first, version_id=edited)
    assert events.count(changed) == 1


def test_it_can_be_taken_back(hall: Hall, edited: str) -> None:
    raise_objection(hall, edited, hall.ada)
    for _ in range(2):
        withdraw(hall, edited, hall.ada)

    with hall.database.read() as session:
        assert session.scalars(select(Objection)).all() == []
    assert len(entries(hall, "objection.withdrawn")) == 1


def test_only_members_object_and_only_to_editorial_changes(hall: Hall, edited: str) -> None:
    for person in (hall.observer, hall.organizer, "system"):
        with pytest.raises(NotAllowedError):
            raise_objection(hall, edited, person)
    decided = hall.take_over(hall.propose("Zeit", "Geld"))
    for version_id in (decided, "nichts"):
        with pytest.raises(NotFoundError):
            raise_objection(hall, version_id, hall.ada)


def test_it_ends_with_its_time_with_the_change_and_with_the_conference(hall: Hall, edited: str) -> None:
    with hall.database.write() as work:
        moment = now() - timedelta(hours=24, minutes=1)
        work.session.execute(update(DemandVersion).where(DemandVersion.id == edited).values(created_at=moment))
    with pytest.raises(ClosedError, match="Frist"):
        raise_objection(hall, edited, hall.ada)
    with hall.database.write() as work:
        work.session.execute(update(DemandVersion).where(DemandVersion.id == edited).values(created_at=now()))
        services.undoing.undo(work, edited, reason="Doch nicht.", actor=hall.organizer)
    with pytest.raises(ClosedError, match="zurückgenommen"):
        raise_objection(hall, edited, hall.ada)
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(ClosedError, match="abgeschlossen"):
        raise_objection(hall, edited, hall.ada)
