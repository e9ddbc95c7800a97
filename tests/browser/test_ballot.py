"""The ballot on a phone: nothing is called stored before it is, and a vote without a connection is sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls, Visitor

TEXT = "# Digitalcheck\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen."


class Vote:
    """A hall with one phone and one poll running."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        with hall.database.write() as work:
            people = services.people
            self.moderator = people.add_person(work, hall.conference_id, name="M", role="moderator", actor="system")
            organizer = people.add_person(work, hall.conference_id, name="O", role="organizer", actor="system")
            section = DraftSection("Recht", (DraftDemand("1", parse(TEXT)),))
            services.papers.import_paper(
                work, hall.conference_id, DraftPaper("P", sections=(section,)), actor=organizer
            )
            services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=organizer)
        with hall.database.read() as session:
            demand = queries.papers.get_outline(session, hall.conference_id).sections[0].demands[0]
            version = queries.demands.get_demand(session, demand.id).version_id
        self.voter: Visitor = hall.person("Rosa Reut", "Stadt Reutlingen", reads=False)
        with hall.database.write() as work:
            amendment = services.amendments.propose(
                work,
                demand.id,
                text=TEXT.replace("drei", "fünf"),
                reason="Darum.",
                base_version_id=version,
                actor=self.moderator,
            )
            self.poll = services.polls.open_now(work, amendment, actor=self.moderator)
        self.page = self.voter.goes_to(f"/abstimmungen/{self.poll}")

    def close(self) -> None:
        with self.hall.database.write() as work:
            services.polls.close_poll(work, self.poll, actor=self.moderator)

    def cut_the_line(self) -> None:
        self.page.route("**/stimme", lambda route: route.abort())

    def mend_the_line(self) -> None:
        self.page.unroute("**/stimme")
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def cast(self) -> int:
        with self.hall.database.read() as session:
            return queries.polls.get_participation(session, self.poll).cast


@pytest.fixture
def vote(halls: Halls, tmp_path: Path) -> Iterator[Vote]:
    with halls.open(tmp_path) as hall:
        yield Vote(hall)


def test_a_vote_is_called_stored_only_when_the_server_has_said_so(vote: Vote) -> None:
    held: list[Route] = []
    vote.page.route("**/stimme", lambda route: held.append(route))
    with vote.page.expect_request("**/stimme"):
        vote.page.get_by_role("button", name="Ja, ändern").click()
    expect(vote.page.get_by_text("wird gesendet")).to_be_visible()
    expect(vote.page.get_by_text("Gespeichert.")).to_have_count(0)
    held[0].continue_()
    expect(vote.page.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()
    assert vote.cast() == 1


def test_an_unsent_vote_is_shown_as_such_and_sent_when_the_line_is_back(vote: Vote) -> None:
    vote.cut_the_line()
    vote.page.get_by_role("button", name="Nein, so lassen").click()
    expect(vote.page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_visible()
    expect(vote.page.get_by_text("Ihre Stimme liegt auf diesem Gerät.")).to_be_visible()
    expect(vote.page.get_by_role("button", name="Nein, so lassen")).to_contain_text("wartet")
    vote.mend_the_line()
    expect(vote.page.get_by_text("Gespeichert.")).to_be_visible()
    expect(vote.page.get_by_text("Noch nicht gezählt")).to_be_hidden()
    assert vote.cast() == 1


def test_an_unsent_vote_survives_reloading(vote: Vote) -> None:
    vote.cut_the_line()
    vote.page.get_by_role("button", name="Ja, ändern").click()
    expect(vote.page.get_by_text("wartet")).to_be_visible()
    vote.page.unroute("**/stimme")
    vote.page.reload()
    expect(vote.page.get_by_text("Gespeichert.")).to_be_visible()
    expect(vote.page.get_by_role("button", name="Ja, ändern")).to_have_attribute("aria-pressed", "true")


def test_a_vote_that_comes_too_late_is_told_that_it_was_not_counted(vote: Vote) -> None:
    vote.cut_the_line()
    vote.page.get_by_role("button", name="Ja, ändern").click()
    expect(vote.page.get_by_text("wartet")).to_be_visible()
    vote.close()
    expect(vote.page.get_by_role("heading", name="Abgelehnt")).to_be_visible()
    vote.mend_the_line()
    expect(vote.page.get_by_text("Ihre Stimme kam erst nach dem Schluss an.")).to_be_visible()


def test_the_focus_stays_on_the_answer_that_was_chosen(vote: Vote) -> None:
    button = vote.page.get_by_role("button", name="Enthaltung")
    button.focus()
    vote.page.keyboard.press("Enter")
    expect(vote.page.get_by_text("Gespeichert.")).to_be_visible()
    expect(button).to_be_focused()


def test_without_scripts_the_ballot_is_a_form(vote: Vote) -> None:
    page = vote.hall.second_device(vote.voter, scripts=False)
    page.goto(f"/abstimmungen/{vote.poll}")
    page.get_by_role("button", name="Ja, ändern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
