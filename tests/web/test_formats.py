"""Further formats on the page of exports: offered with what each is for, and handed out."""

from __future__ import annotations

import pytest

from tests.site import Site


@pytest.mark.parametrize(
    ("kind", "name", "media_type", "begins"),
    [
        ("odt", "Papier.odt", "application/vnd.oasis.opendocument.text", b"PK"),
        ("markdown", "Papier.md", "text/markdown; charset=utf-8", b"---\n"),
        ("json", "Konferenz.json", "application/json", b"{"),
        ("akn", "Papier mit Antraegen.akn.xml", "application/akn+xml", b"<?xml"),
    ],
)
def test_a_format_is_offered_and_handed_out(site: Site, kind: str, name: str, media_type: str, begins: bytes) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    assert f'name="datei" value="{kind}.{name.partition(".")[2]}"' in browser.get("/ausgaben").text
    response = browser.get(f"/dateien/{kind}?stand=import")
    assert response.status_code == 200
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["content-type"] == media_type
    assert response.content.startswith(begins)


@pytest.mark.parametrize(("kind", "status"), [("odt", 200), ("markdown", 200), ("json", 403), ("akn", 403)])
def test_members_get_the_paper_and_organizers_the_whole(site: Site, kind: str, status: int) -> None:
    site.import_paper()
    assert site.browser("participant").get(f"/dateien/{kind}").status_code == status
