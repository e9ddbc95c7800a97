"""Signing in and out, and the organizer's pages about people."""

from __future__ import annotations

import io

import openpyxl
import pytest

from drafting import queries, services
from tests.site import Site


def test_whoever_is_not_signed_in_is_asked_to(site: Site) -> None:
    response = site.stranger().get("/")
    assert response.status_code == 303
    assert response.headers["location"] == "/anmelden"


def test_a_page_for_people_signed_in_is_come_back_to(site: Site) -> None:
    response = site.stranger().get("/protokoll")
    assert response.status_code == 303
    assert response.headers["location"] == "/anmelden?weiter=/protokoll"


def test_a_part_of_a_page_leads_by_way_of_signing_in_back_to_the_page(site: Site) -> None:
    headers = {"hx-request": "true", "hx-current-url": "https://konferenz.example/antraege?stand=offen"}
    response = site.stranger().get("/antraege?stand=alle", headers=headers)
    assert response.status_code == 401
    assert response.headers["hx-redirect"] == "/anmelden?weiter=/antraege%3Fstand%3Doffen"


def test_a_stream_that_is_begun_again_tears_nobody_from_their_page(site: Site) -> None:
    headers = {"hx-request": "true", "hx-source": "div#live", "hx-current-url": "https://konferenz.example/papier"}
    response = site.stranger().get("/live?t=now", headers=headers)
    assert response.status_code == 401
    assert "hx-redirect" not in response.headers


def test_a_typed_code_signs_in_and_goes_on(site: Site) -> None:
    browser = site.stranger()
    response = browser.post("/anmelden", data={"code": site.code("participant").lower(), "weiter": "/protokoll"})
    assert response.status_code == 303
    assert response.headers["location"] == "/protokoll"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/").context["viewer"].name == "Person participant"


def test_nobody_is_sent_to_another_site_after_signing_in(site: Site) -> None:
    data = {"code": site.code("participant"), "weiter": "//evil.example"}
    assert site.stranger().post("/anmelden", data=data).headers["location"] == "/"


@pytest.mark.parametrize("code", ["", "FALSCH-FALSCH"])
def test_a_wrong_code_is_refused_by_its_field(site: Site, code: str) -> None:
    response = site.stranger().post("/anmelden", data={"code": code})
    assert response.status_code == 422
    assert response.template.name == "people/sign_in.html"
    assert response.context["form"].error("code")


def test_a_scanned_code_asks_before_it_signs_in(site: Site) -> None:
    browser, code = site.stranger(), site.code("participant")
    asked = browser.get(f"/anmelden/{code}")
    assert asked.template.name == "people/confirm.html"
    assert asked.context["owner"].name == "Person participant"
    assert "set-cookie" not in asked.headers
    assert browser.post(f"/anmelden/{code}").status_code == 303
    assert browser.get("/").status_code == 200


def test_a_scanned_code_nobody_has_is_refused(site: Site) -> None:
    response = site.stranger().get("/anmelden/AAAA-BBBB-CC")
    assert response.status_code == 403
    assert response.template.name == "people/sign_in.html"


def test_a_link_signs_in_once(site: Site) -> None:
    link = site.do(services.people.add_organizer, site.conference_id, name="Neu")
    browser = site.stranger()
    assert browser.get(f"/anmelden/link/{link.token}").context["owner"].name == "Neu"
    assert browser.post(f"/anmelden/link/{link.token}").status_code == 303
    assert browser.get("/").context["viewer"].name == "Neu"
    again = site.stranger().post(f"/anmelden/link/{link.token}")
    assert again.status_code == 403
    assert again.template.name == "people/link_over.html"


def test_signing_out_ends_the_session_on_the_server(site: Site) -> None:
    browser = site.browser("participant")
    token = browser.cookies["drafting"]
    assert browser.post("/abmelden").status_code == 303
    assert site.look_up(queries.people.find_viewer, token) is None


def test_a_table_of_people_is_registered_and_duplicates_named(site: Site) -> None:
    row = "Anna Ahorn;Calw;a@x.example;;AG 1\n"
    table = "Name;Kommune;E-Mail;Rolle;Arbeitsgruppe\n" + row + row
    files = {"datei": ("leute.csv", table.encode("cp1252"), "text/csv")}
    response = site.browser("organizer").post("/personen/einlesen", files=files)
    assert response.template.name == "people/imported.html"
    assert len(response.context["report"].added) == 1
    assert len(response.context["table"].duplicates) == 1
    names = [row.name for row in site.browser("organizer").get("/personen?suche=Ahorn").context["page"].rows]
    assert names == ["Anna Ahorn"]


def test_a_table_may_come_from_excel(site: Site) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Kommune"])
    sheet.append(["Bert Buche", "Malsch"])
    data = io.BytesIO()
    book.save(data)
    files = {"datei": ("leute.xlsx", data.getvalue(), "application/octet-stream")}
    response = site.browser("organizer").post("/personen/einlesen", files=files)
    assert response.status_code == 200
    assert len(response.context["report"].added) == 1


@pytest.mark.parametrize("files", [{}, {"datei": ("leute.xlsx", b"PK\x03\x04kaputt", "application/octet-stream")}])
def test_what_is_no_table_is_refused_by_the_field(site: Site, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = site.browser("organizer").post("/personen/einlesen", files=files)
    assert response.status_code == 422
    assert response.context["form"].error("datei")


def test_access_cards_carry_codes_that_sign_in(site: Site) -> None:
    data = {"person": [site.people["observer"]]}
    response = site.browser("organizer").post("/personen/zugangskarten", data=data)
    assert response.template.name == "people/sheets.html"
    (card,) = response.context["cards"]
    assert card.name == "Person observer"
    assert "<svg" in card.qr
    assert site.stranger().post("/anmelden", data={"code": card.code}).status_code == 303


def test_access_cards_are_not_kept_by_the_browser(site: Site) -> None:
    response = site.browser("organizer").post("/personen/zugangskarten")
    assert response.headers["cache-control"] == "private, no-store"


def test_an_organizer_notes_who_has_gone(site: Site) -> None:
    person_id = site.people["participant"]
    site.browser("organizer").post(f"/personen/{person_id}/anwesenheit", data={"da": "nein"})
    page = site.browser("organizer").get("/personen?suche=participant").context["page"]
    assert [row.is_present for row in page.rows] == [False]


@pytest.mark.parametrize("role", ["participant", "moderator"])
def test_somebody_notes_to_be_present(site: Site, role: str) -> None:
    person = site.people[role]
    site.import_paper()
    site.do(services.people.check_out, person, actor=person)
    browser = site.browser(role)
    assert "Ja, ich bin da" in browser.get("/").text
    assert browser.post("/anwesenheit").status_code == 303
    page = browser.get("/")
    assert page.context["viewer"].is_present
    assert "Ja, ich bin da" not in page.text
    assert "Ich gehe" in page.text
