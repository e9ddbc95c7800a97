"""The record of polls: every number of those that ended, by hand and by name, and nothing of those that run."""

from __future__ import annotations

import dataclasses

import pytest

from drafting import queries, services
from drafting.database import Database
from drafting.exports.polls import PollRecord
from drafting.rules.questions import Question, VoteKind
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from tests import make
from tests.make import Hall
from tests.states import SQLITE


@pytest.fixture
def hall(database: Database) -> Hall:
    return make.hall(database)


def read(hall: Hall) -> tuple[PollRecord, ...]:
    with hall.database.read() as session:
        return queries.poll_records.get_polls(session, hall.id).polls


@SQLITE
def test_a_poll_that_runs_is_not_in_the_record(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "yes", "no")
    assert read(hall) == ()
    hall.close(poll_id)
    (poll,) = read(hall)
    assert (poll.yes, poll.no, poll.abstain, poll.cast, poll.entitled, poll.not_voted) == (2, 1, 0, 3, 4, 1)
    assert (poll.verdict, poll.formula) == ("adopted", "Mehr Ja als Nein: 2 gegen 1.")


@SQLITE
def test_a_prepared_poll_that_was_annulled_is_no_poll_and_an_open_one_leaves_its_trace(hall: Hall) -> None:
    with hall.database.write() as work:
        services.polls.annul(
            work,
            services.hall_questions.ask_test(work, hall.id, actor=hall.moderator),
            reason="Nein.",
            actor=hall.moderator,
        )
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.polls.annul(work, poll_id, reason="Falsche Frage.", actor=hall.moderator)
    (poll,) = read(hall)
    assert (poll.state, poll.annul_reason) == ("annulled", "Falsche Frage.")


def test_names_are_there_only_where_votes_were_by_name(hall: Hall) -> None:
    by_name = hall.ask(hall.propose("alle", "viele"), Terms(kind=VoteKind.NAMED))
    hall.vote(by_name, "yes", "no")
    hall.close(by_name)
    hall.decide(hall.propose("hohen", "großen"), "yes", "yes")
    named, plain = read(hall)
    assert sorted(vote.choice for vote in named.names) == ["Ja", "Nein"]
    assert all(vote.name and vote.municipality for vote in named.names)
    assert plain.names == ()
    names = [vote.name for vote in named.names]
    assert not [name for name in names if name in str(dataclasses.asdict(plain))]


@SQLITE
def test_what_was_counted_by_hand_stands_beside_the_devices(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    numbers = Numbers(yes=1, no=1)
    with hall.database.write() as work:
        for person in (hall.ben, hall.cem):
            services.hand_counts.mark(work, poll_id, person, actor=hall.moderator)
        count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator, place="Empore")
        services.hand_counts.confirm(work, count, numbers, actor=hall.organizer)
        services.polls.cast(work, poll_id, "yes", actor=hall.ada)
    hall.close(poll_id)
    (poll,) = read(hall)
    assert (poll.yes, poll.no, poll.on_devices, poll.by_hand, poll.cast) == (2, 1, 1, 2, 3)
    assert poll.hand_counts == ()


def test_answers_stand_in_the_order_asked_with_their_places(hall: Hall) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_opinion(
            work, hall.id, Question.SCALE, title="Wie?", answers=["schlecht", "gut"], actor=hall.moderator
        )
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
        for person in (hall.ada, hall.ben):
            services.polls.cast(work, poll_id, "2", actor=person)
    hall.close(poll_id)
    (poll,) = read(hall)
    assert [(each.label, each.votes, each.place) for each in poll.options] == [("schlecht", 0, 2), ("gut", 2, 1)]
    assert (poll.marked, poll.verdict) == (2, "")
