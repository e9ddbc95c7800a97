"""Votes of those present: electorate, ballots, closing with its effect, two moderators at once."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.events import BallotCast, DemandChanged, Event, PollAnnulled, PollClosed, PollOpened, PollPrepared
from drafting.models import Amendment, Ballot, JournalEntry, Poll, Voter
from drafting.rules.lifecycle import Choice, Phase
from tests.make import Hall
from tests.services.at_once import at_once
from tests.states import SQLITE


def get(hall: Hall, poll_id: str) -> Poll:
    with hall.database.read() as session:
        return session.get_one(Poll, poll_id)


def state(hall: Hall, amendment_id: str) -> str:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id).state


def test_opening_fixes_the_electorate_of_members_present(hall: Hall, events: list[Event]) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
    amendment_id = hall.propose("alle", "viele")
    events.clear()

    poll_id = hall.open_poll(amendment_id)
    with hall.database.write() as work:
        services.people.check_in(work, hall.cem, actor=hall.cem)

    with hall.database.read() as session:
        voters = set(session.scalars(select(Voter.person_id)))
    assert voters == {hall.moderator, hall.ada, hall.ben}
    assert (get(hall, poll_id).state, get(hall, poll_id).entitled) == ("open", 3)
    assert events[:2] == [
        PollPrepared(conference_id=hall.id, poll_id=poll_id),
        PollOpened(conference_id=hall.id, poll_id=poll_id, amendment_id=amendment_id, demand_id=hall.first),
    ]


@SQLITE
def test_a_panel_votes_alone(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"), panel_id=hall.panel)

    with pytest.raises(NotAllowedError, match="nicht stimmberechtigt"), hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.YES, actor=hall.cem)
    assert get(hall, poll_id).entitled == 3


def test_a_vote_can_be_changed_until_closing_and_counts_once(hall: Hall, events: list[Event]) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    events.clear()
    for choice in (Choice.NO, Choice.YES, Choice.YES):
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, choice, actor=hall.ada)

    assert events == [BallotCast(conference_id=hall.id, poll_id=poll_id)] * 3
    result = hall.close(poll_id)
    assert (result.tally.yes, result.tally.no, result.tally.cast, result.tally.not_voted) == (1, 0, 1, 3)


@SQLITE
def test_an_adopted_text_takes_effect_with_the_closing(hall: Hall, events: list[Event]) -> None:
    amendment_id = hall.propose("alle", "viele")
    other = hall.propose("alle", "manche", by=hall.ben)
    poll_id = hall.open_poll(amendment_id)
    hall.vote(poll_id, "yes", "yes", "no", "abstain")
    events.clear()

    result = hall.close(poll_id)

    assert (result.verdict, result.formula) == ("adopted", "Mehr Ja als Nein: 2 gegen 1.")
    version = hall.version(hall.first)
    assert (version.id, version.poll_id) == (result.version_id, poll_id)
    assert hall.brought_by(version.id) == [amendment_id]
    assert "viele" in version.text
    assert (state(hall, amendment_id), state(hall, other)) == ("adopted", "open")
    assert PollClosed(conference_id=hall.id, poll_id=poll_id, amendment_id=amendment_id, demand_id=hall.first) in events
    assert DemandChanged(conference_id=hall.id, demand_id=hall.first, version_id=version.id) in events


def test_closing_erases_who_voted_how_and_keeps_the_numbers(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "no", "abstain")

    hall.close(poll_id)

    poll = get(hall, poll_id)
    assert (poll.yes, poll.no, poll.abstain, poll.entitled) == (1, 1, 1, 4)
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Ballot)) == 0


@pytest.mark.parametrize(
    ("choices", "verdict", "after"),
    [
        (("yes", "no"), "tie", "rejected"),
        ((), "tie", "rejected"),
        (("yes", "no", "no"), "rejected", "rejected"),
        (("yes", "abstain", "abstain", "abstain"), "adopted", "adopted"),
    ],
)
def test_the_verdict_decides_the_amendment(hall: Hall, choices: tuple[str, ...], verdict: str, after: str) -> None:
    amendment_id = hall.propose("alle", "viele")

    result = hall.decide(amendment_id, *choices)

    assert result.verdict == verdict
    assert state(hall, amendment_id) == after
    assert hall.version(hall.first).number == (2 if after == "adopted" else 1)


def test_a_missed_quorum_decides_nothing(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, amendment_id, actor=hall.moderator)
        poll = work.session.get_one(Poll, poll_id)
        poll.quorum_numerator, poll.quorum_denominator = 1, 2
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    hall.vote(poll_id, "yes")

    result = hall.close(poll_id)

    assert result.verdict == "invalid"
    assert state(hall, amendment_id) == "open"


def test_a_ballot_after_closing_is_refused_with_a_clear_word(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.close(poll_id)

    with pytest.raises(ClosedError, match="schon geschlossen"), hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.YES, actor=hall.ada)


def test_a_revoked_session_no_longer_votes(hall: Hall) -> None:
    with hall.database.write() as work:
        link = services.people.issue_link(work, hall.ada, actor=hall.organizer)
        token = services.people.sign_in_with_link(work, link.token).token
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.read() as session:
        viewer = queries.people.get_viewer(session, token)
    with hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.YES, actor=hall.ada, session_id=viewer.session_id)
    with hall.database.write() as work:
        services.people.sign_out(work, token)

    with pytest.raises(NotAllowedError, match="angemeldet"), hall.database.write() as work:
        services.polls.cast(work, poll_id, Choice.NO, actor=hall.ada, session_id=viewer.session_id)
    assert hall.close(poll_id).tally.yes == 1


def test_a_poll_needs_somebody_who_may_vote(hall: Hall) -> None:
    with hall.database.write() as work:
        for person in hall.members:
            services.people.check_out(work, person, actor=person)

    with pytest.raises(InvalidInputError, match="niemand"):
        hall.open_poll(hall.propose("alle", "viele"))


@SQLITE
def test_only_moderators_open_and_close(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.polls.open_now(work, amendment_id, actor=hall.ada)
    poll_id = hall.open_poll(amendment_id)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.polls.close_poll(work, poll_id, actor=hall.ada)


@SQLITE
def test_one_question_at_a_time(hall: Hall) -> None:
    hall.open_poll(hall.propose("alle", "viele"))

    with pytest.raises(ClosedError, match="Abstimmung 1"):
        hall.open_poll(hall.propose("drei", "vier", demand=hall.second))
    with pytest.raises(ClosedError, match="abgestimmt"):
        hall.take_over(hall.propose("Zeit", "Geld"))


@SQLITE
def test_what_is_voted_on_cannot_be_withdrawn_meanwhile(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    hall.open_poll(amendment_id)

    with pytest.raises(ClosedError), hall.database.write() as work:
        services.amendments.withdraw(work, amendment_id, actor=hall.ada)


@SQLITE
def test_no_poll_opens_before_the_conference_does(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.conferences.set_phase(work, hall.id, Phase.CLOSING, actor=hall.organizer)

    with pytest.raises(ClosedError):
        hall.open_poll(amendment_id)


@SQLITE
def test_an_annulled_poll_leaves_its_trace_and_its_amendment_open(hall: Hall, events: list[Event]) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = hall.open_poll(amendment_id)
    hall.vote(poll_id, "yes", "yes")
    with hall.database.write() as work:
        services.polls.annul(work, poll_id, reason="Die Anlage war ausgefallen.", actor=hall.moderator)

    poll = get(hall, poll_id)
    assert (poll.state, poll.yes, poll.annul_reason) == ("annulled", 2, "Die Anlage war ausgefallen.")
    assert state(hall, amendment_id) == "open"
    assert isinstance(events[-1], PollAnnulled)
    assert hall.decide(amendment_id, "yes").verdict == "adopted"


@SQLITE
def test_annulling_needs_a_reason(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))

    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        services.polls.annul(work, poll_id, reason=" ", actor=hall.moderator)
    assert refused.value.field == "reason"


@SQLITE
def test_late_comers_are_added_by_a_journaled_act(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    with hall.database.write() as work:
        services.polls.add_voter(work, poll_id, hall.cem, actor=hall.moderator)
        services.polls.cast(work, poll_id, Choice.NO, actor=hall.cem)

    assert hall.close(poll_id).tally.entitled == 4
    with hall.database.read() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.action == "poll.voter_added")).one()
    assert entry.data["person"] == hall.cem


@SQLITE
def test_a_poll_prepared_for_an_amendment_that_is_settled_falls_away(hall: Hall) -> None:
    settled = hall.propose("alle", "viele", by=hall.ben)
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, settled, actor=hall.moderator)

    hall.take_over(hall.propose("alle", "viele"))

    assert get(hall, poll_id).state == "annulled"


@SQLITE
def test_a_strike_and_a_new_demand_are_voted_on_like_changes(hall: Hall) -> None:
    assert hall.decide(hall.propose_strike(hall.second), "yes").verdict == "adopted"
    assert hall.decide(hall.propose_new("# Neu\n\nDas Land hilft.\n", after=hall.first), "yes").verdict == "adopted"

    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.id)
    demands = [(demand.number, demand.is_struck) for demand in outline.sections[0].demands]
    assert demands == [("1", False), ("1a", False), ("2", True)]


def test_two_moderators_closing_at_once_make_one_outcome(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "yes")

    results = at_once(lambda: hall.close(poll_id), lambda: hall.close(poll_id), lambda: hall.close(poll_id))

    assert results == [results[0]] * 3
    assert hall.version(hall.first).number == 2
    with hall.database.read() as session:
        closings = session.scalar(
            select(func.count()).select_from(JournalEntry).where(JournalEntry.action == "poll.closed")
        )
    assert closings == 1


def test_two_moderators_opening_at_once_open_one_poll(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")

    found = at_once(lambda: hall.open_poll(amendment_id), lambda: hall.open_poll(amendment_id))

    assert found[0] == found[1]
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Poll)) == 1


def test_a_take_over_and_a_closing_at_once_leave_one_chain_of_versions(hall: Hall) -> None:
    voted, taken = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    poll_id = hall.open_poll(voted)
    hall.vote(poll_id, "yes")

    at_once(lambda: hall.close(poll_id), lambda: hall.take_over(taken))

    assert (hall.version(hall.first).number, hall.version(hall.second).number) == (2, 2)
    with hall.database.read() as session:
        assert queries.journal.verify(session, hall.id).problems == ()


def test_ballots_stored_while_a_poll_closes_are_counted_or_refused(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))

    def vote(person: str) -> str:
        with hall.database.write() as work:
            services.polls.cast(work, poll_id, Choice.YES, actor=person)
        return "gespeichert"

    acts = [lambda person=person: vote(person) for person in hall.members]
    found = at_once(*acts, lambda: hall.close(poll_id))

    saved = found.count("gespeichert")
    assert get(hall, poll_id).yes == saved
    assert sum(isinstance(refusal, ClosedError) for refusal in found) == len(hall.members) - saved


def test_a_closing_that_fails_half_way_leaves_the_poll_open(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    hall.vote(poll_id, "yes", "yes")

    def fail_half_way() -> None:
        with hall.database.write() as work:
            services.polls.close_poll(work, poll_id, actor=hall.moderator)
            raise RuntimeError("the power fails")

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert get(hall, poll_id).state == "open"
    assert hall.version(hall.first).number == 1
    assert hall.close(poll_id).tally.yes == 2
