"""The pages to send the letter: who gets it, the last question, what became of each, and proof of what went out."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.models import Mail
from drafting.rules.addresses import Addressee, Form
from drafting.services.letters import LetterEntry
from drafting.services.mails import Receipt
from drafting.services.recipients import RecipientEntry
from tests.site import Site

HOME = "/brief/versand"


@pytest.fixture
def ids(site: Site) -> dict[str, str]:
    """A frozen edition, one recipient who can be mailed and one who cannot; their ids by surname."""
    paper_id, organizer = site.import_paper(), site.people["organizer"]
    site.do(services.papers.freeze_edition, paper_id, name="Beschlussfassung", actor=organizer)
    edition_id = site.look_up(queries.letter_pages.list_editions, site.conference_id)[0].id
    entry = LetterEntry(edition_id, "din", False, False, {"subject": "Unser Brief"}, ())
    site.do(services.letters.change_settings, site.conference_id, entry, actor=organizer)
    made = {}
    for name, email in (("Ahorn", "ahorn@amt.example"), ("Birke", "")):
        recipient = RecipientEntry(Addressee(Form.WOMAN, name=name), email)
        made[name] = site.do(services.recipients.save, site.conference_id, None, recipient, actor=organizer)
    return made


def hidden(page: str) -> str:
    found = re.search(r'name="pruefsumme" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def order(site: Site, recipient_id: str) -> str:
    """Confirm a letter as a browser does; returns the address of its page."""
    browser = site.browser("organizer")
    asked = browser.post(f"{HOME}/pruefen", data={"empfaenger": recipient_id})
    data = {"empfaenger": recipient_id, "pruefsumme": hidden(asked.text)}
    assert browser.post(f"{HOME}/senden", data=data).headers["location"] == HOME
    found = re.search(rf'href="({HOME}/[\w-]{{22}})"', browser.get(HOME).text)
    assert found
    return found[1]


def deliver(site: Site) -> None:
    """Have a mail server take what waits."""
    assert services.attachments.write_some(site.database)
    letter = site.do(services.mails.claim)
    site.do(services.mails.note_sent, letter.id, Receipt("d" * 64, "250 queued as 7"))


def test_the_page_says_who_gets_it_and_who_cannot_and_why(site: Site, ids: dict[str, str]) -> None:
    page = site.browser("organizer").get(HOME)

    assert page.template.name == "sendings/index.html"
    assert [each.row.id for each in page.context["draft"].ready] == [ids["Ahorn"]]
    assert "Ohne E-Mail-Adresse." in page.text
    assert f"/brief/empfaenger/{ids['Birke']}" in page.text
    assert 'href="/brief/versand"' in site.browser("organizer").get("/brief").text


def test_nothing_goes_out_before_the_last_question_is_answered(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")

    asked = browser.post(f"{HOME}/pruefen", data={"empfaenger": ids["Ahorn"]})

    assert asked.template.name == "sendings/confirm.html"
    assert "Es geht 1 Mail hinaus. Das lässt sich nicht zurückholen." in asked.text
    assert "ahorn@amt.example" in asked.text
    assert site.look_up(lambda session: session.scalars(select(Mail)).all()) == []
    refused = browser.post(f"{HOME}/pruefen")
    assert (refused.status_code, "Bitte wählen Sie, an wen der Brief geht." in refused.text) == (422, True)


def test_answering_it_twice_orders_one_mail(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")
    asked = browser.post(f"{HOME}/pruefen", data={"empfaenger": ids["Ahorn"]})
    data = {"empfaenger": ids["Ahorn"], "pruefsumme": hidden(asked.text)}

    assert [browser.post(f"{HOME}/senden", data=data).status_code for _ in range(2)] == [303, 303]

    assert "Keine geht ein zweites Mal hinaus." in browser.get(HOME).text
    assert len(site.look_up(lambda session: session.scalars(select(Mail)).all())) == 1


def test_what_changed_since_the_question_is_refused_with_a_sentence(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")
    asked = browser.post(f"{HOME}/pruefen", data={"empfaenger": ids["Ahorn"]})
    mail = {"betreff": "Anders", "text": "[Anrede],\n\nanbei.", "antwort": "wir@stadt.example", "format": "docx"}
    assert browser.post(f"{HOME}/text", data=mail).status_code == 303

    refused = browser.post(f"{HOME}/senden", data={"empfaenger": ids["Ahorn"], "pruefsumme": hidden(asked.text)})

    assert refused.status_code == 409
    assert "Nichts wurde gesendet." in refused.text
    assert site.look_up(lambda session: session.scalars(select(Mail)).all()) == []


def test_the_preview_is_what_goes_out(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")
    preview = browser.get(f"{HOME}/vorschau/{ids['Ahorn']}")
    assert "Sehr geehrte Frau Ahorn,\n" in preview.text
    before = browser.get(f"{HOME}/vorschau/{ids['Ahorn']}/anhang").content
    page = order(site, ids["Ahorn"])

    deliver(site)

    shown = browser.get(page)
    assert browser.get(f"{page}/anhang/1").content == before
    assert "gesendet" in shown.text
    assert "250 queued as 7" in shown.text
    assert browser.get(f"{page}/anhang/2").status_code == 404


def test_a_mail_that_is_wrong_stays_in_its_form(site: Site, ids: dict[str, str]) -> None:
    data = {"betreff": "Brief", "text": "Hallo [Vorname]", "antwort": "", "format": "docx"}

    refused = site.browser("organizer").post(f"{HOME}/text", data=data)

    assert refused.status_code == 422
    assert "„[Vorname]“ wird von niemandem ausgefüllt" in refused.text
    assert "Hallo [Vorname]</textarea>" in refused.text


def test_a_test_goes_to_the_address_given(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")

    refused = browser.post(f"{HOME}/test", data={"wie": ids["Ahorn"], "adresse": "niemand"})
    sent = browser.post(f"{HOME}/test", data={"wie": ids["Ahorn"], "adresse": "olga@stadt.example"})

    assert (refused.status_code, "Das ist keine E-Mail-Adresse." in refused.text) == (422, True)
    assert sent.status_code == 303
    (mail,) = site.look_up(lambda session: session.scalars(select(Mail)).all())
    assert (mail.address, mail.subject, mail.sending_id) == ("olga@stadt.example", "Test: Unser Brief", None)


def test_a_bounce_is_noted_and_the_letter_sent_again(site: Site, ids: dict[str, str]) -> None:
    browser = site.browser("organizer")
    page = order(site, ids["Ahorn"])
    deliver(site)

    empty = browser.post(page, data={"tun": "bounce", "folge": "1", "grund": ""})
    noted = browser.post(page, data={"tun": "bounce", "folge": "1", "grund": "Postfach <unbekannt>"})

    assert (empty.status_code, noted.status_code) == (422, 303)
    shown = browser.get(page)
    assert "Grund: Postfach &lt;unbekannt&gt;" in shown.text
    data = {"tun": "again", "folge": "1", "siegel": shown.context["seal"]}
    assert [browser.post(page, data=data).status_code for _ in range(2)] == [303, 303]
    assert [turn.turn for turn in browser.get(page).context["turns"]] == [2, 1]
    outdated = browser.post(page, data={"tun": "again", "folge": "2", "siegel": "0"})
    assert outdated.status_code == 409
    assert browser.post(page, data={"tun": "skip", "folge": "2"}).status_code == 303
    assert "nicht senden" in browser.get(HOME).text
    assert browser.post(page, data={"tun": "unsinn", "folge": "²"}).status_code == 404


def test_the_outbox_leads_to_the_letter(site: Site, ids: dict[str, str]) -> None:
    page = order(site, ids["Ahorn"])

    assert page in site.browser("organizer").get("/personen/mail").text


def test_without_a_frozen_edition_the_page_says_what_to_do(site: Site) -> None:
    assert site.browser("organizer").get(HOME).headers["location"] == "/brief"
    site.import_paper()
    recipient = RecipientEntry(Addressee(Form.WOMAN, name="Ahorn"), "ahorn@amt.example")
    organizer = site.people["organizer"]
    id_ = site.do(services.recipients.save, site.conference_id, None, recipient, actor=organizer)

    page = site.browser("organizer").get(HOME)

    assert "Gesendet wird nur ein festgehaltener Stand." in page.text
    assert site.browser("organizer").post(f"{HOME}/pruefen", data={"empfaenger": id_}).status_code == 422


@pytest.mark.parametrize("role", ["moderator", "participant"])
def test_only_organizers_come_here(site: Site, ids: dict[str, str], role: str) -> None:
    page = order(site, ids["Ahorn"])
    browser = site.browser(role)

    found = [browser.get(address).status_code for address in (HOME, page, f"{page}/anhang/1")]
    found += [browser.post(f"{HOME}/{act}", data={}).status_code for act in ("pruefen", "senden", "test", "text")]

    assert set(found) == {403}
