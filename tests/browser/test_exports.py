"""A file is written behind the page: one sees it become ready without reloading, and takes it away."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.hall import open_hall
from tests.browser.test_outcomes import prepare


def test_an_organizer_looks_at_the_synopsis_and_has_it_written(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if every file took long: the page with its progress comes at once.
    monkeypatch.setattr("drafting.web.jobs.PATIENCE", 0.0)
    with open_hall(browser, tmp_path / "data") as hall:
        prepare(hall)
        organizer = hall.organizer("Ola Orga")
        page = organizer.goes_to("/brief")
        page.get_by_role("link", name="Synopse, Protokoll").click()
        line = page.locator("#ausgabe-synopsis")
        line.get_by_label("zwei Spalten").check()
        line.get_by_role("button", name="Ansehen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Synopse: Forderungspapier")
        expect(page.locator("article")).to_contain_text("Zwischen beiden Ständen gibt es keinen Unterschied.")

        page.get_by_role("button", name="Word").click()
        expect(page.get_by_role("status").filter(has_text="Die Datei ist fertig.")).to_be_visible()
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Synopse.docx").click()
        file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert docx.Document(str(file)).paragraphs[0].text == "Synopse: Forderungspapier"
        assert hall.complaints() == []
