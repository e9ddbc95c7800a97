"""Counting: the order of ballots is without effect, all parts add up, and what must not stay is erased."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select

from drafting import services
from drafting.models import Ballot, Poll, PollOption, Receipt, SealedBallot, Voter
from drafting.rules.questions import Question, VoteKind
from drafting.services import sealing
from drafting.services.asking import Terms
from tests.make import Hall

VOTES = ("1", "1,3", "2", "abstain")


def open_opinion(hall: Hall, kind: VoteKind) -> str:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_opinion(
            work,
            hall.id,
            Question.MULTIPLE,
            title="Was fehlt?",
            answers=["Geld", "Zeit", "Leute"],
            actor=hall.moderator,
            terms=Terms(kind=kind),
        )
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    return poll_id


def vote(hall: Hall, poll_id: str, votes: Sequence[tuple[str, str]]) -> None:
    for person, choice in votes:
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=person, receipt=sealing.new_receipt())


def numbers(hall: Hall, poll_id: str) -> tuple[int, ...]:
    hall.close(poll_id)
    with hall.database.read() as session:
        poll = session.get_one(Poll, poll_id)
        assert poll.tally.cast + poll.tally.not_voted == poll.entitled
        counts = session.scalars(
            select(PollOption.count).where(PollOption.poll_id == poll_id).order_by(PollOption.key)
        ).all()
    return (poll.marked, poll.abstain, *counts)


@pytest.mark.parametrize("kind", list(VoteKind))
def test_the_order_of_ballots_is_without_effect(hall: Hall, kind: VoteKind) -> None:
    with hall.database.write() as work:
        person = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, person, actor=person)
    votes = list(zip(hall.members, VOTES, strict=True))

    found = set()
    for order in itertools.islice(itertools.permutations(votes), 0, None, 5):
        poll_id = open_opinion(hall, kind)
        vote(hall, poll_id, order)
        found.add(numbers(hall, poll_id))

    # Three ballots name answers, one abstains: twice the first, once the second, once the third.
    assert found == {(3, 1, 2, 1, 1)}


def test_of_a_secret_vote_without_receipts_nothing_but_numbers_is_left(hall: Hall) -> None:
    with hall.database.write() as work:
        person = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, person, actor=person)
    poll_id = open_opinion(hall, VoteKind.SECRET)
    vote(hall, poll_id, list(zip(hall.members, VOTES, strict=True)))

    hall.close(poll_id)

    with hall.database.read() as session:
        left = [session.scalar(select(func.count()).select_from(table)) for table in (Ballot, SealedBallot, Receipt)]
        assert session.get_one(Poll, poll_id).digest == ""
        assert session.scalars(select(Voter.tag).where(Voter.tag.is_not(None))).all() == []
    assert left == [0, 0, 0]
