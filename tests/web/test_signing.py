"""Signing by link once the time is over, and what organizers see of a withdrawal, of mails and of reservations."""

from __future__ import annotations

import re

from drafting import services
from drafting.models import Mail, Signature
from drafting.services.mails import Refusal
from tests.pdfs import make_pdf
from tests.site import Site
from tests.web.signatures import ask, begin, day, fill, link, set_deadline, sign


def test_what_the_organizers_withdraw_is_said_to_be_theirs_and_ends_the_link(site: Site) -> None:
    begin(site)
    signature_id = ask(site, email="ria@rosenau.example")
    old, organizer, stranger = link(site, signature_id), site.browser("organizer"), site.stranger()
    here = f"/mitzeichnungen/{signature_id}"
    organizer.post(here, data={"tun": "mail"})
    paper = {"antwort": "signed", "name": "Berta Berg", "funktion": "Bürgermeisterin"}
    organizer.post(f"{here}/blatt", data=paper, files={"datei": ("b.pdf", make_pdf("Ja."), "application/pdf")})
    assert "gehört zu" not in organizer.get(here).text
    assert "auf Papier" in organizer.get("/mitzeichnungen").text

    for _ in range(2):
        assert organizer.post(here, data={"tun": "zurueckziehen"}).status_code == 303

    ended = stranger.get(old)
    assert (ended.status_code, "weil die Kommune es so mitgeteilt hat" in ended.text) == (410, True)
    answer = {"antwort": "signed", "name": "Irgendwer", "funktion": "Praktikant", "schritt": "erklaeren"}
    assert stranger.post(old, data={**answer, "befugt": "ja"}).status_code == 410
    with site.database.read() as session:
        assert session.get_one(Signature, signature_id).state == "withdrawn"
        mails = session.query(Mail).all()
    assert [mail.subject for mail in mails] == ["Mitzeichnung zurückgezogen: Forderungspapier 2025"]
    assert "{link:" not in mails[0].body
    desk = organizer.get(here).text
    assert "gehört zur zurückgezogenen Erklärung" in desk
    assert "</time>, durch die Organisation, auf Mitteilung der Kommune</dd>" in desk
    assert "auf Papier" not in organizer.get("/mitzeichnungen").text

    new = link(site, signature_id)
    receipt = stranger.get(new)
    assert "</time>, durch die Organisation, auf Mitteilung der Kommune</dd>" in receipt.text
    assert "<dt>Erklärt von</dt><dd>Berta Berg, Bürgermeisterin</dd>" in receipt.text
    page = receipt.context["page"]
    assert page.declared.at < page.withdrawal.at
    sign(stranger, new, antwort="declined")
    assert "gehört zu einer früheren Erklärung" in organizer.get(here).text
    # Its amendments may name it elsewhere.
    assert "nirgends" not in stranger.get(new).text


def test_after_the_end_a_reservation_is_settled_by_yes_or_by_withdrawing(site: Site) -> None:
    begin(site)
    address, stranger = link(site, ask(site)), site.stranger()
    sign(stranger, address, antwort="reserved", bis=day(60).isoformat())
    early = stranger.get(f"{address}?bestaetigen=ja").text
    assert 'value="reserved"' in early
    set_deadline(site, -1)

    page = stranger.get(f"{address}?bestaetigen=ja").text

    assert re.findall(r'type="radio".* value="(\w+)"( checked)?', page) == [("signed", " checked"), ("declined", "")]
    assert ('value="Berta Berg"' in page, 'value="Bürgermeisterin"' in page) == (True, True)
    form = fill(page, antwort="declined")
    no = stranger.post(address, data=form)
    assert (no.status_code, no.headers["location"]) == (303, f"{address}/zurueckziehen")
    back = stranger.post(address, data={**form, "antwort": "signed", "schritt": "zurueck"})
    assert 'value="Berta Berg"' in back.text
    # What was begun before the end and finished after it.
    for step in ({}, {"schritt": "erklaeren", "befugt": "ja"}):
        late = stranger.post(address, data={**form, "antwort": "reserved", "bis": day(90).isoformat(), **step})
        assert (late.status_code, "Nichts wurde erklärt." in late.text) == (409, True)
        assert f"{address}/zurueckziehen" in late.text
    asked = link(site, ask(site, "Stadt Spätau"))
    declared = {**form, "antwort": "signed", "folge": "0", "schritt": "erklaeren", "befugt": "ja"}
    never = stranger.post(asked, data=declared)
    assert (never.status_code, "Nichts wurde erklärt." in never.text) == (410, True)


def test_a_mail_that_was_refused_does_not_read_as_sent_and_a_reservation_nobody_hears_of_is_listed(site: Site) -> None:
    begin(site)
    signature_id, silent = ask(site, email="weg@rosenau.example"), ask(site, "Stadt Stillau")
    organizer = site.browser("organizer")
    organizer.post(f"/mitzeichnungen/{signature_id}", data={"tun": "mail"})
    sign(site.stranger(), link(site, silent), antwort="reserved", bis=day(13).isoformat())
    sign(site.stranger(), link(site, ask(site, "Stadt Weitau")), antwort="reserved", bis=day(15).isoformat())
    assert "Mail nicht angekommen" not in organizer.get("/mitzeichnungen").text
    with site.database.write() as work:
        mail = work.session.query(Mail).one()
        refusal = Refusal(550, "550 5.1.1 User unknown", for_good=True)
        services.mails.note_refused(work, mail.id, refusal)

    pages = [organizer.get(path) for path in ("/mitzeichnungen", f"/mitzeichnungen/{signature_id}")]

    for page in pages:
        assert "Mail nicht angekommen: Dieses Postfach gibt es nicht." in page.text
    assert "Zuletzt gemailt:" not in pages[1].text
    assert [row.name for row in pages[0].context["page"].unreminded] == ["Stadt Stillau"]
    assert "1 Vorbehalt läuft ab, und keine Mail erinnert daran." in pages[0].text
