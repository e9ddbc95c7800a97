"""The letter in a real browser: recipients, one of whom is asked for, the letterhead, and the files, accessible."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from drafting import services
from drafting.imports.papers import read_paper
from drafting.models import Conference
from tests.browser.audits import look_through
from tests.browser.devices import PATIENCE, PHONE
from tests.browser.hall import Halls
from tests.exports.correspondences import letterhead

pytestmark = pytest.mark.xdist_group("accessibility")
TABLE = (
    "Anrede;Vorname;Nachname;Amt/Mandat;Organisation;Straße;PLZ;Ort;E-Mail\n"
    "Frau;Ada;Amsel;Ministerin des Inneren;Ministerium des Inneren;Weg 1;70173;Stuttgart;ada@amt.example\n"
    ";Kim;Kolibri;;Anstalt;Weg 2;70173;Stuttgart;kim@anstalt.example\n"
)
PAPER = "# Papier\n\n## Recht\n\n### 1. Schriftform\n\nAlle Wege sind zu öffnen.\n\nAdressat: Land\n"


def test_from_a_table_of_recipients_to_their_letters(
    halls: Halls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the letters took long: the page with their progress comes at once.
    monkeypatch.setattr("drafting.web.jobs.PATIENCE", 0.0)
    (tmp_path / "e.csv").write_bytes(TABLE.encode("cp1252"))
    (tmp_path / "kopf.docx").write_bytes(letterhead())
    with halls.open(tmp_path / "data") as hall:
        organizer = hall.organizer("Olga Orga")
        with hall.database.write() as work:
            draft = read_paper("papier.md", PAPER.encode())
            services.papers.import_paper(work, hall.conference_id, draft, actor="system")

        page = organizer.goes_to("/brief")
        page.get_by_label("Tabelle einlesen").set_input_files(tmp_path / "e.csv")
        page.get_by_role("button", name="Einlesen", exact=True).click()
        expect(page.get_by_text("2 neu, 0 geändert, 0 unverändert.")).to_be_visible()
        kim = page.get_by_role("row").filter(has_text="Kim Kolibri")
        expect(kim).to_contain_text("Für Kim Kolibri fehlt die Anrede")

        kim.get_by_text("Anders anreden").click()
        kim.get_by_label("Anrede", exact=True).fill("Guten Tag Kim Kolibri")
        kim.get_by_role("button", name="Speichern", exact=True).click()
        expect(page.get_by_role("row").filter(has_text="Kim Kolibri")).to_contain_text("Guten Tag Kim Kolibri,")

        page.get_by_label("Eigenen Briefkopf hochladen").set_input_files(tmp_path / "kopf.docx")
        page.get_by_role("button", name="Hochladen", exact=True).click()
        expect(page.locator("#briefkopf")).to_contain_text("[Anschrift], [Ort, Datum], [Betreff]")

        page.get_by_role("link", name=re.compile("Vorschau.*Ada Amsel")).click()
        expect(page.get_by_role("article")).to_contain_text("Sehr geehrte Frau Ministerin,")
        page.go_back()
        page.get_by_role("button", name="2 Briefe als Word-Dateien (ZIP)").click()
        # It is written in the background, after all that people wait for.
        expect(page.get_by_role("status").filter(has_text="Die Datei ist fertig.")).to_be_visible(timeout=4 * PATIENCE)
        with page.expect_download() as download:
            page.get_by_role("link", name="Briefe.zip").click()
        download.value.save_as(tmp_path / "briefe.zip")
        with zipfile.ZipFile(tmp_path / "briefe.zip") as archive:
            assert archive.namelist() == ["Amsel, Ministerium des Inneren.docx", "Kolibri, Anstalt.docx"]

        page.get_by_role("link", name="Zurück zum Brief").click()
        preview = page.get_by_role("link", name=re.compile("Vorschau.*Ada Amsel")).get_attribute("href") or ""
        assert look_through(page, ("/brief", preview, "/brief/angaben", "/brief/empfaenger/neu"), "light") == []

        # However long the conference's name is, it leaves the phone its page: two lines, none of them cut in a word.
        with hall.database.write() as work:
            work.session.get_one(Conference, hall.conference_id).name = "Jahreskonferenz der Digitalbeauftragten " * 3
        page.set_viewport_size(PHONE)
        for address in ("/brief", preview, "/brief/angaben"):
            page.goto(address)
            box = page.get_by_role("banner").bounding_box()
            assert box is not None
            assert box["height"] < 56
        assert hall.complaints() == []
