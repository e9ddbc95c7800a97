"""The projector in a real browser: follows the votes by itself, fits whatever it has, and comes back after faults."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from drafting import queries, services
from drafting.database import Database
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import ProceduralAct, Question
from drafting.rules.voting import Quorum
from drafting.settings import Settings
from drafting.web.app import create_app
from tests.browser.devices import PATIENCE
from tests.browser.hall import Halls, serve
from tests.site import Site

SIZES: list[ViewportSize] = [{"width": 1920, "height": 1080}, {"width": 1280, "height": 720}]
SENTENCE = "Das Land richtet eine gemeinsame Stelle ein, die alle Verfahren der Kommunen bündelt und bezahlt. "
# Elements that hold more than they show, apart from those meant to be cut with an ellipsis; type below 40 of 1,080;
# and bars that reach into what stands above or below them.
BADLY_SET = """() => {
  const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
  const style = (e) => getComputedStyle(e);
  const shown = [...document.querySelectorAll(".wall, .wall *")]
    .filter((e) => e.getClientRects().length && !e.closest("svg"));
  const cut = shown.filter((e) => style(e).overflow === "hidden" && style(e).webkitLineClamp === "none"
    && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2));
  const small = shown.filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
    && parseFloat(style(e).fontSize) < 39.5 * unit);
  const box = (e) => e.getBoundingClientRect();
  const bars = [...document.querySelectorAll(".wall__bars")].filter((e) => e.firstElementChild
    && (box(e.firstElementChild).top < box(e.previousElementSibling).bottom - 2
      || box(e.lastElementChild).bottom > box(e.nextElementSibling).top + 2));
  return [...bars.map((e) => "over: " + e.textContent.slice(0, 60)),
    ...cut.map((e) => `cut: ${e.scrollHeight} > ${e.clientHeight} ${e.textContent.slice(0, 60)}`),
    ...small.map((e) => "small: " + e.textContent)];
}"""

# What was cut with an ellipsis.
CLAMPED = """() => [...document.querySelectorAll(".wall__what, .wall__bars span")]
  .filter((e) => e.scrollHeight > e.clientHeight + 2).map((e) => e.textContent)"""


class Stage:
    """A site whose server can be ended and begun again at the same address."""

    def __init__(self, settings: Settings, database: Database) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.settings = settings.model_copy(update={"port": port})
        self.site = Site(create_app(self.settings, database=database), database)
        self.paper = self.site.import_paper()
        self.moderator = self.site.people["moderator"]
        self.token = str(self.site.do(services.screens.renew_link, self.site.conference_id, actor=self.moderator))

    @contextmanager
    def serving(self) -> Iterator[None]:
        # The site's own database is the server's: what happens in it is heard.
        app = create_app(self.settings, database=self.site.database)
        with serve(app, self.settings):
            yield

    @property
    def demand(self) -> str:
        outline = self.site.look_up(queries.papers.get_outline, self.site.conference_id)
        return str(outline.sections[0].demands[1].id)

    def propose(self, words: str) -> str:
        page = self.site.look_up(queries.editors.get_editor, self.demand)
        given = {"reason": "Darum.", "base_version_id": page.base_version_id, "actor": self.moderator}
        text = page.text.replace("drei Kommunen", words)
        return str(self.site.do(services.amendments.propose, self.demand, text=text, **given))

    def open_poll(self, words: str) -> str:
        amendment = self.site.propose("participant", words)
        return str(self.site.do(services.polls.open_now, amendment, actor=self.moderator))

    def cast(self, poll: str, choice: str) -> None:
        self.site.do(services.polls.cast, poll, choice, actor=self.site.people["participant"])

    def close(self, poll: str) -> None:
        self.site.do(services.polls.close_poll, poll, actor=self.moderator)


@pytest.fixture
def stage(halls: Halls, tmp_path: Path) -> Iterator[Stage]:
    with halls.install(tmp_path) as (settings, database):
        yield Stage(settings, database)


@contextmanager
def screen(browser: Browser, stage: Stage, viewport: ViewportSize) -> Iterator[Page]:
    """Open the wall; it is never loaded again, and what it complains about fails the test unless a fault was meant."""
    context = browser.new_context(viewport=viewport)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{stage.address}/saal/{stage.token}")
    page.evaluate("window.loadedOnce = true")
    yield page
    assert page.evaluate("window.loadedOnce") is True
    assert context.cookies() == []
    context.close()


def test_the_wall_follows_a_vote_by_itself_and_shows_no_number_too_early(stage: Stage, browser: Browser) -> None:
    with stage.serving(), screen(browser, stage, SIZES[0]) as page:
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        expect(page.get_by_role("heading", name="Fachkonferenz 2025")).to_be_visible()
        poll = stage.open_poll("fünf Kommunen")
        expect(page.get_by_role("heading", name="Soll der Text so geändert werden?")).to_be_visible()
        expect(page.locator("ins")).to_have_text("fünf")
        expect(page.get_by_role("timer")).to_contain_text("0:")
        stage.cast(poll, Choice.YES)
        expect(page.locator(".wall__foot")).to_contain_text("1 von 2 haben abgestimmt")
        expect(page.locator(".wall__bars")).to_have_count(0)
        stage.close(poll)
        expect(page.get_by_role("heading", name="Angenommen")).to_be_visible()
        expect(page.locator(".wall__bars .n")).to_have_text(["1", "0", "0"])
        expect(page.locator(".wall__join")).to_be_hidden()
        assert complaints == []


def test_the_wall_is_right_again_after_the_server_was_gone(stage: Stage, browser: Browser) -> None:
    with stage.serving():
        poll = stage.open_poll("fünf Kommunen")
        wall = screen(browser, stage, SIZES[1])
        page = wall.__enter__()
        expect(page.get_by_role("heading", name="Soll der Text so geändert werden?")).to_be_visible()
    stage.close(poll)
    with stage.serving():
        expect(page.get_by_role("heading", name="Stimmengleichheit")).to_be_visible()
    with stage.serving():
        stage.open_poll("sechs Kommunen")
        expect(page.locator("ins")).to_have_text("sechs")
    # A link that was renewed in the meantime is said to be no good, and asked for no more.
    stage.site.do(services.screens.renew_link, stage.site.conference_id, actor=stage.moderator)
    with stage.serving():
        expect(page.get_by_role("heading", name="Dieser Link gilt nicht mehr.")).to_be_visible()
        expect(page.locator("#live")).to_have_count(0)
        expect(page.get_by_text("Keine Verbindung.")).to_be_hidden()
        wall.__exit__(None, None, None)


def test_a_screen_with_a_wrong_clock_counts_down_by_the_servers(stage: Stage, browser: Browser) -> None:
    with stage.serving():
        context = browser.new_context(viewport=SIZES[1])
        page = context.new_page()
        page.clock.install(time="2031-01-01T12:00:00Z")
        stage.open_poll("fünf Kommunen")
        page.goto(f"{stage.address}/saal/{stage.token}")
        expect(page.get_by_role("timer")).to_contain_text("0:")
        expect(page.get_by_role("timer")).not_to_contain_text("Schluss")
        context.close()


def judge(page: Page, what: str = "") -> None:
    """On a wall of either size nothing is cut, small, or over something else."""
    for size in reversed(SIZES):
        page.set_viewport_size(size)
        assert page.evaluate(BADLY_SET) == [], what


def test_whatever_is_asked_fits_on_the_wall_in_type_that_can_be_read(stage: Stage, browser: Browser) -> None:
    with stage.serving(), screen(browser, stage, SIZES[0]) as page:
        judge(page)
        for words in (
            "fünf Kommunen",
            SENTENCE * 2,
            SENTENCE * 12 + "Ende.",
            "vier " + "Verwaltungsdigitalisierung " * 40,
        ):
            poll = stage.open_poll(words)
            expect(page.locator("ins").first).to_contain_text(words.split()[0])
            judge(page)
            stage.site.do(services.polls.annul, poll, reason="Weiter. " * 60, actor=stage.moderator)
            expect(page.get_by_role("heading", name="Aufgehoben")).to_be_visible()
            judge(page)
            amendment = stage.site.look_up(queries.polls.get_result, poll).amendment_id
            stage.site.do(services.amendments.withdraw, amendment, actor=stage.site.people["participant"])
        for count, title in itertools.product((2, 4, 7, 10, 16, 20), ("Was nun?", SENTENCE, SENTENCE * 3)):
            title = f"{count}: {title[:280]}".strip()
            answers = [f"{number}. Antwort, {SENTENCE if count > 2 else ''}" for number in range(1, count + 1)]
            poll = stage.site.do(
                services.hall_questions.ask_opinion,
                stage.site.conference_id,
                Question.MULTIPLE,
                title=title,
                answers=answers,
                actor=stage.moderator,
            )
            stage.site.do(services.polls.open_poll, poll, actor=stage.moderator)
            heading = page.get_by_role("heading", name=title)
            expect(page.locator(".wall__screen--question").filter(has=heading)).to_be_visible()
            judge(page)
            stage.cast(poll, "1,2")
            stage.close(poll)
            expect(page.locator(".wall__screen--result").filter(has=heading)).to_be_visible()
            judge(page)


@pytest.mark.parametrize("number", [1, 6])
def test_what_was_asked_about_amendments_and_decided_fits_as_well(stage: Stage, browser: Browser, number: int) -> None:
    site, moderator = stage.site, stage.moderator
    title = "Barrierefreiheit von Anfang an in allen Verfahren des Landes und seiner Kommunen verankern"
    site.do(services.amendments.take_over, site.propose("participant", title=title), actor=moderator)
    site.do(
        services.conferences.change_settings,
        site.conference_id,
        sets_quorum=True,
        quorum=Quorum(3, 4),
        actor=site.people["organizer"],
    )
    with stage.serving(), screen(browser, stage, SIZES[0]) as page:
        amendments = [stage.propose(f"{each} Kommunen: {SENTENCE * 4}") for each in range(number)]
        polls = [site.do(services.questions.ask_procedure, act, amendments, actor=moderator) for act in ProceduralAct]
        if number > 1:
            polls.append(site.do(services.questions.ask_choice, amendments, actor=moderator))
            polls.append(site.do(services.hall_questions.ask_demand, stage.demand, actor=moderator))
        for poll in polls:
            question = site.look_up(queries.polls.get_poll, poll)
            site.do(services.polls.open_poll, poll, actor=moderator)
            expect(page.locator(".wall__screen--question")).to_be_visible()
            judge(page, question.what)
            stage.cast(poll, "2" if question.has_answers else Choice.NO)
            site.do(services.polls.close_poll, poll, actor=moderator)
            expect(page.locator(".wall__asked")).to_be_visible()
            judge(page, question.what)


@pytest.mark.parametrize("number", [3, 6, 11])
def test_priorities_stand_on_the_wall_with_their_whole_titles_or_not_at_all(
    stage: Stage, browser: Browser, number: int
) -> None:
    site, moderator = stage.site, stage.moderator
    section = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id
    for each in range(number - 2):
        text = f"# {each} Verlässliche Digitalpauschale statt Förderprogramme\n\nDas Land hilft.\n"
        given = {"reason": "Das fehlt.", "section_id": section, "after_demand_id": None, "actor": moderator}
        amendment = site.do(services.amendments.propose_new, stage.paper, text=text, **given)
        site.do(services.amendments.take_over, amendment, actor=moderator)
    with stage.serving(), screen(browser, stage, SIZES[0]) as page:
        poll = site.do(services.hall_questions.ask_priorities, site.conference_id, most=2, actor=moderator)
        site.do(services.polls.open_poll, poll, actor=moderator)
        expect(page.locator(".wall__screen--question")).to_be_visible()
        judge(page)
        assert page.evaluate(CLAMPED) == []
        site.do(services.polls.cast, poll, "1,2", actor=moderator)
        stage.cast(poll, "2,3")
        stage.close(poll)
        expect(page.locator(".wall__place").first).to_have_text("1.")
        judge(page)
        assert page.evaluate(CLAMPED) == []
