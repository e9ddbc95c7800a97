"""Signing in and out, and the organizer's pages about people."""

from __future__ import annotations

import io

import openpyxl
import pytest

from drafting import queries, services
from tests.hall import Hall


def test_whoever_is_not_signed_in_is_asked_to(hall: Hall) -> None:
    response = hall.stranger().get("/")
    assert response.status_code == 303
    assert response.headers["location"] == "/anmelden"


def test_a_page_for_people_signed_in_is_come_back_to(hall: Hall) -> None:
    response = hall.stranger().get("/protokoll")
    assert response.status_code == 303
    assert response.headers["location"] == "/anmelden?weiter=/protokoll"


def test_a_typed_code_signs_in_and_goes_on(hall: Hall) -> None:
    browser = hall.stranger()
    response = browser.post("/anmelden", data={"code": hall.code("participant").lower(), "weiter": "/protokoll"})
    assert response.status_code == 303
    assert response.headers["location"] == "/protokoll"
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert browser.get("/").context["viewer"].name == "Person participant"


def test_nobody_is_sent_to_another_site_after_signing_in(hall: Hall) -> None:
    data = {"code": hall.code("participant"), "weiter": "//evil.example"}
    assert hall.stranger().post("/anmelden", data=data).headers["location"] == "/"


@pytest.mark.parametrize("code", ["", "FALSCH-FALSCH"])
def test_a_wrong_code_is_refused_by_its_field(hall: Hall, code: str) -> None:
    response = hall.stranger().post("/anmelden", data={"code": code})
    assert response.status_code == 422
    assert response.template.name == "people/sign_in.html"
    assert response.context["form"].error("code")


def test_a_scanned_code_asks_before_it_signs_in(hall: Hall) -> None:
    browser, code = hall.stranger(), hall.code("participant")
    asked = browser.get(f"/anmelden/{code}")
    assert asked.template.name == "people/confirm.html"
    assert asked.context["owner"].name == "Person participant"
    assert "set-cookie" not in asked.headers
    assert browser.post(f"/anmelden/{code}").status_code == 303
    assert browser.get("/").status_code == 200


def test_a_scanned_code_nobody_has_is_refused(hall: Hall) -> None:
    response = hall.stranger().get("/anmelden/AAAA-BBBB-CC")
    assert response.status_code == 403
    assert response.template.name == "people/sign_in.html"


def test_a_link_signs_in_once(hall: Hall) -> None:
    link = hall.do(services.people.add_organizer, hall.conference_id, name="Neu")
    browser = hall.stranger()
    assert browser.get(f"/anmelden/link/{link.token}").context["owner"].name == "Neu"
    assert browser.post(f"/anmelden/link/{link.token}").status_code == 303
    assert browser.get("/").context["viewer"].name == "Neu"
    again = hall.stranger().post(f"/anmelden/link/{link.token}")
    assert again.status_code == 403
    assert again.template.name == "people/link_over.html"


def test_signing_out_ends_the_session_on_the_server(hall: Hall) -> None:
    browser = hall.browser("participant")
    token = browser.cookies["drafting"]
    assert browser.post("/abmelden").status_code == 303
    assert hall.look_up(queries.people.find_viewer, token) is None


def test_a_table_of_people_is_registered_and_duplicates_named(hall: Hall) -> None:
    row = "Anna Ahorn;Calw;a@x.example;;AG 1\n"
    table = "Name;Kommune;E-Mail;Rolle;Arbeitsgruppe\n" + row + row
    files = {"datei": ("leute.csv", table.encode("cp1252"), "text/csv")}
    response = hall.browser("organizer").post("/personen/einlesen", files=files)
    assert response.template.name == "people/imported.html"
    assert len(response.context["report"].added) == 1
    assert len(response.context["table"].duplicates) == 1
    names = [row.name for row in hall.browser("organizer").get("/personen?suche=Ahorn").context["page"].rows]
    assert names == ["Anna Ahorn"]


def test_a_table_may_come_from_excel(hall: Hall) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Kommune"])
    sheet.append(["Bert Buche", "Malsch"])
    data = io.BytesIO()
    book.save(data)
    files = {"datei": ("leute.xlsx", data.getvalue(), "application/octet-stream")}
    response = hall.browser("organizer").post("/personen/einlesen", files=files)
    assert response.status_code == 200
    assert len(response.context["report"].added) == 1


@pytest.mark.parametrize("files", [{}, {"datei": ("leute.xlsx", b"PK\x03\x04kaputt", "application/octet-stream")}])
def test_what_is_no_table_is_refused_by_the_field(hall: Hall, files: dict[str, tuple[str, bytes, str]]) -> None:
    response = hall.browser("organizer").post("/personen/einlesen", files=files)
    assert response.status_code == 422
    assert response.context["form"].error("datei")


def test_access_cards_carry_codes_that_sign_in(hall: Hall) -> None:
    data = {"person": [hall.people["observer"]]}
    response = hall.browser("organizer").post("/personen/zugangskarten", data=data)
    assert response.template.name == "people/sheets.html"
    (card,) = response.context["cards"]
    assert card.name == "Person observer"
    assert "<svg" in card.qr
    assert hall.stranger().post("/anmelden", data={"code": card.code}).status_code == 303


def test_access_cards_are_not_kept_by_the_browser(hall: Hall) -> None:
    response = hall.browser("organizer").post("/personen/zugangskarten")
    assert response.headers["cache-control"] == "private, no-store"


def test_an_organizer_notes_who_has_gone(hall: Hall) -> None:
    person_id = hall.people["participant"]
    hall.browser("organizer").post(f"/personen/{person_id}/anwesenheit", data={"da": "nein"})
    page = hall.browser("organizer").get("/personen?suche=participant").context["page"]
    assert [row.is_present for row in page.rows] == [False]
