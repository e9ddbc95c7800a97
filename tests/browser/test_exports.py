"""A file is written behind the page: one sees it become ready without reloading, and takes it away."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.audits import look_through
from tests.browser.devices import PATIENCE
from tests.browser.hall import Halls
from tests.browser.test_outcomes import prepare


def test_an_organizer_looks_at_the_synopsis_and_has_it_written(
    halls: Halls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if every file took long: the page with its progress comes at once.
    monkeypatch.setattr("drafting.web.jobs.PATIENCE", 0.0)
    with halls.open(tmp_path / "data") as hall:
        prepare(hall)
        organizer = hall.organizer("Ola Orga")
        page = organizer.goes_to("/brief")
        page.get_by_role("link", name="Alle Ausgaben").click()
        page.get_by_label("Begründungen").select_option(label="ohne Begründungen")
        # What is quick comes at once.
        with page.expect_download() as waiting:
            page.get_by_role("button", name=re.compile(r"Word\s*: Papier")).click()
        assert waiting.value.suggested_filename == "Papier.docx"
        page.locator("#ausgabe-synopsis").get_by_role("button", name="Ansehen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Synopse: Forderungspapier")
        expect(page.locator("article")).to_contain_text("Zwischen beiden Ständen gibt es keinen Unterschied.")
        page.get_by_role("link", name="Ausgaben").first.click()
        expect(page.get_by_label("Begründungen")).to_have_value("nein")
        page.locator("#ausgabe-synopsis").get_by_role("button", name="Ansehen").click()

        page.get_by_role("button", name="Word").click()
        # It is written in the background, after all that people wait for.
        expect(page.get_by_role("status").filter(has_text="Die Datei ist fertig.")).to_be_visible(timeout=4 * PATIENCE)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Synopse.docx").click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert docx.Document(str(file)).paragraphs[0].text == "Synopse: Forderungspapier"
        assert hall.complaints() == []


def test_the_page_of_exports_is_for_everybody_and_fits_a_phone(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        prepare(hall)
        page = hall.organizer("Ola Orga").page
        assert look_through(page, ("/ausgaben",), "light") == []
        assert hall.complaints() == []
