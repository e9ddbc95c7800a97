"""Preparing decisions in real browsers: the moderator's board, recommendations others see, and the plenary's list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import DemandVersion, Membership
from drafting.rules.lifecycle import Phase
from drafting.rules.questions import Question
from drafting.services.asking import Terms
from drafting.services.hand_counts import Numbers
from drafting.text.markdown import parse
from tests.browser.audits import find_problems
from tests.browser.devices import DESK, PHONE
from tests.browser.hall import Hall, Halls

TEXT = """# Digitaltauglichkeit prüfen

Jedes Vorhaben durchläuft einen Digitalcheck, an dem mindestens drei Kommunen unterschiedlicher Größe beteiligt sind.

Das Ergebnis ist der Gesetzesbegründung beizufügen.
"""


class Stage:
    """A panel that recommends, with its moderator, a participant, an organizer, and amendments to one demand."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.organizer = hall.organizer("Olga Orlandini")
        self.moderator = hall.person("Mara Mohn", "Stadt Heilbronn", role="moderator", phone=False)
        self.participant = hall.person("Carla Calwer", "Stadt Calw", reads=False)
        with hall.database.read() as session:
            rows = queries.people.list_people(session, hall.conference_id).rows
        self.ids = {row.name: row.id for row in rows}
        with hall.database.write() as work:
            organizer = self.ids["Olga Orlandini"]
            draft = DraftPaper("Papier 2025", sections=(DraftSection("Recht", (DraftDemand("1", parse(TEXT)),)),))
            services.papers.import_paper(work, hall.conference_id, draft, actor=organizer)
            services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=organizer)
            section = queries.papers.get_outline(work.session, hall.conference_id).sections[0]
            panel = services.conferences.add_panel(work, hall.conference_id, name="AG Recht", actor=organizer)
            services.panels.change(
                work, panel, name="AG Recht", decides=False, section_ids=[section.id], actor=organizer
            )
            for name in ("Mara Mohn", "Carla Calwer"):
                work.session.add(Membership(person_id=self.ids[name], panel_id=panel, moderates=name == "Mara Mohn"))
        self.demand = section.demands[0].id
        self.far = self.propose("drei Kommunen unterschiedlicher Größe", "fünf Kommunen", by="Carla Calwer")
        self.near = self.propose("drei Kommunen", "vier Kommunen", by="Mara Mohn")
        self.apart = self.propose("ist der Gesetzesbegründung", "ist jeder Gesetzesbegründung", by="Carla Calwer")

    def propose(self, old: str, new: str, *, by: str) -> str:
        with self.hall.database.read() as session:
            editor = queries.demands.get_demand(session, self.demand)
            text = session.get_one(DemandVersion, editor.version_id).text
        with self.hall.database.write() as work:
            return services.amendments.propose(
                work,
                self.demand,
                text=text.replace(old, new),
                reason="Damit es gelingt.",
                base_version_id=editor.version_id,
                actor=self.ids[by],
            )

    def put_questions(self) -> list[str]:
        """A vote that has ended, one that runs with somebody to be counted by hand, two in the queue; their pages."""
        actor, hand = self.ids["Mara Mohn"], self.ids["Carla Calwer"]
        with self.hall.database.write() as work:
            ended = services.polls.open_now(work, self.far, actor=actor)
            services.polls.close_poll(work, ended, actor=actor)
            running = services.hall_questions.ask_opinion(
                work,
                self.hall.conference_id,
                Question.SINGLE,
                title="Womit beginnen wir?",
                answers=["Recht", "Dienste"],
                actor=actor,
                terms=Terms(time_limit=3_600),
            )
            prepared = services.questions.prepare(work, self.apart, actor=actor)
            services.hall_questions.ask_test(work, self.hall.conference_id, actor=actor)
            services.polls.open_poll(work, running, actor=actor)
            services.hand_counts.mark(work, running, hand, actor=actor)
            count = services.hand_counts.enter(work, running, Numbers(marked=1, options={1: 1}), actor=actor)
        polls = [f"/leitung/abstimmungen/{poll_id}" for poll_id in (ended, running, prepared)]
        roll = f"/leitung/abstimmungen/{running}/verzeichnis?suche=a"
        return ["/leitung", *polls, roll, f"/leitung/abstimmungen/{running}/zaehlung/{count}"]


