"""The ballot comes by itself whatever stands in its way, and the last choice counts whatever the network does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from drafting import queries, services
from drafting.services.asking import Terms
from tests.browser.hall import Halls, wait_until
from tests.browser.test_ballot_comes import Vote

BALLOT = re.compile(r"/abstimmungen/[^/]+$")


@pytest.fixture
def vote(halls: Halls, tmp_path: Path) -> Iterator[Vote]:
    with halls.open(tmp_path) as hall:
        yield Vote(hall)


def is_asked(route: Route) -> bool:
    """Whether a request asks if one may vote, not for the page itself."""
    return route.request.headers.get("hx-request") == "true"


def hold_first(page: Page) -> list[Route]:
    """Let the first question whether one may vote hang, and give it to be answered later."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if is_asked(route) and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(BALLOT, hold)
    return held


def test_the_ballot_comes_after_the_server_could_not_be_asked(vote: Vote) -> None:
    failed: list[str] = []

    def fail(route: Route) -> None:
        if is_asked(route) and len(failed) < 2:
            failed.append(route.request.url)
            return route.abort() if len(failed) == 1 else route.fulfill(status=503)
        return route.continue_()

    vote.page.route(BALLOT, fail)
    # Without a clock, which would stir the page each second.
    poll = vote.open(Terms(time_limit=0))
    vote.comes(poll)
    assert len(failed) == 2


def test_the_ballot_comes_once_a_menu_opened_meanwhile_is_closed(vote: Vote) -> None:
    held = hold_first(vote.page)
    with vote.page.expect_request(BALLOT):
        poll = vote.open()
    vote.page.get_by_text("Menü", exact=True).click()
    with vote.page.expect_response(BALLOT):
        held[0].continue_()
    expect(vote.page.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    expect(vote.page).to_have_url(re.compile("/$"))
    vote.page.get_by_text("Menü", exact=True).click()
    vote.comes(poll)


def test_the_ballot_comes_to_whoever_is_added_to_the_roll(vote: Vote) -> None:
    late = vote.hall.person("Lena Lang", "Stadt Aalen")
    with vote.hall.database.read() as session:
        rows = queries.people.list_people(session, vote.hall.conference_id).rows
    person = next(row.id for row in rows if row.name == "Lena Lang")
    vote.do(services.people.check_out, person, actor=vote.moderator)
    with late.page.expect_response(BALLOT):
        poll = vote.open()
    expect(late.page.get_by_role("link", name="Es wird abgestimmt")).to_be_visible()
    expect(late.page).to_have_url(re.compile("/$"))
    vote.do(services.electorates.add_voter, poll, person, actor=vote.moderator)
    expect(late.page).to_have_url(re.compile(f"/abstimmungen/{poll}$"))
    expect(late.page.get_by_role("button", name="Ja, beschließen")).to_be_visible()


def test_a_page_that_was_signed_out_asks_for_the_ballot_once(vote: Vote) -> None:
    page = vote.page
    wait_until(page, "document.getElementById('live')._htmx?.sse")
    asked: list[str] = []
    vote.voter.device.is_spoilt = True
    page.on("request", lambda request: asked.append(request.url) if BALLOT.search(request.url) else None)
    page.context.clear_cookies()
    with page.expect_response(BALLOT) as answer:
        vote.open()
    assert answer.value.status == 401
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    # Whatever was asked before this has been heard of once it is answered.
    page.evaluate("fetch('/anmelden').then((answer) => answer.status)")
    assert len(asked) == 1


def test_the_ballot_of_a_poll_opened_while_another_was_looked_up_comes_as_well(vote: Vote) -> None:
    held = hold_first(vote.page)
    with vote.page.expect_request(BALLOT):
        first = vote.open()
    vote.close(first)
    second = vote.open()
    expect(vote.page.locator(f"#now [data-poll='{second}']")).to_be_visible()
    held[0].continue_()
    vote.comes(second)


def test_the_ballot_comes_on_a_slow_phone(vote: Vote) -> None:
    vote.voter.device.is_spoilt = True
    devtools = vote.page.context.new_cdp_session(vote.page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 8})
    poll = vote.open()
    vote.comes(poll)
    expect(vote.page.get_by_role("button", name="Ja, beschließen")).to_be_visible()


def open_ballot(vote: Vote) -> str:
    poll = vote.open()
    vote.comes(poll)
    return poll


def test_a_first_choice_that_arrives_after_the_second_does_not_count(vote: Vote) -> None:
    page = vote.page
    poll = open_ballot(vote)
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.abort()

    page.route("**/stimme", lose)
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    page.unroute("**/stimme")
    page.get_by_role("button", name="Nein, nicht beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    # What hung in the network arrives now.
    late = page.evaluate(
        "([url, body]) => fetch(url, { method: 'POST', body, headers: { 'HX-Request': 'true', "
        "'Content-Type': 'application/x-www-form-urlencoded' } }).then((answer) => answer.json())",
        [f"/abstimmungen/{poll}/stimme", sent[0]],
    )
    assert late["outcome"] == "outdated"
    page.reload()
    expect(page.get_by_role("button", name="Nein, nicht beschließen")).to_have_attribute("aria-pressed", "true")


def test_what_was_chosen_later_on_a_second_device_counts_and_is_shown_on_the_first(
    vote: Vote,
) -> None:
    page = vote.page
    poll = open_ballot(vote)
    device = vote.hall.second_device(vote.voter)
    device.goto(f"/abstimmungen/{poll}")
    page.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    device.get_by_role("button", name="Enthaltung").click()
    expect(device.get_by_text("Gespeichert.")).to_be_visible()
    page.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Sie haben auf einem anderen Gerät neu gewählt.")).to_be_visible()
    expect(page.get_by_role("button", name="Enthaltung")).to_have_attribute("aria-pressed", "true")
    # Who wants it otherwise after all chooses once more.
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    device.evaluate("dispatchEvent(new Event('focus'))")
    expect(device.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "true")


def test_a_ballot_cast_elsewhere_is_shown_once_the_stream_is_back(vote: Vote) -> None:
    page = vote.page
    poll = open_ballot(vote)
    device = vote.hall.second_device(vote.voter)
    # Without a stream, it hears of nothing.
    device.route("**/live?**", lambda route: route.abort())
    device.goto(f"/abstimmungen/{poll}")
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(device.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "false")
    # The first stream begins with the page; any other is one that is back.
    begun = "htmx.trigger(document.getElementById('live'), 'htmx:sse:after:connection', { connection: {} })"
    device.evaluate(f"{begun}; {begun}")
    expect(device.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "true")
