"""What a verdict does: one fate for equal amendments, and a panel that only recommends changes nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.events import Event, RecommendationsChanged
from drafting.models import Amendment, JournalEntry, Panel, Poll, Recommendation
from tests.make import Hall
from tests.states import SQLITE


def give_sections(hall: Hall, *, decides: bool) -> None:
    """Give all sections to the panel, and say whether it decides."""
    with hall.database.read() as session:
        sections = [section.id for section in queries.papers.get_outline(session, hall.id).sections]
    with hall.database.write() as work:
        services.panels.change(
            work, hall.panel, name="Recht", decides=decides, section_ids=sections, actor=hall.organizer
        )


def get(hall: Hall, amendment_id: str) -> Amendment:
    with hall.database.read() as session:
        return session.get_one(Amendment, amendment_id)


def find_recommendation(hall: Hall, amendment_id: str) -> Recommendation | None:
    with hall.database.read() as session:
        return session.get(Recommendation, amendment_id)


def panel_vote(hall: Hall, amendment_id: str, *choices: str) -> services.polls.PollResult:
    poll_id = hall.open_poll(amendment_id, panel_id=hall.panel)
    hall.vote(poll_id, *choices)
    return hall.close(poll_id)


def list_data(hall: Hall, action: str) -> list[dict[str, object]]:
    with hall.database.read() as session:
        return [
            entry.data
            for entry in session.scalars(
                select(JournalEntry).where(JournalEntry.action == action).order_by(JournalEntry.number)
            ).all()
        ]


@SQLITE
def test_rejecting_one_of_equal_amendments_rejects_all(hall: Hall) -> None:
    first, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    other = hall.propose("alle", "manche", by=hall.cem)

    hall.decide(first, "no")

    assert [get(hall, one).state for one in (first, equal, other)] == ["rejected", "rejected", "open"]
    assert get(hall, equal).settled_by_amendment_id == first
    (entry,) = list_data(hall, "amendment.rejected")
    assert (entry["amendment"], entry["equal"]) == (first, [equal])
    with hall.database.read() as session:
        card = queries.amendments.get_card(session, equal)
    assert str(card.outcome) == "Gleichlautend abgelehnt mit Ä1"


def test_adopting_one_of_equal_amendments_adopts_all_also_new_demands(hall: Hall) -> None:
    first, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    new, same = (hall.propose_new("# Neu\n\nDas Land hilft.\n", by=by) for by in (hall.ada, hall.ben))

    hall.take_over(equal)
    hall.take_over(new)

    assert [get(hall, one).state for one in (first, equal)] == ["adopted", "taken_over"]
    assert [get(hall, one).state for one in (new, same)] == ["taken_over", "adopted"]
    with hall.database.read() as session:
        assert queries.papers.get_outline(session, hall.id).demand_count == 4


@SQLITE
def test_the_same_new_demand_elsewhere_is_decided_by_itself(hall: Hall) -> None:
    first = hall.propose_new("# Neu\n\nDas Land hilft.\n")
    elsewhere = hall.propose_new("# Neu\n\nDas Land hilft.\n", by=hall.ben, after=hall.first)

    hall.decide(first, "no")

    assert get(hall, elsewhere).state == "open"


@SQLITE
def test_equal_amendments_are_queued_once(hall: Hall) -> None:
    first, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)
    with hall.database.write() as work:
        polls = {services.questions.prepare(work, one, actor=hall.moderator) for one in (first, equal)}
    assert len(polls) == 1


@SQLITE
@pytest.mark.parametrize(("choices", "advice"), [(("yes", "yes"), "adopt"), (("no",), "reject"), ((), "reject")])
def test_a_panel_that_does_not_decide_recommends(
    hall: Hall, events: list[Event], choices: tuple[str, ...], advice: str
) -> None:
    amendment_id = hall.propose("alle", "viele")
    events.clear()

    result = panel_vote(hall, amendment_id, *choices)

    assert (get(hall, amendment_id).state, hall.version(hall.first).number, result.version_id) == ("open", 1, "")
    found = find_recommendation(hall, amendment_id)
    assert found is not None
    assert (found.verdict, found.panel_id, found.poll_id) == (advice, hall.panel, result.poll_id)
    assert found.published_at is not None
    assert RecommendationsChanged(conference_id=hall.id, demand_id=hall.first) in events
    (entry,) = list_data(hall, "panel.recommended")
    assert (entry["verdict"], entry["poll"]) == (advice, result.poll_id)
    assert list_data(hall, "poll.closed")[0]["recommends"] is True


@SQLITE
def test_the_result_of_a_recommending_panel_says_so(hall: Hall) -> None:
    result = panel_vote(hall, hall.propose("alle", "viele"), "yes", "yes", "no")
    with hall.database.read() as session:
        page = queries.polls.get_result(session, result.poll_id)
        (row,) = queries.polls.list_decisions(session, hall.id)
    assert (page.verdict_label, page.recommends, page.panel_name) == ("Empfohlen: annehmen", True, "Recht")
    assert row.verdict_label == "Empfohlen: annehmen"
    assert page.version_id == ""


@SQLITE
def test_after_the_panel_the_plenary_decides(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    panel_vote(hall, amendment_id, "yes")

    hall.decide(amendment_id, "no", "no")

    assert get(hall, amendment_id).state == "rejected"
    with hall.database.read() as session:
        assert str(queries.amendments.get_card(session, amendment_id).outcome) == "Abgelehnt (0 Ja, 2 Nein)"
        assert queries.journal.verify(session, hall.id).problems == ()


@SQLITE
def test_a_panel_that_decides_changes_the_paper(hall: Hall) -> None:
    give_sections(hall, decides=True)
    amendment_id = hall.propose("alle", "viele")

    panel_vote(hall, amendment_id, "yes")

    assert (get(hall, amendment_id).state, hall.version(hall.first).number) == ("adopted", 2)
    assert find_recommendation(hall, amendment_id) is None


@SQLITE
def test_what_a_vote_does_is_fixed_when_it_opens(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    poll_id = hall.open_poll(amendment_id, panel_id=hall.panel)
    give_sections(hall, decides=True)
    hall.vote(poll_id, "yes")

    hall.close(poll_id)

    assert get(hall, amendment_id).state == "open"
    with hall.database.read() as session:
        assert session.get_one(Panel, hall.panel).decides
        assert session.get_one(Poll, poll_id).recommends


@SQLITE
def test_a_panels_moderator_takes_over_by_recommending(hall: Hall) -> None:
    give_sections(hall, decides=False)
    amendment_id, equal = hall.propose("alle", "viele"), hall.propose("alle", "viele", by=hall.ben)

    assert hall.take_over(amendment_id) == ""
    assert get(hall, amendment_id).state == "open"
    for one in (amendment_id, equal):
        found = find_recommendation(hall, one)
        assert found is not None
        assert (found.verdict, found.poll_id) == ("adopt", None)
    with hall.database.write() as work:
        assert services.amendments.take_over(work, amendment_id, actor=hall.organizer)
    assert get(hall, amendment_id).state == "taken_over"
