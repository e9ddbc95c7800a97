"""The ballot comes by itself, is right again wherever one looks, and asks before what cannot be changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import Membership
from drafting.rules.lifecycle import Phase
from drafting.rules.questions import Question, VoteKind
from drafting.services.asking import USUAL, Terms
from drafting.text.markdown import parse
from tests.browser.audits import find_problems
from tests.browser.hall import Hall, Halls, Visitor, listens, wait_until

SECRET = Terms(kind=VoteKind.SECRET)


class Vote:
    """A hall with a paper and one phone, in which questions are put by the state."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.moderator = self.add("M", "moderator")
        self.organizer = organizer = self.add("O", "organizer")
        section = DraftSection("Recht", (DraftDemand("1", parse("# Digitalcheck\n\nDrei Kommunen.")),))
        self.do(services.papers.import_paper, hall.conference_id, DraftPaper("P", sections=(section,)), actor=organizer)
        self.do(services.conferences.set_phase, hall.conference_id, Phase.OPEN, actor=organizer)
        self.voter: Visitor = hall.person("Rosa Reut", "Stadt Reutlingen")
        self.page = self.voter.page

    def do(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.hall.database.write() as work:
            return service(work, *args, **kwargs)

    def add(self, name: str, role: str) -> str:
        person: str = self.do(
            services.people.add_person, self.hall.conference_id, name=name, municipality=name, role=role, actor="system"
        )
        self.do(services.people.check_in, person, actor=person)
        return person

    def open(self, terms: Terms = USUAL) -> str:
        """Put the whole paper to the vote."""
        poll = self.do(services.hall_questions.ask_paper, self.hall.conference_id, actor=self.moderator, terms=terms)
        self.do(services.polls.open_poll, poll, actor=self.moderator)
        return str(poll)

    def open_secret(self) -> str:
        """Put the whole paper to a secret vote of enough people."""
        for number in range(3):
            self.add(f"Gast {number}", "participant")
        poll = self.open(SECRET)
        self.comes(poll)
        return poll

    def open_survey(self) -> str:
        """Ask something with several answers to tick."""
        poll = self.ask_survey()
        self.comes(poll)
        return poll

    def ask_survey(self) -> str:
        """Ask it without waiting for the voter's page."""
        poll = self.do(
            services.hall_questions.ask_opinion,
            self.hall.conference_id,
            Question.MULTIPLE,
            title="Was fehlt?",
            answers=["Zeit", "Geld", "Leute"],
            actor=self.moderator,
        )
        self.do(services.polls.open_poll, poll, actor=self.moderator)
        return str(poll)

    def open_for_panel(self, name: str, *, has_voter: bool = False) -> str:
        """Try out voting in a new panel, of the moderator and, if so, the voter."""
        with self.hall.database.write() as work:
            panel = services.conferences.add_panel(work, self.hall.conference_id, name=name, actor="system")
            rows = queries.people.list_people(work.session, self.hall.conference_id).rows
            names = {"M", "Rosa Reut"} if has_voter else {"M"}
            work.session.add_all(Membership(panel_id=panel, person_id=row.id) for row in rows if row.name in names)
        terms = Terms(panel_id=panel)
        return str(self.do(services.polls.open_test, self.hall.conference_id, actor=self.organizer, terms=terms))

    def close(self, poll: str) -> None:
        self.do(services.polls.close_poll, poll, actor=self.moderator)

    def comes(self, poll: str) -> None:
        """Wait until the ballot has come by itself, with its scripts: before, a tap would send the plain form."""
        expect(self.page).to_have_url(re.compile(f"/abstimmungen/{poll}$"))
        self.page.wait_for_load_state()

    def cast(self, poll: str) -> int:
        with self.hall.database.read() as session:
            return queries.polls.get_participation(session, poll).cast


@pytest.fixture
def vote(halls: Halls, tmp_path: Path) -> Iterator[Vote]:
    with halls.open(tmp_path) as hall:
        yield Vote(hall)


def test_the_ballot_opens_by_itself_on_the_overview_and_after_a_result(vote: Vote) -> None:
    first = vote.open()
    vote.comes(first)
    vote.page.get_by_role("button", name="Ja, beschließen").click()
    expect(vote.page.get_by_text("Gespeichert.")).to_be_visible()
    vote.close(first)
    expect(vote.page.get_by_role("heading", name="Angenommen")).to_be_visible()
    second = vote.open()
    vote.comes(second)


def test_who_went_back_to_the_overview_is_not_sent_to_the_ballot_again(vote: Vote) -> None:
    poll = vote.open()
    vote.comes(poll)
    vote.page.goto("/")
    expect(vote.page.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    vote.do(services.polls.extend, poll, seconds=60, actor=vote.moderator)
    expect(vote.page).to_have_url(re.compile("/$"))


def test_an_open_menu_is_not_taken_away(vote: Vote) -> None:
    vote.page.get_by_text("Menü", exact=True).click()
    poll = vote.open()
    expect(vote.page.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    vote.page.goto("/papier")
    link = vote.page.get_by_role("link", name="Jetzt abstimmen")
    expect(link).to_have_attribute("href", f"/abstimmungen/{poll}")
    expect(link.locator(".now__time")).to_have_text(re.compile(r"^0:\d\d$"))


def test_who_does_not_vote_stays_where_they_are(vote: Vote) -> None:
    watcher = vote.hall.person("Otto Ohne", "Presse", role="observer").page
    with watcher.expect_response(re.compile("/abstimmungen/[^/]+$")):
        vote.open()
    expect(watcher.get_by_role("link", name="Es wird abgestimmt Plenum")).to_be_visible()
    expect(watcher.get_by_role("link", name="Jetzt abstimmen")).to_have_count(0)
    expect(watcher).to_have_url(re.compile("/$"))


def test_everybody_is_called_to_their_own_votes_and_to_the_next_once_one_is_answered(vote: Vote) -> None:
    own = vote.open_for_panel("AG Dienste", has_voter=True)
    vote.comes(own)
    other, plenary = vote.open_for_panel("AG Recht"), vote.open()
    page = vote.page
    expect(page.locator(f"#now [data-poll='{plenary}']")).to_have_count(1)
    expect(page.locator("#now")).to_be_hidden()
    page.get_by_role("button", name="Ja", exact=True).click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_role("link", name="Jetzt abstimmen Plenum")).to_be_visible()
    expect(page.locator(f"#now [data-poll='{own}']")).to_be_hidden()
    page.goto("/papier")
    expect(page.get_by_role("link", name="Jetzt abstimmen AG Dienste")).to_be_visible()
    expect(page.locator(f"#now [data-poll='{other}']")).to_be_hidden()


def test_more_time_is_seen_at_once(vote: Vote) -> None:
    poll = vote.open(Terms(time_limit=45))
    clock = vote.page.get_by_role("timer")
    expect(clock).to_have_text(re.compile(r"^0:\d\d$"))
    vote.do(services.polls.extend, poll, seconds=300, actor=vote.moderator)
    expect(clock).to_have_text(re.compile(r"^5:\d\d$"))


def test_a_clock_that_goes_wrong_is_corrected_by_the_servers(vote: Vote) -> None:
    vote.voter.device.is_spoilt = True
    vote.page.add_init_script("const real = Date.now; Date.now = () => real() + 3_600_000;")
    # What the browser measured of the page's arrival goes wrong by as much.
    vote.page.add_init_script(
        "Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + 3_600_000 });"
    )
    vote.open(Terms(time_limit=600))
    expect(vote.page.get_by_role("timer")).to_have_text(re.compile(r"^9:[345]\d$|^10:00$"))


def test_a_secret_vote_asks_first_and_shows_its_receipt_once(vote: Vote) -> None:
    poll, page = vote.open_secret(), vote.page
    page.get_by_role("button", name="Nein, nicht beschließen").click()
    expect(page.get_by_text("Einmal abgegeben, lässt sie sich nicht mehr ändern.")).to_be_visible()
    page.get_by_role("link", name="Zurück zur Auswahl").click()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Ihre Wahl: Ja, beschließen")).to_be_focused()
    assert vote.cast(poll) == 0
    page.get_by_role("button", name="Geheim abgeben").click()
    expect(page.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()
    receipt = page.locator("[data-receipt-code]").inner_text()
    assert re.fullmatch(r"[\w-]{22}", receipt)
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    page.reload()
    expect(page.get_by_text("Sie haben abgestimmt.")).to_be_visible()
    expect(page.get_by_text(receipt)).to_have_count(0)
    vote.close(poll)
    page.get_by_role("link", name="Liste der Stimmen: eigene finden, nachzählen").click()
    page.get_by_label("Ihr Beleg").fill(receipt[:6])
    expect(page.get_by_role("status").filter(has_text="Ja")).to_be_visible()


def test_a_secret_vote_that_was_unsent_gets_the_same_receipt(vote: Vote) -> None:
    poll, page = vote.open_secret(), vote.page
    sent: list[str] = []
    page.get_by_role("button", name="Ja, beschließen").click()

    def lose_the_answer(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fetch()
        route.abort()

    page.route("**/stimme", lose_the_answer)
    page.get_by_role("button", name="Geheim abgeben").click()
    expect(page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_visible()
    assert vote.cast(poll) == 1
    # It may just be trying again.
    page.unroute_all(behavior="wait")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-receipt-code]")).to_be_visible()
    assert page.locator("[data-receipt-code]").inner_text() in sent[0]
    assert vote.cast(poll) == 1
    vote.close(poll)
    expect(page.get_by_role("heading", name="Angenommen")).to_be_visible()
    expect(page.locator("[data-receipt-code]")).to_be_visible()
    expect(page.get_by_role("button", name="Geheim abgeben")).to_be_hidden()


def test_a_receipt_whose_page_was_left_is_shown_once_and_nothing_stays_on_the_phone(vote: Vote) -> None:
    poll, page = vote.open_secret(), vote.page
    page.context.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Ja, beschließen").click()
    page.get_by_role("button", name="Geheim abgeben").click()
    expect(page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_visible()
    page.goto("/papier")
    # With a menu open, nothing is taken away: the receipt waits for the next page.
    page.get_by_text("Menü", exact=True).click()
    page.context.unroute("**/stimme")
    with page.expect_response("**/stimme"):
        page.evaluate("dispatchEvent(new Event('online'))")
    wait_until(page, "Object.values(localStorage).some((each) => JSON.parse(each).isStored)")
    assert '"choice":""' in page.evaluate("Object.values(localStorage)[0]")
    page.goto("/antraege")
    vote.comes(poll)
    expect(page.locator("[data-receipt-code]")).to_have_text(re.compile(r"^[\w-]{22}$"))
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    assert [line for line in vote.hall.complaints() if "ERR_FAILED" not in line] == []


def test_a_second_tab_and_a_second_device_show_what_was_chosen(vote: Vote) -> None:
    poll = vote.open()
    vote.comes(poll)
    tab = vote.voter.context.new_page()
    tab.goto(f"/abstimmungen/{poll}")
    device = vote.hall.second_device(vote.voter)
    device.goto(f"/abstimmungen/{poll}")
    vote.page.get_by_role("button", name="Ja, beschließen").click()
    expect(vote.page.get_by_text("Gespeichert.")).to_be_visible()
    expect(tab.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_text("Gespeichert.")).to_be_visible()
    device.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(device.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "true")


def test_a_page_that_slept_through_the_end_shows_the_result(vote: Vote) -> None:
    poll, page = vote.open(), vote.page
    vote.comes(poll)
    page.context.set_offline(True)
    vote.close(poll)
    # To be connected again is enough: the page asks by itself, and may be leaving for the result already.
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Abgelehnt")).to_be_visible()


def test_closing_while_somebody_chooses_says_that_it_was_not_sent(vote: Vote) -> None:
    poll = vote.open_survey()
    vote.page.get_by_label("Geld").check()
    vote.close(poll)
    expect(vote.page.get_by_text("Diese Auswahl ist nicht abgeschickt und nicht gezählt.")).to_be_visible()


def test_what_was_ticked_before_the_scripts_came_is_known_to_be_unsent(vote: Vote) -> None:
    held: list[Any] = []
    vote.page.route("**/ballot.js", lambda route: held.append(route))
    poll = vote.ask_survey()
    vote.page.get_by_label("Geld").check()
    held[0].continue_()
    expect(vote.page.locator("[data-ballot-unsent]")).to_be_visible()
    vote.close(poll)
    expect(vote.page.get_by_text("Diese Auswahl ist nicht abgeschickt und nicht gezählt.")).to_be_visible()


def test_several_answers_are_given_by_one_button(vote: Vote) -> None:
    poll, page = vote.open_survey(), vote.page
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Bitte wählen Sie eine der Antworten.")).to_be_visible()
    page.get_by_label("Geld").check()
    page.get_by_label("Leute").check()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Bis zum Schluss änderbar.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Leute")).to_be_checked()
    assert vote.cast(poll) == 1
    # A change that does not arrive is no reason to raise a hand, and one that was never sent takes nothing away.
    page.get_by_label("Zeit").check()
    page.context.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_role("alert").filter(has_text="Ihre Änderung ist noch nicht gespeichert")).to_be_visible()
    expect(page.get_by_text("Bitte Hand heben.")).to_be_hidden()
    page.context.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_label("Zeit").uncheck()
    vote.close(poll)
    expect(page.get_by_text("Gezählt wurde, was Sie vorher gewählt hatten.").filter(visible=True)).to_be_visible()
    expect(page.get_by_text("Diese Auswahl ist nicht abgeschickt")).to_be_hidden()


def test_who_was_signed_out_is_told_to_sign_in(vote: Vote) -> None:
    poll, page = vote.open(), vote.page
    vote.comes(poll)
    # With its stream open, the page learns of it by the ballot alone.
    page.reload()
    listens(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Sie sind nicht mehr angemeldet.")).to_be_visible()
    expect(page.get_by_role("link", name="Anmelden")).to_be_visible()


def test_an_unsent_vote_warns_on_every_page_and_is_sent_from_there(vote: Vote) -> None:
    poll, page = vote.open(), vote.page
    vote.comes(poll)
    page.context.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    page.goto("/papier")
    expect(page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_visible()
    page.context.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Noch nicht gezählt")).to_be_hidden()
    assert vote.cast(poll) == 1


def test_nobody_sends_the_unsent_vote_of_whoever_used_the_phone_before(vote: Vote) -> None:
    other = vote.add("Nina", "participant")
    poll, page = vote.open(), vote.page
    vote.comes(poll)
    page.context.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    page.context.unroute("**/stimme")
    code = vote.do(services.people.issue_code, other, actor="system").code
    page.context.clear_cookies()
    page.goto("/anmelden")
    page.get_by_label("Zugangscode").fill(code)
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/abstimmungen/{poll}")
    assert page.evaluate("document.body.dataset.person") == other
    page.get_by_role("button", name="Enthaltung").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 1
    assert vote.cast(poll) == 1


def test_answers_confirmation_receipt_and_list_can_be_used_by_everybody(vote: Vote) -> None:
    survey, page = vote.open_survey(), vote.page
    page.get_by_label("Geld").check()
    assert find_problems(page, "light", "dark") == []
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    vote.close(survey)
    expect(page.get_by_text("1 von 2 haben abgestimmt")).to_be_visible()
    assert find_problems(page, "light", "dark") == []
    poll = vote.open_secret()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Ihre Wahl: Ja, beschließen")).to_be_visible()
    assert find_problems(page, "light", "dark") == []
    page.get_by_role("button", name="Geheim abgeben").click()
    expect(page.locator("[data-receipt-code]")).to_be_visible()
    assert find_problems(page, "light", "dark") == []
    vote.close(poll)
    expect(page.get_by_role("heading", name="Angenommen")).to_be_visible()
    assert find_problems(page, "light", "dark") == []
    page.goto(f"/abstimmungen/{poll}/stimmen")
    assert find_problems(page, "light", "dark") == []