@pytest.fixture
def stage(halls: Halls, tmp_path: Path) -> Iterator[Stage]:
    with halls.open(tmp_path / "data") as hall:
        stage = Stage(hall)
        yield stage
        assert hall.complaints() == []


def test_a_moderator_prepares_a_demand_and_others_see_what_is_recommended(stage: Stage) -> None:
    page = stage.moderator.goes_to("/leitung")
    page.get_by_role("link", name="Vorbereiten").click()
    place = page.locator(".place", has_text="Überschneidung")
    expect(place).to_contain_text("Der weitergehende zuerst")
    expect(place.locator(".row").first).to_contain_text("ersetzt 3 Wörter")
    expect(place.locator(".row").last).to_contain_text("Wird Ä1 angenommen, wird zu Ä2 nachgefragt.")

    page.get_by_role("button", name="Ä2 zuerst abstimmen").click()
    expect(place).to_contain_text("Reihenfolge der Moderation")
    expect(place.locator(".row").first).to_contain_text("Ä2")

    page.get_by_label("Empfehlung zu Ä3").select_option(label="annehmen")
    page.get_by_label("Ä1 ankreuzen").check()
    page.get_by_label("Ä2 ankreuzen").check()
    page.get_by_label("Für alle angekreuzten").select_option(label="abstimmen")
    page.get_by_label("Vermerk, nur für die Leitung").fill("Mit Calw besprochen")
    stage.propose("beteiligt sind", "beteiligt werden", by="Mara Mohn")
    expect(page.locator(".board")).to_contain_text("Ä4")
    expect(page.get_by_label("Empfehlung zu Ä3")).to_have_value("adopt")
    expect(page.get_by_label("Vermerk, nur für die Leitung")).to_have_value("Mit Calw besprochen")
    page.get_by_role("button", name="Empfehlungen speichern").click()
    expect(page.get_by_text("3 Empfehlungen gespeichert.")).to_be_visible()
    assert find_problems(stage.moderator.page, "light") == []

    phone = stage.participant.goes_to(f"/forderungen/{stage.demand}")
    expect(phone.locator(f"#amendments-card-{stage.apart}")).not_to_contain_text("Empfohlen")
    page.get_by_role("button", name="3 Empfehlungen veröffentlichen").click()
    expect(page.get_by_text("3 Empfehlungen veröffentlicht.")).to_be_visible()
    phone.reload()
    expect(phone.locator(f"#amendments-card-{stage.apart}")).to_contain_text("Empfohlen: annehmen")
    expect(phone.locator("body")).not_to_contain_text("Mit Calw besprochen")


def test_a_panel_recommends_by_its_vote_and_the_plenarys_list_says_so(stage: Stage) -> None:
    ballot = stage.participant.goes_to("/")
    page = stage.moderator.goes_to(f"/leitung/forderungen/{stage.demand}")
    page.get_by_role("button", name="Ä3 abstimmen lassen").click()
    # On the overview, where the participant is, the ballot opens by itself, once.
    expect(ballot.get_by_text("Ihre Arbeitsgruppe empfiehlt damit; das Plenum entscheidet.")).to_be_visible()
    ballot.get_by_role("button", name="Ja, ändern").click()
    expect(ballot.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("button", name="Abstimmung schließen").click()
    expect(ballot.get_by_role("heading", name="Empfohlen: annehmen")).to_be_visible()

    plenary = stage.organizer.goes_to("/leitung")
    expect(plenary.locator(".board")).to_contain_text("1 gemeinsam, 2 einzeln")
    together = plenary.locator(".place").get_by_role("list").first
    expect(together).to_contain_text("AG Recht empfiehlt: annehmen (1 Ja, 0 Nein)")
    assert find_problems(stage.organizer.page, "light") == []


def test_the_moderators_pages_fit_and_are_accessible(stage: Stage) -> None:
    page = stage.organizer.page
    problems = []
    for address in (
        "/leitung",
        f"/leitung/forderungen/{stage.demand}",
        f"/leitung/antraege/{stage.far}",
        "/leitung/bericht",
        "/leitung/schluss",
        "/arbeitsgruppen",
        "/leitung/frage",
        "/leitung/frage/verfahren",
        "/leitung/frage/skala",
        "/anwesenheit/liste",
        "/kommunen/stimmen",
        *stage.put_questions(),
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })")
        page.set_viewport_size(DESK)
        problems += find_problems(page, "light")
        page.set_viewport_size(PHONE)
        problems += find_problems(page, "dark")
    assert problems == []
