"""Signing in the browser: organizers ask, somebody without an account signs by link, and nobody is named unasked."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from starlette.routing import Route
from starlette.testclient import TestClient

from drafting import queries, services
from drafting.models import Edition, Signature, SignatureLink, now
from drafting.rules.lifecycle import Phase
from drafting.rules.signing import SignatureState, local_day
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.services.signings import PRESENT
from drafting.web.routes import ROUTES
from tests.pdfs import make_pdf
from tests.site import Site

WARNING = '<svg class="i"'
WRONG: list[tuple[dict[str, str], str]] = [
    ({}, "antwort"),
    ({"antwort": "vielleicht"}, "antwort"),
    ({"antwort": "signed", "name": " "}, "name"),
    ({"antwort": "signed", "funktion": ""}, "funktion"),
    ({"antwort": "signed", "name": "x" * 121}, "name"),
    ({"antwort": "reserved"}, "bis"),
    ({"antwort": "reserved", "bis": "31.12.2099"}, "bis"),
    ({"antwort": "reserved", "bis": "2000-01-01"}, "bis"),
    ({"antwort": "reserved", "bis": "9999-12-31"}, "bis"),
]


def day(days: int) -> date:
    return local_day(now()) + timedelta(days=days)


def begin(site: Site, *, days: int = 30) -> None:
    site.import_paper()
    site.do(
        services.signings.open_signing,
        site.conference_id,
        edition_id=PRESENT,
        last=day(days),
        actor=site.people["organizer"],
    )


def ask(site: Site, name: str = "Stadt Rosenau", *, email: str = "", level: str = "town") -> str:
    asked = Asked(name, level, "Ria Rosen", email)
    signature_id: str = site.do(services.signatures.ask, site.conference_id, asked, actor=site.people["organizer"])
    return signature_id


def link(site: Site, signature_id: str) -> str:
    token: str = site.do(services.signatures.show_link, signature_id, actor=site.people["organizer"])
    return f"/mitzeichnung/{token}"


def fill(page: str, **answers: str) -> dict[str, str]:
    """The form of a page with what its hidden fields say."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    return {**hidden, "name": "Berta Berg", "funktion": "Bürgermeisterin", **answers}


def sign(stranger: TestClient, address: str, **answers: str) -> Any:
    """Go through both steps."""
    form = fill(stranger.get(f"{address}?bestaetigen=ja").text, **answers)
    asked = stranger.post(address, data=form)
    assert asked.status_code == 200, asked.text
    return stranger.post(address, data={**form, "schritt": "erklaeren", "befugt": "ja"})


def set_deadline(site: Site, days: int) -> None:
    """Let time pass."""
    with site.database.write() as work:
        signing = services.signings.get_signing(work, site.conference_id)
        signing.closes_at = now() + timedelta(days=days)


