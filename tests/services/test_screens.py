"""The projector's link: who makes it, that a new one ends the old, and that the journal does not give it away."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import NotAllowedError, NotFoundError
from drafting.models import JournalEntry
from tests.make import Hall
from tests.services.test_amendments import actions
from tests.states import SQLITE


def renew(hall: Hall, actor: str) -> str:
    with hall.database.write() as work:
        return services.screens.renew_link(work, hall.id, actor=actor)


def find(hall: Hall, token: str) -> str:
    with hall.database.read() as session:
        return queries.screens.get_conference_id(session, token)


def test_a_moderator_makes_the_link_and_a_new_one_ends_it(hall: Hall) -> None:
    first = renew(hall, hall.moderator)
    assert find(hall, first) == hall.id
    second = renew(hall, hall.organizer)
    assert find(hall, second) == hall.id
    with pytest.raises(NotFoundError):
        find(hall, first)


@SQLITE
def test_a_link_that_was_taken_away_opens_nothing(hall: Hall) -> None:
    token = renew(hall, hall.moderator)
    with hall.database.write() as work:
        services.screens.end_link(work, hall.id, actor=hall.moderator)
    for tried in (token, ""):
        with pytest.raises(NotFoundError):
            find(hall, tried)


@SQLITE
def test_participants_make_no_link(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        renew(hall, hall.ada)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.screens.end_link(work, hall.id, actor=hall.ada)


@SQLITE
def test_the_journal_tells_of_the_link_and_not_what_it_is(hall: Hall) -> None:
    token = renew(hall, hall.moderator)
    assert actions(hall)[-1] == "screen.link_renewed"
    with hall.database.read() as session:
        entries = session.scalars(select(JournalEntry)).all()
        assert token not in json.dumps([entry.data for entry in entries])
        assert queries.journal.list_entries(session, hall.id)[0].label == "Link des Saalbildschirms erneuert"
        assert queries.journal.verify(session, hall.id).problems == ()
