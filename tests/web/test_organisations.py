"""Organisations, speaking for one, and proposing together."""

from __future__ import annotations

from drafting import queries
from tests.site import Site
from tests.web.test_editing import send


def test_an_organizer_keeps_the_list_and_a_representative_proposes_in_its_name(site: Site) -> None:
    site.import_paper()
    organizer = site.browser("organizer")
    assert organizer.post("/organisationen", data={"name": "Städtetag"}).status_code == 303
    row = site.look_up(queries.organisations.list_organisations, site.conference_id)[0]
    address = f"/organisationen/{row.id}"
    wrong = organizer.post(address, data={"tun": "berufen", "person": "Niemand"})
    assert wrong.status_code == 422
    assert "Niemand" in wrong.context["form"].error(f"person-{row.id}")
    assert organizer.post(address, data={"tun": "berufen", "person": "Person participant"}).status_code == 303
    assert "Person participant" in organizer.get("/organisationen").text

    response = send(site, organisation=row.id)
    card = site.look_up(queries.amendments.get_card, response.headers["location"].rsplit("/", 1)[1])
    assert card.proposer == "Städtetag"
    assert "durch Stadt Calw" in site.browser("observer").get(response.headers["location"]).text
    assert organizer.post(address, data={"tun": "entfernen"}).status_code == 409
    assert organizer.post(address, data={"tun": f"abberufen:{site.people['participant']}"}).status_code == 303


def test_nobody_speaks_for_an_organisation_unasked(site: Site) -> None:
    site.import_paper()
    site.browser("organizer").post("/organisationen", data={"name": "Städtetag"})
    row = site.look_up(queries.organisations.list_organisations, site.conference_id)[0]
    response = send(site, organisation=row.id)
    assert response.status_code == 403
    assert "sämtliche" in response.text
    assert site.browser("participant").get("/organisationen").status_code == 403


def test_who_is_invited_agrees_on_the_page_of_the_amendment(site: Site) -> None:
    site.import_paper()
    address = send(site, mit="Person moderator").headers["location"]
    moderator = site.browser("moderator")
    assert "Sie sind eingeladen, diesen Antrag mit zu stellen." in moderator.get(address).text
    assert "mit Stadt Calw" not in site.browser("observer").get(address).text
    assert "noch keine Antwort" in site.browser("participant").get(address).text
    assert moderator.post(f"{address}/mit", data={"antwort": "ja"}).status_code == 303
    assert "mit Stadt Calw" in site.browser("observer").get(address).text
    assert moderator.post(f"{address}/mit", data={"antwort": "nein"}).status_code == 303
    assert "mit Stadt Calw" not in site.browser("observer").get(address).text
    assert site.browser("observer").post(f"{address}/mit", data={"antwort": "ja"}).status_code == 404


def test_drafts_are_listed_for_their_writer_alone(site: Site) -> None:
    site.import_paper()
    send(site, tun="entwurf")
    for page in ("/", "/antraege/meine"):
        assert "Meine Entwürfe" in site.browser("participant").get(page).text
        assert "Meine Entwürfe" not in site.browser("observer").get(page).text
