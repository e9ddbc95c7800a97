"""Talking on a phone: comments that come live, answers, moderation with a reason, practical examples, contacts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import Person
from drafting.rules.lifecycle import Phase
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.browser.audits import look_through
from tests.browser.hall import Hall, Halls

TEXT = "# Schriftform abbauen\n\nWir fordern das Land auf, alle Schriftformerfordernisse zu streichen.\n"


@pytest.fixture
def hall(halls: Halls, tmp_path: Path) -> Iterator[Hall]:
    with halls.open(tmp_path) as hall:
        yield hall


def open_the_intake(hall: Hall) -> str:
    """Give the conference a paper of one demand; returns its id."""
    with hall.database.write() as work:
        draft = DraftPaper(
            "Forderungspapier",
            preamble=Document.of(()),
            sections=(DraftSection("Recht", (DraftDemand("1", parse(TEXT)),)),),
            closing=Document.of(()),
        )
        services.papers.import_paper(work, hall.conference_id, draft, actor="system")
        services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor="system")
    with hall.database.read() as session:
        return queries.papers.get_outline(session, hall.conference_id).sections[0].demands[0].id


def complaints(hall: Hall) -> list[str]:
    """What pages complain about, but for forms that came back as they should: browsers note every 422."""
    return [line for line in hall.complaints() if "422" not in line]


def write_comment(page: Page, text: str) -> None:
    page.get_by_label("Kommentar", exact=True).fill(text)
    page.get_by_role("button", name="Kommentieren").click()
    expect(page.get_by_text(text)).to_be_visible()


def test_people_talk_on_their_phones(hall: Hall) -> None:
    demand = f"/forderungen/{open_the_intake(hall)}"
    calw = hall.person("Carla", "Stadt Calw", reads=False)
    malsch = hall.person("Max", "Gemeinde Malsch", reads=False)
    moderator = hall.person("Mona", "Stadt Ulm", role="moderator", phone=False)
    first, second, desk = calw.goes_to(demand), malsch.goes_to(demand), moderator.goes_to(demand)

    # Folded on a phone, open on a desk.
    expect(first.get_by_label("Kommentar", exact=True)).to_be_hidden()
    expect(desk.get_by_label("Kommentar", exact=True)).to_be_visible()
    first.get_by_role("heading", name="Noch keine Kommentare").click()
    write_comment(first, "Bei uns hängt es an der Satzung.")

    # It comes live without moving what somebody reads, and what they are writing stays.
    news = second.get_by_role("link", name="1 neuen Kommentar zeigen")
    expect(news).to_be_visible()
    expect(second.get_by_text("Bei uns hängt")).to_have_count(0)
    second.get_by_role("heading", name="Noch keine Kommentare").click()
    second.get_by_label("Kommentar", exact=True).fill("Ich schreibe gerade")
    news.click()
    expect(second.get_by_text("Bei uns hängt")).to_be_visible()
    expect(second.get_by_role("heading", name="1 Kommentar", exact=True)).to_be_visible()
    expect(second.get_by_label("Kommentar", exact=True)).to_have_value("Ich schreibe gerade")
    expect(news).to_be_hidden()
    expect(second.locator(".talk__threads")).to_be_focused()

    second.get_by_text("Antworten").click()
    second.get_by_label("Antwort an Stadt Calw").fill("Das ist doch Unsinn.")
    second.get_by_role("button", name="Antwort senden").click()
    expect(second.get_by_text("Das ist doch Unsinn.")).to_be_visible()

    desk.get_by_role("link", name="2 neue Kommentare zeigen").click()
    desk.get_by_role("link", name="Ausblenden (Gemeinde Malsch").click()
    desk.get_by_role("button", name="Ausblenden").click()
    expect(desk.get_by_text("Bitte geben Sie einen Grund an.")).to_be_visible()
    expect(desk.get_by_label("Grund")).to_be_focused()
    desk.get_by_label("Grund").fill("Bitte sachlich bleiben.")
    desk.get_by_role("button", name="Ausblenden").click()
    expect(desk.get_by_text("Bitte sachlich bleiben.")).to_be_visible()

    # The phone that wrote hears of the answer, and of nothing in it but the reason; a half-written answer stays.
    first.get_by_text("Antworten").click()
    first.get_by_label("Antwort an Stadt Calw").fill("Halb geschrieben")
    first.get_by_role("link", name="1 neuen Kommentar zeigen").click()
    expect(first.get_by_text("Bitte sachlich bleiben.")).to_be_visible()
    expect(first.get_by_text("Unsinn")).to_have_count(0)
    expect(first.get_by_label("Antwort an Stadt Calw")).to_have_value("Halb geschrieben")
    assert complaints(hall) == []


def test_a_municipality_tells_of_its_practice_and_another_asks_for_a_talk(hall: Hall) -> None:
    demand = f"/forderungen/{open_the_intake(hall)}"
    calw = hall.person("Carla", "Stadt Calw", reads=False)
    malsch = hall.person("Max", "Gemeinde Malsch", reads=False)
    with hall.database.write() as work:
        person = queries.people.list_people(work.session, hall.conference_id, search="Max").rows[0]
        work.session.get_one(Person, person.id).email = "max@malsch.example"

    page = calw.goes_to(demand)
    page.get_by_role("link", name="Praxisbeispiel hinzufügen").click()
    expect(page.get_by_label("Kommune")).to_have_value("Stadt Calw")
    page.get_by_label("Titel").fill("Satzung ohne Schriftform")
    page.get_by_label("Was wurde gemacht").fill("Wir haben alle Satzungen durchgesehen.")
    page.get_by_label("Link").fill("javascript:alert(1)")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Bitte eine Adresse, die mit https:// beginnt.")).to_be_visible()
    expect(page.get_by_label("Titel")).to_have_value("Satzung ohne Schriftform")
    page.get_by_label("Link").fill("www.calw.example/satzung")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", name="1 Praxisbeispiel")).to_be_visible()

    other = malsch.goes_to("/beispiele")
    other.get_by_label("Suche").fill("satzung")
    other.get_by_role("button", name="Zeigen").click()
    other.wait_for_url("**/beispiele?suche=satzung*")
    other.get_by_text("Satzung ohne Schriftform", exact=True).click()
    other.get_by_role("link", name="Kontakt anfragen").click()
    expect(other.get_by_text("max@malsch.example")).to_be_visible()
    other.get_by_label("Nachricht").fill("Haben Sie eine halbe Stunde?")
    other.get_by_role("button", name="Kontakt anfragen").click()
    expect(other.get_by_text("Kontakt angefragt")).to_be_visible()

    page = calw.goes_to(demand)
    page.get_by_text("Satzung ohne Schriftform", exact=True).click()
    page.get_by_role("link", name="1 Kontaktanfrage").click()
    expect(page.get_by_role("link", name="max@malsch.example")).to_be_visible()
    expect(page.get_by_text("Haben Sie eine halbe Stunde?")).to_be_visible()
    assert complaints(hall) == []


def test_the_pages_of_those_who_moderate_and_organize_are_accessible(hall: Hall) -> None:
    demand = open_the_intake(hall)
    moderator = hall.person("Mona", "Stadt Ulm", role="moderator", phone=False)
    organizer = hall.organizer("Olga")
    with hall.database.write() as work:
        add = services.people.add_person
        person = add(work, hall.conference_id, name="Carla", municipality="Stadt Calw", actor="system")
        comment = services.comments.comment_on_demand(work, demand, text="Gut so.", actor=person)
        services.comments.answer(work, comment, text="Ja, siehe https://calw.example.", actor=person)
        example = services.examples.ExampleText(municipality="Calw", title="Satzung", text="Fertig.", figure="27")
        example_id = services.examples.add(work, demand, example, actor=person)
        services.reviews.review(work, demand, status="partly", evidence="Zum Teil.", actor="system")
    pages = {
        moderator.page: (
            f"/forderungen/{demand}",
            f"/forderungen/{demand}/bilanz",
            f"/kommentare/{comment}/ausblenden",
            f"/kommentare/{comment}/antworten",
            f"/beispiele/{example_id}/ausblenden",
            "/bilanz",
        ),
        organizer.page: ("/kommunen", "/bilanz?stand=ohne"),
    }
    problems = [problem for page, each in pages.items() for problem in look_through(page, each, "light")]
    assert problems == []
