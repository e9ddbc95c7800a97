"""Through Word and back in a real browser: upload, look, choose, hand in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import select

from drafting import services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import Amendment, Person
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls, wait_until
from tests.imports.tracked import dele, file, ins
from tests.imports.word import paragraph, run

MONEY = "# Betrieb finanzieren\n\nWir fordern eine Pauschale von 5 Euro je Einwohner.\n"
PEOPLE = "# Personal gewinnen\n\nDas Land bildet Fachkräfte aus.\n"
CHANGED = file(
    paragraph("Finanzen", style="berschrift1"),
    paragraph("Betrieb finanzieren", style="berschrift2", number=1),
    paragraph(
        run("Wir fordern eine Pauschale von "),
        dele("5", "Stadt Calw"),
        ins("8", "Stadt Calw"),
        run(" Euro je Einwohner."),
    ),
    paragraph("Personal gewinnen", style="berschrift2", number=1),
    paragraph(run("Das Land bildet "), ins("mehr ", "Stadt Ulm"), run("Fachkräfte aus.")),
)


def import_paper(hall: Hall) -> None:
    demands = (DraftDemand("1", parse(MONEY)), DraftDemand("2", parse(PEOPLE)))
    with hall.database.read() as session:
        actor = session.scalars(select(Person.id).where(Person.role == "organizer")).one()
    with hall.database.write() as work:
        draft = DraftPaper(title="Forderungspapier", sections=(DraftSection("Finanzen", demands),))
        services.papers.import_paper(work, hall.conference_id, draft, actor=actor)
        services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=actor)


UNDER_THE_BAR = (
    "scrollTo({top: document.querySelector('#grund').getBoundingClientRect().top + scrollY - 250, behavior: 'instant'})"
)
IS_ABOVE_THE_BAR = (
    "document.querySelector('#grund').getBoundingClientRect().bottom"
    " <= document.querySelector('.dock').getBoundingClientRect().top"
)


def test_from_a_word_file_to_amendments_in_two_names(halls: Halls, tmp_path: Path) -> None:
    (tmp_path / "papier.docx").write_bytes(CHANGED)
    with halls.open(tmp_path / "data") as hall:
        organizer = hall.organizer("Olga Orlandini")
        hall.enroll("Carla Calwer", "Stadt Calw")
        ulm = hall.person("Udo Ulmer", "Stadt Ulm", reads=False)
        import_paper(hall)

        page = organizer.goes_to(f"{hall.address}/papier")
        page.get_by_role("link", name="Mit Word arbeiten").click()
        page.get_by_label("Word-Datei mit Änderungen").set_input_files(tmp_path / "papier.docx")
        page.get_by_role("button", name="Hochladen und ansehen").click()
        expect(page.get_by_role("heading", name="2 Vorschläge")).to_be_visible()
        expect(page.locator("ins", has_text="8")).to_be_visible()
        expect(page.get_by_role("combobox", name="Stadt Calw")).to_have_value(f"person:{person(hall, 'Carla Calwer')}")
        page.set_viewport_size({"width": 390, "height": 320})
        reason = page.get_by_label("Begründung für alle")
        page.evaluate(UNDER_THE_BAR)
        reason.focus()
        wait_until(page, IS_ABOVE_THE_BAR)
        reason.fill("So haben wir es im Ausschuss besprochen.")
        page.get_by_role("button", name="Gewählte einreichen").click()
        expect(page.get_by_role("status").filter(has_text="2 Anträge sind eingereicht.")).to_be_visible()

        with hall.database.read() as session:
            rows = session.execute(
                select(Person.name, Amendment.reason)
                .join(Person, Person.id == Amendment.proposer_id)
                .order_by(Amendment.number)
            ).all()
        said = "So haben wir es im Ausschuss besprochen."
        assert [tuple(row) for row in rows] == [("Carla Calwer", said), ("Udo Ulmer", said)]

        page = ulm.goes_to(f"{hall.address}/antraege/meine")
        expect(
            page.get_by_role("link", name="Ä2 Forderung 2: In Zeile 2 wird nach „bildet“ eingefügt: „mehr“")
        ).to_be_visible()
        assert hall.complaints() == []


def person(hall: Hall, name: str) -> str:
    with hall.database.read() as session:
        return session.scalars(select(Person.id).where(Person.name == name)).one()
