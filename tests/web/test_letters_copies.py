"""The page of the letter: recipients in a table, overridden in place, settings, letterhead, preview and files."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from starlette.applications import Starlette

from drafting import queries, services
from drafting.exports.pdf import can_write_pdf
from drafting.queries.recipients import RecipientRow
from drafting.services.examples import ExampleText
from drafting.web.offers import WORD
from tests.exports.correspondences import letterhead
from tests.site import Site
from tests.web.test_exports import finish, occupy

TABLE = (
    "Anrede;Vorname;Nachname;Amt/Mandat;Organisation;PLZ;Ort;E-Mail\n"
    "Frau;Ada;Amsel;Ministerin;Ministerium;70173;Stuttgart;ada@amt.example\n"
    ";Kim;Kolibri;;Anstalt;70173;Stuttgart;\n"
)


def read_in(site: Site, table: str = TABLE) -> tuple[RecipientRow, ...]:
    site.import_paper()
    files = {"datei": ("e.csv", table.encode("cp1252"), "text/csv")}
    response = site.browser("organizer").post("/brief/empfaenger/einlesen", files=files)
    assert response.status_code == 200
    assert "2 neu, 0 geändert, 0 unverändert." in response.text
    assert "Zeile 3: Ohne E-Mail-Adresse" in response.text
    rows: tuple[RecipientRow, ...] = site.look_up(queries.recipients.list_recipients, site.conference_id)
    return rows


def words(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def test_the_table_shows_how_each_is_addressed_and_asks_what_is_open(site: Site) -> None:
    _, kim = read_in(site)
    page = site.browser("organizer").get("/brief")
    assert page.template.name == "letters/show.html"
    assert "Frau Ministerin" in page.text
    assert "Für Kim Kolibri fehlt die Anrede: Frau, Herr oder keine von beiden?" in page.text
    assert f"/brief/empfaenger/{kim.id}/brief.docx" not in page.text
    assert "1 Brief als Word-Datei (ZIP)" in page.text
    assert ('value="alle.pdf"' in page.text) is can_write_pdf()


def test_the_first_line_and_the_salutation_are_overridden_in_place(site: Site) -> None:
    _, kim = read_in(site)
    browser = site.browser("organizer")
    data = {"own_first_line": "", "own_lines": "", "own_salutation": "Guten Tag Kim <Kolibri>"}
    response = browser.post(f"/brief/empfaenger/{kim.id}/von-hand", data=data)
    assert response.headers["location"] == f"/brief#empfaenger-{kim.id}"
    assert "Guten Tag Kim &lt;Kolibri&gt;," in browser.get("/brief").text
    data["own_salutation"] = "x" * 201
    refused = browser.post(f"/brief/empfaenger/{kim.id}/von-hand", data=data)
    assert refused.status_code == 422
    assert f'id="own_salutation-{kim.id}-error"' in refused.text
    data |= {"own_lines": "\n".join("Zeile" for _ in range(8)), "own_salutation": ""}
    refused = browser.post(f"/brief/empfaenger/{kim.id}/von-hand", data=data)
    assert f'id="own_lines-{kim.id}-error"' in refused.text


def test_what_is_printed_stands_in_the_fields_to_be_changed(site: Site) -> None:
    ada, _ = read_in(site)
    browser = site.browser("organizer")
    for address in ("/brief", f"/brief/empfaenger/{ada.id}"):
        assert ">Ada Amsel\nMinisterium\n70173 Stuttgart</textarea>" in browser.get(address).text
    # Saved as they stand, the rules go on saying them.
    printed = {"own_first_line": ada.first_line, "own_lines": "\r\n".join(ada.lines), "own_salutation": ada.salutation}
    browser.post(f"/brief/empfaenger/{ada.id}/von-hand", data=printed)
    names = ("title", "given_name", "name", "office", "organisation", "street", "postcode", "place")
    fields = {name: getattr(ada.to, name) for name in names} | {"form": "frau", "street": "Weg 1"}
    browser.post(f"/brief/empfaenger/{ada.id}", data=printed | fields)
    row = site.look_up(queries.recipients.get_recipient, site.conference_id, ada.id)
    assert (row.own, row.lines) == (frozenset(), ("Ada Amsel", "Ministerium", "Weg 1", "70173 Stuttgart"))


def test_what_is_to_be_settled_is_shown_alone_until_it_is(site: Site) -> None:
    ada, kim = read_in(site)
    browser = site.browser("organizer")
    assert 'href="/brief?zu=klaeren#empfaenger"' in browser.get("/brief").text
    page = browser.get("/brief?zu=klaeren")
    assert (f"empfaenger-{kim.id}" in page.text, f"empfaenger-{ada.id}" in page.text) == (True, False)
    data = {"own_first_line": "", "own_lines": "", "own_salutation": "x" * 201, "zu": "klaeren"}
    refused = browser.post(f"/brief/empfaenger/{kim.id}/von-hand", data=data)
    assert f"empfaenger-{ada.id}" not in refused.text
    saved = browser.post(f"/brief/empfaenger/{kim.id}/von-hand", data=data | {"own_salutation": "Hallo Kim"})
    assert saved.headers["location"] == "/brief?zu=klaeren#empfaenger"
    assert "Es ist nichts mehr zu klären." in browser.get("/brief?zu=klaeren").text


def test_each_letter_is_previewed_and_downloaded(site: Site, app: Starlette) -> None:
    ada, kim = read_in(site)
    browser = site.browser("organizer")
    preview = browser.get(f"/brief/empfaenger/{ada.id}/vorschau")
    assert "Sehr geehrte Frau Ministerin," in preview.text
    assert "Schriftform abbauen" in preview.text
    assert "data-n=" not in preview.text
    response = browser.get(f"/brief/empfaenger/{ada.id}/brief.docx")
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''Amsel%2C%20Ministerium.docx"
    assert "Sehr geehrte Frau Ministerin," in words(response.content)
    assert browser.get(f"/brief/empfaenger/{kim.id}/brief.docx").status_code == 422
    answer = browser.post("/brief/dateien", data={"datei": "alle.zip"})
    job = finish(app.state.jobs, answer.headers["location"], site)
    assert job.state == "done", job.message
    assert 'href="/brief"' in browser.get(f"/ausgaben/dateien/{job.id}").text
    with zipfile.ZipFile(io.BytesIO(browser.get(f"/ausgaben/dateien/{job.id}/datei").content)) as archive:
        assert archive.namelist() == ["Amsel, Ministerium.docx"]
        assert archive.read("Amsel, Ministerium.docx") == response.content


def test_what_is_enclosed_is_seen_before_it_goes_and_can_be_left_out(site: Site) -> None:
    ada, _ = read_in(site)
    browser = site.browser("organizer")
    demand = site.look_up(queries.papers.get_outline, site.conference_id).sections[0].demands[0].id
    example = ExampleText(municipality="Stadt Calw", title="Ohne Papier", text="Es geht.", in_annex=True)
    site.do(services.examples.add, demand, example, actor=site.people["participant"])
    preview, address = f"/brief/empfaenger/{ada.id}/vorschau", f"/brief/versand/vorschau/{ada.id}"
    assert "<b>Anlage</b>\nPraxisbeispiele</p>" in browser.get(preview).text
    # The town has not signed, so its example does not name it.
    assert "Ohne Papier" in browser.get(preview).text
    assert "Stadt Calw: Ohne Papier" not in browser.get(preview).text
    assert "1 Praxisbeispiel nennt seine Kommune nicht" in browser.get("/brief").text
    assert 'value="anlagen.docx"' in browser.get("/brief").text
    assert f'value="anlagen.{"pdf" if can_write_pdf() else "docx"}"' in browser.get(address).text
    assert re.search(r'name="has_annexes" value="ja" checked', browser.get("/brief/angaben").text)
    data = {"layout": "din", "extent": "full", "subject": "Brief"}
    assert browser.post("/brief/angaben", data=data).status_code == 303
    assert "Ohne Papier" not in browser.get(preview).text
    for page in ("/brief", address):
        assert "anlagen." not in browser.get(page).text
    assert "ohne Anlagen hinausgeht" in browser.get("/sondervoten").text
    assert not re.search(r'name="has_annexes" value="ja" checked', browser.get("/brief/angaben").text)


def test_each_order_is_for_the_letters_it_names(site: Site, app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, kim = read_in(site)
    monkeypatch.setattr("drafting.web.jobs.PATIENCE", 0.0)
    browser = site.browser("organizer")
    release = occupy(app.state.jobs)
    try:
        made = {}
        for address, file in (
            ("/brief/dateien", "alle.docx"),
            ("/brief/dateien", "alle.pdf"),
            ("/brief/dateien", "alle-pdf.zip"),
            ("/brief/dateien", "anlagen.docx"),
            (f"/brief/empfaenger/{ada.id}/brief.pdf", ""),
        ):
            answer = browser.post(address, data={"datei": file})
            assert answer.status_code == 303
            order = app.state.jobs.get(answer.headers["location"].split("/")[3], site.conference_id).order
            made[order.filename] = (order.command[3], order.command[7:], order.page)
        assert made == {
            "Briefe.docx": ("letter", (), "/brief"),
            "Briefe.pdf": ("pdf", (), "/brief"),
            "Briefe als PDF.zip": ("pdf", (), "/brief"),
            "Anlagen.docx": ("annexes", (), "/brief"),
            "Amsel, Ministerium.pdf": ("pdf", ("--recipient", ada.id), "/brief"),
        }
        assert browser.post(f"/brief/empfaenger/{kim.id}/brief.pdf").status_code == 422
        assert browser.post("/brief/dateien", data={"datei": "nichts"}).status_code == 404
    finally:
        release()
        app.state.jobs.close()


def test_without_recipients_there_is_nothing_to_download(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    assert "/brief/dateien" not in browser.get("/brief").text
    answer = browser.post("/brief/dateien", data={"datei": "alle.zip"})
    assert answer.status_code == 422
    assert "noch keinen Empfänger" in answer.text


def test_a_recipient_is_added_and_changed_and_removed_by_hand(site: Site) -> None:
    site.import_paper()
    browser = site.browser("organizer")
    assert browser.post("/brief/empfaenger/neu", data={"form": "herr"}).status_code == 422
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    demand = outline.sections[0].demands[1].id
    data = {"form": "herr", "name": "Buche", "place": "Ulm", "leads": [f"demand:{demand}"], "opening": "lieber Ben,"}
    assert browser.post("/brief/empfaenger/neu", data=data).status_code == 303
    (row,) = site.look_up(queries.recipients.list_recipients, site.conference_id)
    page = browser.get(f"/brief/empfaenger/{row.id}")
    assert f'value="demand:{demand}" checked' in page.text
    text = words(browser.get(f"/brief/empfaenger/{row.id}/brief.docx").content)
    assert text.index("Digitalcheck einführen") < text.index("Schriftform abbauen")
    assert "lieber Ben," in text
    assert browser.post(f"/brief/empfaenger/{row.id}", data={**data, "name": "Birke"}).status_code == 303
    assert "Sehr geehrter Herr Birke," in browser.get("/brief").text
    assert browser.post(f"/brief/empfaenger/{row.id}/entfernen").status_code == 303
    assert browser.get(f"/brief/empfaenger/{row.id}").status_code == 404


def test_what_stands_in_the_letter_is_kept_and_refused_beside_its_field(site: Site) -> None:
    ada, _ = read_in(site)
    browser = site.browser("organizer")
    page = browser.get("/brief/angaben")
    assert "Mit freundlichen Grüßen" in page.text
    data = {"layout": "plain", "extent": "short", "subject": "Sofort handeln", "greeting": "Herzlich"}
    refused = browser.post("/brief/angaben", data=data)
    assert refused.status_code == 422
    assert "Bitte wählen Sie die Forderungen für die Kurzfassung." in refused.text
    assert 'value="Sofort handeln"' in refused.text
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    demand = outline.sections[0].demands[1].id
    assert browser.post("/brief/angaben", data={**data, "priorities": [demand]}).status_code == 303
    text = words(browser.get(f"/brief/empfaenger/{ada.id}/brief.docx").content)
    assert "Sofort handeln\n" in text
    assert "Forderung 2: Digitalcheck einführen. An jedem Gesetz" in text
    assert "Forderung 2: Digitalcheck einführen." in browser.get(f"/brief/empfaenger/{ada.id}/vorschau").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"PK\x03\x04kaputt", "beschädigt"), (b"", "Bitte eine Datei auswählen."), (b"%PDF-1.7", "PDF-Datei")],
)
def test_a_letterhead_that_cannot_be_used_is_refused_with_a_sentence(site: Site, content: bytes, sentence: str) -> None:
    site.import_paper()
    files = {"vorlage": ("kopf.docx" if content else "", content, WORD)}
    response = site.browser("organizer").post("/brief/briefkopf", files=files)
    assert response.status_code == 422
    assert sentence in response.text


def test_the_letter_is_written_on_the_letterhead(site: Site) -> None:
    ada, _ = read_in(site)
    browser = site.browser("organizer")
    assert browser.post("/brief/briefkopf", files={"vorlage": ("kopf.docx", letterhead(), WORD)}).status_code == 303
    page = browser.get("/brief").text
    assert "[Anschrift], [Ort, Datum], [Betreff]" in page
    assert ("PDF entsteht ohne Ihren Briefkopf." in page) is can_write_pdf()
    letter = f"/brief/empfaenger/{ada.id}/brief.docx"
    assert "Betr.: Forderungspapier 2025 (Az. 7)" in words(browser.get(letter).content)
    preview = browser.get(f"/brief/empfaenger/{ada.id}/vorschau")
    assert "Betr.: Forderungspapier 2025 (Az. 7)" in preview.text
    assert "Schriftform abbauen" in preview.text
    address = f"/brief/empfaenger/{ada.id}/vorschau.css"
    assert f'href="{address}"' in preview.text
    style = browser.get(address)
    assert style.headers["content-type"].startswith("text/css")
    assert ".sheet { width: 210mm; }" in style.text
    assert browser.post("/brief/briefkopf/entfernen").status_code == 303
    assert "Az. 7" not in words(browser.get(letter).content)
    assert "Az. 7" not in browser.get(f"/brief/empfaenger/{ada.id}/vorschau").text
    assert browser.get(address).status_code == 404
