"""Opening an amendment again that ended without a version."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.models import Amendment, Poll
from tests.make import Hall
from tests.states import SQLITE

WHY = "Es fehlten Stimmen."


def reopen(hall: Hall, amendment_id: str, *, by: str = "", reason: str = WHY) -> None:
    with hall.database.write() as work:
        services.reopening.reopen(work, amendment_id, reason=reason, actor=by or hall.moderator)


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def reject(hall: Hall, amendment_id: str) -> str:
    return hall.decide(amendment_id, "no", "no", "yes").poll_id


def assert_whole(hall: Hall) -> None:
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


@SQLITE
def test_a_rejected_amendment_is_open_again_and_its_result_stays_in_the_record(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = reject(hall, amendment_id)

    reopen(hall, amendment_id)

    amendment = get(hall, amendment_id)
    assert (amendment.state, amendment.fit, amendment.decided_at, amendment.outcome_note) == (
        "open",
        "applies",
        None,
        WHY,
    )
    with hall.database.read() as session:
        poll = session.get_one(Poll, poll_id)
        assert (poll.state, poll.yes, poll.no, poll.verdict) == ("closed", 1, 2, "rejected")
    hall.decide(amendment_id, "yes", "yes", "yes")
    assert get(hall, amendment_id).state == "adopted"
    assert_whole(hall)


@SQLITE
def test_it_is_carried_to_the_text_as_it_stands(hall: Hall) -> None:
    beside, hit = hall.propose("Zeit", "Geld"), hall.propose("alle", "viele", by=hall.ben)
    reject(hall, beside)
    reject(hall, hit)
    hall.take_over(hall.propose("alle", "manche", by=hall.cem))

    reopen(hall, beside)
    reopen(hall, hit)

    assert (get(hall, beside).fit, get(hall, hit).fit) == ("applies", "conflict")
    assert get(hall, hit).needs_answer
    assert_whole(hall)


def test_those_that_shared_its_fate_are_open_with_it(hall: Hall) -> None:
    one, same = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    reject(hall, one)
    assert get(hall, same).state == "rejected"

    reopen(hall, one)

    assert [get(hall, each).state for each in (one, same)] == ["open", "open"]


@SQLITE
def test_of_what_stands_in_the_text_by_now_nothing_is_open(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    reject(hall, amendment_id)
    hall.take_over(hall.propose("alle", "viele", by=hall.ben))

    with pytest.raises(ClosedError, match="nichts mehr offen"):
        reopen(hall, amendment_id)
    assert get(hall, amendment_id).state == "rejected"


def test_a_move_is_put_back(hall: Hall) -> None:
    with hall.database.read() as session:
        section = queries.papers.get_outline(session, hall.id).sections[1]
    with hall.database.write() as work:
        amendment_id = services.moves.propose_move(
            work, hall.first, section_id=section.id, reason="Passt dort.", actor=hall.ada
        )
    hall.take_over(amendment_id)

    reopen(hall, amendment_id)

    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
    assert [demand.id for demand in outline.sections[0].demands] == [hall.first, hall.second]
    assert (get(hall, amendment_id).state, get(hall, amendment_id).outcome_note) == ("open", WHY)
    assert_whole(hall)


@SQLITE
def test_what_is_open_withdrawn_or_in_the_text_is_refused_with_a_clear_word(hall: Hall) -> None:
    waiting, withdrawn, adopted = (
        hall.propose("alle", "viele"),
        hall.propose("Zeit", "Geld"),
        hall.propose("muss", "soll"),
    )
    hall.take_over(adopted)
    with hall.database.write() as work:
        services.amendments.withdraw(work, withdrawn, actor=hall.ada)

    for amendment_id, word in ((waiting, "noch offen"), (withdrawn, "zurückgezogen"), (adopted, "steht im Text")):
        with pytest.raises(ClosedError, match=word):
            reopen(hall, amendment_id)


@SQLITE
def test_not_while_a_vote_runs_and_not_twice(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    reject(hall, amendment_id)
    poll = hall.open_poll(hall.propose("Zeit", "Geld"))

    with pytest.raises(ClosedError, match="abgestimmt"):
        reopen(hall, amendment_id)
    hall.close(poll)
    reopen(hall, amendment_id)
    reopen(hall, amendment_id)  # a double click
    with pytest.raises(ClosedError, match="noch offen"):
        reopen(hall, amendment_id, reason="Noch einmal.")


@SQLITE
def test_only_moderators_and_only_with_a_reason(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    reject(hall, amendment_id)

    with pytest.raises(NotAllowedError):
        reopen(hall, amendment_id, by=hall.ada)
    with pytest.raises(InvalidInputError):
        reopen(hall, amendment_id, reason=" ")
    assert get(hall, amendment_id).state == "rejected"
