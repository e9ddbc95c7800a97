"""Proposing on a phone: the shortest way from the overview to an amendment, and drafts that survive what happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.text.markdown import parse
from tests.browser.audits import look_through
from tests.browser.hall import Hall, Halls, Visitor

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("proposing")
FIRST = """# Schriftform abbauen

Wir fordern das Land auf, alle Schriftformerfordernisse zu streichen.

- Anträge auf Wohngeld
- Bauanträge

> Papier kostet Zeit.
"""
SECOND = "# Digitalcheck\n\nAn jedem Gesetz sind drei Kommunen zu beteiligen.\n"


@dataclass
class Stage:
    """A paper with open intake, somebody with a phone, and somebody who decides."""

    hall: Hall
    visitor: Visitor
    other: str
    organizer: str
    first: str
    second: str

    def propose(self, demand: str, old: str, new: str) -> str:
        with self.hall.database.read() as session:
            editor = queries.editors.get_editor(session, demand)
        with self.hall.database.write() as work:
            return services.amendments.propose(
                work,
                demand,
                text=editor.text.replace(old, new),
                reason="Darum.",
                base_version_id=editor.base_version_id,
                actor=self.other,
            )


@pytest.fixture(scope="module")
def stage(halls: Halls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with halls.open(tmp_path_factory.mktemp("proposing")) as hall:
        visitor = hall.person("Rosa Reut", "Stadt Reutlingen", reads=False)
        with hall.database.write() as work:
            add = services.people.add_person
            other = add(work, hall.conference_id, name="Carla Calw", municipality="Stadt Calw", actor="system")
            organizer = add(work, hall.conference_id, name="Olga", role="organizer", actor="system")
            section = DraftSection("Recht", (DraftDemand("1", parse(FIRST)), DraftDemand("2", parse(SECOND))))
            services.papers.import_paper(
                work, hall.conference_id, DraftPaper("Papier", sections=(section,)), actor=organizer
            )
            services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=organizer)
        with hall.database.read() as session:
            outline = queries.papers.get_outline(session, hall.conference_id)
        first, second = (demand.id for demand in outline.sections[0].demands)
        yield Stage(hall, visitor, other, organizer, first, second)


def test_the_way_of_a_participant_takes_four_taps(stage: Stage) -> None:
    """Section, *Ändern*, into the reason, *Einreichen*; the words are typed where the caret already stands."""
    page = stage.visitor.goes_to("/")
    taps = 0

    def tap(target: Locator) -> None:
        nonlocal taps
        target.tap()
        taps += 1

    tap(page.get_by_role("link", name="Recht"))
    tap(page.get_by_role("link", name="Forderung 2: Absatz 1 ändern"))
    expect(page.get_by_label("Text ändern")).to_be_focused()
    page.keyboard.type(" Das Ergebnis wird veröffentlicht.")
    expect(page.get_by_role("region", name="So liest es sich").locator("ins")).to_contain_text("veröffentlicht")
    tap(page.get_by_label("Warum?"))
    page.keyboard.type("Damit alle es sehen.")
    tap(page.get_by_role("button", name="Einreichen", exact=True))
    expect(page.get_by_text("Ihr Antrag ist eingereicht.")).to_be_visible()
    assert taps == 4


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("Titel ändern", "Titel", "Schriftform abbauen"),
        ("Punkt 2 ändern", "Text ändern", "Bauanträge"),
        ("Begründung ändern", "Begründung der Forderung", "Papier kostet Zeit."),
    ],
)
def test_every_pencil_opens_the_editor_in_its_field(stage: Stage, name: str, label: str, value: str) -> None:
    page = stage.visitor.goes_to(f"/forderungen/{stage.first}")
    if name.startswith("Begründung"):
        page.locator("summary", has_text="Begründung").first.tap()
    page.get_by_role("link", name=name).tap()
    field = page.get_by_label(label, exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("!")
    assert f"{value}!" in field.input_value()
    expect(page.get_by_text("Entwurf gespeichert, nur für Sie sichtbar")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Entwurf verwerfen").tap()
    expect(page.get_by_text("Ihr Entwurf ist verworfen.")).to_be_visible()


def write(page: Page, words: str) -> None:
    page.get_by_label("Text ändern").press("End")
    page.keyboard.type(words)


def test_a_draft_survives_a_lost_connection_another_device_and_a_newer_text(stage: Stage) -> None:
    address = f"/forderungen/{stage.first}/aendern?absatz=1"
    page = stage.visitor.goes_to(address)
    write(page, " Auch die kleinen.")
    expect(page.get_by_text("Entwurf gespeichert, nur für Sie sichtbar")).to_be_visible()

    stage.visitor.context.set_offline(True)
    write(page, " Und zwar bald.")
    expect(page.get_by_text("Keine Verbindung. Ihr Entwurf liegt auf diesem Gerät")).to_be_visible()
    page.get_by_role("button", name="Einreichen", exact=True).tap()
    expect(page.get_by_text("Keine Verbindung. Noch nicht eingereicht; Ihr Text bleibt")).to_be_in_viewport()
    assert "Und zwar bald." in page.get_by_label("Text ändern").input_value()
    stage.visitor.context.set_offline(False)
    expect(page.get_by_text("Sie können jetzt einreichen.")).to_be_in_viewport()
    expect(page.get_by_text("Entwurf gespeichert, nur für Sie sichtbar")).to_be_visible()
    expect(page.get_by_role("region", name="So liest es sich")).to_contain_text("Und zwar bald.")

    decided = stage.propose(stage.first, "Bauanträge", "Bauanträge und Bauvoranfragen")
    with stage.hall.database.write() as work:
        services.amendments.take_over(work, decided, actor=stage.organizer)
    other = stage.hall.second_device(stage.visitor)
    other.goto("/antraege/meine")
    other.get_by_role("link", name="Schriftform abbauen").click()
    expect(other.get_by_text("Ihr Entwurf ist auf Fassung\u00a02 übertragen.")).to_be_visible()
    text = other.get_by_label("Text ändern").input_value()
    assert "Auch die kleinen. Und zwar bald." in text
    assert "Bauvoranfragen" in text
    other.get_by_label("Warum?").fill("Deshalb.")
    other.get_by_role("button", name="Einreichen", exact=True).dblclick()
    expect(other.get_by_text("Ihr Antrag ist eingereicht.")).to_be_visible()
    page.goto("/antraege/meine")
    expect(page.get_by_text("Meine Entwürfe")).to_have_count(0)
    with stage.hall.database.read() as session:
        mine = [card for card in queries.amendments.list_amendments(session, stage.hall.conference_id)
                if "Und zwar bald" in str(card.redline)]  # fmt: skip
    assert len(mine) == 1


def test_a_draft_whose_answer_was_lost_is_not_another_one_and_a_choice_can_be_undone(stage: Stage) -> None:
    page = stage.visitor.goes_to(f"/forderungen/{stage.second}/aendern")
    page.route("**/aendern", lambda route: (route.fetch(), route.abort()))
    write(page, " Das bleibt.")
    expect(page.get_by_text("Keine Verbindung. Ihr Entwurf liegt auf diesem Gerät")).to_be_visible()
    # It may just be trying again.
    page.unroute_all(behavior="wait")
    page.goto(f"/forderungen/{stage.second}/aendern")
    expect(page.get_by_text("Ihr Entwurf ist wieder da.").locator("visible=true")).to_have_count(1)
    other = page.get_by_text("Auf diesem Gerät liegt ein anderer Entwurf")
    expect(other).to_be_hidden()

    # Now the device holds something that the server has not, from a page that another device has overtaken.
    page.evaluate(
        """() => { const form = document.querySelector("form[data-draft]");
        const old = (name, value) => [name, name === "text" ? "Altes Gerät." : value];
        const entries = [...new FormData(form)].map((entry) => old(...entry));
        localStorage.setItem("draft:" + form.dataset.draft, JSON.stringify({ entries, stamp: "früher" })); }"""
    )
    page.goto(f"/forderungen/{stage.second}/aendern")
    expect(other).to_be_visible()
    area = page.get_by_label("Text ändern")
    write(page, " Neuer Satz.")
    newer = area.input_value()
    take = page.get_by_role("button", name="Diesen nehmen")
    take.click()
    expect(area).to_have_value("Altes Gerät.")
    take.click()
    expect(area).to_have_value(newer)
    page.locator("[data-draft-drop]").click()
    expect(other).to_be_hidden()
    expect(area).to_have_value(newer)


def test_what_is_written_before_the_scripts_have_come_is_previewed(stage: Stage) -> None:
    page = stage.visitor.page
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))
    with page.expect_request("**/htmx.min.js"):
        page.goto(f"/forderungen/{stage.second}/aendern", wait_until="commit")
    page.get_by_label("Text ändern").fill("An jedem Gesetz sind acht Kommunen zu beteiligen.")
    held[0].continue_()
    expect(page.get_by_role("region", name="So liest es sich").locator("ins").first).to_be_visible()
    expect(page.get_by_text("Entwurf gespeichert").first).to_be_visible()
    page.unroute("**/htmx.min.js")


def test_whoever_writes_is_told_that_the_demand_has_moved_on(stage: Stage) -> None:
    page = stage.visitor.goes_to(f"/forderungen/{stage.first}/aendern")
    told = page.get_by_text("Der Text der Forderung wurde eben geändert.")
    write(page, " Zum Schluss noch dies.")
    expect(page.get_by_text("Entwurf gespeichert, nur für Sie sichtbar")).to_be_visible()
    expect(told).to_be_hidden()
    decided = stage.propose(stage.first, "Papier kostet Zeit", "Papier kostet Zeit und Geld")
    with stage.hall.database.write() as work:
        services.amendments.take_over(work, decided, actor=stage.organizer)
    expect(told).to_be_visible()
    assert "Zum Schluss noch dies." in page.get_by_label("Text ändern").input_value()


def test_who_finds_the_same_proposed_already_supports_it_instead(stage: Stage) -> None:
    stage.propose(stage.second, "drei Kommunen", "fünf Kommunen")
    page = stage.visitor.goes_to(f"/forderungen/{stage.second}/aendern?absatz=1")
    area = page.get_by_label("Text ändern")
    area.fill(area.input_value().replace("drei Kommunen", "fünf  Kommunen"))
    page.get_by_role("button", name="unterstützen").first.tap()
    expect(page.get_by_text("Sie unterstützen jetzt")).to_be_visible()
    page.get_by_role("button", name="Entwurf verwerfen").tap()
    expect(page.get_by_text("Ihr Entwurf ist verworfen.")).to_be_visible()
    expect(page.locator(".count").first).to_contain_text("1")


def test_the_pages_of_organizers_are_accessible(stage: Stage) -> None:
    with stage.hall.database.write() as work:
        organisation = services.organisations.add(
            work, stage.hall.conference_id, name="Städtetag", actor=stage.organizer
        )
        services.organisations.appoint(work, organisation, stage.other, actor=stage.organizer)
    page = stage.hall.organizer("Olga").page
    assert look_through(page, ("/einstellungen", "/organisationen"), "light") == []


def test_no_page_has_complained(stage: Stage) -> None:
    # Without a connection the browser and htmx themselves say what could not be fetched.
    expected = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to fetch")
    complaints = [line for line in stage.hall.complaints() if not any(word in line for word in expected)]
    assert complaints == []
