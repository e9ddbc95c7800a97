"""Ballots stored together: each is guarded as if it had come alone, whatever else comes in the same moment."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from drafting import services
from drafting.models import Ballot, LoginSession, SealedBallot, Voter
from drafting.models.people import hash_token
from drafting.rules.questions import VoteKind
from drafting.services import ballots, sealing
from drafting.services.asking import Terms
from drafting.services.ballots import Cast, Outcome
from tests.make import Hall

KINDS = [VoteKind.OPEN, VoteKind.SECRET]


def sign_in(hall: Hall, person_id: str) -> str:
    with hall.database.write() as work:
        code = services.people.issue_code(work, person_id, actor="system").code
        return hash_token(services.people.sign_in_with_code(work, code).token)


def open_poll(hall: Hall, kind: VoteKind) -> str:
    with hall.database.write() as work:
        person = services.people.add_person(work, hall.id, name="Eva Eiche", actor="system")
        services.people.check_in(work, person, actor=person)
    return hall.ask(hall.propose("alle", "viele"), Terms(kind=kind, has_receipts=True))


def send(hall: Hall, poll_id: str, sent: list[tuple[str, str]], receipts: list[str] | None = None) -> list[Outcome]:
    """Ballots of sessions, all in one transaction."""
    receipts = receipts or [sealing.new_receipt() for _ in sent]
    casts = [
        Cast(poll_id, choice, session_id=session_id, receipt=receipt, turn=turn)
        for turn, ((session_id, choice), receipt) in enumerate(zip(sent, receipts, strict=True), start=1)
    ]
    with hall.database.write() as work:
        return ballots.store_all(work.session.connection(), casts, work.keyring)[0]


@pytest.mark.parametrize("kind", KINDS)
def test_all_are_stored_and_counted(hall: Hall, kind: VoteKind) -> None:
    poll_id = open_poll(hall, kind)
    sent = list(zip([sign_in(hall, member) for member in hall.members], ("yes", "yes", "no", "abstain"), strict=True))

    assert send(hall, poll_id, sent) == [Outcome.SAVED] * 4

    tally = hall.close(poll_id).tally
    assert (tally.yes, tally.no, tally.abstain) == (2, 1, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_each_refused_one_has_its_own_reason_beside_those_stored(hall: Hall, kind: VoteKind) -> None:
    poll_id = open_poll(hall, kind)
    ada, ben, cem, observer = (sign_in(hall, each) for each in (hall.ada, hall.ben, hall.cem, hall.observer))
    with hall.database.write() as work:
        work.session.execute(update(Voter).where(Voter.person_id == hall.ben).values(by_hand=True))
        work.session.execute(
            update(LoginSession).where(LoginSession.id == cem).values(revoked_at=LoginSession.created_at)
        )

    outcomes = send(hall, poll_id, [(observer, "yes"), (ada, "yes"), (ben, "no"), (cem, "no"), ("nichts", "no")])

    assert outcomes == [
        Outcome.NOT_ENTITLED,
        Outcome.SAVED,
        Outcome.BY_HAND,
        Outcome.SIGNED_OUT,
        Outcome.SIGNED_OUT,
    ]
    assert hall.close(poll_id).tally.yes == 1


def test_of_two_open_ballots_of_one_person_the_later_one_counts(hall: Hall) -> None:
    poll_id = open_poll(hall, VoteKind.OPEN)
    phone, desk, other = sign_in(hall, hall.ada), sign_in(hall, hall.ada), sign_in(hall, hall.ben)

    assert send(hall, poll_id, [(phone, "yes"), (other, "yes"), (desk, "no")]) == [Outcome.SAVED] * 3

    with hall.database.read() as session:
        stored = {row.person_id: row.choice for row in session.execute(select(Ballot.person_id, Ballot.choice))}
    assert stored == {hall.ada: "no", hall.ben: "yes"}


def test_of_two_secret_ballots_of_one_person_one_counts(hall: Hall) -> None:
    poll_id = open_poll(hall, VoteKind.SECRET)
    phone, desk, other = sign_in(hall, hall.ada), sign_in(hall, hall.ada), sign_in(hall, hall.ben)

    outcomes = send(hall, poll_id, [(phone, "yes"), (desk, "no"), (other, "yes"), (phone, "no")])

    assert sorted(outcomes) == [Outcome.ALREADY_VOTED, Outcome.ALREADY_VOTED, Outcome.SAVED, Outcome.SAVED]
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(SealedBallot)) == 2
    assert hall.close(poll_id).tally.cast == 2


def test_a_secret_ballot_sent_twice_at_once_or_again_later_is_saved_once(hall: Hall) -> None:
    poll_id = open_poll(hall, VoteKind.SECRET)
    ada, ben, receipt = sign_in(hall, hall.ada), sign_in(hall, hall.ben), sealing.new_receipt()
    receipts = [receipt, sealing.new_receipt(), receipt]

    assert send(hall, poll_id, [(ada, "yes"), (ben, "no"), (ada, "yes")], receipts) == [Outcome.SAVED] * 3
    assert send(hall, poll_id, [(ada, "yes"), (ben, "no")], receipts[:2]) == [Outcome.SAVED] * 2
    # Somebody else's receipt is nobody's ballot.
    cem = sign_in(hall, hall.cem)
    assert send(hall, poll_id, [(cem, "no"), (ada, "yes")], [receipt, receipt])[0] is not Outcome.SAVED

    assert hall.close(poll_id).tally.cast == 2


@pytest.mark.parametrize("kind", KINDS)
def test_after_closing_all_are_refused(hall: Hall, kind: VoteKind) -> None:
    poll_id = open_poll(hall, kind)
    sent = [(sign_in(hall, member), "yes") for member in hall.members]
    hall.close(poll_id)

    assert send(hall, poll_id, sent) == [Outcome.CLOSED] * 4
