"""Answers of recipients on their pages, on the public page, and where the Bilanz starts from them."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.rules.addresses import Addressee, Form
from drafting.services.publications import PublicationEntry
from drafting.services.recipients import RecipientEntry
from tests.pdfs import make_pdf
from tests.site import Site
from tests.web.test_demands import demand_id

WORDS = {"answered_on": "2026-01-12", "form": "letter", "summary": "Wird umgesetzt.", "quote": "Machen wir."}


class Desk:
    """An organizer with a paper of two demands and a recipient of the letter."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.paper = site.import_paper()
        self.browser: TestClient = site.browser("organizer")
        self.organizer = site.people["organizer"]
        self.first, self.second = demand_id(site), demand_id(site, 1)
        to = Addressee(Form.WOMAN, "", "Ada", "Amsel", "Ministerin", "Ministerium für Inneres")
        self.recipient: str = site.do(
            services.recipients.save, site.conference_id, None, RecipientEntry(to), actor=self.organizer
        )

    def record(self, **other: str) -> str:
        data = {**WORDS, f"stance-{self.first}": "promised", f"note-{self.first}": "Bis zum Sommer.", **other}
        answer = self.browser.post(f"/antworten/neu/{self.recipient}", data=data)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def act(self, address: str, what: str, revision: int = 1) -> int:
        return self.browser.post(address, data={"tun": what, "revision": str(revision)}).status_code

    def publish(self) -> str:
        """Let a page be public; returns its address."""
        site, actor = self.site, self.organizer
        edition = site.do(services.papers.freeze_edition, self.paper, name="Beschluss", actor=actor)
        page = site.do(services.publications.prepare, site.conference_id, edition_id=edition, actor=actor)
        entry = PublicationEntry(edition_id=edition, slug="papier", title="Forderungen")
        site.do(services.publications.change, page, entry, actor=actor)
        site.do(services.publications.publish, page, told_otherwise=True, leaves_open=True, actor=actor)
        return "/oeffentlich/papier"


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


def test_an_organizer_records_an_answer_from_the_letters_page(desk: Desk) -> None:
    assert f"/antworten/neu/{desk.recipient}" in desk.browser.get("/brief").text
    assert "Noch ohne Antwort" in desk.browser.get("/antworten").text
    form = desk.browser.get(f"/antworten/neu/{desk.recipient}")
    assert (form.status_code, form.template.name) == (200, "answers/edit.html")

    page = desk.browser.get(desk.record())

    assert page.template.name == "answers/show.html"
    for words in ("Ada Amsel", "Wird umgesetzt.", "„Machen wir.“", "zugesagt", "Bis zum Sommer.", "nur intern"):
        assert words in page.text
    listed = desk.browser.get("/antworten")
    assert "Alle haben geantwortet." in listed.text
    assert "Zu 1 Forderung gibt es noch keine Antwort" in listed.text


def test_what_is_wrong_is_said_by_the_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    data = {
        **WORDS,
        "summary": " ",
        "answered_on": "gestern",
        f"stance-{desk.second}": "",
        f"note-{desk.second}": "Nur eine Anmerkung",
    }
    refused = desk.browser.post(f"/antworten/neu/{desk.recipient}", data=data)
    assert refused.status_code == 422
    assert refused.context["form"].error("answered_on")
    assert "Nur eine Anmerkung" in refused.text
    assert "Machen wir." in refused.text
    again = desk.browser.post(f"/antworten/neu/{desk.recipient}", data={**data, "answered_on": "12.1.2026"})
    assert not again.context["form"].error("answered_on")
    assert again.context["form"].error("summary")
    third = desk.browser.post(f"/antworten/neu/{desk.recipient}", data={**data, **WORDS})
    assert third.context["form"].error(f"stance-{desk.second}")
    assert desk.browser.post(f"/antworten/neu/{'0' * 22}", data=WORDS).status_code == 404
    assert desk.browser.post("/antworten/versand", data={"posted_on": "2999-01-01"}).status_code == 422


def test_two_at_once_do_not_overwrite_each_other_unknowingly(desk: Desk) -> None:
    address = desk.record()
    change = f"{address}/bearbeiten"
    assert 'name="revision" value="1"' in desk.browser.get(change).text
    assert desk.browser.post(change, data={**WORDS, "summary": "Eins.", "revision": "1"}).status_code == 303
    stale = desk.browser.post(change, data={**WORDS, "summary": "Zwei.", "revision": "1"})
    assert stale.status_code == 409
    assert "Zwei." in stale.text
    assert 'name="revision" value="2"' in stale.text
    assert "Eins." in desk.browser.get(address).text
    assert desk.browser.post(change, data={**WORDS, "summary": "Zwei.", "revision": "2"}).status_code == 303
    assert "Zwei." in desk.browser.get(address).text


