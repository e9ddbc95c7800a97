"""Deciding together in a real browser: a list pulled from on a phone and adopted by vote; a compromise agreed to."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls, Visitor

MONEY = "# Betrieb finanzieren\n\nWir fordern eine Pauschale von 5 Euro je Einwohner.\n"
PEOPLE = "# Personal gewinnen\n\nDas Land muss die Studienplätze bis 2028 verdoppeln und Ausbildung fördern.\n"


def import_paper(hall: Hall, organizer: str) -> tuple[str, str]:
    """Give the conference two demands with the intake open; returns them."""
    demands = (DraftDemand("1", parse(MONEY)), DraftDemand("2", parse(PEOPLE)))
    with hall.database.write() as work:
        draft = DraftPaper(title="Forderungspapier", sections=(DraftSection("Finanzen", demands),))
        services.papers.import_paper(work, hall.conference_id, draft, actor=organizer)
        services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=organizer)
    with hall.database.read() as session:
        first, second = queries.papers.get_outline(session, hall.conference_id).sections[0].demands
    return first.id, second.id


def propose(hall: Hall, visitor: Visitor, demand_id: str, old: str, new: str) -> str:
    with hall.database.read() as session:
        page = queries.editors.get_editor(session, demand_id)
    with hall.database.write() as work:
        return services.amendments.propose(
            work,
            demand_id,
            text=page.text.replace(old, new),
            reason="Damit es reicht.",
            base_version_id=page.base_version_id,
            actor=visitor.person_id,
        )


def test_a_list_is_pulled_from_on_a_phone_and_the_rest_adopted_by_one_vote(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        organizer = hall.enroll("Olga Orlandini", "", role="organizer")
        moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        calw = hall.person("Carla Calwer", "Stadt Calw", reads=False)
        ulm = hall.person("Udo Ulmer", "Stadt Ulm", reads=False)
        money, people = import_paper(hall, organizer)
        propose(hall, calw, money, "5 Euro", "8 Euro")
        pulled = propose(hall, calw, people, "2028", "2027")
        propose(hall, ulm, people, "fördern", "bezahlen")

        desk = moderator.goes_to("/leitung/gemeinsam")
        expect(desk.get_by_label("Ä1 Stadt Calw")).to_be_checked()
        for neighbour in ("Ä2 Stadt Calw", "Ä3 Stadt Ulm"):  # in one sentence: to be read before they are ticked
            expect(desk.get_by_label(neighbour)).not_to_be_checked()
            desk.get_by_label(neighbour).check()
        desk.get_by_label("Angenommen werden sie").select_option("durch eine Abstimmung, die Sie eröffnen")
        desk.get_by_role("button", name="Liste öffnen").click()
        expect(desk.get_by_text("3 Anträge gemeinsam.")).to_be_visible()

        phone = ulm.goes_to("/")
        phone.get_by_role("link", name="3 unstrittige Anträge").click()
        phone.get_by_role("button", name="Ä2 einzeln abstimmen").click()
        expect(phone.get_by_text("Sie möchten darüber einzeln abstimmen.")).to_be_visible()
        # The moderator's page follows without being loaded again.
        expect(desk.locator(".consent__state")).to_contain_text("Nicht dabei: Ä2.")
        expect(desk.locator(f"#consents-item-{pulled}")).to_contain_text("wird einzeln entschieden")

        desk.get_by_role("button", name="Jetzt gemeinsam abstimmen").click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text("Gemeinsam: Ä1, Ä3")
        expect(phone.get_by_role("button", name="Zurücknehmen")).to_be_hidden()
        phone.get_by_role("link", name="Jetzt abstimmen").click()
        phone.get_by_role("button", name="Ja, alle annehmen").click()
        expect(phone.get_by_text("Gespeichert.")).to_be_visible()
        desk.get_by_role("button", name="Abstimmung schließen").click()
        expect(phone.get_by_role("heading", name="Gemeinsam angenommen")).to_be_visible()

        assert "8 Euro" in phone.goto(f"/forderungen/{money}").text()  # type: ignore[union-attr]
        phone.goto(f"/antraege/{pulled}")
        expect(phone.get_by_text("Wartet auf eine Entscheidung")).to_be_visible()
        expect(phone.locator(".redline ins")).to_contain_text("2027")
        assert hall.complaints() == []
        with hall.database.read() as session:
            assert queries.journal.verify(session, hall.conference_id).problems == ()


def test_an_author_agrees_to_a_compromise_and_it_is_taken_over(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        organizer = hall.enroll("Olga Orlandini", "", role="organizer")
        moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        calw = hall.person("Carla Calwer", "Stadt Calw", reads=False)
        ulm = hall.person("Udo Ulmer", "Stadt Ulm", reads=False)
        money, _people = import_paper(hall, organizer)
        first, second = (
            propose(hall, calw, money, "5 Euro", "8 Euro"),
            propose(hall, ulm, money, "5 Euro", "10 Euro"),
        )

        desk = moderator.goes_to(f"/leitung/forderungen/{money}/kompromiss?vor={first}&vor={second}")
        desk.get_by_role("button", name="Weiter zum Text").click()
        expect(desk.get_by_text("Im Text steht dort noch der bisherige Wortlaut.")).to_be_visible()
        area = desk.get_by_label("Text ändern")
        area.fill(area.input_value().replace("5 Euro", "9 Euro"))
        expect(desk.get_by_role("region", name="So liest es sich").locator("ins")).to_contain_text("9")
        desk.get_by_role("button", name="Kompromiss vorschlagen").click()
        expect(desk.get_by_text("Es wird noch auf Antworten gewartet.")).to_be_visible()
        compromise = desk.url

        for author in (calw, ulm):
            phone = author.goes_to("/")
            phone.get_by_role("link", name="ansehen").click()
            expect(phone.get_by_role("heading", name="Einverstanden mit diesem Kompromiss?")).to_be_visible()
            phone.get_by_role("button", name="Einverstanden", exact=True).click()
            expect(phone.get_by_text("Sie sind einverstanden.")).to_be_visible()
        desk.goto(compromise)
        desk.get_by_role("button", name="Kompromiss übernehmen").click()
        expect(desk.get_by_text("Übernommen.")).to_be_visible()

        phone = calw.goes_to(f"/antraege/{first}")
        expect(phone.get_by_text("Als Kompromiss angenommen: Forderung 1")).to_be_visible()
        expect(calw.goes_to(f"/forderungen/{money}").locator("article")).to_contain_text("9 Euro")
        assert hall.complaints() == []
        with hall.database.read() as session:
            assert queries.journal.verify(session, hall.conference_id).problems == ()
