"""How a ballot ends that was not sent, and that the next one comes to those who had something to read as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from drafting import services
from tests.browser.hall import Halls
from tests.browser.test_ballot_holds import Stage


@pytest.fixture
def stage(halls: Halls, tmp_path: Path) -> Iterator[Stage]:
    with halls.open(tmp_path) as hall:
        yield Stage(hall)


def annul(stage: Stage) -> None:
    stage.do(services.polls.annul, stage.poll, reason="Falsche Frage", actor=stage.moderator)


# The next ballot


def test_the_next_ballot_comes_once_one_could_read_that_the_last_was_not_sent(stage: Stage) -> None:
    stage.voter.device.is_spoilt = True
    stage.page.clock.install()
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    stage.close(stage.poll)
    expect(page.get_by_text("Diese Auswahl ist nicht abgeschickt und nicht gezählt.")).to_be_visible()
    following = stage.open()
    expect(page.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    page.clock.run_for(10_000)
    stage.comes(following)


def test_the_next_ballot_comes_to_a_result_that_was_loaded_again(stage: Stage) -> None:
    page = stage.begin()
    stage.close(stage.poll)
    expect(page.get_by_role("heading", name="Abgelehnt")).to_be_visible()
    page.reload()
    # Whoever looks a result up, on a tab of its own, goes on reading it.
    tab = stage.voter.context.new_page()
    tab.goto(f"/abstimmungen/{stage.poll}")
    following = stage.open()
    stage.comes(following)
    expect(tab.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    expect(tab).to_have_url(re.compile(f"/abstimmungen/{stage.poll}$"))


def test_a_receipt_that_is_shown_once_is_not_taken_away_by_the_next_ballot(stage: Stage) -> None:
    stage.poll = stage.open_secret()
    page = stage.ready()
    page.get_by_role("button", name="Ja, beschließen").click()
    page.get_by_role("button", name="Geheim abgeben").click()
    receipt = page.locator("[data-receipt-code]")
    expect(receipt).to_be_visible()
    stage.close(stage.poll)
    expect(page.get_by_role("heading", name="Angenommen")).to_be_visible()
    stage.open()
    expect(page.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
    expect(receipt).to_be_visible()


# Annulled


def test_who_had_not_sent_their_ticks_reads_that_an_annulled_poll_counts_for_nobody(stage: Stage) -> None:
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    annul(stage)
    expect(page.get_by_role("heading", name="Aufgehoben")).to_be_visible()
    expect(page.get_by_text("Die Abstimmung wurde aufgehoben. Keine Stimme zählt.")).to_be_visible()
    expect(page.get_by_text("Die Abstimmung wurde geschlossen").filter(visible=True)).to_have_count(0)


def test_nobody_reads_that_their_earlier_vote_counted_in_an_annulled_poll(stage: Stage) -> None:
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_label("Zeit").check()
    annul(stage)
    expect(page.get_by_text("Die Abstimmung wurde aufgehoben. Keine Stimme zählt.")).to_be_visible()
    expect(page.get_by_text("Gezählt wurde, was Sie vorher gewählt hatten.").filter(visible=True)).to_have_count(0)


def test_a_vote_that_arrives_after_a_poll_was_annulled_is_told_so(stage: Stage) -> None:
    page = stage.begin()
    page.context.route("**/stimme", lambda route: route.abort())
    page.get_by_role("button", name="Ja, beschließen").click()
    expect(page.get_by_text("wartet")).to_be_visible()
    page.goto("/papier")
    annul(stage)
    page.context.unroute("**/stimme")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_text("Die Abstimmung wurde aufgehoben. Keine Stimme zählt.")).to_be_visible()


# Signed out, and out of time


def test_a_secret_vote_of_somebody_signed_out_waits_and_is_missed_once_the_poll_has_ended(stage: Stage) -> None:
    stage.poll = stage.open_secret()
    page = stage.ready()
    page.get_by_role("button", name="Ja, beschließen").click()
    page.context.clear_cookies()
    page.get_by_role("button", name="Geheim abgeben").click()
    expect(page.get_by_text("Ihre Wahl ist noch nicht gezählt.")).to_be_visible()
    chosen = page.get_by_role("button", name="Ja, beschließen")
    expect(chosen).to_contain_text("wartet")
    expect(chosen).to_be_disabled()
    stage.close(stage.poll)
    expect(page.get_by_role("heading", name="Abgelehnt")).to_be_visible()
    expect(page.get_by_text("Ihre Stimme ist nicht angekommen. Sie wurde nicht gezählt.")).to_be_visible()
    expect(page.get_by_role("alert").get_by_role("link", name="Anmelden")).to_be_visible()


def test_who_has_voted_and_ticked_otherwise_hears_of_more_time(stage: Stage) -> None:
    page = stage.begin_survey()
    page.get_by_label("Geld").check()
    page.get_by_role("button", name="Auswahl abgeben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_label("Zeit").check()
    stage.let_time_run_out()
    expect(page.get_by_text("Nicht abgeschickt.", exact=True)).to_be_visible()
    stage.do(services.polls.extend, stage.poll, seconds=300, actor=stage.moderator)
    expect(page.get_by_text("Die Zeit ist verlängert. Sie können Ihre Auswahl noch ändern.")).to_be_visible()
    expect(page.get_by_text("Noch nicht abgeschickt.", exact=True)).to_be_visible()
