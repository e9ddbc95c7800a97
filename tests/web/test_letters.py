"""Downloading the joint letter."""

from __future__ import annotations

import io

import docx
import pytest

from tests.site import Site


@pytest.mark.parametrize(("query", "has_reasons"), [("", False), ("?begruendungen=ja", True)])
def test_the_letter_is_a_word_file_with_or_without_reasons(site: Site, query: str, has_reasons: bool) -> None:
    site.import_paper()
    response = site.browser("organizer").get(f"/brief/brief.docx{query}")
    assert response.status_code == 200
    name = "Brief mit Begruendungen.docx" if has_reasons else "Brief.docx"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    words = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(response.content)).paragraphs)
    assert "Schriftform abbauen" in words
    assert ("Papier kostet Zeit." in words) is has_reasons


def test_before_there_is_a_paper_there_is_no_letter(site: Site) -> None:
    assert site.browser("organizer").get("/brief").context["outline"] is None
    assert site.browser("organizer").get("/brief/brief.docx").status_code == 404
