"""Finding amendments and sharing the find, reading what became of one, a move from its form to the paper's contents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls

FIRST = """\
# Schriftform abbauen

Wir fordern das Land auf, alle Schriftformerfordernisse zu streichen. Wo eine Unterschrift verzichtbar ist, muss das \
Gesetz dies sagen.
"""
SECOND = "# Digitalcheck einführen\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen.\n"
THIRD = "# Personal fördern\n\nDas Land bezahlt Stellen für die Digitalisierung.\n"


def prepare(hall: Hall) -> list[str]:
    """Import a paper of two sections and open the intake; returns the demands."""
    demands = [DraftDemand(str(number), parse(text)) for number, text in enumerate((FIRST, SECOND, THIRD), start=1)]
    sections = (DraftSection("Recht", tuple(demands[:2])), DraftSection("Personal", tuple(demands[2:])))
    with hall.database.write() as work:
        draft = DraftPaper(title="Forderungspapier", sections=sections)
        services.papers.import_paper(work, hall.conference_id, draft, actor="system")
        services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor="system")
    with hall.database.read() as session:
        outline = queries.papers.get_outline(session, hall.conference_id)
    return [demand.id for section in outline.sections for demand in section.demands]


def propose(hall: Hall, demand: str, old: str, new: str, *, by: str) -> str:
    with hall.database.read() as session:
        page = queries.editors.get_editor(session, demand)
        person = next(row.id for row in queries.people.list_people(session, hall.conference_id).rows if row.name == by)
    with hall.database.write() as work:
        return services.amendments.propose(
            work,
            demand,
            text=page.text.replace(old, new),
            reason="Das ist nötig.",
            base_version_id=page.base_version_id,
            actor=person,
        )


@pytest.fixture
def hall_and_demands(halls: Halls, tmp_path: Path) -> Iterator[tuple[Hall, list[str]]]:
    """A running conference and its demands."""
    with halls.open(tmp_path / "data") as hall:
        yield hall, prepare(hall)
        assert hall.complaints() == []


def test_a_find_is_an_address_that_others_can_open(hall_and_demands: tuple[Hall, list[str]]) -> None:
    hall, demands = hall_and_demands
    ulm = hall.person("Udo Ulmer", "Stadt Ulm", reads=False)
    calw = hall.person("Carla Calwer", "Stadt Calw", reads=False)
    propose(hall, demands[0], "alle", "viele", by="Udo Ulmer")
    propose(hall, demands[0], "alle", "manche", by="Carla Calwer")
    propose(hall, demands[1], "drei", "fünf", by="Udo Ulmer")

    page = calw.goes_to("/antraege")
    count = page.locator("#amendments-results [role=status]")
    expect(count).to_contain_text("3 Anträge")
    page.get_by_text("Mehr Filter").tap()
    page.get_by_label("Überschneidung").select_option("mit Überschneidung")
    expect(count).to_contain_text("2 Anträge")
    town = page.get_by_label("Stadt oder Gemeinde")
    town.fill("ulm")
    town.press("Tab")
    expect(count).to_contain_text("1 Antrag noch offen, ulm, mit Überschneidung")
    expect(page.locator(".list--rows > li")).to_have_count(1)
    expect(page.locator(".list--rows")).to_contain_text("Überschneidung mit Ä2")
    assert urlsplit(page.url).query == "ort=ulm&lage=ueberschneidung"

    search = page.get_by_role("searchbox", name="Suche")
    search.press_sequentially("viele")
    expect(page).to_have_url(f"{hall.address}/antraege?suche=viele&ort=ulm&lage=ueberschneidung")
    expect(search).to_be_focused()
    expect(search).to_have_value("viele")

    shared = ulm.goes_to(page.url)
    expect(shared.locator(".list--rows > li")).to_have_count(1)
    shared.get_by_role("link", name="Zurücksetzen").click()
    expect(shared.locator("#amendments-results [role=status]")).to_contain_text("3 Anträge")


def test_an_author_reads_what_became_of_it(hall_and_demands: tuple[Hall, list[str]]) -> None:
    hall, demands = hall_and_demands
    author = hall.person("Carla Calwer", "Stadt Calw")
    moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
    amendment = propose(hall, demands[0], "verzichtbar", "nicht nötig", by="Carla Calwer")

    desk = moderator.goes_to(f"/leitung/forderungen/{demands[0]}")
    desk.get_by_role("button", name="Ä1 abstimmen lassen").click()
    # On the overview, where signing in ends, the ballot opens by itself, and only once.
    author.page.get_by_role("button", name="Ja, ändern").click()
    expect(author.page.get_by_text("Gespeichert.")).to_be_visible()
    desk.get_by_role("button", name="Abstimmung schließen").click()
    expect(desk.get_by_role("heading", name="Angenommen")).to_be_visible()
    with hall.database.read() as session:
        present = queries.editors.get_editor(session, demands[0])
    with hall.database.write() as work:
        services.demands.edit(
            work,
            demands[0],
            text=present.text.replace("das Gesetz", "das Gesetz oder die Verordnung"),
            reason="Auch Verordnungen verlangen Unterschriften.",
            base_version_id=present.base_version_id,
            actor="system",
        )

    page = author.goes_to("/antraege/meine")
    expect(page.get_by_role("heading", name="Entschieden")).to_be_visible()
    page.get_by_role("link", name="Ä1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was wurde aus Ä1?")
    expect(page.locator(".outcome")).to_contain_text("Angenommen: Forderung\u00a01, Satz\u00a02")
    expect(page.locator(".outcome")).to_contain_text("1 Ja, 0 Nein, 0 Enthaltungen")
    expect(page.locator("ins")).to_have_text("oder die Verordnung")
    expect(page.get_by_text("Auch Verordnungen verlangen Unterschriften.")).to_be_visible()
    page.get_by_role("link", name="Was sich geändert hat").click()
    expect(page.get_by_text("Fassung 2 verglichen mit Fassung 3")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Meine Anträge").first.click()
    expect(page).to_have_url(f"{hall.address}/antraege/meine")
    assert amendment


def test_a_move_is_proposed_voted_and_carried_out(hall_and_demands: tuple[Hall, list[str]]) -> None:
    hall, demands = hall_and_demands
    member = hall.person("Carla Calwer", "Stadt Calw", reads=False)
    moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)

    page = member.goes_to(f"/forderungen/{demands[2]}")
    page.get_by_text("Anderes beantragen").tap()
    page.get_by_role("link", name="Verschieben").click()
    page.get_by_label("Wohin?").select_option(label="nach Forderung 1: Schriftform abbauen")
    page.get_by_label("Warum?").fill("Gehört zum Recht.")
    page.get_by_role("button", name="Einreichen").click()
    expect(page.get_by_text("Forderung 3 wird nach Forderung 1 eingefügt.")).to_be_visible()

    desk = moderator.goes_to(f"/leitung/forderungen/{demands[2]}")
    expect(desk.get_by_text("Forderung 3 wird nach Forderung 1 eingefügt.")).to_be_visible()
    desk.get_by_role("button", name="Ä1 abstimmen lassen").click()
    page.get_by_role("link", name="Jetzt abstimmen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soll Forderung 3 hinter Forderung 1 verschoben werden?")
    page.get_by_role("button", name="Ja, verschieben").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    desk.get_by_role("button", name="Abstimmung schließen").click()
    expect(page.get_by_text("Forderung 3 steht jetzt nach Forderung 1.")).to_be_visible()

    contents = member.goes_to("/papier")
    expect(contents.locator(".toc__no")).to_have_text(["1", "3", "2"])
    section = member.goes_to("/papier/text")
    expect(section.locator(".demand__no")).to_contain_text(["1", "3", "2"])
    with hall.database.read() as session:
        letter = queries.letters.get_letter(session, hall.conference_id)
        assert queries.journal.verify(session, hall.conference_id).problems == ()
    assert [[demand.number for demand in part.demands] for part in letter.sections] == [["1", "3", "2"], []]
