"""What a ballot says holds: on a second device, when the time is over and when there is more, unsent, signed out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from drafting import services
from drafting.models import Poll
from drafting.rules.questions import Question
from drafting.services.asking import USUAL, Terms
from drafting.services.hand_counts import Numbers
from tests.browser.audits import find_problems
from tests.browser.hall import Halls, listens
from tests.browser.test_ballot_comes import Vote


class Stage(Vote):
    """The same hall, in which time runs out and people have a second device."""

    def begin(self, terms: Terms = USUAL) -> Page:
        """Open a vote; its ballot has come, and listens."""
        self.poll = self.open(terms)
        return self.ready()

    def begin_survey(self) -> Page:
        """The same with several answers to tick, and a time limit."""
        self.poll = self.do(
            services.hall_questions.ask_opinion,
            self.hall.conference_id,
            Question.MULTIPLE,
            title="Was fehlt?",
            answers=["Zeit", "Geld", "Leute"],
            actor=self.moderator,
        )
        self.do(services.polls.open_poll, self.poll, actor=self.moderator)
        return self.ready()

    def ready(self) -> Page:
        self.comes(self.poll)
        listens(self.page)
        return self.page

    def second_device(self) -> Page:
        device = self.hall.second_device(self.voter)
        device.goto(f"/abstimmungen/{self.poll}")
        listens(device)
        return device

    def let_time_run_out(self) -> None:
        """A count by hand is waited for, so that the poll stays open though its time is over."""
        self.do(services.hand_counts.mark, self.poll, self.moderator, actor=self.organizer)
        self.do(services.hand_counts.enter, self.poll, Numbers(abstain=1), actor=self.organizer)
        with self.hall.database.write() as work:
            ends_at = work.session.get_one(Poll, self.poll).closes_at
            services.polls.close_due(work, self.poll, ends_at=ends_at)

    def sign_out(self) -> None:
        """Take away the voter's access, as the organizer does."""
        person = self.page.evaluate("document.body.dataset.person")
        self.do(services.people.revoke_access, person, actor=self.organizer)

    def sign_in(self) -> None:
        person = self.page.evaluate("document.body.dataset.person")
        code = self.do(services.people.issue_code, person, actor="system").code
        self.page.get_by_role("link", name="Anmelden").click()
        self.page.get_by_label("Zugangscode").fill(code)
        self.page.get_by_role("button", name="Weiter").click()


@pytest.fixture
def stage(halls: Halls, tmp_path: Path) -> Iterator[Stage]:
    with halls.open(tmp_path) as hall:
        yield Stage(hall)


# A second device


