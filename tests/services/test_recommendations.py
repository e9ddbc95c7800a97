"""Recommendations: several at once, seen by others only when published, and what carries them out."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import Amendment, JournalEntry, Poll, Recommendation
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal
from tests.make import Hall
from tests.services.test_effects import find_recommendation, get, give_sections, list_data, panel_vote
from tests.states import SQLITE


def recommend(hall: Hall, *proposals: Proposal, by: str = "") -> int:
    with hall.database.write() as work:
        return services.recommendations.recommend(work, hall.id, proposals, actor=by or hall.moderator)


def test_several_are_recommended_in_one_act(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld")

    changed = recommend(
        hall,
        Proposal(first, Advice.ADOPT, note="Mit Calw besprochen"),
        Proposal(second, Advice.SETTLED_BY, settled_by_id=first, reason="Steht schon darin."),
    )

    assert changed == 2
    found = find_recommendation(hall, second)
    assert found is not None
    assert (found.verdict, found.settled_by_id, found.reason) == ("settled_by", first, "Steht schon darin.")
    assert found.published_at is None
    (entry,) = list_data(hall, "recommendations.given")
    assert entry["recommendations"] == [[first, "adopt", None], [second, "settled_by", first]]
    with hall.database.read() as session:
        written = json.dumps([row.data for row in session.scalars(select(JournalEntry))])
    assert "Calw besprochen" not in written
    assert "Steht schon" not in written


@SQLITE
def test_saying_the_same_again_changes_nothing(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    recommend(hall, Proposal(first, Advice.VOTE))
    with hall.database.write() as work:
        services.recommendations.publish(work, hall.id, actor=hall.moderator)

    assert recommend(hall, Proposal(first, Advice.VOTE)) == 0
    assert len(list_data(hall, "recommendations.given")) == 1
    found = find_recommendation(hall, first)
    assert found is not None
    assert found.published_at is not None


def test_another_advice_waits_to_be_published_again_a_note_does_not(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    recommend(hall, Proposal(first, Advice.ADOPT, reason="Gut."))
    with hall.database.write() as work:
        assert services.recommendations.publish(work, hall.id, actor=hall.moderator) == 1
    recommend(hall, Proposal(first, Advice.ADOPT, note="Nur für uns"))
    noted = find_recommendation(hall, first)
    recommend(hall, Proposal(first, Advice.REJECT))
    changed = find_recommendation(hall, first)

    assert noted is not None
    assert changed is not None
    assert noted.published_at is not None
    assert (changed.published_at, changed.reason, changed.note) == (None, "", "Nur für uns")


@SQLITE
def test_equal_amendments_get_the_same_recommendation(hall: Hall) -> None:
    first, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    recommend(hall, Proposal(first, Advice.REJECT))
    found = find_recommendation(hall, equal)
    assert found is not None
    assert found.verdict == "reject"


def test_a_recommendation_is_taken_back(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    recommend(hall, Proposal(first, Advice.REJECT))
    assert recommend(hall, Proposal(first, None)) == 1
    assert find_recommendation(hall, first) is None


def test_publishing_reaches_a_demand_a_panel_or_all(hall: Hall) -> None:
    give_sections(hall, decides=False)
    first, second = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    new = hall.propose_new("# Neu\n\nDas Land hilft.\n")
    recommend(hall, *(Proposal(one, Advice.VOTE) for one in (first, second, new)))

    with hall.database.write() as work:
        publish = services.recommendations.publish
        counts = [
            publish(work, hall.id, demand_id=hall.second, actor=hall.moderator),
            publish(work, hall.id, panel_id=hall.panel, actor=hall.moderator),
            publish(work, hall.id, actor=hall.moderator),
        ]

    assert counts == [1, 2, 0]
    assert [entry["amendments"] for entry in list_data(hall, "recommendations.published")] == [[second], [first, new]]


@SQLITE
def test_who_does_not_moderate_recommends_nothing(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    with pytest.raises(NotAllowedError):
        recommend(hall, Proposal(first, Advice.ADOPT), by=hall.ada)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.recommendations.publish(work, hall.id, actor=hall.ada)


@SQLITE
def test_one_bad_line_changes_nothing_of_the_others(hall: Hall) -> None:
    first, decided = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld")
    hall.take_over(decided)
    for bad, error in (
        (Proposal(decided, Advice.ADOPT), ClosedError),
        (Proposal("egal", Advice.ADOPT), NotFoundError),
        (Proposal(first, Advice.SETTLED_BY, settled_by_id=first), InvalidInputError),
        (Proposal(first, Advice.SETTLED_BY), InvalidInputError),
        (Proposal(first, Advice.VOTE, note="x" * 3_000), InvalidInputError),
    ):
        with pytest.raises(error):
            recommend(hall, Proposal(first, Advice.ADOPT), bad)
    assert find_recommendation(hall, first) is None


def test_what_a_panel_voted_stands_against_its_moderator_not_the_organizer(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    panel_vote(hall, first, "yes")

    with pytest.raises(ClosedError, match="Ä1"):
        recommend(hall, Proposal(first, Advice.REJECT))
    assert recommend(hall, Proposal(first, Advice.ADOPT, note="Knapp")) == 1
    assert recommend(hall, Proposal(first, Advice.VOTE), by=hall.organizer) == 1
    found = find_recommendation(hall, first)
    assert found is not None
    assert (found.poll_id, found.verdict) == (None, "vote")


def test_referring_and_adjourning_leave_it_undecided_and_it_is_taken_up_again(hall: Hall) -> None:
    first, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    with hall.database.write() as work:
        poll_id = services.questions.prepare(work, equal, actor=hall.moderator)
        services.moderating.adjourn(work, first, note="Freitagsrunde", actor=hall.moderator)

    assert [get(hall, one).state for one in (first, equal)] == ["adjourned", "adjourned"]
    assert (get(hall, first).outcome_note, get(hall, first).is_undecided) == ("Freitagsrunde", True)
    with hall.database.read() as session:
        assert session.get_one(Poll, poll_id).state == "annulled"
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.moderating.refer(work, first, actor=hall.moderator)
    with hall.database.write() as work:
        services.moderating.resume(work, first, actor=hall.moderator)
        services.moderating.refer(work, equal, actor=hall.moderator)
    assert [get(hall, one).state for one in (first, equal)] == ["referred", "referred"]
    assert [len(list_data(hall, f"amendment.{step}")) for step in ("adjourned", "resumed", "referred")] == [1, 1, 1]


@SQLITE
def test_settling_names_what_settled_it(hall: Hall) -> None:
    first, settler = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    with hall.database.write() as work:
        assert services.moderating.settle(work, first, settled_by_id=settler, actor=hall.moderator)

    assert (get(hall, first).state, get(hall, first).settled_by_amendment_id) == ("settled", settler)
    with hall.database.read() as session:
        assert str(queries.amendments.get_card(session, first).outcome) == "Erledigt durch Ä2"
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.moderating.settle(work, first, settled_by_id=settler, actor=hall.moderator)


def test_a_recommending_panels_moderator_settles_by_recommending(hall: Hall) -> None:
    give_sections(hall, decides=False)
    first, settler = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)
    with hall.database.write() as work:
        assert not services.moderating.settle(work, first, settled_by_id=settler, actor=hall.moderator)
    found = find_recommendation(hall, first)
    assert found is not None
    assert (get(hall, first).state, found.verdict, found.settled_by_id) == ("open", "settled_by", settler)


@SQLITE
def test_no_step_is_taken_while_a_vote_runs_or_by_others(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        services.moderating.refer(work, first, actor=hall.ada)
    hall.open_poll(first)
    with pytest.raises(ClosedError), hall.database.write() as work:
        services.moderating.adjourn(work, first, actor=hall.moderator)


def test_the_moderators_order_is_journaled_with_the_one_before(hall: Hall) -> None:
    far, near = hall.propose("alle Schriftformerfordernisse", "das"), hall.propose("alle", "viele", by=hall.ben)
    equal = hall.propose("alle", "viele", by=hall.cem)
    for _click in range(2):
        with hall.database.write() as work:
            services.rankings.place(work, near, position=1, among=[far, near], actor=hall.moderator)

    assert [get(hall, one).rank for one in (near, equal, far)] == [1, 1, 2]
    (entry,) = list_data(hall, "order.changed")
    assert (entry["before"], entry["after"]) == ([far, near], [near, far])
    with hall.database.write() as work:
        services.rankings.reset(work, among=[far, near], actor=hall.moderator)
    assert [get(hall, one).rank for one in (far, near, equal)] == [None, None, None]
    assert list_data(hall, "order.changed")[1]["after"] == [far, near]


def test_an_order_with_what_was_decided_meanwhile_or_elsewhere_is_refused(hall: Hall) -> None:
    far, near = hall.propose("alle Schriftformerfordernisse", "das"), hall.propose("Zeit", "Geld")
    other = hall.propose("drei", "vier", demand=hall.second)
    hall.take_over(near)
    place = services.rankings.place
    with pytest.raises(ClosedError), hall.database.write() as work:
        place(work, near, position=1, among=[far, near], actor=hall.moderator)
    with pytest.raises(NotFoundError), hall.database.write() as work:
        place(work, far, position=1, among=[far, other], actor=hall.moderator)
    with pytest.raises(NotFoundError), hall.database.write() as work:
        place(work, far, position=1, among=[], actor=hall.moderator)
    with pytest.raises(NotAllowedError), hall.database.write() as work:
        place(work, far, position=1, among=[far], actor=hall.ada)


def test_when_time_runs_out_what_is_open_says_where_it_goes_on(hall: Hall) -> None:
    first, second = hall.propose("alle", "viele"), hall.propose("drei", "vier", demand=hall.second)
    decided = hall.propose("Zeit", "Geld")
    hall.take_over(decided)
    with hall.database.write() as work:
        prepared = services.questions.prepare(work, first, actor=hall.moderator)
        ended = services.closing.close_remaining(
            work, hall.id, note=" Freitagsrunde am 7. November ", actor=hall.organizer
        )

    assert ended == (first, second)
    assert [get(hall, one).state for one in (first, second, decided)] == ["not_dealt_with"] * 2 + ["taken_over"]
    assert get(hall, first).outcome_note == "Freitagsrunde am 7. November"
    (entry,) = list_data(hall, "amendments.not_dealt_with")
    assert entry["amendments"] == [first, second]
    assert "Freitag" not in json.dumps(entry)
    with hall.database.read() as session:
        assert session.get_one(Poll, prepared).state == "annulled"
    with hall.database.write() as work:
        again = services.closing.close_remaining(work, hall.id, note="Freitag", actor=hall.organizer)
    assert again == ()
    assert len(list_data(hall, "amendments.not_dealt_with")) == 1


def test_a_panels_closing_leaves_what_it_recommended_to_the_plenary(hall: Hall) -> None:
    give_sections(hall, decides=False)
    recommended, left = hall.propose("alle", "viele"), hall.propose("Zeit", "Geld")
    panel_vote(hall, recommended, "yes")
    with hall.database.write() as work:
        ended = services.closing.close_remaining(
            work, hall.id, note="Freitag", panel_id=hall.panel, actor=hall.moderator
        )
    assert ended == (left,)
    assert get(hall, recommended).state == "open"


def test_closing_is_refused_without_a_place_to_go_on_rights_or_while_voting(hall: Hall) -> None:
    first = hall.propose("alle", "viele")
    close = services.closing.close_remaining
    with pytest.raises(InvalidInputError) as refused, hall.database.write() as work:
        close(work, hall.id, note=" ", actor=hall.organizer)
    assert refused.value.field == "note"
    for actor, panel in ((hall.moderator, None), (hall.ada, hall.panel), (hall.ada, None)):
        with pytest.raises(NotAllowedError), hall.database.write() as work:
            close(work, hall.id, note="Freitag", panel_id=panel, actor=actor)
    with pytest.raises(NotFoundError), hall.database.write() as work:
        close(work, hall.id, note="Freitag", panel_id="egal", actor=hall.organizer)
    hall.open_poll(first)
    with pytest.raises(ClosedError, match="Abstimmung 1"), hall.database.write() as work:
        close(work, hall.id, note="Freitag", actor=hall.organizer)
    with hall.database.read() as session:
        assert session.scalar(select(Amendment.state)) == "open"
        assert session.scalar(select(Recommendation.verdict)) is None
