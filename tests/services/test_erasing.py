"""What the end of a vote erases: who voted how, also of one annulled; of a few counted by hand all but their number."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.models import Ballot, HandCount, JournalEntry, Poll, Receipt, SealedBallot, Voter
from drafting.rules.questions import CountedBy, Question, VoteKind
from drafting.rules.voting import Rule
from drafting.services import sealing
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from tests.make import Hall

NAMED = Terms(kind=VoteKind.NAMED, counts_by=CountedBy.MUNICIPALITY, time_limit=0)


def get(hall: Hall, poll_id: str) -> Poll:
    with hall.database.read() as session:
        return session.get_one(Poll, poll_id)


def entries(hall: Hall, action: str) -> list[dict[str, object]]:
    with hall.database.read() as session:
        return list(session.scalars(select(JournalEntry.data).where(JournalEntry.action == action)))


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def prepare(hall: Hall, amendment_id: str, terms: Terms | None = None, *, actor: str = "") -> str:
    with hall.database.write() as work:
        return services.questions.prepare(work, amendment_id, actor=actor or hall.moderator, terms=terms or Terms())


@pytest.mark.parametrize("kind", list(VoteKind))
def test_what_is_annulled_while_it_runs_is_counted_and_erased_as_at_its_close(hall: Hall, kind: VoteKind) -> None:
    with hall.database.write() as work:
        guest = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, guest, actor=guest)
    poll_id = hall.ask(hall.propose("alle", "viele"), Terms(kind=kind, has_receipts=True))
    with hall.database.write() as work:
        for person in (hall.ada, hall.ben):
            services.polls.cast(work, poll_id, "yes", actor=person, receipt=sealing.new_receipt())
    with hall.database.write() as work:
        services.polls.annul(work, poll_id, reason="Falsche Frage.", actor=hall.moderator)
    assert (get(hall, poll_id).yes, get(hall, poll_id).tally.cast) == (2, 2)
    with hall.database.read() as session:
        assert session.scalars(select(SealedBallot)).all() == []
        assert len(session.scalars(select(Ballot)).all()) == (2 if kind is VoteKind.NAMED else 0)
        assert len(session.scalars(select(Receipt)).all()) == (2 if kind is VoteKind.SECRET else 0)
    (entry,) = entries(hall, "poll.annulled")
    assert (entry["yes"], entry["no"], entry["entitled"]) == (2, 0, 5)
    assert poll_id not in hall.database.keyring.list_polls()
    assert verify(hall) == ()


def count_by_hand(hall: Hall, sizes: list[Numbers]) -> str:
    with hall.database.write() as work:
        guests = [
            services.people.add_person(work, hall.id, name=f"Gast {number}", actor="system") for number in range(9)
        ]
        for guest in guests:
            services.people.check_in(work, guest, actor=guest)
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        for guest in guests:
            services.hand_counts.mark(work, poll_id, guest, actor=hall.moderator)
        for number, numbers in enumerate(sizes):
            count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator, place=f"Reihe {number}")
            services.hand_counts.confirm(work, count, numbers, actor=hall.organizer)
        services.polls.cast(work, poll_id, "yes", actor=hall.ada)
    hall.close(poll_id)
    return poll_id


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([Numbers(no=1)], []),
        ([Numbers(no=2), Numbers(yes=2)], []),
        ([Numbers(no=2), Numbers(yes=4)], [("", 4, 2)]),
        ([Numbers(no=3, yes=2)], [("Reihe 0", 2, 3)]),
    ],
)
def test_of_a_few_counted_by_hand_only_their_number_is_kept(
    hall: Hall, sizes: list[Numbers], kept: list[tuple[str, int, int]]
) -> None:
    poll_id = count_by_hand(hall, sizes)
    total = sum(numbers.cast for numbers in sizes)
    with hall.database.read() as session:
        counts = session.scalars(select(HandCount)).all()
        assert session.scalars(select(Voter).where(Voter.by_hand)).all() == []
        by_hand = queries.polls.get_result(session, poll_id).by_hand
    assert [(count.place, count.yes, count.no) for count in counts] == kept
    assert by_hand is not None
    assert (by_hand.cast, by_hand.cast_on_devices, by_hand.is_split) == (total, 1, bool(kept))
    poll = get(hall, poll_id)
    assert (poll.by_hand, poll.people, poll.tally.cast) == (total, total + 1, total + 1)
    assert verify(hall) == ()


def test_the_journal_does_not_name_who_is_counted_by_hand(hall: Hall) -> None:
    count_by_hand(hall, [Numbers(no=1)])
    marked = entries(hall, "poll.marked_by_hand")
    assert len(marked) == 9
    assert not any("person" in entry for entry in marked)


def test_of_a_weighted_vote_the_number_of_people_is_kept(hall: Hall) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, enables_weights=True, actor=hall.organizer)
        for town, person, weight in (("Calw", hall.ada, 7), ("Malsch", hall.ben, 2)):
            services.municipalities.name_delegate(work, hall.id, town, person, actor=hall.organizer)
            services.municipalities.set_weight(work, hall.id, town, weight, actor=hall.organizer)
    terms = Terms(counts_by=CountedBy.MUNICIPALITY, is_weighted=True)
    poll_id = hall.ask(hall.propose("alle", "viele"), terms)
    with hall.database.write() as work:
        services.polls.cast(work, poll_id, "yes", actor=hall.ada)
    hall.close(poll_id)
    with hall.database.read() as session:
        (record,) = queries.poll_records.get_polls(session, hall.id).polls
    assert (record.cast, record.entitled, record.people, record.people_entitled) == (7, 9, 1, 2)


def test_an_absolute_majority_names_no_yes_for_a_panels_text(hall: Hall) -> None:
    with hall.database.write() as work:
        poll_id = services.hall_questions.ask_opinion(
            work, hall.id, Question.SINGLE, title="Wie?", answers=["So", "So nicht"], actor=hall.moderator,
            terms=Terms(rule=Rule.SIMPLE),
        )  # fmt: skip
    with hall.database.read() as session:
        # What decides nothing has no rule to be told.
        assert queries.polls.get_poll(session, poll_id).rule_label == ""
