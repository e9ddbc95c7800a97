"""Practical examples on pages: adding, finding, moderating, asking for a contact."""

from __future__ import annotations

import pytest

from drafting import services
from drafting.models import Person
from tests.site import Site
from tests.web.test_demands import demand_id

FIELDS = {
    "municipality": "Stadt Calw",
    "title": "Satzung ohne Schriftform",
    "text": "Wir haben\r\nalle durchgesehen.",
    "figure": "27 von 31",
    "link": "https://calw.example/satzung",
    "in_annex": "ja",
}


def add(site: Site, *, role: str = "participant", **fields: str) -> str:
    response = site.browser(role).post(f"/forderungen/{demand_id(site)}/beispiele/neu", data={**FIELDS, **fields})
    assert response.status_code == 303
    return str(response.headers["location"].partition("#beispiel-")[2])


def give_address(site: Site, role: str, address: str) -> None:
    with site.database.write() as work:
        work.session.get_one(Person, site.people[role]).email = address


def test_ones_own_municipality_is_there_already(site: Site) -> None:
    site.import_paper()
    response = site.browser("participant").get(f"/forderungen/{demand_id(site)}/beispiele/neu")
    assert response.context["form"].value("municipality") == "Stadt Calw"
    assert response.context["form"].checked("in_annex")


def test_an_example_stands_on_the_page_of_its_demand_once(site: Site) -> None:
    site.import_paper()
    assert add(site) == add(site)
    page = site.browser("observer").get(f"/forderungen/{demand_id(site)}")
    assert "1 Praxisbeispiel<" in page.text
    assert "<p>Wir haben<br>alle durchgesehen.</p>" in page.text
    (card,) = page.context["examples"].cards
    assert (card.title, card.municipality, card.host) == ("Satzung ohne Schriftform", "Stadt Calw", "calw.example")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("text", " "),
        ("link", "javascript:alert(1)"),
        ("link", "data:text/html,x"),
        ("figure", "x" * 101),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_everything_typed_stays(site: Site, field: str, value: str) -> None:
    site.import_paper()
    response = site.browser("participant").post(
        f"/forderungen/{demand_id(site)}/beispiele/neu", data={**FIELDS, field: value}
    )
    assert response.status_code == 422
    assert response.context["form"].error(field)
    assert "27 von 31" in response.text or field == "figure"
    assert 'href="javascript' not in response.text


def test_nothing_in_an_example_becomes_markup(site: Site) -> None:
    site.import_paper()
    evil = "<script>alert(1)</script>"
    example = add(site, title=evil, text=evil + ' "><img src=x>', municipality=evil, figure=evil)
    pages = [f"/forderungen/{demand_id(site)}", f"/beispiele/{example}", f"/beispiele?suche={evil}", "/beispiele"]
    for address in pages:
        page = site.browser("moderator").get(address).text
        assert "<script>alert" not in page
        assert "<img" not in page


def test_examples_are_found_by_an_address_one_can_share(site: Site) -> None:
    site.import_paper()
    add(site)
    add(site, role="moderator", title="Stellen geteilt", municipality="Gemeinde Malsch")
    browser = site.browser("observer")
    page = browser.get("/beispiele")
    assert (page.context["page"].found, page.context["page"].total) == (2, 2)
    assert 'role="status">2 Praxisbeispiele' in page.text
    page = browser.get("/beispiele?suche=geteilt&kommune=Gemeinde%20Malsch")
    assert [card.title for group in page.context["page"].groups for card in group] == ["Stellen geteilt"]
    assert "1 von 2 Praxisbeispielen" in page.text
    assert "noch kein Beispiel" in browser.get("/beispiele?forderung=x&gruppe=y").text


def test_one_changes_and_withdraws_ones_own_alone(site: Site) -> None:
    site.import_paper()
    example = add(site)
    own, other = site.browser("participant"), site.browser("moderator")
    for path in ("bearbeiten", "zurueckziehen"):
        assert other.get(f"/beispiele/{example}/{path}").status_code == 403
        assert other.post(f"/beispiele/{example}/{path}", data=FIELDS).status_code == 403
        assert own.get(f"/beispiele/{example}/{path}").status_code == 200
    without = {name: value for name, value in FIELDS.items() if name != "in_annex"}
    assert own.post(f"/beispiele/{example}/bearbeiten", data={**without, "title": "Neuer Titel"}).status_code == 303
    card = own.get(f"/beispiele/{example}").context["page"].card
    assert (card.title, card.in_annex, card.is_edited) == ("Neuer Titel", False, True)
    assert own.post(f"/beispiele/{example}/zurueckziehen").status_code == 303
    assert own.get(f"/beispiele/{example}").status_code == 404


def test_moderators_hide_an_example_with_a_reason(site: Site) -> None:
    site.import_paper()
    example = add(site)
    moderator, reader = site.browser("moderator"), site.browser("observer")
    assert reader.post(f"/beispiele/{example}/ausblenden", data={"reason": "x"}).status_code == 403
    assert moderator.post(f"/beispiele/{example}/ausblenden", data={"reason": ""}).status_code == 422
    assert moderator.post(f"/beispiele/{example}/ausblenden", data={"reason": "Werbung"}).status_code == 303
    for address in (f"/beispiele/{example}", f"/forderungen/{demand_id(site)}", "/beispiele"):
        page = reader.get(address).text
        assert "Satzung ohne Schriftform" not in page
        assert "Werbung" in page
    assert "Satzung ohne Schriftform" in moderator.get(f"/beispiele/{example}").text
    assert moderator.post(f"/beispiele/{example}/einblenden").status_code == 303
    assert "Satzung ohne Schriftform" in reader.get(f"/beispiele/{example}").text


def test_asking_for_a_contact_says_what_is_given_away_and_reaches_the_author_alone(site: Site) -> None:
    site.import_paper()
    example = add(site)
    give_address(site, "moderator", "mona@ulm.example")
    asking, address = site.browser("moderator"), f"/beispiele/{example}/kontakt"
    assert "mona@ulm.example" in asking.get(address).text
    for _click in range(2):
        assert asking.post(address, data={"message": "Haben Sie Zeit?"}).status_code == 303
    assert "Kontakt angefragt" in asking.get(f"/beispiele/{example}").text
    own = site.browser("participant").get(f"/beispiele/{example}")
    assert len(own.context["page"].askers) == 1
    assert "mona@ulm.example" in own.text
    assert "1 Kontaktanfrage" in site.browser("participant").get(f"/forderungen/{demand_id(site)}").text
    for role in ("organizer", "observer"):
        assert "mona@ulm.example" not in site.browser(role).get(f"/beispiele/{example}").text


def test_who_has_no_address_must_say_how_they_are_reached(site: Site) -> None:
    site.import_paper()
    example = add(site)
    response = site.browser("moderator").post(f"/beispiele/{example}/kontakt", data={"message": ""})
    assert response.status_code == 422
    assert response.context["form"].error("message")
    assert site.browser("observer").get(f"/beispiele/{example}/kontakt").status_code == 403
    assert site.browser("participant").get(f"/beispiele/{example}/kontakt").status_code == 403


def test_after_the_decisions_examples_are_read_only(site: Site) -> None:
    site.import_paper()
    site.do(services.conferences.set_phase, site.conference_id, "closing", actor=site.people["organizer"])
    browser, address = site.browser("participant"), f"/forderungen/{demand_id(site)}/beispiele/neu"
    assert browser.get(address).status_code == 403
    refused = browser.post(address, data=FIELDS)
    assert refused.status_code == 403
    assert "27 von 31" in refused.text
