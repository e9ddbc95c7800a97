"""Decisions are taken back, words say where they come from, an editorial change is objected to with one tap."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from drafting import queries, services
from tests.browser.hall import Hall, Halls
from tests.browser.test_outcomes import prepare, propose


def adopt(hall: Hall, amendment_id: str) -> None:
    with hall.database.write() as work:
        services.amendments.take_over(work, amendment_id, actor="system")


def test_a_moderator_takes_a_decision_back_and_the_author_sees_the_amendment_open_again(
    halls: Halls, tmp_path: Path
) -> None:
    with halls.open(tmp_path / "data") as hall:
        first, *_ = prepare(hall)
        moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        author = hall.person("Carla Calwer", "Stadt Calw", reads=False)
        amendment_id = propose(hall, first, "alle Schriftform", "sämtliche Schriftform", by="Carla Calwer")
        adopt(hall, amendment_id)
        page = author.goes_to(f"{hall.address}/antraege/{amendment_id}")
        expect(page.locator("main")).to_contain_text("Ohne Abstimmung übernommen")

        desk = moderator.goes_to(f"{hall.address}/antraege/{amendment_id}")
        desk.get_by_role("link", name="Wieder öffnen").click()
        desk.get_by_role("link", name="Fassung zurücknehmen").click()
        expect(desk.locator(".redline del")).to_have_text("sämtliche")
        expect(desk.get_by_role("listitem").filter(has_text="Ä1")).to_be_visible()
        desk.get_by_label("Warum?").fill("Die Zählung war falsch.")
        desk.get_by_role("button", name="Zurücknehmen").click()
        expect(desk.locator(".notice--page:visible")).to_contain_text("Es gilt Fassung 3")
        expect(desk.locator("article .text").first).to_contain_text("alle Schriftformerfordernisse")

        page.reload()
        expect(page.locator("main")).to_contain_text("Entscheidung zurückgenommen")
        expect(page.get_by_role("link", name="Bearbeiten")).to_be_visible()
        page.goto(f"{hall.address}/forderungen/{first}")
        expect(page.locator("#antraege")).to_contain_text("sämtliche")
        expect(page.locator(".history")).to_contain_text("Die Zählung war falsch.")
        assert hall.complaints() == []


def test_a_participant_taps_a_sentence_and_sees_where_it_comes_from(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        first, *_ = prepare(hall)
        hall.enroll("Carla Calwer", "Stadt Calw")
        adopt(hall, propose(hall, first, "alle Schriftform", "sämtliche Schriftform", by="Carla Calwer"))
        reader = hall.person("Rosa Reut", "Stadt Reutlingen", reads=False)
        page = reader.goes_to(f"{hall.address}/forderungen/{first}")
        page.get_by_role("link", name="Woher kommt dieser Text?").click()
        sentence = page.get_by_role("link", name="Wir fordern das Land auf, sämtliche")
        sentence.click()

        side = page.locator(".origins__side")
        expect(side).to_contain_text("„sämtliche“")
        expect(side).to_contain_text("Ä1, Stadt Calw")
        expect(side.locator("del")).to_have_text("alle")
        expect(side).to_be_in_viewport()
        expect(sentence).to_be_focused()
        expect(sentence).to_have_attribute("aria-current", "true")
        page.get_by_role("link", name="Schließen").click()
        expect(side).not_to_contain_text("„sämtliche“")
        assert hall.complaints() == []


def test_one_tap_on_a_phone_objects_to_an_editorial_change(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        first, *_ = prepare(hall)
        editor = hall.person("Edda Ehrlich", "", role="editor", phone=False)
        desk = editor.goes_to(f"{hall.address}/forderungen/{first}")
        desk.get_by_role("link", name="Redaktionell ändern").click()
        text = desk.get_by_label("Text ändern")
        text.fill(text.input_value().replace("verzichtbar", "entbehrlich"))
        desk.get_by_label("Warum?").fill("Gebräuchlicher.")
        expect(desk.locator("#amendments-preview ins")).to_have_text("entbehrlich")
        desk.get_by_role("button", name="Text ändern").click()
        expect(desk.locator(".notice--page:visible")).to_contain_text("Der Text ist geändert.")

        reader = hall.person("Rosa Reut", "Stadt Reutlingen", reads=False)
        page = reader.goes_to(f"{hall.address}/redaktion")
        expect(page.locator(".editorial")).to_contain_text("Gebräuchlicher.")
        button = page.locator(".objection").get_by_role("button")
        button.tap()
        expect(button).to_have_text("Einspruch erhoben")
        expect(page.locator(".objection")).to_contain_text("1 Einspruch")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        desk.goto(f"{hall.address}/redaktion")
        expect(desk.locator(".objection")).to_contain_text("Rosa Reut, Stadt Reutlingen")
        button.tap()
        expect(button).to_have_text("Einspruch erheben")
        with hall.database.read() as session:
            assert queries.editorials.list_editorials(session, hall.conference_id)[0].objections.count == 0
        assert hall.complaints() == []
