"""What organizers do about signing, what they and others see of it, and that nobody is named unasked."""

from __future__ import annotations

import io
import zipfile

from sqlalchemy import select
from starlette.routing import Route

from drafting import queries, services
from drafting.models import Edition, Signature
from drafting.rules.lifecycle import Phase
from drafting.services.declarations import Declaration
from drafting.services.signings import PRESENT
from drafting.web.routes import ROUTES
from tests.pdfs import make_pdf
from tests.site import Site
from tests.web.signatures import ask, begin, change_text, day, link, replace, sign


def test_a_signed_paper_is_kept_for_organizers_alone(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    organizer = site.browser("organizer")
    data = {"antwort": "signed", "name": "Berta Berg", "funktion": "Bürgermeisterin"}
    sheet = make_pdf("Wir zeichnen mit.")
    for wrong in (b"", b"PK\x03\x04 kein PDF" * 20, sheet[:-30]):
        files = {"datei": ("blatt.pdf", wrong, "application/pdf")}
        refused = organizer.post(f"/mitzeichnungen/{signature_id}/blatt", data=data, files=files)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["datei"])
    folder = site.app.state.settings.data_dir / "signed-papers"
    assert not folder.exists()
    unnamed = organizer.post(
        f"/mitzeichnungen/{signature_id}/blatt",
        data={**data, "name": ""},
        files={"datei": ("blatt.pdf", sheet, "application/pdf")},
    )
    assert (unnamed.status_code, list(unnamed.context["form"].errors)) == (422, ["name", "datei"])
    assert '<details class="fold-out" id="blatt" open>' in unnamed.text
    assert "Das Blatt ist noch nicht gespeichert.</b> Bitte geben Sie an, wer unterschrieben hat." in unnamed.text
    assert not folder.exists()

    for _ in range(2):
        files = {"datei": ("blatt.pdf", sheet, "application/pdf")}
        kept = organizer.post(f"/mitzeichnungen/{signature_id}/blatt", data=data, files=files)
        assert kept.status_code == 303

    address = f"/mitzeichnungen/{signature_id}/blatt.pdf"
    handed_out = organizer.get(address)
    assert (handed_out.content, handed_out.headers["content-type"]) == (sheet, "application/pdf")
    assert handed_out.headers["content-disposition"].startswith("attachment")
    assert site.browser("moderator").get(address).status_code == 403
    assert site.stranger().get(address).status_code == 303
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1
    other = {"datei": ("blatt.pdf", make_pdf("Besser lesbar."), "application/pdf")}
    organizer.post(f"/mitzeichnungen/{signature_id}/blatt", data=data, files=other)
    assert organizer.get(address).content == make_pdf("Besser lesbar.")
    assert len(list(folder.iterdir())) == 1


def test_personal_support_is_apart_and_names_no_municipality(site: Site) -> None:
    begin(site)
    ask(site)
    participant = site.browser("participant")
    for function in ("Digitales, Stadt Rosenau", "CIO von calw", "Amt Rosenau"):
        refused = participant.post("/mitzeichnungen/fachlich", data={"name": "Paul Pappel", "funktion": function})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["funktion"])
    for name in ("Stadt Calw", "Calw", "Rosenau", "Gemeinde Nirgendwo", "Paul Pappel, Markt Hinterau", "Ostalbkreis"):
        refused = participant.post("/mitzeichnungen/fachlich", data={"name": name, "funktion": ""})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["name"])
    given = participant.post(
        "/mitzeichnungen/fachlich", data={"name": "Paul Pappel", "funktion": "Digitalisierungsbeauftragter"}
    )
    assert given.status_code == 303

    found = site.look_up(queries.signatories.get_signatories, site.conference_id)
    assert ([each.label for each in found.supporters], found.count) == (
        ["Paul Pappel, Digitalisierungsbeauftragter"],
        0,
    )
    for role, name in (("moderator", "Zoe Zander"), ("organizer", "Özge Öhler")):
        site.browser(role).post("/mitzeichnungen/fachlich", data={"name": name, "funktion": ""})
    names = [each.name for each in site.look_up(queries.signatories.get_signatories, site.conference_id).supporters]
    assert names == ["Özge Öhler", "Paul Pappel", "Zoe Zander"], "in the order of German lists"
    for role in ("moderator", "organizer"):
        site.browser(role).post("/mitzeichnungen/fachlich", data={"tun": "zuruecknehmen"})
    assert site.browser("observer").post("/mitzeichnungen/fachlich", data={"name": "Otto"}).status_code == 403
    participant.post("/mitzeichnungen/fachlich", data={"tun": "zuruecknehmen"})
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).supporters == ()


