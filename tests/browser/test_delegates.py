"""One vote for each municipality, and a verdict that takes effect only once a moderator has confirmed it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.rules.lifecycle import Phase
from drafting.rules.questions import CountedBy
from drafting.services.asking import Terms
from drafting.text.markdown import parse
from tests.browser.hall import Hall, Halls

TEXT = "# Digitalcheck\n\nAn jedem Gesetz sind mindestens drei Kommunen zu beteiligen.\n"


class Stage:
    """A conference with its moderator, two people of one municipality, and an amendment."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        people, conferences = services.people, services.conferences
        self.organizer = self.do(people.add_person, hall.conference_id, name="O", role="organizer", actor="system")
        draft = DraftPaper("P", sections=(DraftSection("Recht", (DraftDemand("1", parse(TEXT)),)),))
        self.do(services.papers.import_paper, hall.conference_id, draft, actor=self.organizer)
        self.do(conferences.set_phase, hall.conference_id, Phase.OPEN, actor=self.organizer)
        self.moderator = hall.known("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        self.delegate = hall.known("Ada Aal", "Stadt Aalen")
        self.colleague = hall.known("Ben Bad", "Stadt Aalen")
        with hall.database.read() as session:
            self.demand = queries.papers.get_outline(session, hall.conference_id).sections[0].demands[0].id
            editor = queries.editors.get_editor(session, self.demand)
        self.amendment = self.do(
            services.amendments.propose,
            self.demand,
            text=editor.text.replace("drei", "fünf"),
            reason="Darum.",
            base_version_id=editor.base_version_id,
            actor=self.colleague.person_id,
        )

    def do(self, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.hall.database.write() as work:
            return service(work, *args, **kwargs)


@pytest.fixture
def stage(halls: Halls, tmp_path: Path) -> Iterator[Stage]:
    with halls.open(tmp_path) as hall:
        yield Stage(hall)
        assert hall.complaints() == []


def test_the_delegate_votes_for_a_municipality_and_the_others_are_told_so(stage: Stage) -> None:
    stage.do(
        services.municipalities.name_delegate,
        stage.hall.conference_id,
        "Stadt Aalen",
        stage.delegate.person_id,
        actor=stage.organizer,
    )
    terms = Terms(counts_by=CountedBy.MUNICIPALITY)
    poll = stage.do(services.questions.prepare, stage.amendment, actor=stage.moderator.person_id, terms=terms)
    desk = stage.moderator.goes_to(f"/leitung/abstimmungen/{poll}")
    desk.get_by_role("button", name="Abstimmung öffnen").click()

    ballot = stage.delegate.page
    expect(ballot).to_have_url(re.compile(f"/abstimmungen/{poll}$"))
    expect(ballot.get_by_text("Sie stimmen für Aalen.")).to_be_visible()
    ballot.wait_for_load_state()
    ballot.get_by_role("button", name="Ja, ändern").click()
    expect(ballot.get_by_text("Gespeichert. Sie haben für Aalen abgestimmt.")).to_be_visible()

    # Whoever does not vote is not led away, and told why where they look.
    other = stage.colleague.page
    other.get_by_role("link", name="Es wird abgestimmt").click()
    expect(other.get_by_text("Sie stimmen hier nicht mit ab.")).to_be_visible()
    expect(other.get_by_text("Hier hat jede Kommune eine Stimme.")).to_be_visible()
    expect(other.get_by_role("button", name="Ja, ändern")).to_have_count(0)

    expect(desk.locator(".participation")).to_contain_text("1 von 1")
    desk.get_by_role("button", name="Abstimmung schließen").click()
    for page in (ballot, other):
        expect(page.get_by_role("heading", name="Angenommen")).to_be_visible()
        expect(page.get_by_text("1 von 1 haben abgestimmt, 0 nicht.")).to_be_visible()


def test_what_was_adopted_changes_the_text_only_once_it_is_confirmed(stage: Stage) -> None:
    stage.do(
        services.conferences.change_settings,
        stage.hall.conference_id,
        confirms_effects=True,
        actor=stage.organizer,
    )
    poll = stage.do(services.questions.prepare, stage.amendment, actor=stage.moderator.person_id)
    desk = stage.moderator.goes_to(f"/leitung/abstimmungen/{poll}")
    desk.get_by_role("button", name="Abstimmung öffnen").click()
    phone = stage.delegate.page
    expect(phone).to_have_url(re.compile(f"/abstimmungen/{poll}$"))
    phone.wait_for_load_state()
    phone.get_by_role("button", name="Ja, ändern").click()
    expect(phone.get_by_text("Gespeichert.")).to_be_visible()
    desk.get_by_role("button", name="Abstimmung schließen").click()
    expect(phone.get_by_role("heading", name="Angenommen")).to_be_visible()
    expect(phone.get_by_text("Noch nicht im Papier.")).to_be_visible()

    reader = stage.colleague.goes_to(f"/forderungen/{stage.demand}")
    expect(reader.locator("main")).not_to_contain_text("mindestens fünf Kommunen")

    desk.get_by_role("button", name="Ergebnis bestätigen").click()
    expect(phone.get_by_text("Noch nicht im Papier.")).to_have_count(0)
    reader.goto(f"/forderungen/{stage.demand}")
    expect(reader.locator("main")).to_contain_text("mindestens fünf Kommunen")
