"""Coming and going: by oneself, by list, and by the badge at the door."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.models import Person
from tests.site import Site


def is_present(site: Site, role: str) -> bool:
    return bool(site.look_up(queries.people.view_as, site.people[role]).is_present)


@pytest.fixture
def gone(site: Site) -> Site:
    """A conference whose participant is not there."""
    site.do(services.people.check_out, site.people["participant"], actor="system")
    return site


def read_badge(site: Site, role: str) -> str:
    with site.database.read() as session:
        return session.get_one(Person, site.people[role]).badge


def test_one_comes_and_goes_by_oneself(gone: Site) -> None:
    browser = gone.browser("participant")
    browser.post("/anwesenheit")
    assert is_present(gone, "participant")
    assert "Ich gehe" in browser.get("/").text
    browser.post("/anwesenheit", data={"da": "nein"})
    assert not is_present(gone, "participant")


@pytest.mark.parametrize("prefix", ["", "https://konferenz.example/schild/"])
def test_a_scanned_badge_checks_in_and_the_field_is_ready_for_the_next(gone: Site, prefix: str) -> None:
    badge = prefix + read_badge(gone, "participant")
    response = gone.browser("moderator").post("/anwesenheit/schild", data={"schild": badge})
    assert response.status_code == 303
    assert is_present(gone, "participant")
    page = gone.browser("moderator").get(response.headers["location"])
    assert "Person participant, Stadt Calw ist da." in page.text
    assert "autofocus" in page.text


@pytest.mark.parametrize("badge", ["", "gibt-es-nicht"])
def test_an_unknown_badge_is_said(gone: Site, badge: str) -> None:
    response = gone.browser("moderator").post("/anwesenheit/schild", data={"schild": badge})
    assert response.status_code == 422
    assert response.context["form"].error("schild")


def test_a_moderator_checks_people_in_by_list(gone: Site) -> None:
    moderator = gone.browser("moderator")
    page = moderator.get("/anwesenheit/liste?suche=participant")
    assert [row.name for row in page.context["page"].rows] == ["Person participant"]
    address = f"/anwesenheit/{gone.people['participant']}"
    moderator.post(address, data={"da": "ja", "weiter": "/anwesenheit/liste?suche=participant"})
    assert is_present(gone, "participant")
    moderator.post(address, data={"da": "nein"})
    assert not is_present(gone, "participant")


@pytest.mark.parametrize("address", ["/anwesenheit/schild", "/anwesenheit/egal"])
def test_nobody_else_checks_others_in(site: Site, address: str) -> None:
    assert site.browser("participant").post(address, data={"schild": "x"}).status_code == 403
    assert site.browser("participant").get("/anwesenheit/liste").status_code == 403
