"""Ballots: each guard by itself, sending twice, and that a secret vote cannot be tied to anybody once it has ended."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from drafting import services
from drafting.database import Database
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import Ballot, JournalEntry, LoginSession, Poll, Receipt, SealedBallot, Voter
from drafting.rules.questions import VoteKind
from drafting.services import ballots, counting, sealing
from drafting.services.asking import Terms
from drafting.services.ballots import Cast, Outcome
from tests.make import Hall


def open_poll(hall: Hall, *, kind: VoteKind = VoteKind.OPEN, more: int = 1) -> str:
    """Put an amendment to the vote; ``more`` further members make a hall of five."""
    with hall.database.write() as work:
        for number in range(more):
            person = services.people.add_person(work, hall.id, name=f"Person {number}", actor="system")
            services.people.check_in(work, person, actor=person)
    amendment = hall.propose("alle", "viele")
    with hall.database.write() as work:
        terms = Terms(kind=kind, has_receipts=True)
        return services.polls.open_now(work, amendment, actor=hall.moderator, terms=terms)


def cast(hall: Hall, poll_id: str, choice: str, *, by: str, receipt: str = "", session_id: str = "") -> Outcome:
    with hall.database.write() as work:
        sent = Cast(poll_id, choice, session_id=session_id, person_id=by, receipt=receipt)
        (outcome,), _events = ballots.store_all(work.session.connection(), [sent], work.keyring)
    return outcome


def sign_in(hall: Hall, person_id: str) -> str:
    """A session of this person; returns its id."""
    with hall.database.write() as work:
        code = services.people.issue_code(work, person_id, actor="system").code
        token = services.people.sign_in_with_code(work, code).token
        return str(
            work.session.scalars(select(LoginSession.id).where(LoginSession.person_id == person_id)).all()[-1]
            if token
            else ""
        )


@pytest.mark.parametrize("kind", [VoteKind.OPEN, VoteKind.NAMED])
def test_a_ballot_can_be_changed_and_counts_once(hall: Hall, kind: VoteKind) -> None:
    poll_id = open_poll(hall, kind=kind)
    assert [cast(hall, poll_id, choice, by=hall.ada) for choice in ("yes", "yes", "no")] == [Outcome.SAVED] * 3

    result = hall.close(poll_id)

    assert (result.tally.yes, result.tally.no) == (0, 1)


def test_a_vote_by_name_keeps_names_and_an_open_one_none(hall: Hall) -> None:
    named, opened = open_poll(hall, kind=VoteKind.NAMED), None
    cast(hall, named, "yes", by=hall.ada)
    hall.close(named)
    opened = hall.open_poll(hall.propose("drei", "vier", demand=hall.second))
    cast(hall, opened, "yes", by=hall.ada)
    hall.close(opened)

    with hall.database.read() as session:
        kept = session.execute(select(Ballot.poll_id, Ballot.person_id, Ballot.choice)).all()
    assert [tuple(row) for row in kept] == [(named, hall.ada, "yes")]


@pytest.mark.parametrize(
    ("choice", "outcome"),
    [
        ("vielleicht", Outcome.NO_ANSWER),
        ("", Outcome.NO_ANSWER),
        ("1", Outcome.NO_ANSWER),
        ("yes,no", Outcome.NO_ANSWER),
    ],
)
def test_what_is_no_answer_is_refused(hall: Hall, choice: str, outcome: Outcome) -> None:
    assert cast(hall, open_poll(hall), choice, by=hall.ada) is outcome


def test_each_reason_to_refuse_has_its_own_word(hall: Hall) -> None:
    poll_id = open_poll(hall)
    session_id = sign_in(hall, hall.ada)
    assert cast(hall, "nirgends", "yes", by=hall.ada) is Outcome.UNKNOWN
    assert cast(hall, poll_id, "yes", by=hall.observer) is Outcome.NOT_ENTITLED
    assert cast(hall, poll_id, "yes", by="", session_id=session_id) is Outcome.SAVED
    with hall.database.write() as work:
        work.session.execute(update(Voter).where(Voter.person_id == hall.ben).values(by_hand=True))
        services.people.revoke_access(work, hall.ada, actor="system")
    assert cast(hall, poll_id, "yes", by=hall.ben) is Outcome.BY_HAND
    assert cast(hall, poll_id, "yes", by="", session_id=session_id) is Outcome.SIGNED_OUT
    hall.close(poll_id)
    assert cast(hall, poll_id, "yes", by=hall.cem) is Outcome.CLOSED
    sentences = {str(ballots.explain(each)) for each in Outcome if each is not Outcome.SAVED}
    assert len(sentences) == len(Outcome) - 1


def test_one_refused_ballot_does_not_hold_up_the_others(hall: Hall) -> None:
    poll_id = open_poll(hall)
    sent = [Cast(poll_id, "yes", person_id=by) for by in (hall.observer, hall.ada, "niemand", hall.ben)]
    with hall.database.write() as work:
        outcomes, events = ballots.store_all(work.session.connection(), sent, work.keyring)
    assert outcomes == [Outcome.NOT_ENTITLED, Outcome.SAVED, Outcome.NOT_ENTITLED, Outcome.SAVED]
    assert [event.poll_id for event in events] == [poll_id]


# Secret votes


def test_a_secret_vote_needs_five(hall: Hall) -> None:
    with pytest.raises(InvalidInputError, match="fünf"):
        open_poll(hall, kind=VoteKind.SECRET, more=0)


def test_a_secret_ballot_counts_once_and_is_answered_again_when_sent_again(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    receipt = sealing.new_receipt()

    assert cast(hall, poll_id, "yes", by=hall.ada, receipt=receipt) is Outcome.SAVED
    assert cast(hall, poll_id, "yes", by=hall.ada, receipt=receipt) is Outcome.SAVED
    assert cast(hall, poll_id, "no", by=hall.ada, receipt=sealing.new_receipt()) is Outcome.ALREADY_VOTED
    assert cast(hall, poll_id, "no", by=hall.ben, receipt=receipt) is Outcome.NO_ANSWER
    assert cast(hall, poll_id, "no", by=hall.ben, receipt="kurz") is Outcome.NO_ANSWER

    result = hall.close(poll_id)
    assert (result.tally.yes, result.tally.no, result.tally.abstain) == (1, 0, 0)


def test_the_published_list_lets_anyone_find_their_own_and_recount(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    sent = {sealing.new_receipt(): choice for choice in ("yes", "no", "yes", "abstain")}
    for person, (receipt, choice) in zip(hall.members, sent.items(), strict=True):
        cast(hall, poll_id, choice, by=person, receipt=receipt)

    hall.close(poll_id)

    with hall.database.read() as session:
        listed = session.execute(select(Receipt.receipt, Receipt.choice).order_by(Receipt.receipt)).all()
        poll = session.get_one(Poll, poll_id)
    assert [tuple(row) for row in listed] == sorted(sent.items())
    assert poll.digest == sealing.digest(list(sent.items()))


def everything(database: Database) -> bytes:
    """All bytes there are of a SQLite installation: database, WAL, shared memory, and the directory of keys."""
    folder = database.keyring.directory.parent
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_after_closing_no_byte_ties_a_secret_ballot_to_a_voter(hall: Hall, tmp_path: Path) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    receipts = {person: sealing.new_receipt() for person in hall.members}
    key = hall.database.keyring.read(poll_id)
    for person, choice in zip(hall.members, ("no", "yes", "no", "abstain"), strict=True):
        cast(hall, poll_id, choice, by=person, receipt=receipts[person])
    tags = [sealing.tag(key, receipt).encode() for receipt in receipts.values()]
    # While it runs, no file holds a receipt or a choice in the open, nor does a backup made now.
    running = everything(hall.database)
    assert not any(receipt.encode() in running for receipt in receipts.values())
    backup = tmp_path / "backup.sqlite"
    file = hall.database.keyring.directory.parent / "drafting.sqlite"
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
        source.backup(target)
    kept = backup.read_bytes()
    backup.unlink()

    hall.close(poll_id)

    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(SealedBallot)) == 0
        assert session.scalars(select(Voter.tag).where(Voter.tag.is_not(None))).all() == []
        # The list is in the order of receipts, which says nothing of who came when.
        stored = session.execute(select(Receipt.receipt)).scalars().all()
    assert stored == sorted(stored)
    assert not list(hall.database.keyring.directory.glob("*"))
    with hall.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    after = everything(hall.database)
    assert key not in after
    assert key not in kept
    # What the backup has are sealed ballots and tags that nothing there opens any more.
    assert all(tag in kept for tag in tags)
    assert not any(tag in after for tag in tags)


def test_the_journal_holds_no_ballot_and_the_digest_of_the_list(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    receipt = sealing.new_receipt()
    cast(hall, poll_id, "yes", by=hall.ada, receipt=receipt)
    hall.close(poll_id)

    with hall.database.read() as session:
        entries = session.scalars(select(JournalEntry).order_by(JournalEntry.number)).all()
        digest = session.get_one(Poll, poll_id).digest
    assert not any(receipt in repr(entry.data) for entry in entries)
    assert next(entry for entry in entries if entry.action == "poll.closed").data["digest"] == digest


def test_a_closing_that_fails_keeps_the_key_and_every_ballot(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    cast(hall, poll_id, "yes", by=hall.ada, receipt=sealing.new_receipt())

    def fail() -> None:
        with hall.database.write() as work:
            services.polls.close_poll(work, poll_id, actor=hall.moderator)
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        fail()

    assert hall.database.keyring.read(poll_id)
    assert hall.close(poll_id).tally.yes == 1


def test_annulling_counts_and_destroys_the_key_too(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    cast(hall, poll_id, "yes", by=hall.ada, receipt=sealing.new_receipt())

    with hall.database.write() as work:
        services.polls.annul(work, poll_id, reason="Falsche Frage.", actor=hall.moderator)

    with pytest.raises(NotFoundError):
        hall.database.keyring.read(poll_id)


def test_a_lost_key_refuses_its_own_ballots_and_no_others(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    hall.database.keyring.destroy(poll_id)
    assert cast(hall, poll_id, "yes", by=hall.ada, receipt=sealing.new_receipt()) is Outcome.NO_KEY


def test_what_a_kill_left_of_a_key_is_destroyed_at_the_next_start(hall: Hall) -> None:
    ended = open_poll(hall, kind=VoteKind.SECRET)
    hall.close(ended)
    # As a kill leaves it between the end of a poll and the destruction of its key.
    hall.database.keyring.make(ended)
    running = open_poll(hall, kind=VoteKind.SECRET)
    hall.database.keyring.make("unbekannt")

    counting.destroy_ended_keys(hall.database)

    assert {path.stem for path in hall.database.keyring.directory.glob("*.key")} == {running, "unbekannt"}


def test_without_the_session_or_the_right_nothing_is_stored(hall: Hall) -> None:
    poll_id = open_poll(hall, kind=VoteKind.SECRET)
    for refused in (hall.observer, "niemand"):
        assert cast(hall, poll_id, "yes", by=refused, receipt=sealing.new_receipt()) is Outcome.NOT_ENTITLED
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.polls.cast(work, poll_id, "yes", actor=hall.observer, receipt=sealing.new_receipt())
    hall.close(poll_id)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.polls.cast(work, poll_id, "yes", actor=hall.ada, receipt=sealing.new_receipt())


# Laws


@given(st.sampled_from(["yes", "no", "abstain", "1", "1,2,30"]))
def test_unsealing_gives_what_was_sealed_and_all_are_of_one_length(choice: str) -> None:
    key, receipt = b"k" * 32, sealing.new_receipt()
    sealed = sealing.seal(key, "poll", receipt, choice)
    assert sealing.unseal(key, "poll", sealed) == (receipt, choice)
    assert len(sealed) == len(sealing.seal(key, "poll", receipt, "yes"))


@given(st.text(max_size=120))
def test_the_normal_form_of_a_choice_is_its_own(text: str) -> None:
    assert ballots.read_choice(ballots.read_choice(text)) == ballots.read_choice(text)


@pytest.mark.parametrize(
    ("text", "choice"), [("3,1,2", "1,2,3"), ("2,2", "2"), ("007", "7"), ("1,", ""), ("1;2", ""), ("1" * 101, "")]
)
def test_keys_of_options_are_put_in_order(text: str, choice: str) -> None:
    assert ballots.read_choice(text) == choice
