"""Carrying over by hand on a page: begun with the author's words, seen by the author afterwards."""

from __future__ import annotations

import pytest

from drafting import queries, services
from tests.site import Site


@pytest.fixture
def late(site: Site) -> str:
    """The participant's amendment, which collides with what was decided since."""
    site.import_paper()
    late = site.propose("participant", "fünf Kommunen")
    site.do(services.amendments.take_over, site.propose("moderator", "vier Kommunen"), actor=site.people["moderator"])
    return late


def test_the_editor_begins_with_the_authors_words_on_the_present_text(site: Site, late: str) -> None:
    address = f"/leitung/antraege/{late}/uebertragen"
    demand_id = site.look_up(queries.amendments.get_card, late).demand_id
    for page in (f"/leitung/forderungen/{demand_id}", f"/antraege/{late}"):
        assert f'href="{address}"' in site.browser("moderator").get(page).text
    response = site.browser("moderator").get(address)
    assert response.template.name == "amendments/edit.html"
    assert "mindestens fünf Kommunen" in response.context["editor"].fields.text
    assert "Wortlaut von Ä1" in response.text


def test_it_is_saved_and_its_author_sees_who_did_it(site: Site, late: str) -> None:
    address = f"/leitung/antraege/{late}/uebertragen"
    editor = site.browser("moderator").get(address).context["editor"]
    data = {"fassung": editor.base_version_id, "title": editor.fields.title, "text": editor.fields.text, "reasons": ""}
    response = site.browser("moderator").post(address, data=data)
    assert (response.status_code, response.headers["location"]) == (303, f"/antraege/{late}")
    page = site.browser("participant").get(f"/antraege/{late}")
    assert "Von der Moderation auf Fassung 2 übertragen" in page.text
    assert not page.context["page"].may_answer
    again = site.browser("moderator").post(address, data=data)
    assert again.status_code == 409


def test_only_moderators_see_the_editor(site: Site, late: str) -> None:
    address = f"/leitung/antraege/{late}/uebertragen"
    assert site.browser("participant").get(address).status_code == 403
    assert site.browser("participant").post(address, data={"text": "x"}).status_code == 403
    assert address not in site.browser("participant").get(f"/antraege/{late}").text
    assert site.browser("moderator").get("/leitung/antraege/egal/uebertragen").status_code == 404
