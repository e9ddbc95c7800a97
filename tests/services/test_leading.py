"""Who leads a vote, who is added to it, and its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError
from drafting.events import Event, PollOpened
from drafting.models import Poll
from drafting.rules.questions import CountedBy, VoteKind
from drafting.services import sealing
from drafting.services.asking import Terms
from drafting.services.ballots import Cast, Outcome
from drafting.services.hand_counts import Numbers
from tests.make import Hall
from tests.states import SQLITE
from tests.votes import entries, get, prepare

NAMED = Terms(kind=VoteKind.NAMED, counts_by=CountedBy.MUNICIPALITY, time_limit=0)


@pytest.fixture
def stranger(hall: Hall) -> str:
    """The moderator of another panel."""
    with hall.database.write() as work:
        services.conferences.add_panel(work, hall.id, name="Personal", actor="system")
        person = services.people.add_person(
            work, hall.id, name="Nora Nord", role="moderator", panel="Personal", actor="system"
        )
        services.people.check_in(work, person, actor=person)
    return person


@SQLITE
@pytest.mark.parametrize("act", ["extend", "close", "annul", "mark", "add", "terms", "open", "ask"])
def test_a_panels_vote_is_led_by_its_own_moderators_and_the_organizers(hall: Hall, stranger: str, act: str) -> None:
    terms = Terms(panel_id=hall.panel)
    amendment_id = hall.propose("alle", "viele")
    running = hall.ask(amendment_id, terms)
    queued = prepare(hall, hall.propose("drei", "vier", demand=hall.second), terms)
    polls = services.polls

    acts: dict[str, Callable[[UnitOfWork], object]] = {
        "extend": lambda work: polls.extend(work, running, seconds=30, actor=stranger),
        "close": lambda work: polls.close_poll(work, running, actor=stranger),
        "annul": lambda work: polls.annul(work, running, reason="So nicht.", actor=stranger),
        "mark": lambda work: services.hand_counts.mark(work, running, hall.ben, actor=stranger),
        "add": lambda work: polls.add_voter(work, running, hall.ada, actor=stranger),
        "terms": lambda work: polls.change_terms(work, queued, NAMED, actor=stranger),
        "open": lambda work: polls.open_poll(work, queued, actor=stranger),
        "ask": lambda work: services.hall_questions.ask_test(work, hall.id, actor=stranger, terms=terms),
    }

    with pytest.raises(NotAllowedError, match="Arbeitsgruppe „Recht“"), hall.database.write() as work:
        acts[act](work)

    assert get(hall, running).state == "open"


@SQLITE
def test_the_votes_of_the_plenary_are_led_by_every_moderator(hall: Hall, stranger: str) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.polls.close_poll(work, poll_id, actor=stranger)
    assert get(hall, poll_id).state == "closed"


SECRET = Terms(kind=VoteKind.SECRET)


@pytest.mark.parametrize("act", ["terms", "ask"])
def test_no_moderator_takes_a_vote_of_the_plenary_into_a_panel(hall: Hall, act: str) -> None:
    amendment_id = hall.propose("alle", "viele")
    queued = prepare(hall, amendment_id, SECRET)
    own = Terms(panel_id=hall.panel, kind=VoteKind.OPEN, time_limit=0)

    acts: dict[str, Callable[[UnitOfWork], object]] = {
        "terms": lambda work: services.polls.change_terms(work, queued, own, actor=hall.moderator),
        "ask": lambda work: services.questions.prepare(work, amendment_id, actor=hall.moderator, terms=own),
    }

    with pytest.raises(NotAllowedError, match="nur die Organisation"), hall.database.write() as work:
        acts[act](work)

    assert (get(hall, queued).panel_id, get(hall, queued).kind) == (None, "secret")
    assert entries(hall, "poll.terms_changed") == []


@pytest.mark.parametrize(("actor", "before", "after"), [("organizer", None, "Recht"), ("moderator", "Recht", None)])
def test_organizers_give_a_vote_to_a_panel_and_its_moderators_give_theirs_to_the_plenary(
    hall: Hall, actor: str, before: str | None, after: str | None
) -> None:
    queued = prepare(hall, hall.propose("alle", "viele"), SECRET.of_panel(hall.panel if before else None))
    with hall.database.write() as work:
        terms = SECRET.of_panel(hall.panel if after else None)
        services.polls.change_terms(work, queued, terms, actor=getattr(hall, actor))
    assert get(hall, queued).panel_id == (hall.panel if after else None)


def test_only_members_of_the_panel_are_added_to_its_vote(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.ben, actor=hall.ben)
    poll_id = hall.open_poll(hall.propose("alle", "viele"), panel_id=hall.panel)
    with pytest.raises(NotAllowedError, match="gehört nicht zu der Arbeitsgruppe"), hall.database.write() as work:
        services.polls.add_voter(work, poll_id, hall.cem, actor=hall.moderator)
    with hall.database.read() as session:
        offered = queries.rolls.get_roll(session, poll_id, search="e").absent
    assert [row.person_id for row in offered] == [hall.ben]
    with hall.database.write() as work:
        services.polls.add_voter(work, poll_id, hall.ben, actor=hall.moderator)
    assert get(hall, poll_id).entitled == 3


# Time


@SQLITE
def test_a_vote_without_a_limit_is_not_extended_but_can_be_given_one(hall: Hall) -> None:
    poll_id = hall.ask(hall.propose("alle", "viele"), Terms(time_limit=0))
    with pytest.raises(ClosedError, match="keine Zeitgrenze"), hall.database.write() as work:
        services.polls.extend(work, poll_id, seconds=30, actor=hall.moderator)
    assert get(hall, poll_id).closes_at is None
    with hall.database.write() as work:
        services.polls.limit(work, poll_id, seconds=60, actor=hall.moderator)
    with pytest.raises(ClosedError, match="schon eine Zeitgrenze"), hall.database.write() as work:
        services.polls.limit(work, poll_id, seconds=60, actor=hall.moderator)
    closes_at = get(hall, poll_id).closes_at
    assert closes_at is not None
    with hall.database.write() as work:
        services.polls.extend(work, poll_id, seconds=30, actor=hall.moderator)
    assert get(hall, poll_id).closes_at == closes_at + timedelta(seconds=30)


def sign_in(hall: Hall, *people: str) -> list[str]:
    found = []
    for person in people:
        with hall.database.write() as work:
            code = services.people.issue_code(work, person, actor="system").code
            found.append(services.people.sign_in_with_code(work, code).token)
    return [queries.people.name_session(token) for token in found]


@SQLITE
@pytest.mark.parametrize("kind", [VoteKind.OPEN, VoteKind.SECRET])
@pytest.mark.parametrize("many", [False, True])
def test_after_the_end_of_time_no_ballot_counts_though_a_hand_count_is_awaited(
    hall: Hall, events: list[Event], kind: VoteKind, many: bool
) -> None:
    with hall.database.write() as work:
        guests = [
            services.people.add_person(work, hall.id, name=f"Gast {number}", actor="system") for number in range(5)
        ]
        for guest in guests:
            services.people.check_in(work, guest, actor=guest)
    poll_id = hall.ask(hall.propose("alle", "viele"), Terms(kind=kind))
    sessions = sign_in(hall, hall.ada, hall.ben)
    numbers = Numbers(yes=1)
    with hall.database.write() as work:
        for guest in guests:
            services.hand_counts.mark(work, poll_id, guest, actor=hall.moderator)
        count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator)
        ends_at = work.session.get_one(Poll, poll_id).closes_at
        assert not services.polls.close_due(work, poll_id, ends_at=ends_at)
        assert not services.polls.close_due(work, poll_id, ends_at=ends_at)
    assert isinstance(events[-1], PollOpened)
    assert len(entries(hall, "poll.time_over")) == 1

    sent = [Cast(poll_id, "yes", session_id=each, receipt=sealing.new_receipt()) for each in sessions]
    with hall.database.write() as work:
        outcomes, _ = services.ballots.store_all(
            work.session.connection(), sent if many else sent[:1], hall.database.keyring
        )
    assert set(outcomes) == {Outcome.TIME_OVER}
    with hall.database.read() as session:
        viewer = queries.people.view_as(session, hall.ada)
        assert not queries.polls.get_ballot(session, poll_id, viewer=viewer).may_vote
        assert queries.polls.get_time_left(session, poll_id).is_over

    with hall.database.write() as work:
        services.hand_counts.confirm(work, count, numbers, actor=hall.organizer)
        assert services.polls.close_due(work, poll_id, ends_at=ends_at)
    assert get(hall, poll_id).tally.cast == 1


def test_more_time_lets_ballots_count_again(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.hand_counts.mark(work, poll_id, hall.ben, actor=hall.moderator)
        services.hand_counts.enter(work, poll_id, Numbers(yes=1), actor=hall.moderator)
        ends_at = work.session.get_one(Poll, poll_id).closes_at
        assert not services.polls.close_due(work, poll_id, ends_at=ends_at)
    with pytest.raises(ClosedError, match="Zeit ist um"), hall.database.write() as work:
        services.polls.cast(work, poll_id, "yes", actor=hall.ada)
    with hall.database.write() as work:
        services.polls.extend(work, poll_id, seconds=30, actor=hall.moderator)
        services.polls.cast(work, poll_id, "yes", actor=hall.ada)


@SQLITE
def test_who_is_marked_is_waited_for_until_counted_also_after_a_count_was_discarded(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    numbers = Numbers(yes=1)
    with hall.database.write() as work:
        services.hand_counts.mark(work, poll_id, hall.ben, actor=hall.moderator)
        ends_at = work.session.get_one(Poll, poll_id).closes_at
        assert not services.polls.close_due(work, poll_id, ends_at=ends_at)
        count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator)
        services.hand_counts.discard(work, count, actor=hall.moderator)
        assert not services.polls.close_due(work, poll_id, ends_at=ends_at)
        count = services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator)
        services.hand_counts.confirm(work, count, numbers, actor=hall.organizer)
        assert services.polls.close_due(work, poll_id, ends_at=ends_at)
    assert get(hall, poll_id).tally.cast == 1