def test_the_public_page_shows_what_was_released_and_nobodys_name(desk: Desk) -> None:
    address = desk.record()
    public, stranger = desk.publish(), desk.site.stranger()
    before = stranger.get(public)
    assert "Was geantwortet wurde" not in before.text
    assert desk.act(address, "freigeben") == 303

    page = stranger.get(public, headers={"if-none-match": before.headers["etag"]})

    assert page.status_code == 200
    for words in ("Was geantwortet wurde", "Ministerium für Inneres", "Wird umgesetzt.", "zugesagt", "Bis zum Sommer."):
        assert words in page.text
    assert "Amsel" not in page.text
    assert page.text.count('href="#antwort-1"') == 1
    assert desk.act(address, "zuruecknehmen") == 303
    assert stranger.get(public).text == before.text


def test_an_answer_that_names_somebody_is_not_released(desk: Desk) -> None:
    address = desk.record(summary="Frau Amsel sagt zu.")
    refused = desk.browser.post(address, data={"tun": "freigeben", "revision": "1"})
    assert refused.status_code == 409
    assert "„Amsel“" in refused.text
    assert desk.act(address, "loeschen") == 303
    assert desk.browser.get(address).status_code == 404


def test_the_reply_is_handed_out_to_organizers_alone(desk: Desk) -> None:
    address = desk.record()
    assert desk.browser.get(f"{address}/schreiben").status_code == 404
    for files in ({}, {"datei": ("a.gif", b"GIF89a", "image/gif")}):
        assert desk.browser.post(f"{address}/schreiben", files=files).status_code == 422
    sheet = make_pdf("Ja")
    files = {"datei": ("../../Antwort.pdf", sheet, "application/pdf")}
    assert desk.browser.post(f"{address}/schreiben", files=files).status_code == 303
    file = desk.browser.get(f"{address}/schreiben")
    assert file.content == sheet
    assert file.headers["content-disposition"] == 'attachment; filename="Antwortschreiben.pdf"'
    assert desk.act(address, "freigeben") == 303
    for role in ("moderator", "participant", "observer"):
        for path in (f"{address}/schreiben", address, f"{address}/bearbeiten", "/antworten", "/antworten/bilanz.csv"):
            assert desk.site.browser(role).get(path).status_code == 403
    assert desk.act(address, "schreiben-loeschen") == 303
    assert desk.browser.get(f"{address}/schreiben").status_code == 404


def test_the_bilanz_starts_from_the_answers_each_sees_what_they_may(desk: Desk) -> None:
    address = desk.record()
    assert "Bis zum Sommer." in desk.browser.get("/bilanz").text
    moderator = desk.site.browser("moderator")
    assert "Bis zum Sommer." not in moderator.get("/bilanz").text
    desk.act(address, "freigeben")
    assert "Bis zum Sommer." in moderator.get("/bilanz").text

    form = moderator.get(f"/forderungen/{desk.first}/bilanz").text

    evidence = "Ministerium für Inneres, Brief vom 12. Januar 2026: zugesagt. Bis zum Sommer."
    assert f"{evidence}</textarea>" in form
    assert 'value="open" checked' in form
    moderator.post(f"/forderungen/{desk.first}/bilanz", data={"status": "fulfilled", "evidence": "Gesetzblatt"})
    judged = moderator.get(f"/forderungen/{desk.first}/bilanz").text
    assert 'value="fulfilled" checked' in judged
    assert "Gesetzblatt</textarea>" in judged


def test_the_table_for_the_next_bilanz_is_handed_out(desk: Desk) -> None:
    desk.record()
    text = desk.browser.get("/antworten/bilanz.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Nummer", "Titel", "Abschnitt", "Stand", "Beleg", "Link"]
    assert [row[3] for row in rows[1:]] == ["Offen", ""]
    released = desk.browser.get("/antworten/bilanz.csv?nur=freigegebene").content.decode("utf-8-sig")
    assert "Offen" not in released


def test_a_demand_of_this_year_has_its_answers_below_the_bilanz(desk: Desk) -> None:
    site = desk.site
    amendment = site.do(
        services.amendments.propose_new,
        desk.paper,
        text="# Neues fordern\n\nWir wollen mehr.\n",
        reason="Weil.",
        section_id=site.look_up(queries.papers.get_outline, site.conference_id).sections[0].id,
        after_demand_id=desk.second,
        actor=site.people["participant"],
    )
    site.do(services.amendments.take_over, amendment, actor=site.people["moderator"])
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    fresh = outline.sections[0].demands[2].id
    desk.record(**{f"stance-{fresh}": "examined", f"note-{fresh}": "Im Herbst."})
    page = desk.browser.get("/bilanz").text
    assert "Im Herbst." in page.partition("Antworten auf neue Forderungen")[2]
