"""The whole journey in real browsers: from last year's Word file to this year's letter, six people at once."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from drafting import queries
from drafting.imports.papers import read_paper
from drafting.text.document import Document
from tests.browser.hall import Halls, Visitor

SHARED = Path(__file__).parents[2].parent / "shared" / "papers" / "forderungspapier-2024.docx"
OWN = """# Forderungspapier 2024

## Finanzierung

### 1. Betrieb dauerhaft finanzieren

Digitalisierung ist eine Daueraufgabe. Wir fordern eine jährliche Digitalisierungspauschale des Landes von mindestens \
5 Euro je Einwohner, die jeweils zum 1. März ausgezahlt wird.

Förderprogramme sollen den Eigenanteil für Gemeinden unter 10.000 Einwohnern auf zehn Prozent begrenzen.

### 2. Personal gewinnen

Das Land muss Studienplätze bis 2028 verdoppeln.
"""


def _source(directory: Path) -> Path:
    """The sample paper as Word has it, where it is there; else one of our own."""
    if SHARED.exists():
        return SHARED
    path = directory / "papier.md"
    path.write_text(OWN)
    return path


def test_from_the_word_file_to_the_letter(halls: Halls, tmp_path: Path) -> None:
    source = _source(tmp_path)
    with halls.open(tmp_path / "data") as hall:
        organizer = hall.organizer_with_link("Olga Orlandini")
        moderator = hall.person_with_code("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        calw, kirchzarten, reutlingen, ulm = (
            hall.person_with_code("Carla Calwer", "Stadt Calw"),
            hall.person_with_code("Karl Kirchner", "Gemeinde Kirchzarten", phone=False),
            hall.person_with_code("Rosa Reut", "Stadt Reutlingen"),
            hall.person_with_code("Udo Ulmer", "Stadt Ulm"),
        )
        import_the_paper(organizer, source)
        open_the_intake(organizer)

        first = amend(calw, "5 Euro je Einwohner", "8 Euro je Einwohner", why="Fünf Euro reichen nicht.")
        second = amend(kirchzarten, "5 Euro je Einwohner", "10 Euro je Einwohner", why="Alles ist teurer geworden.")
        third = amend(reutlingen, "auf zehn Prozent", "auf fünf Prozent", why="Auch zehn sind zu viel.")
        expect_overlap(ulm, first, second)

        demand = ulm.goes_to(f"{hall.address}/papier")
        open_the_vote(moderator, first)
        voters = [calw, kirchzarten, reutlingen, ulm]
        expect(demand.get_by_role("link", name="Jetzt abstimmen")).to_be_visible()
        vote(voters, ["Ja, ändern", "Nein, so lassen", "Ja, ändern", "Enthaltung"])
        close_the_vote(moderator)
        for voter in voters:
            expect_result(voter.page, "Angenommen", yes=2, no=1, abstain=1)
        expect(moderator.page.get_by_text("Mehr Ja als Nein: 2 gegen 1.")).to_be_visible()

        expect_text(ulm, "8 Euro je Einwohner")
        expect_carried_over(reutlingen, third)
        adapt(kirchzarten, second, "8 Euro je Einwohner", "10 Euro je Einwohner")
        compare_versions(ulm)

        letter = download_the_letter(organizer, tmp_path)
        texts = [block.plain for demand in letter for block in demand.blocks]
        assert any("mindestens 8 Euro je Einwohner" in text for text in texts)
        assert not any("10 Euro je Einwohner" in text for text in texts)
        verify_the_journal(organizer)
        assert hall.complaints() == []
        with hall.database.read() as session:
            assert queries.journal.verify(session, hall.conference_id).problems == ()


def import_the_paper(organizer: Visitor, source: Path) -> None:
    page = organizer.goes_to("/einlesen")
    page.get_by_label("Datei").set_input_files(source)
    page.get_by_role("button", name="Einlesen und ansehen").click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_be_visible()
    page.get_by_role("button", name="So speichern").click()
    expect(page.get_by_role("heading", name="Stimmt das so?")).to_have_count(0)


def open_the_intake(organizer: Visitor) -> None:
    page = organizer.goes_to("/")
    page.get_by_text("Phase wechseln").click()
    page.get_by_role("button", name="Zu „Anträge offen“").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("Anträge offen")


def find_demand(visitor: Visitor, title: str = "Betrieb dauerhaft finanzieren") -> Page:
    page = visitor.goes_to("/papier")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page


def amend(visitor: Visitor, words: str, instead: str, *, why: str) -> str:
    """Change words in the editor, look at the live redline, hand in; returns the amendment's address."""
    page = find_demand(visitor)
    page.get_by_role("link", name="Absatz 1 ändern").click()
    area = page.get_by_label("Text ändern")
    area.fill(area.input_value().replace(words, instead))
    preview = page.get_by_role("region", name="So liest es sich")
    expect(preview.locator("ins").first).to_be_visible()
    page.get_by_label("Warum?").fill(why)
    page.get_by_role("button", name="Einreichen", exact=True).click()
    expect(page.get_by_text("Ihr Antrag ist eingereicht.")).to_be_visible()
    return page.url


