"""Compromises on pages: choosing, writing, being asked, answering, what others see."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from drafting import queries
from tests.site import Site


@pytest.fixture
def moderator(site: Site) -> TestClient:
    site.import_paper()
    return site.browser("moderator")


def demand_of(site: Site, amendment_id: str) -> str:
    return str(site.look_up(queries.amendments.get_card, amendment_id).demand_id)


def propose(site: Site, moderator: TestClient, amendment_id: str, words: str = "vier Kommunen", **fields: str) -> str:
    """Send the editor's form; returns where it leads."""
    demand_id = demand_of(site, amendment_id)
    page = site.look_up(queries.editors.get_editor, demand_id)
    title, _, body = page.text.partition("\n\n")
    response = moderator.post(
        f"/leitung/forderungen/{demand_id}/kompromiss?antrag={amendment_id}",
        data={
            "title": title.removeprefix("# "),
            "text": body.replace("drei Kommunen", words),
            "reasons": "",
            "reason": "",
            "fassung": page.base_version_id,
            "frist": "60",
            "tun": "einreichen",
            **fields,
        },
    )
    assert response.status_code == 303, response.context["form"].errors
    return str(response.headers["location"])


def test_a_compromise_begins_with_choosing_amendments(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")
    demand_id = demand_of(site, amendment_id)

    response = moderator.get(f"/leitung/forderungen/{demand_id}/kompromiss?vor={amendment_id}")

    assert response.template.name == "compromises/choose.html"
    assert f'value="{amendment_id}" checked' in response.text


def test_the_editor_begins_with_what_is_wanted(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")

    response = moderator.get(f"/leitung/forderungen/{demand_of(site, amendment_id)}/kompromiss?antrag={amendment_id}")

    assert response.template.name == "compromises/edit.html"
    assert "fünf Kommunen" in response.context["editor"].fields.text
    assert response.context["preview"].overlaps == ()


def test_where_wordings_collide_the_present_text_stands_and_both_are_shown(site: Site, moderator: TestClient) -> None:
    first, second = site.propose("participant"), site.propose("organizer", "zehn Kommunen")

    response = moderator.get(f"/leitung/forderungen/{demand_of(site, first)}/kompromiss?antrag={first}&antrag={second}")

    assert "drei Kommunen" in response.context["editor"].fields.text
    assert [label for label, _ in response.context["page"].clashes[0].proposals] == ["Ä1", "Ä2"]


def test_the_proposer_is_asked_and_answers(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")
    address = propose(site, moderator, amendment_id)
    author = site.browser("participant")

    assert "Zu einem Ihrer Anträge gibt es einen Kompromiss." in author.get("/").text
    page = author.get(f"/antraege/{amendment_id}")
    assert "Einverstanden mit diesem Kompromiss?" in page.text
    reply = f"/kompromisse/{address.rsplit('/', 1)[1]}/antwort"
    response = author.post(reply, data={"antrag": amendment_id, "einverstanden": "ja"})

    assert (response.status_code, response.headers["location"]) == (303, f"/antraege/{amendment_id}")
    assert "Sie sind einverstanden." in author.get(f"/antraege/{amendment_id}").text
    assert "gibt es einen Kompromiss" not in author.get("/").text
    assert "Kompromiss übernehmen" in moderator.get(address).text


def test_others_see_what_it_is_part_of_and_are_not_asked(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")
    address = propose(site, moderator, amendment_id)

    page = site.browser("observer").get(f"/antraege/{amendment_id}")

    assert "Teil des Kompromisses" in page.text
    assert "Einverstanden mit diesem Kompromiss?" not in page.text
    reply = f"/kompromisse/{address.rsplit('/', 1)[1]}/antwort"
    refused = site.browser("observer").post(reply, data={"antrag": amendment_id, "einverstanden": "ja"})
    assert refused.status_code == 403


def test_what_was_typed_comes_back_when_it_is_refused(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")
    demand_id = demand_of(site, amendment_id)
    page = site.look_up(queries.editors.get_editor, demand_id)

    response = moderator.post(
        f"/leitung/forderungen/{demand_id}/kompromiss?antrag={amendment_id}",
        data={"title": "", "text": "", "fassung": page.base_version_id, "frist": "180", "reason": "Darum."},
    )
    assert response.status_code == 422
    assert "Darum." in response.text
    assert '<option value="180" selected>' in response.text


def test_the_page_is_for_moderators(site: Site, moderator: TestClient) -> None:
    amendment_id = site.propose("participant")

    response = site.browser("participant").get(f"/leitung/forderungen/{demand_of(site, amendment_id)}/kompromiss")

    assert response.status_code == 403
