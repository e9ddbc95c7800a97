"""What the end of a vote erases: who voted how, also of one annulled; of a few counted by hand all but their number."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, update

from drafting import queries, services
from drafting.errors import NotAllowedError
from drafting.models import Ballot, HandCount, Municipality, Receipt, SealedBallot, Voter
from drafting.rules.questions import CountedBy, Question, VoteKind
from drafting.rules.voting import Rule
from drafting.services import counting, sealing
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from tests.make import Hall
from tests.votes import entries, get, verify

NAMED = Terms(kind=VoteKind.NAMED, counts_by=CountedBy.MUNICIPALITY, time_limit=0)


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


def open_of_towns(hall: Hall, words: str = "viele") -> tuple[str, dict[str, str]]:
    """A secret vote by municipality, each present member the delegate of one; and whose vote each casts."""
    with hall.database.write() as work:
        if not work.session.scalars(select(Municipality)).all():
            guest = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
            services.people.check_in(work, guest, actor=guest)
            for number, person in enumerate((*hall.members, guest)):
                services.municipalities.name_delegate(work, hall.id, f"Ort {number}", person, actor=hall.organizer)
    poll_id = hall.ask(hall.propose("alle", words), Terms(kind=VoteKind.SECRET, counts_by=CountedBy.MUNICIPALITY))
    with hall.database.read() as session:
        rows = session.execute(select(Voter.person_id, Voter.municipality_id).where(Voter.poll_id == poll_id))
        return poll_id, {person: town or "" for person, town in rows}


def vote_in_secret(hall: Hall, poll_id: str, *people: str) -> None:
    for person in people:
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, "no", actor=person, receipt=sealing.new_receipt())


def test_the_end_of_a_secret_vote_erases_who_has_voted_and_keeps_who_might(hall: Hall) -> None:
    poll_id, towns = open_of_towns(hall)
    vote_in_secret(hall, poll_id, hall.ben, hall.ada)

    hall.close(poll_id)

    place = text("rowid" if hall.database.is_sqlite else "ctid")
    with hall.database.read() as session:
        roll = session.scalars(select(Voter).where(Voter.poll_id == poll_id).order_by(place)).all()
    assert {row.person_id: row.municipality_id for row in roll} == towns
    assert {(row.has_voted, row.by_hand, row.tag, row.weight) for row in roll} == {(False, False, None, 1)}
    # Nor is it to be seen from where the rows lie.
    assert [row.person_id for row in roll] == sorted(towns)
    poll = get(hall, poll_id)
    assert (poll.no, poll.people, poll.entitled) == (2, 2, 5)
    assert verify(hall) == ()


def test_what_an_earlier_end_left_on_a_roll_is_erased_at_the_next_start(hall: Hall) -> None:
    ended, _ = open_of_towns(hall)
    hall.close(ended)
    with hall.database.write() as work:
        # As the end of a secret vote once left it.
        work.session.execute(
            update(Voter).where(Voter.poll_id == ended, Voter.person_id == hall.ada).values(has_voted=True)
        )
    assert verify(hall) == ("Abstimmung 1: Es ist noch gespeichert, was geheime Stimmen verraten kann.",)
    running, _ = open_of_towns(hall, "manche")
    vote_in_secret(hall, running, hall.ada)

    counting.forget_ended_rolls(hall.database)

    assert verify(hall) == ()
    with hall.database.read() as session:
        marked = session.execute(select(Voter.poll_id, Voter.person_id).where(Voter.has_voted)).all()
    assert [tuple(row) for row in marked] == [(running, hall.ada)]
    with pytest.raises(NotAllowedError, match="schon abgestimmt"):
        vote_in_secret(hall, running, hall.ada)
    assert hall.close(running).tally.cast == 1


def count_by_hand(hall: Hall, sizes: list[Numbers], *, on_devices: int = 5) -> str:
    with hall.database.write() as work:
        guests, others = (
            [services.people.add_person(work, hall.id, name=f"{name} {number}", actor="system") for number in some]
            for name, some in (("Gast", range(9)), ("Mitglied", range(on_devices)))
        )
        for guest in (*guests, *others):
            services.people.check_in(work, guest, actor=guest)
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        for guest in guests:
            services.hand_counts.mark(work, poll_id, guest, actor=hall.moderator)
        for number, numbers in enumerate(sizes):
            count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator, place=f"Reihe {number}")
            services.hand_counts.confirm(work, count, numbers, actor=hall.organizer)
        for other in others:
            services.polls.cast(work, poll_id, "yes", actor=other)
    hall.close(poll_id)
    return poll_id


@pytest.mark.parametrize(
    ("sizes", "on_devices", "kept"),
    [
        ([Numbers(no=1)], 5, []),
        ([Numbers(no=2), Numbers(yes=2)], 5, []),
        ([Numbers(no=2), Numbers(yes=4)], 5, [("", 4, 2)]),
        ([Numbers(no=3, yes=2)], 5, [("Reihe 0", 2, 3)]),
        ([Numbers(no=3, yes=2)], 0, [("Reihe 0", 2, 3)]),
        # Whoever takes away what was counted by hand would know how these few voted.
        ([Numbers(no=3, yes=2)], 1, []),
        ([Numbers(no=3, yes=2)], 4, []),
    ],
)
def test_of_a_few_counted_by_hand_only_their_number_is_kept(
    hall: Hall, sizes: list[Numbers], on_devices: int, kept: list[tuple[str, int, int]]
) -> None:
    poll_id = count_by_hand(hall, sizes, on_devices=on_devices)
    total = sum(numbers.cast for numbers in sizes)
    with hall.database.read() as session:
        counts = session.scalars(select(HandCount)).all()
        assert session.scalars(select(Voter).where(Voter.by_hand)).all() == []
        by_hand = queries.polls.get_result(session, poll_id).by_hand
    assert [(count.place, count.yes, count.no) for count in counts] == kept
    assert by_hand is not None
    assert (by_hand.cast, by_hand.cast_on_devices, by_hand.is_split) == (total, on_devices, bool(kept))
    poll = get(hall, poll_id)
    assert (poll.by_hand, poll.people, poll.tally.cast) == (total, total + on_devices, total + on_devices)
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
