"""The settings of a conference: who changes them, what is refused, and what the journal keeps."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.models import JournalEntry, now
from tests.make import Hall
from tests.services.test_amendments import actions
from tests.states import SQLITE


def test_settings_are_changed_one_by_one_and_journaled(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.organizer, length_budget=12_000)
    with hall.database.write() as work:
        services.conferences.change_settings(
            work, hall.id, actor=hall.organizer, pull_out_threshold=3, amendments_close_at=now()
        )

    with hall.database.read() as session:
        settings = queries.settings.get_settings(session, hall.id)
        entry = session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert (settings.length_budget, settings.pull_out_threshold, settings.requires_reason) == (12_000, 3, True)
    assert entry
    assert (entry.action, entry.data["length_budget"]) == ("conference.settings_changed", 12_000)


def test_zero_lifts_a_limit_and_the_deadline_can_be_lifted(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(
            work, hall.id, actor=hall.organizer, length_budget=9, amendments_per_person=2, amendments_close_at=now()
        )
        services.conferences.change_settings(
            work, hall.id, actor=hall.organizer, length_budget=0, amendments_per_person=0, has_deadline=False
        )

    with hall.database.read() as session:
        settings = queries.settings.get_settings(session, hall.id)
    assert (settings.length_budget, settings.amendments_per_person, settings.amendments_close_at) == (0, 0, None)


@SQLITE
def test_saving_what_is_set_already_is_no_act(hall: Hall) -> None:
    before = actions(hall)

    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.organizer, requires_reason=True)

    assert actions(hall) == before


@SQLITE
@pytest.mark.parametrize("settings", [{"pull_out_threshold": 0}, {"minimum_supporters": -1}, {"length_budget": 10**9}])
def test_a_number_that_makes_no_sense_is_refused_at_its_field(hall: Hall, settings: dict[str, int]) -> None:
    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.organizer, **settings)  # type: ignore[arg-type]

    assert refused.value.field == next(iter(settings))


@SQLITE
def test_only_organizers_change_settings(hall: Hall) -> None:
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, actor=hall.moderator, length_budget=1)
