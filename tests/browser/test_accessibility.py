"""Every page of those who take part, audited in both themes and sizes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from drafting import queries, services
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import now
from drafting.rules.lifecycle import Phase
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.browser.audits import look_through
from tests.browser.hall import Hall, Halls, Visitor

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("accessibility")
FIRST = """# Schriftform konsequent abbauen

Wir fordern Bund und Land auf, alle Schriftformerfordernisse im besonderen Verwaltungsrecht bis zum 31. Dezember 2026 \
zu überprüfen und zu streichen. Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies ausdrücklich sagen.

Vorrang haben Verfahren mit hohen Fallzahlen:

- Anträge auf Wohngeld und Wohnberechtigungsschein,
- Bauvoranfragen und Bauanträge im Kenntnisgabeverfahren.

> Papier kostet Zeit und Geld, in der kleinen Gemeinde wie in der großen Stadt.
"""
SECOND = "# Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung\n\nSie soll digital werden."


class Stage:
    """A paper with amendments that overlap, one decided, one whose author is asked, and a poll that runs."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.author: Visitor = hall.person("Rosa Reut", "Stadt Reutlingen", reads=False)
        with hall.database.write() as work:
            add = services.people.add_person
            self.moderator = add(work, hall.conference_id, name="Mara Mohn", role="moderator", actor="system")
            self.other = add(work, hall.conference_id, name="Carla", municipality="Stadt Calw", actor="system")
            organizer = add(work, hall.conference_id, name="Olga", role="organizer", actor="system")
            demands = (DraftDemand("1", parse(FIRST)), DraftDemand("2", parse(SECOND)))
            draft = DraftPaper(
                "Forderungspapier 2025",
                preamble=parse("# Präambel\n\nWir arbeiten daran."),
                sections=(DraftSection("Recht und Verfahren", demands),),
                closing=Document.of(()),
            )
            services.papers.import_paper(work, hall.conference_id, draft, actor=organizer)
            services.conferences.set_phase(work, hall.conference_id, Phase.OPEN, actor=organizer)
        with hall.database.read() as session:
            self.outline = queries.papers.get_outline(session, hall.conference_id)
            self.person = next(
                row.id
                for row in queries.people.list_people(session, hall.conference_id).rows
                if row.name == "Rosa Reut"
            )
        self.demand, self.long = (demand.id for demand in self.outline.sections[0].demands)
        self.mine = self.propose("31. Dezember 2026", "30. Juni 2027", by=self.person)
        self.keep_draft()
        self.adopted = adopted = self.propose("31. Dezember 2026", "31. Dezember 2028", by=self.other)
        self.propose("Bund und Land", "das Land", by=self.other)
        self.propose("Bund und Land", "den Bund", by=self.moderator)
        with hall.database.write() as work:
            services.amendments.take_over(work, adopted, actor=self.moderator)
        self.closed = self.open_poll(self.propose("Wohngeld", "Elterngeld", by=self.other))
        with hall.database.write() as work:
            services.polls.close_poll(work, self.closed, actor=self.moderator)
        with hall.database.write() as work:
            remark = services.comments.comment_on_demand(
                work, self.demand, text="Wer hat ein Muster?", actor=self.other
            )
            services.comments.answer(work, remark, text="Siehe https://calw.example/muster.", actor=self.person)
            services.comments.comment_on_amendment(work, self.mine, text="Gut so.", actor=self.other)
            services.amendments.support(work, self.mine, actor=self.other)
            practice = services.examples.ExampleText(
                municipality="Stadt Calw", title="Satzung ohne Schriftform", text="Fertig.", link="https://calw.example"
            )
            self.practice = services.examples.add(work, self.demand, practice, actor=self.other)
            services.reviews.review(work, self.demand, status="partly", evidence="Zum Teil.", actor=self.moderator)
        self.edit_long()
        self.asked = self.propose("Kenntnisgabeverfahren", "Genehmigungsverfahren", by=self.person)
        self.listed = self.draw_up(self.propose("hohen Fallzahlen", "vielen Fällen", by=self.other))
        self.compromise()
        self.open = self.open_poll(self.propose("digital", "einfach", by=self.other, demand=self.long))

    def propose(self, old: str, new: str, *, by: str, demand: str = "") -> str:
        demand = demand or self.demand
        with self.hall.database.read() as session:
            editor = queries.editors.get_editor(session, demand)
        with self.hall.database.write() as work:
            return services.amendments.propose(
                work,
                demand,
                text=editor.text.replace(old, new),
                reason="Weil es sonst wieder Jahre dauert.",
                base_version_id=editor.base_version_id,
                actor=by,
            )

    def edit_long(self) -> None:
        """Let the editors change the other demand, so that there is something to object to."""
        with self.hall.database.read() as session:
            editor = queries.editors.get_editor(session, self.long)
        with self.hall.database.write() as work:
            services.demands.edit(
                work,
                self.long,
                text=f"{editor.text}\n\n> Damit es vorangeht.",
                reason="Die Begründung fehlte.",
                base_version_id=editor.base_version_id,
                actor="system",
            )

    def keep_draft(self) -> None:
        """Let the author write something that collides with what is decided then, and meets what others want."""
        with self.hall.database.read() as session:
            editor = queries.editors.get_editor(session, self.demand)
        text = editor.text.replace("31. Dezember 2026", "Sommer").replace("Bund und Land", "alle")
        with self.hall.database.write() as work:
            services.drafts.save(
                work,
                f"change:{self.demand}",
                fields={"headline": "Früher", "reason": "Es eilt."},
                text=text,
                base_version_id=editor.base_version_id,
                actor=self.person,
            )

    def draw_up(self, amendment: str) -> str:
        """Put something undisputed on a list."""
        with self.hall.database.write() as work:
            ends = now() + timedelta(hours=1)
            return services.consents.draw_up(
                work, self.hall.conference_id, [amendment], closes_at=ends, actor=self.moderator
            )

    def compromise(self) -> None:
        """Ask the author about a compromise."""
        with self.hall.database.read() as session:
            editor = queries.editors.get_editor(session, self.demand)
        with self.hall.database.write() as work:
            services.compromises.draft(
                work,
                self.demand,
                [self.asked],
                text=editor.text.replace("Kenntnisgabeverfahren", "vereinfachten Verfahren"),
                reason="So können beide leben.",
                base_version_id=editor.base_version_id,
                answers_until=now() + timedelta(hours=1),
                actor=self.moderator,
            )

    def open_poll(self, amendment: str) -> str:
        with self.hall.database.write() as work:
            return services.polls.open_now(work, amendment, actor=self.moderator)

    def addresses(self) -> dict[str, str]:
        """Every kind of page, by what it is."""
        section = self.outline.sections[0].id
        return {
            "papier": "/papier",
            "abschnitt": f"/papier/abschnitte/{section}",
            "forderung": f"/forderungen/{self.demand}",
            "lang": f"/forderungen/{self.long}",
            "vergleich": f"/forderungen/{self.demand}/vergleich",
            "synopse": f"/forderungen/{self.demand}/vergleich?art=synopse",
            "herkunft": f"/forderungen/{self.demand}/herkunft?satz=2",
            "herkunft-redaktion": f"/forderungen/{self.long}/herkunft?satz=1",
            "redaktion": "/redaktion",
            "staende": "/papier/staende",
            "papier-vergleich": "/papier/vergleich",
            "papier-synopse": "/papier/vergleich?art=synopse",
            "aendern": f"/forderungen/{self.demand}/aendern?absatz=1",
            "streichen": f"/forderungen/{self.demand}/streichen",
            "neu": f"/papier/abschnitte/{section}/neu",
            "beispiele": "/beispiele",
            "beispiel": f"/beispiele/{self.practice}",
            "kontakt": f"/beispiele/{self.practice}/kontakt",
            "beispiel-neu": f"/forderungen/{self.demand}/beispiele/neu",
            "bilanz": "/bilanz",
            "sondervoten": "/sondervoten",
            "verschieben": f"/forderungen/{self.long}/verschieben",
            "antraege": "/antraege",
            "meine": "/antraege/meine",
            "bearbeiten": f"/antraege/{self.mine}/aendern",
            "gesucht": f"/antraege?stand=alle&lage=ueberschneidung&forderung={self.demand}",
            "wurde": f"/antraege/{self.adopted}",
            "frage": f"/antraege/{self.mine}",
            "kompromiss": f"/antraege/{self.asked}",
            "gemeinsam": f"/gemeinsam/{self.listed}",
            "anpassen": f"/antraege/{self.mine}/anpassen",
            "zurueckziehen": f"/antraege/{self.mine}/zurueckziehen",
            "stimmzettel": f"/abstimmungen/{self.open}",
            "ergebnis": f"/abstimmungen/{self.closed}",
            "abstimmungen": "/abstimmungen",
            "mitteilungen": "/mitteilungen",
        }


@pytest.fixture(scope="module")
def stage(halls: Halls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with halls.open(tmp_path_factory.mktemp("stage")) as hall:
        yield Stage(hall)


@pytest.mark.parametrize("half", [0, 1], ids=["first", "second"])
def test_every_page_is_accessible_in_both_themes_on_phone_and_desk(stage: Stage, half: int) -> None:
    assert look_through(stage.author.page, list(stage.addresses().values())[half::2], "light", "dark") == []
