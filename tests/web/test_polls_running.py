"""A running poll at the desk: what moderators see of it before it is closed, more time, the end, what comes next."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.rules.lifecycle import Choice
from drafting.services.asking import Terms
from tests.site import Site, timeless


@pytest.fixture
def moderator(site: Site) -> TestClient:
    site.import_paper()
    return site.browser("moderator")


@pytest.fixture
def poll_id(site: Site, moderator: TestClient) -> str:
    """A running poll of those present, without a time limit."""
    for name in ("Ada", "Ben", "Cem"):
        person_id = site.do(services.people.add_person, site.conference_id, name=name, actor="system")
        site.do(services.people.check_in, person_id, actor=person_id)
    amendment_id = site.propose("participant")
    terms = Terms(time_limit=0)
    return str(site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"], terms=terms))


def standing(moderator: TestClient, poll_id: str) -> str:
    response = moderator.get(f"/leitung/abstimmungen/{poll_id}/stand")
    assert response.template.name == "polls/_standing.html"
    return response.text


def test_before_closing_it_says_how_many_have_not_voted_and_how_many_are_not_connected(
    site: Site, moderator: TestClient, poll_id: str
) -> None:
    entitled = moderator.get(f"/leitung/abstimmungen/{poll_id}").context["turnout"].entitled
    site.app.state.connected.join(site.people["participant"])
    site.app.state.connected.join(site.people["participant"])
    assert f"{entitled} offen, davon {entitled - 1} ohne Verbindung" in standing(moderator, poll_id)
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["moderator"])
    assert f"{entitled - 1} offen, davon {entitled - 2} ohne Verbindung" in standing(moderator, poll_id)
    site.app.state.connected.leave(site.people["participant"])
    assert f"{entitled - 2} ohne Verbindung" in standing(moderator, poll_id)
    site.app.state.connected.leave(site.people["participant"])
    assert f"{entitled - 1} ohne Verbindung" in standing(moderator, poll_id)


def test_no_page_of_the_desk_depends_on_how_people_have_voted(site: Site, moderator: TestClient, poll_id: str) -> None:
    pages = (
        f"/leitung/abstimmungen/{poll_id}",
        f"/leitung/abstimmungen/{poll_id}/stand",
        "/leitung",
        "/abstimmungen",
        f"/leitung/abstimmungen/{poll_id}/verzeichnis?suche=person",
        "/protokoll",
    )
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    before = [timeless(moderator.get(page).text) for page in pages]
    site.do(services.polls.cast, poll_id, Choice.NO, actor=site.people["participant"])
    assert [timeless(moderator.get(page).text) for page in pages] == before


def test_more_time_is_given_where_there_is_a_limit_and_a_limit_where_there_is_none(
    site: Site, moderator: TestClient, poll_id: str
) -> None:
    assert "+30 Sekunden" not in standing(moderator, poll_id)
    assert moderator.post(f"/leitung/abstimmungen/{poll_id}/zeit").status_code == 409
    assert site.look_up(queries.polls.get_poll, poll_id).closes_at is None
    assert "In 60 Sekunden schließen" in standing(moderator, poll_id)
    assert moderator.post(f"/leitung/abstimmungen/{poll_id}/zeit", data={"so": "grenze"}).status_code == 303
    closes_at = site.look_up(queries.polls.get_poll, poll_id).closes_at
    assert closes_at is not None
    assert 'data-left="' in standing(moderator, poll_id)
    moderator.post(f"/leitung/abstimmungen/{poll_id}/zeit")
    later = site.look_up(queries.polls.get_poll, poll_id).closes_at
    assert (later - closes_at).total_seconds() == 30


def test_two_moderators_do_not_harm_each_other(site: Site, moderator: TestClient, poll_id: str) -> None:
    other = site.browser("organizer")
    following = site.do(services.hall_questions.ask_test, site.conference_id, actor=site.people["moderator"])
    stale = other.post(f"/leitung/abstimmungen/{following}/oeffnen")
    assert stale.status_code == 409
    assert "Es läuft noch Abstimmung 1. Bitte schließen Sie sie zuerst." in stale.text
    for browser in (moderator, other):
        assert browser.post(f"/leitung/abstimmungen/{poll_id}/schliessen").status_code == 303
    for act in ("zeit", "oeffnen"):
        stale = other.post(f"/leitung/abstimmungen/{poll_id}/{act}")
        assert stale.status_code == 409
        assert "Diese Abstimmung ist beendet." in stale.text
    stale = other.post(f"/leitung/abstimmungen/{poll_id}/aufheben", data={"grund": "Zu spät."})
    assert stale.status_code == 409
    entries = site.look_up(queries.journal.list_entries, site.conference_id)
    assert sum(entry.action == "poll.closed" for entry in entries) == 1


def test_after_closing_the_numbers_stand_there_and_the_next_question_carries_the_button(
    site: Site, moderator: TestClient, poll_id: str
) -> None:
    following = site.do(services.hall_questions.ask_test, site.conference_id, actor=site.people["moderator"])
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    moderator.post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    page = moderator.get(f"/leitung/abstimmungen/{poll_id}")
    assert page.context["next"].id == following
    assert f'action="/leitung/abstimmungen/{following}/oeffnen"' in page.text
    assert "1 Ja, 0 Nein, 0 Enthaltungen" in page.text
    assert "/schliessen" not in page.text


def test_a_text_that_waits_for_confirmation_is_listed_and_confirmed(site: Site, moderator: TestClient) -> None:
    site.do(
        services.conferences.change_settings, site.conference_id, confirms_effects=True, actor=site.people["organizer"]
    )
    amendment_id = site.propose("participant")
    poll_id = site.do(services.polls.open_now, amendment_id, actor=site.people["moderator"])
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    moderator.post(f"/leitung/abstimmungen/{poll_id}/schliessen")
    assert site.look_up(queries.amendments.get_card, amendment_id).state == "open"
    assert [row.id for row in moderator.get("/leitung").context["page"].pending] == [poll_id]
    assert re.search("Ergebnis bestätigen", moderator.get(f"/leitung/abstimmungen/{poll_id}").text)
    for browser in (moderator, site.browser("organizer")):
        assert browser.post(f"/leitung/abstimmungen/{poll_id}/bestaetigen").status_code == 303
    assert site.look_up(queries.amendments.get_card, amendment_id).state == "adopted"
    assert moderator.get("/leitung").context["page"].pending == ()


def test_a_page_left_open_turns_into_that_of_the_end(site: Site, moderator: TestClient, poll_id: str) -> None:
    address = f"/leitung/abstimmungen/{poll_id}/stand"
    assert "hx-refresh" not in moderator.get(address).headers
    site.do(services.polls.close_poll, poll_id, actor=site.people["organizer"])
    ended = moderator.get(address)
    assert ended.headers["hx-refresh"] == "true"
    assert "hx-get" not in ended.text


def test_the_state_of_a_prepared_question_is_not_there(site: Site, moderator: TestClient) -> None:
    prepared = site.do(services.hall_questions.ask_test, site.conference_id, actor=site.people["moderator"])
    assert moderator.get(f"/leitung/abstimmungen/{prepared}/stand").status_code == 404
