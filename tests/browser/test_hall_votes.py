"""A hall votes: one moderator and a second person, a projector, six phones; all show what was tapped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.rules.questions import VoteKind
from drafting.services.asking import Terms
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls

TEXT = (
    "# Digitalcheck\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen, und zwar zeitnah und schriftlich.\n"
)
NAMES = ("Ada Aal", "Ben Bad", "Cem Calw", "Dora Dorn", "Eva Ehm", "Finn Fels")


class Votes:
    """The hall with a queue: a test, two amendments, the whole paper in secret, a third amendment."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        organizer = self.do(services.people.add_person, hall.conference_id, name="O", role="organizer", actor="system")
        section = DraftSection("Recht", (DraftDemand("1", parse(TEXT)),))
        self.do(services.papers.import_paper, hall.conference_id, DraftPaper("P", sections=(section,)), actor=organizer)
        self.do(services.conferences.set_phase, hall.conference_id, Phase.OPEN, actor=organizer)
        self.moderator = hall.known("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        self.second = hall.known("Max Mai", "Stadt Mainz", role="moderator", phone=False)
        self.phones = {name.split()[0]: hall.known(name, f"Stadt {name.split()[1]}") for name in NAMES}
        actor = self.moderator.person_id
        amendments = [self.propose(*words) for words in (("drei", "fünf"), ("zeitnah", "sofort"), ("schrift", "münd"))]
        put = services.questions.prepare
        secret = Terms(kind=VoteKind.SECRET, has_receipts=True)
        self.polls = [
            self.do(services.hall_questions.ask_test, hall.conference_id, actor=actor),
            self.do(put, amendments[0], actor=actor),
            self.do(put, amendments[1], actor=actor),
            self.do(services.hall_questions.ask_paper, hall.conference_id, actor=actor, terms=secret),
            self.do(put, amendments[2], actor=actor),
        ]
        token = self.do(services.screens.renew_link, hall.conference_id, actor=actor)
        self.wall = hall.screen()
        self.wall.goto(f"/saal/{token}")
        self.desk = self.moderator.goes_to(f"/leitung/abstimmungen/{self.polls[0]}")

    def do(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.hall.database.write() as work:
            return service(work, *args, **kwargs)

    def propose(self, old: str, new: str) -> str:
        with self.hall.database.read() as session:
            demand = queries.papers.get_outline(session, self.hall.conference_id).sections[0].demands[0]
            editor = queries.editors.get_editor(session, demand.id)
        amendment: str = self.do(
            services.amendments.propose,
            demand.id,
            text=editor.text.replace(old, new),
            reason="Darum.",
            base_version_id=editor.base_version_id,
            actor=self.moderator.person_id,
        )
        return amendment

    def open(self, poll: str) -> None:
        """Open the next question at the desk; on every phone its ballot comes by itself."""
        self.desk.get_by_role("button", name="Abstimmung öffnen").click()
        expect(self.desk.get_by_role("button", name="Abstimmung schließen")).to_be_visible()
        for visitor in self.phones.values():
            expect(visitor.page).to_have_url(re.compile(f"/abstimmungen/{poll}$"))
            # Before its scripts are there a tap sends the form, as without scripts.
            visitor.page.wait_for_load_state("domcontentloaded")

    def tap(self, name: str, button: str) -> None:
        """Tap an answer; it is said to be stored."""
        page = self.phones[name].page
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("button", name=button)).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()

    def tap_in_secret(self, name: str, button: str) -> str:
        """Give a secret ballot; returns its receipt."""
        page = self.phones[name].page
        page.get_by_role("button", name=button).click()
        page.get_by_role("button", name="Geheim abgeben").click()
        expect(page.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()
        return page.locator("[data-receipt-code]").inner_text()

    def expect_cast(self, number: int) -> None:
        """The wall says how many have voted, and no more than that."""
        expect(self.wall.locator(".wall__n")).to_have_text(f"{number} von 6 haben abgestimmt")
        expect(self.wall.locator(".wall__bars")).to_have_count(0)

    def close(self) -> None:
        self.desk.get_by_role("button", name="Abstimmung schließen").click()

    def expect_result(self, heading: str, numbers: tuple[int, int, int]) -> None:
        """Wall and phones show the verdict and the same numbers."""
        words = [str(number) for number in numbers]
        expect(self.wall.locator("h1")).to_contain_text(heading)
        expect(self.wall.locator(".wall__bars dd.n")).to_have_text(words)
        for visitor in self.phones.values():
            expect(visitor.page.locator(".result h1")).to_contain_text(heading)
            expect(visitor.page.locator(".result .bars dd.n")).to_have_text(words)


@pytest.fixture
def votes(halls: Halls, tmp_path: Path) -> Iterator[Votes]:
    with halls.open(tmp_path) as hall:
        votes = Votes(hall)
        yield votes
        # Whoever lost their connection may complain of that.
        assert [each for each in hall.complaints() if not each.startswith("Finn")] == []


def test_a_hall_votes_from_the_test_to_the_last_question(votes: Votes) -> None:
    test, first, second, secret, last = votes.polls
    try_out(votes, test)
    change_a_vote(votes, first)
    annul(votes, second)
    vote_in_secret(votes, secret)
    count_hands_and_wait_for_the_lost(votes, last)


def try_out(votes: Votes, poll: str) -> None:
    votes.open(poll)
    for name in votes.phones:
        votes.tap(name, "Ja")
    votes.expect_cast(6)
    votes.close()
    votes.expect_result("Probe", (6, 0, 0))


def change_a_vote(votes: Votes, poll: str) -> None:
    votes.open(poll)
    for name in ("Ada", "Ben", "Cem", "Finn"):
        votes.tap(name, "Ja, ändern")
    votes.tap("Dora", "Nein, so lassen")
    votes.tap("Eva", "Enthaltung")
    votes.tap("Cem", "Nein, so lassen")
    votes.expect_cast(6)
    votes.close()
    votes.expect_result("Angenommen", (3, 2, 1))
    expect(votes.wall.get_by_text("6 von 6 haben abgestimmt, 0 nicht.")).to_be_visible()


def annul(votes: Votes, poll: str) -> None:
    votes.open(poll)
    votes.tap("Ada", "Ja, ändern")
    votes.expect_cast(1)
    votes.desk.get_by_text("Abstimmung aufheben").click()
    votes.desk.get_by_label("Warum?").fill("Der falsche Text stand an der Wand")
    votes.desk.get_by_role("button", name="Aufheben", exact=True).click()
    expect(votes.wall.get_by_role("heading", name="Aufgehoben")).to_be_visible()
    expect(votes.wall.get_by_text("Der falsche Text stand an der Wand")).to_be_visible()
    for visitor in votes.phones.values():
        expect(visitor.page.get_by_role("heading", name="Aufgehoben")).to_be_visible()
        expect(visitor.page.get_by_text("Der falsche Text stand an der Wand")).to_be_visible()


def vote_in_secret(votes: Votes, poll: str) -> None:
    votes.open(poll)
    receipts = {name: votes.tap_in_secret(name, "Ja, beschließen") for name in ("Ada", "Ben", "Cem", "Eva")}
    receipts |= {name: votes.tap_in_secret(name, "Nein, nicht beschließen") for name in ("Dora", "Finn")}
    assert len(set(receipts.values())) == 6
    votes.expect_cast(6)
    votes.close()
    votes.expect_result("Angenommen", (4, 2, 0))
    # Everybody's receipt is still there to be noted, and is in the list with what they chose.
    for name, choice in (("Ada", "Ja"), ("Dora", "Nein")):
        page = votes.phones[name].page
        expect(page.locator("[data-receipt-code]")).to_have_text(receipts[name])
        page.get_by_role("link", name="Liste der Stimmen: eigene finden, nachzählen").click()
        page.get_by_label("Ihr Beleg").fill(receipts[name])
        expect(page.get_by_role("status").filter(has_text=re.compile(f"^{choice}$"))).to_be_visible()
        expect(page.locator("[data-code]")).to_have_count(6)
    for visitor in votes.phones.values():
        visitor.goes_to("/")


def count_hands_and_wait_for_the_lost(votes: Votes, poll: str) -> None:
    votes.open(poll)
    roll, at = votes.desk, f"/leitung/abstimmungen/{poll}"
    roll.goto(f"{at}/verzeichnis?suche=Eva")
    roll.get_by_role("button", name="Eva Ehm").click()
    roll.get_by_label("Ja, ändern").fill("1")
    roll.get_by_role("button", name="Eingeben").click()

    lost = votes.phones["Finn"]
    lost.context.set_offline(True)
    lost.page.get_by_role("button", name="Nein, so lassen").click()
    expect(lost.page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_visible()
    for name, button in (
        ("Ada", "Ja, ändern"),
        ("Ben", "Nein, so lassen"),
        ("Cem", "Ja, ändern"),
        ("Dora", "Enthaltung"),
    ):
        votes.tap(name, button)
    votes.expect_cast(4)

    # One person enters, a second one counts again and confirms.
    second = votes.second.goes_to(f"{at}/verzeichnis")
    second.get_by_role("link", name="Als zweite Person bestätigen").click()
    second.get_by_label("Ja, ändern").fill("1")
    second.get_by_role("button", name="Zahlen bestätigen").click()
    votes.expect_cast(5)

    lost.context.set_offline(False)
    expect(lost.page.get_by_role("status").filter(has_text="Gespeichert.")).to_be_visible()
    expect(lost.page.get_by_role("alert").filter(has_text="Noch nicht gezählt")).to_be_hidden()
    votes.expect_cast(6)
    votes.desk.goto(at)
    votes.close()
    votes.expect_result("Angenommen", (3, 2, 1))
    # Of so few only the number is told, not how they voted.
    expect(votes.phones["Eva"].page.get_by_text("Auf Geräten 5, von Hand 1, zusammen 6.")).to_be_visible()
