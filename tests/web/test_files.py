"""Files to take away: who may have which, in which state."""

from __future__ import annotations

import io

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

    assert "Schriftform abbauen" in [part.title for part in response.context["files"].parts]


def test_reasons_can_be_left_out(site: Site) -> None:
    site.import_paper()
    content = site.browser("organizer").get("/dateien/paper?begruendungen=nein").content

    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert "Papier kostet Zeit." not in words
