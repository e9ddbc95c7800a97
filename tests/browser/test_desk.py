"""Live, in a real browser: what the moderator does is on everybody's screen without a reload."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from drafting import queries, services
from drafting.events import PollOpened
from drafting.models import Person, Poll, now
from drafting.rules.lifecycle import Choice
from drafting.web.app import create_app
from tests.browser.devices import DESK, PHONE, Device, Kind
from tests.browser.hall import Halls, listens, serve
from tests.site import Site


@pytest.fixture
def served(halls: Halls, tmp_path: Path) -> Iterator[tuple[Site, str]]:
    """A site behind a real server, and its address."""
    with halls.install(tmp_path) as (settings, database):
        app = create_app(settings, database=database)
        site = Site(app, database)
        with serve(app, settings, halls.listener):
            yield site, halls.address


Visit = Callable[..., Page]


@pytest.fixture
def visit(halls: Halls, served: tuple[Site, str]) -> Iterator[Visit]:
    """Open a page as somebody; whatever the browser complains about fails the test."""
    site, address = served
    taken: list[Device] = []

    def open_page(role: str, path: str, *, kind: Kind = "stranger") -> Page:
        device = halls.devices.take(kind)
        taken.append(device)
        token = site.do(services.people.sign_in_with_code, site.code(role)).token
        device.context.add_cookies([{"name": "drafting", "value": token, "url": address}])
        device.page.goto(path)
        return device.page

    yield open_page
    complaints = [line for device in taken for line in device.complaints]
    for device in taken:
        halls.devices.give_back(device)
    assert complaints == []


def test_a_running_vote_appears_and_goes_on_a_phone_that_only_reads(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    amendment_id = site.propose("participant")
    phone = visit("observer", "/protokoll")
    expect(phone.locator("#now .now")).to_have_count(0)
    moderator = visit("moderator", "/leitung", kind="desk")
    moderator.get_by_role("navigation", name="Forderungen").get_by_role("link", name="Digitalcheck").click()
    expect(moderator.get_by_role("heading", level=1)).to_contain_text("Digitalcheck")
    moderator.locator(f"#desk-amendment-{amendment_id}").get_by_role("button", name="abstimmen lassen").click()
    expect(phone.get_by_role("link", name="Es wird abgestimmt Plenum")).to_be_visible()
    moderator.get_by_role("button", name="Abstimmung schließen").click()
    expect(phone.locator("#now .now")).to_have_count(0)


def test_a_long_list_of_amendments_is_narrowed_while_one_types(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    amendments = [site.propose("participant", f"{number} Kommunen") for number in range(11, 20)]
    page = visit("moderator", "/leitung/frage/antrag", kind="desk")
    page.get_by_label("Ä2 ", exact=False).check()
    field = page.get_by_role("searchbox", name="Nummer, Kommune oder Wort aus dem Antrag")
    field.fill("„17")
    # What was chosen stays in sight.
    expect(page.locator(".choices li:visible input")).to_have_count(2)
    expect(page.locator(f"input[value='{amendments[6]}']")).to_be_visible()
    page.get_by_label("Ä7 ", exact=False).check()
    field.fill("Bahnhof")
    expect(page.locator(".choices li:visible input")).to_have_count(1)
    page.evaluate("addEventListener('submit', (event) => (event.preventDefault(), (window.isSent = true)))")
    field.press("Enter")
    assert page.evaluate("window.isSent") is None


def test_the_moderator_sees_votes_come_in(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    desk = visit("moderator", f"/leitung/abstimmungen/{poll_id}", kind="desk")
    expect(desk.locator(".participation")).to_contain_text("0 von")
    site.do(services.polls.cast, poll_id, Choice.YES, actor=site.people["participant"])
    expect(desk.locator(".participation")).to_contain_text("1 von")


def test_a_new_amendment_appears_on_the_desk(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    desk = visit("moderator", "/leitung", kind="desk")
    expect(desk.locator(".board")).to_contain_text("Zu keiner Forderung")
    site.propose("participant", "fünf Kommunen")
    expect(desk.locator(".board")).to_contain_text("durch „fünf“ ersetzt")


def test_no_page_of_the_organizer_scrolls_sideways(served: tuple[Site, str], visit: Visit) -> None:
    site, address = served
    site.import_paper()
    site.propose("participant")
    page = visit("organizer", "/")
    for path in (
        "/",
        "/leitung",
        "/leitung/frage",
        "/leitung/frage/verfahren",
        "/anwesenheit/liste",
        "/personen",
        "/personen/zugangskarten",
        "/personen/schilder",
        "/saal",
        "/einlesen",
        "/brief",
        "/protokoll",
    ):
        page.goto(address + path)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            too_wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert too_wide <= 0, (path, size)


def test_the_menu_opens_without_scripts(served: tuple[Site, str], visit: Visit) -> None:
    page = visit("participant", "/", kind="plain")
    page.locator("details.menu summary").click()
    page.locator(".menu__nav").get_by_role("link", name="Protokoll").click()
    expect(page).to_have_title("Protokoll – Fachkonferenz 2025")


def test_a_page_whose_scripts_come_one_by_one_is_live(served: tuple[Site, str], visit: Visit) -> None:
    site, address = served
    site.import_paper()
    desk = visit("moderator", "/", kind="desk")
    held: list[Route] = []
    desk.route("**/hx-sse*", lambda route: held.append(route))
    with desk.expect_request("**/hx-sse*"):
        desk.goto(f"{address}/leitung", wait_until="commit")
    # Until htmx is there, and whatever it does at once is done.
    desk.evaluate("new Promise((done) => { const look = () => setTimeout(window.htmx ? done : look); look(); })")
    desk.evaluate("new Promise((done) => setTimeout(() => setTimeout(done)))")
    held[0].continue_()
    expect(desk.locator(".board")).to_contain_text("Zu keiner Forderung")
    site.propose("participant", "fünf Kommunen")
    expect(desk.locator(".board")).to_contain_text("durch „fünf“ ersetzt")


def test_a_page_whose_stream_could_not_begin_begins_it_again(served: tuple[Site, str], browser: Browser) -> None:
    site, address = served
    site.import_paper()
    context = browser.new_context(viewport=DESK)
    token = site.do(services.people.sign_in_with_code, site.code("moderator")).token
    context.add_cookies([{"name": "drafting", "value": token, "url": address}])
    desk = context.new_page()
    refused: list[Route] = []

    def refuse_twice(route: Route) -> None:
        if len(refused) == 2:
            route.continue_()
            return
        refused.append(route)
        route.abort() if len(refused) == 1 else route.fulfill(status=503, body="")

    desk.route("**/live?*", refuse_twice)
    desk.goto(f"{address}/leitung")
    site.propose("participant", "fünf Kommunen")
    expect(desk.locator(".board")).to_contain_text("durch „fünf“ ersetzt")
    assert len(refused) == 2
    context.close()


def test_a_vote_is_run_by_keyboard_while_ballots_come_in(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    desk = visit("moderator", "/leitung/frage", kind="desk")
    desk.get_by_role("link", name="Probeabstimmung").press("Enter")
    desk.get_by_label("Frage in eigenen Worten").fill("Kommt das an?")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Kommt das an?")
    desk.get_by_role("button", name="Abstimmung öffnen").press("Enter")
    expect(desk.locator("[data-turnout]")).to_contain_text("2 offen, davon 1 ohne Verbindung")
    close = desk.get_by_role("button", name="Abstimmung schließen")
    close.focus()
    poll = site.look_up(queries.polls.find_running, site.conference_id)
    assert poll is not None
    site.do(services.polls.cast, poll.id, Choice.YES, actor=site.people["participant"])
    expect(desk.locator("[data-turnout]")).to_have_text("1 offen")
    expect(close).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("1 Ja, 0 Nein, 0 Enthaltungen")).to_be_visible()
    expect(desk.get_by_text("Keine weitere Abstimmung ist vorgemerkt.")).to_be_visible()


def test_a_phone_that_leaves_is_counted_as_not_connected(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    phone = visit("participant", "/abstimmungen")
    expect(phone.locator("#now .now")).to_have_count(1)
    desk = visit("moderator", f"/leitung/abstimmungen/{poll_id}", kind="desk")
    expect(desk.locator("[data-turnout]")).to_have_text("2 offen")
    phone.close()
    # The desk asks again with each sign of life of the server; here they come quicker.
    desk.evaluate("setInterval(() => document.getElementById('live').dispatchEvent(new Event('beat')), 100)")
    expect(desk.locator("[data-turnout]")).to_contain_text("davon 1 ohne Verbindung")


def test_a_vote_whose_time_is_over_ends_on_the_desk_by_itself(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    following = site.do(services.hall_questions.ask_test, site.conference_id, actor=site.people["moderator"])
    poll_id = site.do(services.polls.open_now, site.propose("participant"), actor=site.people["moderator"])
    other = visit("moderator", f"/leitung/abstimmungen/{poll_id}", kind="desk")
    expect(other.locator("time[data-left]")).to_contain_text("0:")
    with site.database.write() as work:
        work.session.get_one(Poll, poll_id).closes_at = now()
        work.publish(PollOpened(conference_id=site.conference_id, poll_id=poll_id))
    expect(other.get_by_role("heading", name="Abgelehnt")).to_be_visible()
    expect(other.get_by_text("Abstimmung aufheben")).to_have_count(0)
    other.get_by_role("button", name="Abstimmung öffnen").click()
    expect(other).to_have_url(re.compile(following))


def test_badges_are_scanned_one_after_the_other(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    for role in ("participant", "observer"):
        site.do(services.people.check_out, site.people[role], actor="system")
    door = visit("organizer", "/anwesenheit/liste", kind="desk")
    for role in ("participant", "observer"):
        with site.database.read() as session:
            badge = session.get_one(Person, site.people[role]).badge
        expect(door.get_by_label("Namensschild scannen")).to_be_focused()
        door.keyboard.type(badge)
        door.keyboard.press("Enter")
        expect(door.get_by_role("status").filter(has_text=f"Person {role}, Stadt Calw ist da.")).to_be_visible()


def tab_to(desk: Page, words: str, *, most: int = 60) -> None:
    """Go on by the tabulator to what has these words; what cannot be reached fails."""
    reached = []
    for _ in range(most):
        desk.keyboard.press("Tab")
        reached.append(desk.evaluate("document.activeElement.textContent.trim()"))
        if words in reached[-1]:
            return
    raise AssertionError(f"{words} is not among {reached}")


def test_the_whole_desk_is_run_by_keyboard_alone(served: tuple[Site, str], visit: Visit) -> None:
    site, _address = served
    site.import_paper()
    moderator = site.people["moderator"]
    for title in ("Erste Frage", "Zweite Frage"):
        site.do(services.hall_questions.ask_test, site.conference_id, title=title, actor=moderator)
    desk = visit("moderator", "/leitung", kind="desk")
    tab_to(desk, "Abstimmung öffnen")
    # What arrives meanwhile takes the focus from nobody.
    site.propose("participant")
    expect(desk.get_by_text("1 offen, 0 entschieden")).to_be_visible()
    expect(desk.get_by_role("button", name="Abstimmung öffnen", exact=True)).to_be_focused()
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_have_text("Erste Frage")
    ends = desk.locator("time[data-left]").get_attribute("datetime")
    tab_to(desk, "+30 Sekunden")
    # The new time may come by the stream as well, before the page that follows.
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator("time[data-left]")).not_to_have_attribute("datetime", str(ends))
    tab_to(desk, "Abstimmung schließen")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", name="Als Nächstes")).to_be_visible()
    tab_to(desk, "Abstimmung öffnen")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Zweite Frage")
    tab_to(desk, "Abstimmung aufheben")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Die Leinwand war aus.")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Die Abstimmung ist aufgehoben.")).to_be_visible()
    expect(desk.get_by_role("heading", name="Keine Abstimmung läuft")).to_be_visible()


def test_who_annuls_a_vote_goes_to_the_desk_though_the_page_would_be_made_anew(
    served: tuple[Site, str], visit: Visit
) -> None:
    site, address = served
    poll_id = site.do(services.polls.open_test, site.conference_id, actor=site.people["organizer"])
    desk = visit("moderator", f"/leitung/abstimmungen/{poll_id}", kind="desk")
    listens(desk)
    held: list[Route] = []
    desk.route("**/aufheben", lambda route: held.append(route))
    desk.get_by_text("Abstimmung aufheben").click()
    desk.get_by_label("Warum?").fill("Die Leinwand war aus.")
    with desk.expect_request("**/aufheben"):
        desk.get_by_role("button", name="Aufheben", exact=True).click(no_wait_after=True)
    with desk.expect_response("**/stand"):
        site.do(services.polls.annul, poll_id, reason="Falsche Frage", actor=site.people["organizer"])
    held[0].fulfill(status=303, headers={"location": "/leitung"})
    expect(desk).to_have_url(f"{address}/leitung")
