"""An answer comes in: an organizer records and releases it, and a stranger reads it on the public page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, expect

from drafting import queries, services
from drafting.rules.addresses import Addressee, Form
from drafting.services.publications import PublicationEntry
from drafting.services.recipients import RecipientEntry
from tests.browser.audits import find_problems, look_through
from tests.browser.hall import Hall, Halls
from tests.browser.test_outcomes import prepare
from tests.pdfs import make_pdf


def publish(hall: Hall) -> None:
    """Let the letter have a recipient, and the paper a public page."""
    to = Addressee(Form.WOMAN, "Dr.", "Ada", "Amsel", "Ministerin", "Ministerium für Inneres")
    with hall.database.write() as work:
        paper = queries.papers.get_outline(work.session, hall.conference_id).paper_id
        edition = services.papers.freeze_edition(work, paper, name="Beschluss", actor="system")
        services.recipients.save(work, hall.conference_id, None, RecipientEntry(to), actor="system")
        page = services.publications.prepare(work, hall.conference_id, edition_id=edition, actor="system")
        entry = PublicationEntry(edition_id=edition, slug="papier", title="Forderungen")
        services.publications.change(work, page, entry, actor="system")
        services.publications.publish(work, page, told_otherwise=True, leaves_open=True, actor="system")


def test_an_answer_is_recorded_released_and_read(halls: Halls, tmp_path: Path) -> None:
    with halls.open(tmp_path / "data") as hall:
        prepare(hall)
        publish(hall)
        desk = hall.organizer("Olga Orga").goes_to("/brief")
        desk.get_by_role("link", name="Antwort festhalten").click()
        desk.get_by_label("Datum der Antwort").fill("2026-01-12")
        desk.get_by_role("button", name="Speichern").click()
        expect(desk.get_by_text("Bitte fassen Sie die Antwort kurz zusammen.")).to_be_visible()
        desk.get_by_label("Zusammenfassung").fill("Das Ministerium setzt es um.")
        first = desk.get_by_role("group").filter(has=desk.locator("legend")).first
        first.get_by_label("Antwort").select_option("zugesagt")
        first.get_by_label("Anmerkung").fill("Bis zum Sommer.")
        desk.get_by_role("button", name="Speichern").click()
        expect(desk.get_by_role("heading", level=1)).to_have_text("Dr. Ada Amsel")
        sheet = FilePayload(name="Antwort.pdf", mimeType="application/pdf", buffer=make_pdf("Ja"))
        desk.get_by_label("Schreiben ablegen").set_input_files(sheet)
        desk.get_by_role("button", name="Hochladen").click()
        expect(desk.get_by_role("link", name="PDF herunterladen")).to_be_visible()
        desk.get_by_role("button", name="Für die öffentliche Seite freigeben").click()
        expect(desk.get_by_role("button", name="Freigabe zurücknehmen")).to_be_visible()

        for scripts in (False, True):
            phone = hall.stranger(scripts=scripts)
            phone.goto("/oeffentlich/papier")
            replies = phone.get_by_role("list", name="Antworten zu dieser Forderung")
            expect(replies).to_have_count(1)
            expect(replies).to_contain_text("zugesagt")
            replies.get_by_role("link", name="Ministerium für Inneres").click()
            expect(phone.get_by_text("Das Ministerium setzt es um.")).to_be_in_viewport()
            expect(phone.get_by_text("Amsel")).to_have_count(0)
            if scripts:
                pages = (desk.url, f"{desk.url}/bearbeiten", "/antworten", "/bilanz")
                assert find_problems(phone, "light", "dark") + look_through(desk, pages, "light") == []
