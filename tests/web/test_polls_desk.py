"""The moderators' desk: from an open amendment to a result, and what everybody sees of it meanwhile."""

from __future__ import annotations

from drafting import queries, services
from drafting.rules.lifecycle import Choice
from tests.hall import Hall


def open_poll(hall: Hall) -> str:
    """Let the moderator put a participant's amendment to the vote; returns the poll's id."""
    amendment_id = hall.propose("participant")
    response = hall.browser("moderator").post(f"/leitung/antraege/{amendment_id}/abstimmen")
    assert response.status_code == 303
    return response.headers["location"].rsplit("/", 1)[1]


def test_the_desk_shows_open_amendments_by_place_with_what_overlaps(hall: Hall) -> None:
    hall.import_paper()
    hall.propose("participant", "fünf Kommunen")
    hall.propose("moderator", "vier Kommunen")
    response = hall.browser("moderator").get("/leitung")
    assert response.template.name == "polls/desk.html"
    (place,) = response.context["places"]
    assert place.relation == "conflict"
    assert [card.label for card in place.amendments] == ["Ä1", "Ä2"]


def test_amendments_at_different_places_stand_apart(hall: Hall) -> None:
    hall.import_paper()
    hall.propose("participant", "fünf Kommunen")
    hall.propose("moderator", title="Digitalcheck vorschreiben")
    places = hall.browser("moderator").get("/leitung").context["places"]
    assert [place.relation for place in places] == ["", ""]


def test_a_demand_that_is_not_there_is_not_found(hall: Hall) -> None:
    hall.import_paper()
    assert hall.browser("moderator").get("/leitung/forderungen/egal").status_code == 404


def test_opening_a_poll_leads_to_it_and_shows_only_how_many_have_voted(hall: Hall) -> None:
    hall.import_paper()
    poll_id = open_poll(hall)
    hall.do(services.polls.cast, poll_id, Choice.YES, actor=hall.people["participant"])
    response = hall.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}")
    assert response.template.name == "polls/running.html"
    assert response.context["participation"].cast == 1
    assert (response.context["poll"].yes, response.context["poll"].no) == (0, 0)


def test_a_running_poll_stands_at_the_foot_of_every_page(hall: Hall) -> None:
    hall.import_paper()
    poll_id = open_poll(hall)
    response = hall.browser("participant").get("/")
    assert [poll.id for poll in response.context["running"]] == [poll_id]
    assert f'href="/abstimmungen/{poll_id}"' in response.text


def test_opening_twice_finds_the_same_poll(hall: Hall) -> None:
    hall.import_paper()
    amendment_id = hall.propose("participant")
    addresses = {
        hall.browser("moderator").post(f"/leitung/antraege/{amendment_id}/abstimmen").headers["location"]
        for _click in range(2)
    }
    assert len(addresses) == 1


def test_closing_shows_the_result_and_changes_the_text(hall: Hall) -> None:
    hall.import_paper()
    poll_id = open_poll(hall)
    hall.do(services.polls.cast, poll_id, Choice.YES, actor=hall.people["participant"])
    response = hall.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    assert response.headers["location"] == f"/abstimmungen/{poll_id}"
    assert hall.look_up(queries.polls.get_result, poll_id).is_adopted
    assert hall.browser("moderator").get(f"/leitung/abstimmungen/{poll_id}").status_code == 303


def test_annulling_needs_a_reason(hall: Hall) -> None:
    hall.import_paper()
    poll_id = open_poll(hall)
    browser = hall.browser("moderator")
    response = browser.post(f"/leitung/abstimmungen/{poll_id}/aufheben", data={"grund": " "})
    assert response.status_code == 422
    assert response.context["form"].error("grund")
    assert hall.look_up(queries.polls.get_poll, poll_id).state == "open"


def test_an_annulled_poll_leaves_the_amendment_open(hall: Hall) -> None:
    hall.import_paper()
    poll_id = open_poll(hall)
    data = {"grund": "Der Strom war weg."}
    response = hall.browser("moderator").post(f"/leitung/abstimmungen/{poll_id}/aufheben", data=data)
    assert response.headers["location"] == "/leitung"
    assert hall.look_up(queries.polls.get_poll, poll_id).state == "annulled"
    assert hall.browser("moderator").get("/leitung").context["page"].open_count == 1


def test_an_amendment_nobody_disputes_is_taken_over(hall: Hall) -> None:
    hall.import_paper()
    amendment_id = hall.propose("participant", "fünf Kommunen")
    response = hall.browser("moderator").post(f"/leitung/antraege/{amendment_id}/uebernehmen")
    assert response.status_code == 303
    assert hall.look_up(queries.amendments.get_card, amendment_id).state == "taken_over"