def test_the_organizers_see_everybody_and_what_is_overdue_first(site: Site) -> None:
    begin(site)
    late = ask(site, "Gemeinde Spätau")
    ask(site, "Stadt Rosenau")
    sign(site.stranger(), link(site, late), antwort="reserved", bis=day(10).isoformat())
    with site.database.write() as work:
        work.session.get_one(Signature, late).reserved_until = day(-1)

    page = site.browser("organizer").get("/mitzeichnungen")

    assert [row.name for row in page.context["page"].rows] == ["Gemeinde Spätau", "Stadt Rosenau"]
    assert "Vorbehalt überfällig" in page.text
    assert site.browser("moderator").get("/mitzeichnungen").status_code == 403


def test_organizers_begin_ask_correct_and_remove(site: Site) -> None:
    site.import_paper()
    organizer = site.browser("organizer")
    assert organizer.get("/mitzeichnungen").status_code == 200
    for wrong in ({"stand": PRESENT}, {"stand": PRESENT, "frist": "2001-01-01"}, {"stand": "x", "frist": str(day(9))}):
        assert organizer.post("/mitzeichnungen/beginnen", data=wrong).status_code == 422
    for _ in range(2):
        begun = organizer.post("/mitzeichnungen/beginnen", data={"stand": PRESENT, "frist": str(day(9))})
        assert begun.status_code == 303
    with site.database.read() as session:
        assert session.scalars(select(Edition.name)).all().count("Beschlussfassung") == 1
    assert organizer.post("/mitzeichnungen", data={"tun": "alle"}).status_code == 303
    asked = {"kommune": "Landratsamt Rosenau", "ebene": "district", "email": "keine"}
    assert organizer.post("/mitzeichnungen", data=asked).status_code == 422
    assert organizer.post("/mitzeichnungen", data={**asked, "email": ""}).status_code == 303
    rows = organizer.get("/mitzeichnungen").context["page"].rows
    assert [row.name for row in rows] == ["Landkreis Rosenau", "Stadt Calw"]

    here = f"/mitzeichnungen/{rows[0].id}"
    fresh = {
        "tun": "angaben",
        "kommune": "Rosenaukreis",
        "ebene": "district",
        "kontakt": "Ria",
        "email": "ria@rosenau.example",
    }
    assert organizer.post(here, data=fresh).status_code == 303
    assert organizer.post(here, data={**fresh, "kommune": "Calw"}).status_code == 422
    assert "Rosenaukreis" in organizer.get(here).text
    sign(site.stranger(), link(site, rows[0].id), antwort="declined")
    assert organizer.post(here, data={"tun": "entfernen"}).status_code == 409
    assert organizer.post(f"/mitzeichnungen/{rows[1].id}", data={"tun": "entfernen"}).status_code == 303
    assert organizer.post("/mitzeichnungen/frist", data={"frist": str(day(20))}).status_code == 303
    assert organizer.get("/mitzeichnungen").context["page"].last == day(20)