def test_a_second_device_that_is_looked_at_shows_the_vote_by_itself(stage: Stage) -> None:
    page = stage.begin()
    device = stage.second_device()
    for name in ("Ja, beschließen", "Nein, nicht beschließen"):
        page.get_by_role("button", name=name).click()
        expect(device.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    expect(device.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()
    expect(page.get_by_role("button", name=name)).to_be_focused()


def test_what_is_ticked_on_a_second_device_stays_and_says_what_counts(stage: Stage) -> None:
    page = stage.begin_survey()
    device = stage.second_device()
    device.get_by_label("Zeit").check()
    expect(device.get_by_text("Bisher zählt keine Stimme von Ihnen.")).to_be_visible()
    page.get_by_label("Leute").check()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(device.get_by_text("Es zählt: Leute.")).to_be_visible()
    expect(device.get_by_label("Zeit")).to_be_checked()


# Time


def test_once_the_time_is_over_nothing_can_be_chosen_until_there_is_more(stage: Stage) -> None:
    page = stage.begin()
    answers = page.get_by_role("group", name="Ihre Stimme").get_by_role("button")
    stage.let_time_run_out()
    expect(page.get_by_text("Sie haben nicht abgestimmt.")).to_be_visible()
    for answer in answers.all():
        expect(answer).to_be_disabled()
    # It is the same for whoever comes now.
    page.reload()
    expect(answers.first).to_be_disabled()
    listens(page)
    stage.do(services.polls.extend, stage.poll, seconds=300, actor=stage.moderator)
    expect(page.get_by_text("Die Zeit ist verlängert.")).to_be_visible()
    expect(page.get_by_text("Nötig: mehr Ja als Nein.")).to_be_visible()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    assert stage.cast(stage.poll) == 1


def test_a_vote_that_counts_stays_to_be_seen_when_the_time_is_over(stage: Stage) -> None:
    page = stage.begin()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    stage.let_time_run_out()
    expect(page.get_by_text("Ihre Stimme ist gespeichert.")).to_be_visible()
    chosen = page.get_by_role("button", name="Ja, beschließen")
    expect(chosen).to_be_disabled()
    expect(chosen).to_have_attribute("aria-pressed", "true")


def test_a_change_that_comes_after_the_time_leaves_what_counts_marked(stage: Stage) -> None:
    page = stage.begin()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Enthaltung").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    stage.let_time_run_out()
    page.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Gezählt wird nur, was vorher gespeichert war.").last).to_be_visible()
    expect(page.get_by_role("button", name="Ja, beschließen")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Enthaltung")).to_be_disabled()


# Unsent


def test_ticks_that_are_not_sent_say_so_and_what_counts(stage: Stage) -> None:
    page = stage.begin_survey()
    expect(page.get_by_text("Noch nicht abgeschickt.")).to_be_hidden()
    page.get_by_label("Geld").check()
    status = page.get_by_role("status").filter(has_text="Noch nicht abgeschickt.")
    expect(status.get_by_text("Bisher zählt keine Stimme von Ihnen.")).to_be_visible()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_text("Noch nicht abgeschickt.")).to_be_hidden()
    page.get_by_label("Leute").check()
    expect(page.get_by_text("Es zählt: Geld.")).to_be_visible()
    # As it was: nothing is left to be sent.
    page.get_by_label("Leute").uncheck()
    expect(page.get_by_text("Noch nicht abgeschickt.")).to_be_hidden()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_label("Geld").uncheck()
    expect(page.get_by_text("Es zählt: Geld.")).to_be_visible()
    expect(page.get_by_text("Höchstens 3 wählen")).to_be_visible()


def test_ticks_that_were_not_sent_in_time_can_be_sent_once_there_is_more(stage: Stage) -> None:
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    stage.let_time_run_out()
    expect(page.get_by_text("Nicht abgeschickt.", exact=True)).to_be_visible()
    expect(page.get_by_label("Geld")).to_be_disabled()
    expect(page.get_by_role("button", name="Auswahl abgeben")).to_be_disabled()
    stage.do(services.polls.extend, stage.poll, seconds=300, actor=stage.moderator)
    expect(page.get_by_label("Geld")).to_be_enabled()
    expect(page.get_by_label("Geld")).to_be_checked()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()


# Signed out


def test_a_page_that_is_signed_out_says_so_and_takes_no_vote(stage: Stage) -> None:
    page = stage.begin()
    stage.sign_out()
    expect(page.get_by_text("Sie sind nicht mehr angemeldet.")).to_be_visible()
    expect(page.get_by_text("Zum Abstimmen bitte wieder anmelden.")).to_be_visible()
    expect(page.get_by_role("button", name="Ja, beschließen")).to_be_disabled()
    stage.sign_in()
    expect(page).to_have_url(re.compile(f"/abstimmungen/{stage.poll}$"))
    expect(page.get_by_role("button", name="Ja, beschließen")).to_be_enabled()


def test_whoever_looks_at_a_signed_out_page_does_not_see_how_one_has_voted(stage: Stage) -> None:
    page = stage.begin()
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    stage.sign_out()
    expect(page.get_by_text("Ihre Stimme ist gespeichert. Zum Ändern bitte anmelden.")).to_be_visible()
    expect(page.locator("[aria-pressed=true]")).to_have_count(0)


def test_an_unsent_vote_is_kept_until_one_has_signed_in_again(stage: Stage) -> None:
    page = stage.begin()
    page.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Nein, nicht beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    stage.sign_out()
    page.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Ihre Wahl ist noch nicht gezählt.")).to_be_visible()
    expect(page.get_by_text("Noch nicht gezählt", exact=True)).to_be_hidden()
    assert stage.cast(stage.poll) == 0
    stage.sign_in()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    expect(page.get_by_role("button", name="Nein, nicht beschließen")).to_have_attribute("aria-pressed", "true")
    assert stage.cast(stage.poll) == 1


def test_a_signed_out_page_is_made_anew_once_one_has_signed_in_on_another_tab(stage: Stage) -> None:
    page = stage.begin()
    stage.sign_out()
    expect(page.get_by_text("Sie sind nicht mehr angemeldet.")).to_be_visible()
    person = page.evaluate("document.body.dataset.person")
    token = stage.do(
        services.people.sign_in_with_code, stage.do(services.people.issue_code, person, actor="system").code
    ).token
    page.context.add_cookies([{"name": "drafting", "value": token, "url": stage.hall.address}])
    with page.expect_navigation():
        page.evaluate("void setTimeout(() => dispatchEvent(new Event('focus')))")
    expect(page.get_by_role("button", name="Ja, beschließen")).to_be_enabled()


# Everybody


def test_unsent_ticks_the_end_of_time_and_being_signed_out_can_be_used_by_everybody(stage: Stage) -> None:
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    assert find_problems(page, "light", "dark") == []
    stage.let_time_run_out()
    expect(page.get_by_text("Nicht abgeschickt.", exact=True)).to_be_visible()
    assert find_problems(page, "light", "dark") == []
    stage.sign_out()
    expect(page.get_by_text("Sie sind nicht mehr angemeldet.")).to_be_visible()
    assert find_problems(page, "light", "dark") == []


def test_the_head_of_a_panels_ballot_is_read_to_its_end_on_the_phone(stage: Stage) -> None:
    poll = stage.open_for_panel("Betrieb, Sicherheit und gemeinsame Rechenzentren", has_voter=True)
    stage.comes(poll)
    head = stage.page.locator(".top__where .meta")
    expect(head).to_have_text("Alle Anwesenden, Betrieb, Sicherheit und gemeinsame Rechenzentren")
    assert head.evaluate("each => each.scrollWidth <= each.clientWidth && each.scrollHeight <= each.clientHeight")
