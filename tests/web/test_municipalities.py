"""How many people live where: a list to fill in and a table to read in, for those who organize."""

from __future__ import annotations

import pytest

from drafting import queries, services
from tests.site import Site


def test_missing_numbers_are_filled_in(site: Site) -> None:
    browser = site.browser("organizer")
    page = browser.get("/kommunen")
    assert [row.name for row in page.context["page"].missing] == ["Calw"]
    data = {"kommune": ["Calw"], "einwohner:Calw": "24.281"}
    assert browser.post("/kommunen", data=data).status_code == 303
    (row,) = browser.get("/kommunen").context["page"].complete
    assert (row.name, row.population, row.people) == ("Calw", 24_281, 4)
    browser.post("/kommunen", data={"kommune": ["Calw"], "einwohner:Calw": ""})
    assert len(browser.get("/kommunen").context["page"].missing) == 1


def test_what_is_no_number_is_said_beside_it(site: Site) -> None:
    data = {"kommune": ["Calw"], "einwohner:Calw": "viele"}
    response = site.browser("organizer").post("/kommunen", data=data)
    assert response.status_code == 422
    assert 'value="viele"' in response.text
    assert "Das ist keine Einwohnerzahl." in response.text


def test_a_table_is_read_and_doubtful_lines_are_named(site: Site) -> None:
    table = "Gemeinde;Einwohner\nCalw, Stadt;24281\nUlm;k. A.\n"
    files = {"datei": ("orte.csv", table.encode(), "text/csv")}
    response = site.browser("organizer").post("/kommunen/einlesen", files=files)
    assert response.status_code == 200
    assert "1 Einwohnerzahl übernommen." in response.text
    assert "Zeile 3" in response.text
    assert site.look_up(queries.municipalities.list_municipalities, site.conference_id).known == 1


@pytest.mark.parametrize(
    "files",
    [{}, {"datei": ("orte.csv", b"Ort;PLZ\nCalw;1\n", "text/csv")}, {"datei": ("o.xlsx", b"PK\x03\x04", "x/y")}],
)
def test_what_is_no_such_table_is_refused_by_the_field(site: Site, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = site.browser("organizer").post("/kommunen/einlesen", files=files)
    assert response.status_code == 422
    assert response.context["form"].error("datei")


def test_only_organizers_see_the_list(site: Site) -> None:
    for role in ("moderator", "participant"):
        assert site.browser(role).get("/kommunen").status_code == 403
        assert site.browser(role).post("/kommunen", data={"kommune": ["Calw"]}).status_code == 403
    assert "/kommunen" in site.browser("organizer").get("/personen").text


def test_delegates_and_weights_are_named_for_municipalities(site: Site) -> None:
    organizer, participant = site.browser("organizer"), site.people["participant"]
    page = organizer.get("/kommunen/stimmen")
    assert [row.name for row in page.context["page"].rows] == ["Calw"]
    assert "gewicht:" not in page.text
    site.do(
        services.conferences.change_settings, site.conference_id, enables_weights=True, actor=site.people["organizer"]
    )
    data = {"kommune": "Calw", "stimme:Calw": participant, "gewicht:Calw": "3"}
    assert organizer.post("/kommunen/stimmen", data=data).status_code == 303
    (row,) = organizer.get("/kommunen/stimmen").context["page"].rows
    assert (row.delegate_id, row.weight) == (participant, 3)
    assert organizer.post("/kommunen/stimmen", data={"kommune": "Calw", "stimme:Calw": ""}).status_code == 303
    (row,) = organizer.get("/kommunen/stimmen").context["page"].rows
    assert (row.delegate_id, row.weight) == ("", 3)


def test_where_only_one_person_comes_from_a_municipality_they_are_named_at_once(site: Site) -> None:
    alone = site.do(
        services.people.add_person, site.conference_id, name="Una", municipality="Stadt Ulm", actor="system"
    )
    organizer = site.browser("organizer")
    assert [row.name for row in organizer.get("/kommunen/stimmen").context["page"].single] == ["Ulm"]
    assert organizer.post("/kommunen/stimmen", data={"allein": "ja"}).status_code == 303
    page = organizer.get("/kommunen/stimmen").context["page"]
    assert {row.name: row.delegate_id for row in page.rows} == {"Calw": "", "Ulm": alone}
    assert page.single == ()


@pytest.mark.parametrize(("field", "value"), [("gewicht:Calw", "viel"), ("gewicht:Calw", "0")])
def test_a_vote_that_cannot_be_is_refused(site: Site, field: str, value: str) -> None:
    response = site.browser("organizer").post("/kommunen/stimmen", data={"kommune": "Calw", field: value})
    assert response.status_code == 422
    assert not response.context["form"].ok
