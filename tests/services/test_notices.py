"""Notices: who is told what, once, in the transaction in which it happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from drafting import services
from drafting.database import UnitOfWork
from drafting.errors import NotAllowedError, NotFoundError
from drafting.events import Event, NoticesChanged
from drafting.models import Conference, Notice, now
from drafting.rules.notices import NoticeKind
from drafting.services.notices import News
from tests.make import Hall
from tests.states import SQLITE


def told(hall: Hall, person_id: str) -> list[str]:
    """The kinds of a person's notices, in order."""
    with hall.database.read() as session:
        return list(
            session.scalars(
                select(Notice.kind).where(Notice.person_id == person_id).order_by(Notice.created_at, Notice.kind)
            )
        )


@SQLITE
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

    assert count == 4  # the people, what gives way to either kind, the notices
    assert len(told(hall, hall.ben)) == len(told(hall, hall.cem)) == 3


@SQLITE
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


def follow(hall: Hall, *people: str, demand: str = "") -> None:
    """Let people follow the first demand, or another."""
    for person_id in people:
        with hall.database.write() as work:
            services.follows.follow_demand(work, demand or hall.first, actor=person_id)


@SQLITE
def test_a_vote_is_told_to_all_concerned_and_only_once_to_each(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.amendments.support(work, amendment_id, actor=hall.ben)
    follow(hall, hall.ada, hall.ben, hall.cem, hall.moderator)

    hall.decide(amendment_id, "yes", "yes")

    assert [told(hall, each) for each in (hall.ada, hall.ben, hall.cem)] == [["adopted"]] * 3
    assert told(hall, hall.moderator) == []


@SQLITE
@pytest.mark.parametrize("choices", [["no"], ["yes", "no"]])
def test_an_amendment_that_is_not_adopted_is_told_to_its_author(hall: Hall, choices: list[str]) -> None:
    hall.decide(hall.propose("alle", "viele"), *choices)

    assert told(hall, hall.ada) == ["rejected"]


@SQLITE
def test_a_vote_that_is_not_valid_says_that_the_amendment_stays_open(hall: Hall) -> None:
    with hall.database.write() as work:
        conference = work.session.get_one(Conference, hall.id)
        conference.quorum_numerator = conference.quorum_denominator = 1

    hall.decide(hall.propose("alle", "viele"), "yes")

    assert told(hall, hall.ada) == ["vote_not_valid"]


@SQLITE
def test_a_new_version_tells_each_author_what_it_means_for_theirs(hall: Hall) -> None:
    adopted = hall.propose("alle", "viele")
    hall.propose("alle", "manche", by=hall.cem)
    hall.propose("hohen Fallzahlen", "vielen Fällen", by=hall.ben)
    hall.propose("alle", "viele", by=hall.ben)

    hall.take_over(adopted)

    assert told(hall, hall.ada) == ["taken_over"]
    assert told(hall, hall.cem) == ["asked"]
    assert told(hall, hall.ben) == ["adopted", "carried"]


@SQLITE
def test_a_question_is_asked_once_and_gone_when_answered(hall: Hall) -> None:
    asked = hall.propose("alle", "manche", by=hall.cem)
    hall.take_over(hall.propose("alle", "viele"))
    hall.take_over(hall.propose("Vorrang haben", "Zuerst kommen"))
    assert told(hall, hall.cem) == ["asked"]

    with hall.database.write() as work:
        services.amendments.keep(work, asked, actor=hall.cem)

    with hall.database.read() as session:
        assert session.scalars(select(Notice).where(Notice.kind == "asked")).one().read_at is not None


def test_revising_and_withdrawing_are_told_to_supporters_and_followers(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    version = hall.version(hall.first)
    with hall.database.write() as work:
        services.amendments.support(work, amendment_id, actor=hall.ben)
        services.follows.follow_amendment(work, amendment_id, actor=hall.cem)

    with hall.database.write() as work:
        text = version.text.replace("alle", "fast alle")
        services.amendments.revise(work, amendment_id, text=text, base_version_id=version.id, actor=hall.ada)
    with hall.database.write() as work:
        services.amendments.withdraw(work, amendment_id, actor=hall.ada)

    assert [told(hall, each) for each in (hall.ada, hall.ben, hall.cem)] == [[], *[["revised", "withdrawn"]] * 2]


def test_followers_of_a_demand_hear_of_new_amendments_and_editorial_changes(hall: Hall) -> None:
    follow(hall, hall.ben, hall.ada)
    hall.propose("alle", "viele")
    version = hall.version(hall.first)

    with hall.database.write() as work:
        services.demands.edit(
            work,
            hall.first,
            text=version.text.replace("Vorrang haben", "Zuerst kommen"),
            reason="Damit es leichter zu lesen ist.",
            base_version_id=version.id,
            actor=hall.organizer,
        )

    assert told(hall, hall.ben) == ["proposed", "demand_edited"]
    # Her own amendment was carried over, which says the same.
    assert told(hall, hall.ada) == ["carried"]


def test_following_is_one_tap_on_and_one_off(hall: Hall) -> None:
    follow(hall, hall.ben, hall.ben)
    with hall.database.write() as work:
        services.follows.unfollow_demand(work, hall.first, actor=hall.ben)
        services.follows.unfollow_demand(work, hall.first, actor=hall.ben)

    hall.propose("alle", "viele")

    assert told(hall, hall.ben) == []


@SQLITE
def test_nobody_follows_what_is_not_there(hall: Hall) -> None:
    with pytest.raises(NotFoundError), hall.database.write() as work:
        services.follows.follow_demand(work, "nirgends", actor=hall.ben)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.follows.follow_demand(work, hall.first, actor="system")


@SQLITE
def test_a_decision_taken_back_is_told_once_to_each(hall: Hall) -> None:
    version_id = hall.take_over(hall.propose("alle", "viele"))
    follow(hall, hall.cem)

    with hall.database.write() as work:
        services.undoing.undo(work, version_id, reason="Das war ein Versehen.", actor=hall.moderator)

    assert told(hall, hall.ada) == ["taken_over", "reopened"]
    assert told(hall, hall.cem) == ["reopened"]


@SQLITE
def test_whoever_agreed_to_a_compromise_hears_of_it_as_one_and_only_once(hall: Hall) -> None:
    parts = [hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)]
    version = hall.version(hall.first)
    with hall.database.write() as work:
        compromise_id = services.compromises.draft(
            work,
            hall.first,
            parts,
            text=version.text.replace("alle", "die meisten"),
            reason="",
            base_version_id=version.id,
            answers_until=now() + timedelta(hours=1),
            actor=hall.moderator,
        )
    for amendment_id, person_id in zip(parts, (hall.ada, hall.ben), strict=True):
        with hall.database.write() as work:
            services.compromises.agree(work, compromise_id, amendment_id, actor=person_id)

    hall.take_over(compromise_id)

    assert told(hall, hall.ada) == told(hall, hall.ben) == ["compromise_asked", "compromise_adopted"]
