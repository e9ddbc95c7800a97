"""Publishing as it happens: an organizer releases the page, a stranger asks a sentence where it is from."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from drafting import queries, services
from tests.browser.audits import find_problems
from tests.browser.hall import Halls
from tests.browser.test_outcomes import prepare


def test_a_page_is_released_and_a_stranger_asks_a_sentence(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        prepare(hall)
        with hall.database.write() as work:
            paper = queries.papers.get_outline(work.session, hall.conference_id).paper_id
            services.papers.freeze_edition(work, paper, name="Beschluss", actor="system")
        desk = hall.organizer("Olga Orga").goes_to("/brief")
        desk.get_by_role("link", name="Öffentliche Seite und Presse").click()
        desk.get_by_role("button", name="Seite vorbereiten").click()
        desk.get_by_label("Adresse").fill("papier")
        desk.get_by_role("button", name="Speichern und freigeben").click()
        expect(desk.get_by_role("link", name="Seite ansehen")).to_be_visible()

        for scripts in (False, True):
            phone = hall.stranger(scripts=scripts)
            phone.goto("/oeffentlich/papier")
            note = phone.get_by_role("note").filter(visible=True)
            expect(note).to_have_count(0)
            phone.locator("a.sentence").first.click()
            expect(note).to_have_count(1)
            expect(note).to_contain_text("Woher kommt dieser Satz?")
            note.get_by_role("link", name="Schließen").click()
            expect(note).to_have_count(0)
            assert phone.context.cookies() == []
            if scripts:
                problems = []
                for address in ("/oeffentlich/papier", "/oeffentlich/papier#forderung-1-satz-2", "/oeffentlich/nichts"):
                    phone.goto("about:blank")
                    phone.goto(address)
                    problems += find_problems(phone, "light", "dark")
                assert problems == []
                assert find_problems(desk, "light") == []