def test_whoever_has_the_link_reads_the_whole_text_and_signs_in_two_steps(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    stranger = site.stranger()
    page = stranger.get(address)
    assert page.template.name == "signing/show.html"
    for words in ("Stadt Rosenau", "Schriftform abbauen", "alle Schriftformerfordernisse", "Digitalcheck einführen"):
        assert words in page.text
    assert page.headers["x-robots-tag"] == "noindex, nofollow"

    form = fill(page.text, antwort="signed")
    asked = stranger.post(address, data=form)
    assert asked.template.name == "signing/confirm.html"
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    unsure = stranger.post(address, data={**form, "schritt": "erklaeren"})
    assert (unsure.status_code, unsure.context["form"].error("befugt") != "") == (422, True)
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    done = stranger.post(address, data={**form, "schritt": "erklaeren", "befugt": "ja"})
    assert (done.status_code, done.headers["location"]) == (303, address)

    receipt = stranger.get(address)
    assert "Stadt Rosenau zeichnet mit." in receipt.text
    assert "Berta Berg, Bürgermeisterin" in receipt.text
    assert f"{address}/zurueckziehen" in receipt.text
    assert "Stadt Rosenau" in site.browser("observer").get("/mitzeichnungen/liste").text


def test_going_back_keeps_what_was_typed(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    form = fill(site.stranger().get(address).text, antwort="declined")
    # Going back leads to the form, not to the top of a long text.
    assert f'value="zurueck" formaction="{address}#erklaerung"' in site.stranger().post(address, data=form).text

    page = site.stranger().post(address, data={**form, "schritt": "zurueck"})

    assert page.template.name == "signing/show.html"
    assert 'value="declined" checked' in page.text
    assert 'value="Berta Berg"' in page.text


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    stranger = site.stranger()
    page = stranger.get(address).text
    for answers, field in WRONG:
        form = fill(page, **answers)

        shown = stranger.post(address, data=form)

        assert (shown.status_code, list(shown.context["form"].errors)) == (422, [field])
        assert shown.context["form"].value("name") == form["name"]
        assert "<title>Fehler: Mitzeichnung" in shown.text
        assert shown.text.index('<a href="#erklaerung">Zur Erklärung</a>') < shown.text.index('id="wortlaut"')
        assert f'role="alert"><p>{WARNING}' not in shown.text.split('id="wortlaut"')[0]
        summary = shown.text.split('id="erklaerung"')[1].split("<form")[0]
        assert f'<a href="#{field}">{shown.context["form"].error(field)}</a>' in summary
        assert f'id="{field}"' in shown.text
    assert f'action="{address}#erklaerung"' in page


def test_a_double_click_signs_once_and_another_answer_meanwhile_is_told(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    address = link(site, signature_id)
    form = {**fill(site.stranger().get(address).text, antwort="signed"), "schritt": "erklaeren", "befugt": "ja"}
    first, second = (site.stranger().post(address, data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)

    other = site.stranger().post(address, data={**form, "antwort": "declined"})

    assert other.status_code == 409
    assert "schon etwas anderes erklärt" in other.text
    with site.database.read() as session:
        kept = session.get_one(Signature, signature_id)
        assert (kept.state, kept.revision) == (SignatureState.SIGNED, 1)


def test_a_reservation_is_confirmed_by_the_same_link_even_after_the_end(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="reserved", bis=day(60).isoformat())
    listed = site.browser("observer").get("/mitzeichnungen/liste").text
    assert "Stadt Rosenau" in listed
    assert "vorbehaltlich Gremienbeschluss" in listed

    set_deadline(site, -1)
    site.do(services.conferences.set_phase, site.conference_id, Phase.ARCHIVED, actor=site.people["organizer"])
    assert sign(site.stranger(), address, antwort="signed").status_code == 303

    assert "vorbehaltlich Gremienbeschluss" not in site.browser("observer").get("/mitzeichnungen/liste").text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1


def test_each_link_that_opens_nothing_says_why(site: Site) -> None:
    begin(site)
    revoked, late = ask(site), ask(site, "Gemeinde Spätau")
    organizer, stranger = site.browser("organizer"), site.stranger()
    first = link(site, revoked)
    organizer.post(f"/mitzeichnungen/{revoked}", data={"tun": "link-beenden"})
    address = link(site, late)
    set_deadline(site, -1)

    for path, status, words in (
        ("/mitzeichnung/geraten", 404, "kennen wir nicht"),
        (first, 410, "zurückgezogen oder durch einen neuen ersetzt"),
        (address, 410, "Frist zur Mitzeichnung ist abgelaufen"),
    ):
        for answer in (
            stranger.get(path),
            stranger.get(f"{path}/beschlussvorlage.docx"),
            stranger.get(f"{path}/zurueckziehen"),
            stranger.post(path, data={"antwort": "declined"}),
            stranger.post(path, data={"antwort": "declined", "schritt": "erklaeren", "befugt": "ja"}),
        ):
            assert (answer.status_code, answer.template.name) == (status, "signing/over.html")
            assert words in answer.text


def test_a_renewed_link_ends_the_one_before(site: Site) -> None:
    begin(site)
    signature_id = ask(site)
    old = link(site, signature_id)
    page = site.browser("organizer").post(f"/mitzeichnungen/{signature_id}", data={"tun": "neuer-link"})
    new = re.search(r'value="https://konferenz\.example(/mitzeichnung/\w+)" readonly', page.text)
    assert new
    assert (site.stranger().get(old).status_code, site.stranger().get(new[1]).status_code) == (410, 200)


def test_no_link_can_be_read_out_of_the_database(site: Site) -> None:
    begin(site)
    signature_id = ask(site, email="ria@rosenau.example")
    token = link(site, signature_id).rsplit("/", 1)[1]
    site.browser("organizer").post(f"/mitzeichnungen/{signature_id}", data={"tun": "mail"})

    with site.database.read() as session:
        stored = session.connection().exec_driver_sql("SELECT body FROM mails").scalars().all()
        links = session.scalars(select(SignatureLink)).all()

    assert [(len(stored), token in text) for text in stored] == [(1, False)]
    assert [token in (each.token_hash, each.key) for each in links] == [False]


def test_a_change_of_the_text_while_somebody_reads_is_said_before_anything_is_kept(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    form = fill(site.stranger().get(address).text, antwort="signed")
    change_text(site, "alle Schriftformerfordernisse", "fast alle Schriftformerfordernisse")
    replace(site, is_slip=False)

    for step in ({}, {"schritt": "erklaeren", "befugt": "ja"}):
        answer = site.stranger().post(address, data={**form, **step})
        assert answer.status_code == 409
        assert "Der Wortlaut hat sich inzwischen geändert" in answer.text
        assert "fast alle Schriftformerfordernisse" in answer.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0


def change_text(site: Site, old: str, new: str) -> None:
    """Change the first demand as an editor would."""
    outline = site.look_up(queries.papers.get_outline, site.conference_id)
    page = site.look_up(queries.editors.get_editor, outline.sections[0].demands[0].id)
    assert old in page.text
    site.do(
        services.demands.edit,
        page.demand_id,
        text=page.text.replace(old, new),
        reason="Berichtigt.",
        base_version_id=page.base_version_id,
        actor=site.people["organizer"],
    )


def replace(site: Site, *, is_slip: bool) -> Any:
    return site.browser("organizer").post(
        "/mitzeichnungen/stand",
        data={"stand": PRESENT, "art": "schreibfehler" if is_slip else "inhalt", "hinweis": "Forderung 1 berichtigt."},
    )


def test_a_slip_is_listed_and_a_real_change_needs_a_new_yes(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="signed")
    change_text(site, "verzichtbar", "verzichtbarr")
    assert replace(site, is_slip=True).status_code == 303
    page = site.stranger().get(address)
    assert "Forderung 1 berichtigt." in page.text
    assert "Schreibfehler, die Erklärung gilt weiter." in page.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1

    change_text(site, "alle Schriftformerfordernisse", "keine Schriftformerfordernisse")
    refused = replace(site, is_slip=True)
    assert refused.status_code == 422
    assert "mehr als ein Schreibfehler (Forderung 1)" in refused.context["form"].error("art")
    assert replace(site, is_slip=False).status_code == 303
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0
    assert "Der Wortlaut hat sich seit dieser Erklärung geändert" in site.stranger().get(address).text
    sign(site.stranger(), address, antwort="signed")
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 1


def test_withdrawing_takes_two_steps_and_can_be_done_after_the_end(site: Site) -> None:
    begin(site)
    address = link(site, ask(site))
    sign(site.stranger(), address, antwort="signed")
    set_deadline(site, -1)
    site.do(services.conferences.set_phase, site.conference_id, Phase.ARCHIVED, actor=site.people["organizer"])
    assert "abgelaufen" not in site.stranger().get(address).text
    asked = site.stranger().get(f"{address}/zurueckziehen")
    assert asked.template.name == "signing/withdraw.html"
    for wrong in ({"befugt": "ja", "name": " "}, {"befugt": ""}, {"befugt": "ja", "name": "x" * 121}):
        refused = site.stranger().post(f"{address}/zurueckziehen", data=fill(asked.text, **wrong))
        assert (refused.status_code, refused.template.name) == (422, "signing/withdraw.html")
        assert "Noch nichts zurückgezogen." in refused.text
    for _ in range(2):
        told = fill(asked.text, befugt="ja", name="Vera Vize")
        answer = site.stranger().post(f"{address}/zurueckziehen", data=told)
        assert (answer.status_code, answer.headers["location"]) == (303, address)

    receipt = site.stranger().get(address)
    assert "Die Mitzeichnung ist zurückgezogen." in receipt.text
    assert "<dt>Erklärung</dt><dd>Ja, wir zeichnen mit.</dd>" in receipt.text
    page = receipt.context["page"]
    assert page.declared.at < page.withdrawal.at
    assert "</time>, über den Link, von Vera Vize</dd>" in receipt.text
    assert "<dt>Erklärt von</dt><dd>Berta Berg, Bürgermeisterin</dd>" in receipt.text
    assert "Antworten ist nicht mehr möglich" in receipt.text
    assert site.look_up(queries.signatories.get_signatories, site.conference_id).count == 0


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
