"""Files to take away: who may have which, in which state."""

from __future__ import annotations

import io
from urllib.parse import unquote

import docx
import pytest

from tests.site import Site


@pytest.mark.parametrize("kind", ["paper", "redline", "copy", "word"])
def test_everybody_in_the_conference_may_have_the_paper_and_its_redline(site: Site, kind: str) -> None:
    site.import_paper()
    response = site.browser("organizer").get(f"/dateien/{kind}")

    assert response.status_code == 200
    assert response.headers["content-disposition"].endswith('.docx"')
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert "Schriftform abbauen" in words


def test_a_state_there_is_not_is_not_found(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")

    assert browser.get("/dateien/paper?stand=gibtsnicht").status_code == 404
    assert browser.get("/dateien/word?teil=gibtsnicht").status_code == 404
    assert browser.get("/dateien/gibtsnicht").status_code == 404


def test_the_page_for_work_in_word_lets_one_choose_parts(site: Site) -> None:
    site.import_paper()
    response = site.browser("organizer").get("/mit-word")

    parts = response.context["files"].parts
    assert "Schriftform abbauen" in [part.title for part in parts]
    chosen = ["", next(part.id for part in parts if part.is_section), next(part.id for part in parts if part.number)]
    names = []
    for part in chosen:
        said = site.browser("participant").get(f"/dateien/word?teil={part}").headers["content-disposition"]
        names.append(unquote(said).partition("Zur Bearbeitung - ")[2].strip('"'))
    assert names == ["Forderungspapier 2025.docx", "Abschnitt Recht.docx", "Forderung 1 Schriftform abbauen.docx"]


def test_reasons_can_be_left_out(site: Site) -> None:
    site.import_paper()
    content = site.browser("organizer").get("/dateien/paper?begruendungen=nein").content

    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Papier kostet Zeit." not in words


def test_members_take_the_redline_along_from_the_comparison(site: Site) -> None:
    site.import_paper()
    browser = site.browser("participant")
    page = browser.get("/papier/vergleich?von=import&bis=jetzt").text

    for address in ("/dateien/redline?gegen=import&stand=jetzt", "/dateien/paper?stand=jetzt"):
        assert f'href="{address.replace("&", "&amp;")}"' in page
        assert browser.get(address).status_code == 200
