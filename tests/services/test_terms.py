"""Terms: who votes, under which rule and for how long; municipalities and weights; confirming; counts by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError
from drafting.models import Amendment, Poll, Voter, now
from drafting.rules.questions import CountedBy, VoteKind
from drafting.rules.voting import Quorum, Rule
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from tests.make import Hall
from tests.states import SQLITE

BY_TOWN = Terms(counts_by=CountedBy.MUNICIPALITY)
WEIGHTED = Terms(counts_by=CountedBy.MUNICIPALITY, is_weighted=True)


def get(hall: Hall, poll_id: str) -> Poll:
    with hall.database.read() as session:
        return session.get_one(Poll, poll_id)


def state(hall: Hall, amendment_id: str) -> str:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id).state


def verify(hall: Hall) -> tuple[str, ...]:
    with hall.database.read() as session:
        return queries.journal.verify(session, hall.id).problems


def cast(hall: Hall, poll_id: str, choice: str, person: str) -> None:
    with hall.database.write() as work:
        services.polls.cast(work, poll_id, choice, actor=person)


# Rules


@SQLITE
def test_another_rule_needs_its_reason(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with pytest.raises(InvalidInputError) as refused:
        hall.ask(amendment_id, Terms(rule=Rule.TWO_THIRDS))
    assert refused.value.field == "begruendung"

    poll_id = hall.ask(amendment_id, Terms(rule=Rule.TWO_THIRDS, rule_reason="So steht es in der Satzung."))
    hall.vote(poll_id, "yes", "yes", "yes", "no")
    assert hall.close(poll_id).formula == "Mindestens zwei Drittel von Ja und Nein: 3 von 4, nötig 3."
    assert get(hall, poll_id).rule_reason == "So steht es in der Satzung."


@SQLITE
def test_another_quorum_needs_its_reason_and_a_poll_below_it_is_not_valid(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    high = Terms(sets_quorum=True, quorum=Quorum(3, 4))
    with pytest.raises(InvalidInputError) as refused:
        hall.ask(amendment_id, high)
    assert refused.value.field == "begruendung"

    poll_id = hall.ask(amendment_id, replace(high, rule_reason="Es geht um viel."))
    hall.vote(poll_id, "yes", "yes")
    result = hall.close(poll_id)
    assert (result.verdict, get(hall, poll_id).rule_reason) == ("invalid", "Es geht um viel.")
    assert result.formula == "Mehr Ja als Nein: 2 gegen 0. Mindestbeteiligung drei Viertel: 2 von 4, nötig 3."


@SQLITE
def test_the_quorum_of_the_conference_holds_unless_a_question_lifts_it(hall: Hall) -> None:
    with hall.database.write() as work:
        half = Quorum(1, 2)
        services.conferences.change_settings(work, hall.id, sets_quorum=True, quorum=half, actor=hall.organizer)
    assert get(hall, hall.ask(hall.propose("alle", "viele"))).quorum == Quorum(1, 2)
    without = Terms(sets_quorum=True, rule_reason="Nur ein Verfahren.")
    lifted = hall.propose("drei", "vier", demand=hall.second)
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, lifted, actor=hall.moderator, terms=without)
    assert (get(hall, poll_id).quorum, get(hall, poll_id).rule_reason) == (None, "Nur ein Verfahren.")


def test_terms_change_until_the_poll_opens(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, amendment_id, actor=hall.moderator)
        services.polls.change_terms(work, poll_id, Terms(kind=VoteKind.NAMED, time_limit=0), actor=hall.moderator)
        services.polls.open_poll(work, poll_id, actor=hall.moderator)
    assert (get(hall, poll_id).kind, get(hall, poll_id).closes_at) == ("named", None)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.polls.change_terms(work, poll_id, Terms(), actor=hall.moderator)


def test_prepared_questions_stand_in_the_order_given(hall: Hall) -> None:
    ids = [hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)]
    with hall.database.write() as work:
        polls = [services.questions.prepare(work, each, actor=hall.moderator) for each in ids]
        services.polls.arrange(work, hall.id, polls[::-1], actor=hall.moderator)
    with hall.database.read() as session:
        desk = queries.polls.get_desk(session, hall.id, viewer=queries.people.view_as(session, hall.moderator))
    assert [row.id for row in desk.queue] == polls[::-1]


# Municipalities


def name_delegates(hall: Hall, **weights: int) -> None:
    with hall.database.write() as work:
        for town, person in (("Calw", hall.ada), ("Malsch", hall.ben), ("Lahr", hall.cem)):
            services.municipalities.name_delegate(work, hall.id, town, person, actor=hall.organizer)
        for town, weight in weights.items():
            services.municipalities.set_weight(work, hall.id, town, weight, actor=hall.organizer)


def test_each_municipality_has_one_vote_by_its_delegate(hall: Hall) -> None:
    name_delegates(hall)
    poll_id = hall.ask(hall.propose("alle", "viele"), BY_TOWN)
    with hall.database.read() as session:
        voters = set(session.scalars(select(Voter.person_id)))
        page = queries.polls.get_ballot(session, poll_id, viewer=queries.people.view_as(session, hall.moderator))
    assert voters == {hall.ada, hall.ben, hall.cem}
    assert page.why_not.startswith("Hier hat jede Kommune eine Stimme")
    assert str(page.electorate) == "Alle Anwesenden, Plenum, je Kommune"
    with pytest.raises(NotAllowedError):
        cast(hall, poll_id, "yes", hall.moderator)
    cast(hall, poll_id, "yes", hall.ada)
    assert hall.close(poll_id).tally.entitled == 3
    assert verify(hall) == ()


def test_a_municipality_is_never_on_the_roll_twice(hall: Hall) -> None:
    name_delegates(hall)
    poll_id = hall.ask(hall.propose("alle", "viele"), BY_TOWN)
    with hall.database.write() as work:
        services.municipalities.name_delegate(work, hall.id, "Stadt Calw", hall.moderator, actor=hall.organizer)
    with pytest.raises(NotAllowedError, match="schon jemand"), hall.database.write() as work:
        services.polls.add_voter(work, poll_id, hall.moderator, actor=hall.moderator)


def test_one_person_votes_for_one_municipality(hall: Hall) -> None:
    name_delegates(hall)
    with pytest.raises(InvalidInputError, match="schon für Calw"), hall.database.write() as work:
        services.municipalities.name_delegate(work, hall.id, "Ulm", hall.ada, actor=hall.organizer)


@SQLITE
def test_weights_count_where_they_are_enabled(hall: Hall) -> None:
    name_delegates(hall, Calw=5, Malsch=2)
    amendment_id = hall.propose("alle", "viele")
    with pytest.raises(InvalidInputError, match="nicht vorgesehen"):
        hall.ask(amendment_id, WEIGHTED)
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, enables_weights=True, actor=hall.organizer)
    poll_id = hall.ask(amendment_id, WEIGHTED)
    for person, choice in ((hall.ada, "no"), (hall.ben, "yes"), (hall.cem, "yes")):
        cast(hall, poll_id, choice, person)
    with hall.database.read() as session:
        participation = queries.polls.get_participation(session, poll_id)
    # People before the end: a sum of weights would say who has voted.
    assert (participation.cast, participation.entitled) == (3, 3)

    result = hall.close(poll_id)

    assert (result.tally.yes, result.tally.no, result.tally.entitled) == (3, 5, 8)
    assert result.formula == "Mehr Ja als Nein: 3 gegen 5."
    assert verify(hall) == ()


@SQLITE
@pytest.mark.parametrize(
    "terms",
    [
        Terms(counts_by=CountedBy.MUNICIPALITY, is_weighted=True, kind=VoteKind.SECRET),
        Terms(is_weighted=True),
        Terms(time_limit=-1),
        Terms(time_limit=3_601),
    ],
)
def test_terms_that_do_not_go_together_are_refused(hall: Hall, terms: Terms) -> None:
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, enables_weights=True, actor=hall.organizer)
    with pytest.raises(InvalidInputError):
        hall.ask(hall.propose("alle", "viele"), terms)


def test_all_who_may_vote_do_so_where_presence_does_not_matter(hall: Hall) -> None:
    with hall.database.write() as work:
        services.people.check_out(work, hall.cem, actor=hall.cem)
    assert get(hall, hall.ask(hall.propose("alle", "viele"), Terms(present_only=False))).entitled == 4


# Time


def test_a_poll_ends_by_itself_when_its_time_is_over(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = hall.ask(amendment_id)
    cast(hall, poll_id, "yes", hall.ada)
    poll = get(hall, poll_id)
    assert poll.closes_at is not None
    assert poll.opened_at is not None
    assert poll.closes_at - poll.opened_at == timedelta(seconds=45)
    with hall.database.write() as work:
        services.polls.extend(work, poll_id, seconds=30, actor=hall.moderator)
        assert not services.polls.close_due(work, poll_id)
    closes_at = get(hall, poll_id).closes_at
    assert closes_at is not None
    assert closes_at - poll.closes_at == timedelta(seconds=30)
    with hall.database.write() as work:
        work.session.get_one(Poll, poll_id).closes_at = now()
    with hall.database.read() as session:
        ((ending, _closes_at),) = queries.polls.list_ends(session)
        assert ending == poll_id
    with hall.database.write() as work:
        assert services.polls.close_due(work, poll_id)
        assert not services.polls.close_due(work, poll_id)
    assert state(hall, amendment_id) == "adopted"


# Confirming


@pytest.fixture
def careful(hall: Hall) -> Hall:
    """A conference in which an adopted text waits for a second act."""
    with hall.database.write() as work:
        services.conferences.change_settings(work, hall.id, confirms_effects=True, actor=hall.organizer)
    return hall


def test_an_adopted_text_waits_to_be_confirmed_and_holds_its_demand(careful: Hall) -> None:
    amendment_id, other = careful.propose("alle", "viele"), careful.propose("hohen", "großen")
    result = careful.decide(amendment_id, "yes")
    assert (result.verdict, result.is_pending, state(careful, amendment_id)) == ("adopted", True, "open")
    with pytest.raises(ClosedError):
        careful.take_over(other)
    with pytest.raises(ClosedError, match="nicht bestätigt"):
        careful.open_poll(other)
    with careful.database.read() as session:
        assert [row.id for row in queries.polls.list_pending(session, careful.id)] == [result.poll_id]

    for _ in range(2):
        with careful.database.write() as work:
            confirmed = services.polls.confirm(work, result.poll_id, actor=careful.moderator)

    assert (state(careful, amendment_id), confirmed.is_pending) == ("adopted", False)
    assert careful.version(careful.first).id == confirmed.version_id
    assert verify(careful) == ()


def test_what_waits_can_be_annulled_and_leaves_its_amendment_open(careful: Hall) -> None:
    amendment_id = careful.propose("alle", "viele")
    result = careful.decide(amendment_id, "yes")
    with careful.database.write() as work:
        services.polls.annul(work, result.poll_id, reason="Verzählt.", actor=careful.moderator)
    assert (state(careful, amendment_id), get(careful, result.poll_id).yes) == ("open", 1)
    assert verify(careful) == ()
    assert careful.decide(amendment_id, "no").verdict == "rejected"


@SQLITE
def test_a_rejection_waits_for_nothing(careful: Hall) -> None:
    amendment_id = careful.propose("alle", "viele")
    assert not careful.decide(amendment_id, "no").is_pending
    assert state(careful, amendment_id) == "rejected"


# Counts by hand


def mark(hall: Hall, poll_id: str, *people: str) -> None:
    with hall.database.write() as work:
        for person in people:
            services.hand_counts.mark(work, poll_id, person, actor=hall.moderator)


def enter(hall: Hall, poll_id: str, numbers: Numbers) -> str:
    with hall.database.write() as work:
        return services.hand_counts.enter(work, poll_id, numbers, actor=hall.moderator)


def test_a_count_by_hand_is_entered_by_one_confirmed_by_another_and_added(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    mark(hall, poll_id, hall.ben, hall.cem)
    cast(hall, poll_id, "no", hall.ada)
    count_id = enter(hall, poll_id, Numbers(yes=2))
    with pytest.raises(ClosedError, match="nicht bestätigt"):
        hall.close(poll_id)
    with pytest.raises(NotAllowedError, match="zweite Person"), hall.database.write() as work:
        services.hand_counts.confirm(work, count_id, Numbers(yes=2), actor=hall.moderator)
    with pytest.raises(InvalidInputError, match="andere"), hall.database.write() as work:
        services.hand_counts.confirm(work, count_id, Numbers(yes=1), actor=hall.organizer)
    with hall.database.write() as work:
        services.hand_counts.confirm(work, count_id, Numbers(yes=2), actor=hall.organizer)
    with hall.database.read() as session:
        assert queries.polls.get_participation(session, poll_id).cast == 3

    result = hall.close(poll_id)

    assert (result.tally.yes, result.tally.no, result.tally.cast) == (2, 1, 3)
    with hall.database.read() as session:
        by_hand = queries.polls.get_result(session, poll_id).by_hand
    assert by_hand is not None
    assert (by_hand.cast, by_hand.cast_on_devices, by_hand.is_split) == (2, 1, False)
    assert verify(hall) == ()


@SQLITE
def test_a_count_never_exceeds_those_marked(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    mark(hall, poll_id, hall.ben)
    with pytest.raises(InvalidInputError, match="nur 1"):
        enter(hall, poll_id, Numbers(yes=2))
    enter(hall, poll_id, Numbers(abstain=1))
    with pytest.raises(InvalidInputError):
        enter(hall, poll_id, Numbers(yes=1))
    with pytest.raises(ClosedError, match="schon von Hand"), hall.database.write() as work:
        services.hand_counts.mark(work, poll_id, hall.ben, by_hand=False, actor=hall.moderator)


def test_whoever_is_counted_by_hand_has_no_ballot_and_the_other_way_round(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    mark(hall, poll_id, hall.ben)
    with pytest.raises(NotAllowedError, match="von Hand"):
        cast(hall, poll_id, "yes", hall.ben)
    cast(hall, poll_id, "yes", hall.ada)
    with pytest.raises(ClosedError, match="auf ihrem Gerät"):
        mark(hall, poll_id, hall.ada)


def test_a_count_that_was_wrong_is_discarded_and_entered_anew(hall: Hall) -> None:
    poll_id = hall.open_poll(hall.propose("alle", "viele"))
    mark(hall, poll_id, hall.ben)
    count_id = enter(hall, poll_id, Numbers(yes=1))
    with hall.database.write() as work:
        services.hand_counts.discard(work, count_id, actor=hall.organizer)
    enter(hall, poll_id, Numbers(no=1))


@SQLITE
def test_votes_by_name_are_listed_only_after_the_end(hall: Hall) -> None:
    poll_id = hall.ask(hall.propose("alle", "viele"), Terms(kind=VoteKind.NAMED))
    cast(hall, poll_id, "yes", hall.ada)
    with hall.database.read() as session:
        rows = {row.person_id: row.has_voted for row in queries.polls.list_roll(session, poll_id)}
    assert rows[hall.ada]
    assert not rows[hall.ben]
    hall.close(poll_id)
    with hall.database.read() as session:
        names = queries.polls.get_result(session, poll_id).names
    assert [(each.name, each.municipality, each.choice) for each in names] == [("Ada Amsel", "Stadt Calw", "Ja")]
    assert verify(hall) == ()
