"""Sending the letter as it happens: an organizer looks at it, tries it out, confirms it and notes what came back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.rules.addresses import Addressee, Form
from drafting.services.letters import LetterEntry
from drafting.services.recipients import RecipientEntry
from drafting.settings import load_settings
from tests.browser.audits import find_problems
from tests.browser.devices import PHONE
from tests.browser.hall import Hall, Halls
from tests.browser.test_outcomes import prepare
from tests.services.smtp import open_mail_server

pytestmark = pytest.mark.xdist_group("accessibility")


def choose_edition(hall: Hall) -> None:
    """Freeze the paper, choose it for the letter, and take in one recipient who can be mailed and one who cannot."""
    with hall.database.write() as work:
        outline = queries.papers.get_outline(work.session, hall.conference_id)
        services.papers.freeze_edition(work, outline.paper_id, name="Beschlussfassung", actor="system")
        edition_id = queries.letter_pages.list_editions(work.session, hall.conference_id)[0].id
        entry = LetterEntry(edition_id, "din", False, False, {"subject": "Unser Brief"}, ())
        services.letters.change_settings(work, hall.conference_id, entry, actor="system")
        for name, email in (("Ahorn", "ahorn@amt.example"), ("Birke", "")):
            recipient = RecipientEntry(Addressee(Form.WOMAN, name=name), email)
            services.recipients.save(work, hall.conference_id, None, recipient, actor="system")


def test_the_letter_is_looked_at_tried_confirmed_and_what_came_back_is_noted(
    halls: Halls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_mail_server() as server:
        monkeypatch.setenv("DRAFTING_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DRAFTING_SMTP_PORT", str(server.port))
        monkeypatch.setenv("DRAFTING_SMTP_SECURITY", "none")
        with halls.open(tmp_path / "data") as hall:
            prepare(hall)
            choose_edition(hall)
            settings = load_settings(tmp_path / "data")
            visitor = hall.organizer("Olga Orga")
            desk = visitor.goes_to("/brief")
            desk.get_by_role("link", name="Per E-Mail versenden").click()
            expect(desk.get_by_text("Ohne E-Mail-Adresse.")).to_be_visible()
            assert find_problems(desk, "light") == []

            desk.get_by_label("Ihre E-Mail-Adresse").fill("olga@stadt.example")
            desk.get_by_role("button", name="An mich senden").click()
            expect(desk.get_by_text("Die Mail an Sie selbst ist unterwegs.")).to_be_visible()
            desk.get_by_role("row", name="Ahorn").get_by_role("link", name="Vorschau").click()
            expect(desk.get_by_role("article", name="Die Mail")).to_contain_text("Sehr geehrte Frau Ahorn,")
            with desk.expect_download() as loading:
                desk.get_by_role("link", name="Unser Brief.docx").click()
            previewed = loading.value.path().read_bytes()

            desk.goto("/brief/versand")
            desk.get_by_role("button", name="Weiter: prüfen und senden").click()
            expect(desk.get_by_text("Es geht 1 Mail hinaus. Das lässt sich nicht zurückholen.")).to_be_visible()
            assert find_problems(desk, "light") == []
            desk.get_by_role("button", name="1 Mail jetzt senden").dblclick()
            expect(desk.get_by_role("row", name="Ahorn")).to_be_visible()
            services.delivery.deliver(hall.database, settings)

            desk.goto("/brief/versand")
            expect(desk.get_by_role("row", name="Ahorn")).to_contain_text("gesendet")
            assert sorted(server.addresses) == ["ahorn@amt.example", "olga@stadt.example"]
            sent = next(mail for mail in server.mails if mail["To"] == "ahorn@amt.example")
            assert [part.get_content() for part in sent.iter_attachments()] == [previewed]
            desk.get_by_role("link", name="Ahorn").click()
            desk.get_by_text("Zurückgekommen", exact=True).click()
            desk.get_by_label("Was steht in der Rückmeldung?").fill("Postfach voll")
            desk.get_by_role("button", name="Vermerken").click()
            expect(desk.get_by_text("Grund: Postfach voll")).to_be_visible()
            desk.set_viewport_size(PHONE)
            assert find_problems(desk, "light") == []
            assert desk.goto("/brief/versand") is not None
            assert find_problems(desk, "light") == []
            assert hall.complaints() == []
