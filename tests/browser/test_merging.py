"""Merging, in a real browser: three amendments of which two collide become one version, and one author is asked."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from drafting import queries, services
from drafting.rules.lifecycle import Phase
from tests.browser.audits import find_violations
from tests.browser.devices import DESK, PHONE
from tests.browser.hall import Hall, Halls
from tests.make import draft

TEXT = (
    "# Digitalcheck mit Kommunen\n\nWir fordern einen Digitalcheck, an dem mindestens drei Kommunen beteiligt sind. "
    "Das Ergebnis ist zu veröffentlichen.\n"
)


def prepare(hall: Hall) -> str:
    """Give the conference a paper and open the intake; returns the demand's id."""
    with hall.database.write() as work:
        other = "# Personal fördern\n\nDas Land bezahlt Stellen.\n"
        services.papers.import_paper(work, hall.conference_id, draft(TEXT, other), actor="system")
        services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor="system")
    with hall.database.read() as session:
        return queries.papers.get_outline(session, hall.conference_id).sections[0].demands[0].id


def propose(hall: Hall, person_id: str, demand_id: str, old: str, new: str) -> str:
    """Hand in an amendment as somebody; returns its id."""
    with hall.database.read() as session:
        editor = queries.editors.get_editor(session, demand_id)
    with hall.database.write() as work:
        return services.amendments.propose(
            work,
            demand_id,
            text=editor.text.replace(old, new),
            reason="Damit es geht.",
            base_version_id=editor.base_version_id,
            actor=person_id,
        )


def tick(page: Page, label: str) -> None:
    """Tick an amendment by its label, which is heard only once the scripts are there, and wait for the preview."""
    page.wait_for_load_state()
    said = page.locator(".merge__main").get_by_role("status")
    before = said.inner_text()
    page.locator(f'.merge__pick:has(b:text-is("{label}")) input').check()
    expect(said).not_to_have_text(before)


def test_a_moderator_merges_three_of_which_two_collide(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path) as hall:
        demand_id = prepare(hall)
        moderator = hall.person("Mona", "Stadt Ulm", role="moderator", phone=False)
        ben = hall.person("Ben", "Gemeinde Malsch", reads=False)
        ada, cem = hall.enroll("Ada", "Stadt Calw"), hall.enroll("Cem", "Stadt Lahr")
        propose(hall, ada, demand_id, "drei Kommunen", "fünf Kommunen")
        late = propose(hall, ben.person_id, demand_id, "drei Kommunen", "vier Kommunen")
        propose(hall, cem, demand_id, "zu veröffentlichen", "im Netz zu veröffentlichen")

        page = moderator.goes_to(f"{hall.address}/leitung/forderungen/{demand_id}")
        page.get_by_role("link", name="Zusammenführen", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau der neuen Fassung 2")
        expect(page.locator(".merge__text ins.own")).to_have_text("im NetzA")
        tick(page, "Ä1")
        tick(page, "Ä2")
        place = page.get_by_role("group", name="Fassung für Zeile")
        place.get_by_role("radio", name="Ä1").check()
        expect(page.locator(".merge__text ins.own").first).to_have_text("fünfA")
        expect(page.locator(".owners")).to_contain_text("bleibt offen; wer ihn gestellt hat, wird gefragt")
        page.get_by_role("button", name="Als Fassung 2 übernehmen").click()
        expect(page.locator(".notice--ok")).to_contain_text("Fassung 2 gilt")
        expect(page.locator(".text").first).to_contain_text("mindestens fünf Kommunen")
        expect(page.locator(".text").first).to_contain_text("im Netz zu veröffentlichen")

        phone = ben.goes_to(f"{hall.address}/antraege/{late}")
        expect(phone.locator(".question")).to_contain_text("Ihr Wortlaut bleibt erhalten")
        phone.get_by_role("button", name="So lassen").click()
        expect(phone.locator(".notice--ok")).to_contain_text("bleibt, wie er ist")
        assert hall.complaints() == []


def test_words_typed_for_a_conflict_stay_while_the_preview_follows(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path) as hall:
        demand_id = prepare(hall)
        moderator = hall.person("Mona", "Stadt Ulm", role="moderator", phone=False)
        ada = hall.enroll("Ada", "Stadt Calw")
        propose(hall, ada, demand_id, "drei Kommunen", "fünf Kommunen")
        propose(hall, moderator.person_id, demand_id, "drei Kommunen", "vier Kommunen")
        # Both collide, so both are chosen from the start.
        page = moderator.goes_to(f"{hall.address}/leitung/forderungen/{demand_id}/zusammenfuehren")
        page.get_by_role("radio", name="Verbinden oder neu schreiben").check()
        words = page.get_by_label("Ihre Worte für diese Stelle")
        words.fill("")
        words.press_sequentially("vier bis fünf", delay=120)
        expect(page.locator(".merge__text ins.own")).to_have_text("vier bis fünfA")
        expect(words).to_have_value("vier bis fünf")
        expect(words).to_be_focused()
        page.set_viewport_size(DESK)
        assert find_violations(page, "light") == []
        page.set_viewport_size(PHONE)
        assert find_violations(page, "dark") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.get_by_role("button", name="Als Fassung 2 übernehmen").click()
        expect(page.locator(".field__error")).to_contain_text("Kompromiss")
        expect(page.get_by_label("Ihre Worte für diese Stelle")).to_have_value("vier bis fünf")
        page.get_by_label("Die Antragstellenden sind einverstanden").check()
        page.get_by_role("button", name="Als Fassung 2 übernehmen").click()
        expect(page.locator(".text").first).to_contain_text("mindestens vier bis fünf Kommunen")
        # The refusal answers with its status, which the browser notes.
        assert [line for line in hall.complaints() if "422" not in line] == []