def words_of(data: bytes) -> str:
    """All that a page or file says, parts of packages unpacked."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


# Each is on the list of those asked, and none of them has given a yes that holds today.
UNNAMED = {
    "Stadt Fragau": None,
    "Stadt Neinau": "declined",
    "Stadt Zurückau": "withdrawn",
    "Stadt Überfällau": "overdue",
    "Stadt Veraltau": "outdated",
}


def test_no_municipality_is_named_anywhere_without_its_authorised_yes(site: Site) -> None:
    begin(site)
    actor = site.people["organizer"]
    for name, fate in UNNAMED.items():
        signature_id = ask(site, name, email=f"post@{len(name)}.example")
        if fate is None:
            continue
        answer = {"declined": "declined", "overdue": "reserved"}.get(fate, "signed")
        sign(site.stranger(), link(site, signature_id), antwort=answer, bis=day(5).isoformat())
        if fate == "withdrawn":
            site.do(services.signatures.withdraw_for, signature_id, base_url="", actor=actor)
        if fate == "overdue":
            with site.database.write() as work:
                work.session.get_one(Signature, signature_id).reserved_until = day(-1)
    change_text(site, "alle Schriftformerfordernisse", "viele Schriftformerfordernisse")
    replace(site, is_slip=False)
    named = link(site, ask(site, "Stadt Jaau"))
    sign(site.stranger(), named, antwort="signed")
    site.do(services.conferences.set_phase, site.conference_id, Phase.CLOSING, actor=actor)

    paths = [route.path for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())]
    plain = [path for path in paths if "{" not in path and path != "/live"]
    exports = ["/abstimmungen.csv", "/abstimmungen.json", "/abstimmungen.xlsx"]
    exports += ["/mitzeichnungen/liste.csv", "/mitzeichnungen/liste.docx", "/dateien/paper", "/ausgaben/annexes"]
    readers = {role: site.browser(role) for role in ("organizer", "moderator", "participant")}
    readers["stranger"] = site.stranger()
    # Whom they have asked, organizers see on pages of their own.
    own = {"/mitzeichnungen", "/personen/mail"}
    told = {}
    for role, client in readers.items():
        for path in dict.fromkeys([*plain, *exports, named]):
            if role == "organizer" and path in own:
                continue
            told[role, path] = words_of(client.get(path).content)

    assert {
        (role, path, name) for (role, path), words in told.items() for name in UNNAMED if name.split()[1] in words
    } == set()
    # The walk does reach what names municipalities.
    naming = {path for (role, path), words in told.items() if "Stadt Jaau" in words and role == "organizer"}
    assert {"/mitzeichnungen/liste", *exports[3:]} <= naming


def test_the_letter_names_nobody_under_a_text_that_was_not_signed(site: Site) -> None:
    begin(site)
    sign(site.stranger(), link(site, ask(site)), antwort="signed")
    assert "Stadt Rosenau" in words_of(site.browser("organizer").get("/dateien/paper").content)
    change_text(site, "verzichtbar", "entbehrlich")
    assert "Stadt Rosenau" not in words_of(site.browser("organizer").get("/dateien/paper").content)


def test_the_draft_for_the_council_is_a_word_file_with_the_whole_paper(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    by_link = site.stranger().get(f"{link(site, signature_id)}/beschlussvorlage.docx")
    by_organizer = site.browser("organizer").get(f"/mitzeichnungen/{signature_id}/beschlussvorlage.docx")
    assert by_link.content == by_organizer.content
    words = words_of(by_link.content)
    for heading in ("Sachverhalt", "Beschlussvorschlag", "Begründung", "Anlage: Forderungspapier 2025"):
        assert heading in words
    assert "alle Schriftformerfordernisse" in words


def test_a_declaration_by_service_says_the_same_as_one_by_link(site: Site) -> None:
    begin(site)
    token = link(site, ask(site)).rsplit("/", 1)[1]
    page = site.look_up(queries.signing.get_by_link, token)
    site.do(
        services.declarations.declare,
        token,
        Declaration("signed", "Berta Berg", "Bürgermeisterin"),
        edition_id=page.text.edition_id,
        revision=page.revision,
    )
    assert site.look_up(queries.signing.get_by_link, token).standing == "signed"
