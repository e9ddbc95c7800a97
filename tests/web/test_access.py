"""Who may go where: every address of the organizer's and moderator's side, for every role."""

from __future__ import annotations

import pytest

from tests.site import Site

ORGANIZERS = (
    ("GET", "/personen"),
    ("GET", "/personen/einlesen"),
    ("POST", "/personen/einlesen"),
    ("GET", "/personen/zugangskarten"),
    ("POST", "/personen/zugangskarten"),
    ("POST", "/personen/egal/anwesenheit"),
    ("GET", "/einlesen"),
    ("POST", "/einlesen"),
    ("POST", "/einlesen/vorschau"),
    ("POST", "/einlesen/speichern"),
    ("GET", "/kommunen/stimmen"),
    ("POST", "/kommunen/stimmen"),
    ("GET", "/arbeitsgruppen"),
    ("POST", "/arbeitsgruppen"),
    ("POST", "/arbeitsgruppen/egal"),
    ("GET", "/brief"),
    ("POST", "/brief/dateien"),
    ("POST", "/brief/empfaenger/egal/brief.pdf"),
    ("GET", "/brief/angaben"),
    ("POST", "/brief/angaben"),
    ("POST", "/brief/briefkopf"),
    ("POST", "/brief/briefkopf/entfernen"),
    ("POST", "/brief/empfaenger/einlesen"),
    ("GET", "/brief/empfaenger/neu"),
    ("POST", "/brief/empfaenger/neu"),
    ("GET", "/brief/empfaenger/egal"),
    ("POST", "/brief/empfaenger/egal"),
    ("POST", "/brief/empfaenger/egal/von-hand"),
    ("POST", "/brief/empfaenger/egal/entfernen"),
    ("GET", "/brief/empfaenger/egal/vorschau"),
    ("GET", "/brief/empfaenger/egal/brief.docx"),
    ("GET", "/protokoll/pruefen"),
)
EVERYBODY = (("GET", "/protokoll"), ("GET", "/live?t=now"), ("POST", "/phase"))
MODERATORS = (
    ("GET", "/leitung"),
    ("GET", "/leitung/neu"),
    ("GET", "/leitung/bericht"),
    ("GET", "/leitung/schluss"),
    ("POST", "/leitung/schluss"),
    ("GET", "/leitung/forderungen/egal"),
    ("GET", "/leitung/antraege/egal"),
    ("POST", "/leitung/antraege/egal/empfehlung"),
    ("POST", "/leitung/antraege/egal/vertagen"),
    ("POST", "/leitung/antraege/egal/verweisen"),
    ("POST", "/leitung/antraege/egal/erledigen"),
    ("POST", "/leitung/antraege/egal/aufnehmen"),
    ("POST", "/leitung/reihenfolge"),
    ("POST", "/leitung/empfehlungen"),
    ("POST", "/leitung/empfehlungen/veroeffentlichen"),
    ("POST", "/leitung/abstimmungen"),
    ("POST", "/leitung/abstimmungen/egal/oeffnen"),
    ("POST", "/leitung/abstimmungen/egal/herausnehmen"),
    ("POST", "/leitung/antraege/egal/abstimmen"),
    ("POST", "/leitung/antraege/egal/uebernehmen"),
    ("GET", "/leitung/abstimmungen/egal"),
    ("POST", "/leitung/abstimmungen/egal/schliessen"),
    ("POST", "/leitung/abstimmungen/egal/aufheben"),
    ("GET", "/leitung/abstimmungen/egal/stand"),
    ("POST", "/leitung/abstimmungen/egal/zeit"),
    ("POST", "/leitung/abstimmungen/egal/bestaetigen"),
    ("POST", "/leitung/abstimmungen/egal/bedingungen"),
    ("POST", "/leitung/abstimmungen/reihenfolge"),
    ("GET", "/leitung/abstimmungen/egal/verzeichnis"),
    ("POST", "/leitung/abstimmungen/egal/verzeichnis/egal"),
    ("POST", "/leitung/abstimmungen/egal/zaehlung"),
    ("GET", "/leitung/abstimmungen/egal/zaehlung/egal"),
    ("POST", "/leitung/abstimmungen/egal/zaehlung/egal"),
    ("POST", "/leitung/abstimmungen/egal/zaehlung/egal/verwerfen"),
    ("GET", "/leitung/frage"),
    ("POST", "/leitung/frage"),
    ("GET", "/leitung/frage/papier"),
    ("POST", "/leitung/frage/papier"),
    ("GET", "/anwesenheit/liste"),
    ("POST", "/anwesenheit/schild"),
    ("POST", "/anwesenheit/egal"),
)


@pytest.mark.parametrize(("method", "address"), ORGANIZERS)
@pytest.mark.parametrize("role", ["moderator", "participant", "observer"])
def test_only_organizers_go_to_the_organizers_pages(site: Site, role: str, method: str, address: str) -> None:
    response = site.browser(role).request(method, address)
    assert response.status_code == 403
    assert response.template.name == "errors/show.html"


@pytest.mark.parametrize(("method", "address"), MODERATORS)
@pytest.mark.parametrize("role", ["participant", "observer"])
def test_only_moderators_go_to_the_desk(site: Site, role: str, method: str, address: str) -> None:
    assert site.browser(role).request(method, address).status_code == 403


@pytest.mark.parametrize(("method", "address"), [*ORGANIZERS, *MODERATORS, *EVERYBODY])
def test_strangers_are_sent_to_sign_in(site: Site, method: str, address: str) -> None:
    response = site.stranger().request(method, address)
    assert response.status_code == 303
    assert response.headers["location"].startswith("/anmelden")


@pytest.mark.parametrize("role", ["moderator", "participant", "observer"])
def test_only_organizers_set_the_phase(site: Site, role: str) -> None:
    assert site.browser(role).post("/phase", data={"phase": "open"}).status_code == 403


@pytest.mark.parametrize("role", ["organizer", "moderator"])
def test_the_desk_is_there_before_there_is_a_paper(site: Site, role: str) -> None:
    assert site.browser(role).get("/leitung").status_code == 200


def test_the_navigation_leads_only_where_one_may_go(site: Site) -> None:
    for role in ("organizer", "moderator", "participant", "observer"):
        site.import_paper() if role == "organizer" else None
        browser = site.browser(role)
        for item in browser.get("/").context["navigation"]:
            assert browser.get(item.address).status_code == 200, (role, item.address)


@pytest.mark.parametrize("topic", ["desk", "overview", "unbekannt", ""])
def test_a_participant_cannot_listen_to_what_is_not_theirs(site: Site, topic: str) -> None:
    assert site.browser("participant").get(f"/live?t={topic}").status_code == 404
