"""The order of choices: whatever a network does to the requests, the last choice of a person is the one that counts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from drafting import queries, services
from drafting.models import Ballot, LoginSession
from drafting.rules.questions import VoteKind
from drafting.services import ballots
from drafting.services.asking import Terms
from drafting.services.ballots import Cast, Outcome
from tests.make import Hall

CHOICES = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Vote:
    """A running vote in which Ada has a phone and a tablet."""

    hall: Hall
    poll_id: str
    phone: str
    tablet: str

    def cast(self, choice: str, turn: int, *, by: str = "") -> Cast:
        return Cast(self.poll_id, choice, session_id=by or self.phone, turn=turn)

    def send(self, *casts: Cast) -> list[Outcome]:
        """Requests that arrive in the same moment."""
        with self.hall.database.write() as work:
            return ballots.store_all(work.session.connection(), casts, work.keyring)[0]

    @property
    def stored(self) -> str:
        with self.hall.database.read() as session:
            return str(session.scalars(select(Ballot.choice)).one())


def sign_in(hall: Hall, person_id: str) -> str:
    with hall.database.write() as work:
        code = services.people.issue_code(work, person_id, actor="system").code
        return queries.people.name_session(services.people.sign_in_with_code(work, code).token)


@pytest.fixture
def vote(hall: Hall) -> Vote:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    return Vote(hall, poll_id, sign_in(hall, hall.ada), sign_in(hall, hall.ada))


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[list[str], list[list[int]]]:
    """Choices of one device, and which requests arrive together: some never, some often, the last at least once."""
    choices = draw(st.lists(st.sampled_from(CHOICES), min_size=1, max_size=5))
    last = len(choices) - 1
    arriving = draw(st.lists(st.integers(0, last), max_size=8))
    arriving.insert(draw(st.integers(0, len(arriving))), last)
    size = draw(st.integers(1, 4))
    return choices, [arriving[start : start + size] for start in range(0, len(arriving), size)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(deliveries())
def test_of_one_device_the_last_choice_counts_however_its_requests_arrive(
    vote: Vote, sent: tuple[list[str], list[list[int]]]
) -> None:
    choices, arriving = sent
    with vote.hall.database.write() as work:
        work.session.execute(delete(Ballot))
    for together in arriving:
        outcomes = vote.send(*[vote.cast(choices[index], turn=index + 1) for index in together])
        assert set(outcomes) <= {Outcome.SAVED, Outcome.OUTDATED}
        # Whoever is told of the last choice is told that it is stored.
        assert all(
            outcome is Outcome.SAVED for n, outcome in zip(together, outcomes, strict=True) if n == len(choices) - 1
        )
    assert vote.stored == choices[-1]


def test_an_earlier_choice_that_arrives_last_is_refused(vote: Vote) -> None:
    assert vote.send(vote.cast("no", 2)) == [Outcome.SAVED]
    assert vote.send(vote.cast("yes", 1)) == [Outcome.OUTDATED]
    assert vote.stored == "no"


def test_a_choice_sent_again_because_its_answer_was_lost_is_saved_again(vote: Vote) -> None:
    assert [vote.send(vote.cast("yes", 1))[0] for _ in range(2)] == [Outcome.SAVED] * 2


def test_what_another_device_chose_later_is_not_undone_by_what_the_first_sends_again(vote: Vote) -> None:
    vote.send(vote.cast("yes", 1))
    vote.send(vote.cast("no", 2, by=vote.tablet))
    assert vote.send(vote.cast("yes", 1)) == [Outcome.OUTDATED]
    assert vote.stored == "no"


def test_a_form_without_scripts_is_the_last_choice_even_where_a_device_counts_ahead(vote: Vote) -> None:
    ahead = 10**14
    vote.send(vote.cast("yes", ahead))
    assert vote.send(vote.cast("no", 0)) == [Outcome.SAVED]
    assert vote.send(vote.cast("yes", ahead - 1)) == [Outcome.OUTDATED]
    assert vote.stored == "no"


def test_an_earlier_choice_beside_others_ballots_is_the_only_one_refused(vote: Vote) -> None:
    vote.send(vote.cast("no", 2))
    ben = sign_in(vote.hall, vote.hall.ben)
    assert vote.send(vote.cast("yes", 1), vote.cast("yes", 1, by=ben)) == [Outcome.OUTDATED, Outcome.SAVED]


def test_a_vote_by_name_does_not_keep_when_anybody_chose(vote: Vote) -> None:
    vote.hall.close(vote.poll_id)
    poll_id = vote.hall.ask(vote.hall.propose("drei", "vier", demand=vote.hall.second), Terms(kind=VoteKind.NAMED))
    vote.send(Cast(poll_id, "yes", session_id=vote.phone, turn=1_764_000_000_000))
    vote.hall.close(poll_id)
    with vote.hall.database.read() as session:
        assert session.scalars(select(Ballot.turn).where(Ballot.poll_id == poll_id)).all() == [0]


def test_nobody_who_signed_out_is_told_of_turns(vote: Vote) -> None:
    vote.send(vote.cast("no", 2))
    with vote.hall.database.write() as work:
        work.session.execute(delete(LoginSession).where(LoginSession.id == vote.phone))
    assert vote.send(vote.cast("yes", 1)) == [Outcome.SIGNED_OUT]
    with vote.hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 1


@pytest.mark.parametrize(
    ("text", "turn"), [("12", 12), ("", 0), ("-1", 0), ("1e3", 0), ("9" * 15, 10**15 - 1), ("9" * 16, 0)]
)
def test_a_turn_is_read_from_digits_alone(text: str, turn: int) -> None:
    assert ballots.read_turn(text) == turn