def expect_overlap(visitor: Visitor, first: str, second: str) -> None:
    page = find_demand(visitor)
    card = page.locator(f"#amendments-card-{first.rsplit('/', 1)[1]}")
    expect(card).to_contain_text("Überschneidung mit Ä2")
    expect(card.locator("ins")).to_contain_text("8")
    card.get_by_role("button", name="Ä1 unterstützen").click()
    expect(card.get_by_role("button", name="Ä1 nicht mehr unterstützen")).to_be_visible()
    assert second != first


def open_the_vote(moderator: Visitor, amendment: str) -> None:
    page = moderator.goes_to("/leitung")
    page.get_by_role("navigation", name="Forderungen").get_by_role("link", name="Betrieb dauerhaft finanzieren").click()
    page.get_by_role("button", name="Ä1 abstimmen lassen").click()
    expect(page.get_by_text("haben abgestimmt")).to_be_visible()


def vote(voters: list[Visitor], choices: list[str]) -> None:
    """Everybody gets to the ballot by the bar at the bottom, which comes without reloading, and votes."""
    for voter, choice in zip(voters, choices, strict=True):
        voter.page.get_by_role("link", name="Jetzt abstimmen").click()
        voter.page.get_by_role("button", name=choice).click()
        expect(voter.page.get_by_text("Gespeichert.")).to_be_visible()
        expect(voter.page.get_by_role("button", name=choice)).to_have_attribute("aria-pressed", "true")


def close_the_vote(moderator: Visitor) -> None:
    expect(moderator.page.locator(".participation")).to_contain_text("4")
    moderator.page.get_by_role("button", name="Abstimmung schließen").click()


def expect_result(page: Page, verdict: str, *, yes: int, no: int, abstain: int) -> None:
    """The result has come to the open ballot by itself."""
    expect(page.get_by_role("heading", name=verdict)).to_be_visible()
    numbers = page.locator(".bars dd.n")
    expect(numbers).to_have_text([str(yes), str(no), str(abstain)])
    expect(page.get_by_role("button", name="Ja, ändern")).to_be_hidden()


def expect_text(visitor: Visitor, words: str) -> None:
    visitor.page.get_by_role("link", name="Weiter im Papier").click()
    expect(visitor.page.locator("article")).to_contain_text(words)


def expect_carried_over(author: Visitor, amendment: str) -> None:
    page = author.goes_to(amendment)
    expect(page.get_by_text("Auf Fassung 2 übertragen.")).to_be_visible()
    expect(page.locator(".redline ins").first).to_contain_text("fünf")


def adapt(author: Visitor, amendment: str, words: str, instead: str) -> None:
    """The author of the collision is asked in plain words and adapts."""
    page = author.goes_to("/antraege/meine")
    expect(page.get_by_role("heading", name="Ihre Antwort wird gebraucht")).to_be_visible()
    page.goto(amendment)
    expect(page.get_by_text("Der Text wurde geändert.")).to_be_visible()
    expect(page.get_by_text("Ihr Wortlaut bleibt erhalten.")).to_be_visible()
    expect(page.get_by_role("button", name="So lassen")).to_be_visible()
    expect(page.get_by_role("link", name="Zurückziehen")).to_be_visible()
    page.get_by_role("link", name="Anpassen").click()
    area = page.get_by_label("Text ändern")
    assert words in area.input_value(), "the editor begins with the decided text"
    area.fill(area.input_value().replace(words, instead))
    expect(page.get_by_role("region", name="So liest es sich").locator("ins")).to_contain_text("10")
    page.get_by_role("button", name="Angepasst einreichen").click()
    expect(page.get_by_text("Ihr Antrag ist an den neuen Text angepasst.")).to_be_visible()
    expect(page.get_by_text("Ihre Antwort wird gebraucht")).to_have_count(0)


def compare_versions(visitor: Visitor) -> None:
    page = find_demand(visitor)
    page.get_by_role("link", name="Was sich geändert hat").first.click()
    expect(page.locator("del").filter(has_text="5")).to_be_visible()
    expect(page.locator("ins").filter(has_text="8")).to_be_visible()


def download_the_letter(organizer: Visitor, directory: Path) -> list[Document]:
    page = organizer.goes_to("/ausgaben")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile(r"Word\s*: Papier")).click()
    path = directory / "papier.docx"
    download.value.save_as(path)
    draft = read_paper("papier.docx", path.read_bytes())
    return [demand.document for section in draft.sections for demand in section.demands]


def verify_the_journal(organizer: Visitor) -> None:
    page = organizer.goes_to("/protokoll")
    page.get_by_role("link", name="Protokoll prüfen").click()
    expect(page.get_by_role("heading", name="Alles stimmt überein")).to_be_visible()
