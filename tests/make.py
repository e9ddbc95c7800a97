"""Rows for tests: a conference with people, a paper and amendments, made by the services themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select

from drafting import queries, services
from drafting.database import Database
from drafting.imports.drafts import DraftDemand, DraftPaper, DraftSection
from drafting.models import Amendment, Base, Conference, Demand, DemandVersion, VersionAmendment
from drafting.rules.lifecycle import Choice, Phase
from drafting.services.asking import USUAL, Terms
from drafting.text.markdown import parse
from tests.states import begin

FIRST = """\
# Schriftform abbauen

Wir fordern das Land auf, alle Schriftformerfordernisse zu streichen. Wo eine Unterschrift verzichtbar ist, muss das \
Gesetz dies sagen.

Vorrang haben Verfahren mit hohen Fallzahlen.

> Papier kostet Zeit.
"""
SECOND = """\
# Digitalcheck einführen

An jedem Gesetz sind mindestens drei Kommunen zu beteiligen. Das Ergebnis ist zu veröffentlichen.
"""
THIRD = "# Personal fördern\n\nDas Land bezahlt Stellen für die Digitalisierung.\n"
PREAMBLE = "# Präambel\n\nWir arbeiten jeden Tag an der Digitalisierung.\n"
PEOPLE = (
    ("Olga Orga", "", "organizer", ""),
    ("Mona Moder", "Stadt Ulm", "moderator", "Recht"),
    ("Ada Amsel", "Stadt Calw", "participant", "Recht"),
    ("Ben Buche", "Gemeinde Malsch", "participant", "Recht"),
    ("Cem Celik", "Stadt Lahr", "participant", ""),
    ("Otto Obser", "", "observer", ""),
)
CLOSING = "# Ausblick\n\nWir stehen für Gespräche bereit.\n"


@dataclass(frozen=True, slots=True)
class Hall:
    """A conference with an open intake: everybody present, three demands in two sections."""

    database: Database
    id: str
    panel: str
    paper: str
    organizer: str
    moderator: str
    ada: str
    ben: str
    cem: str
    observer: str
    first: str
    second: str
    third: str

    @property
    def members(self) -> tuple[str, ...]:
        """Those who may vote."""
        return (self.moderator, self.ada, self.ben, self.cem)

    def version(self, demand_id: str) -> DemandVersion:
        """The present version of a demand."""
        with self.database.read() as session:
            return session.scalars(
                select(DemandVersion)
                .where(DemandVersion.demand_id == demand_id)
                .order_by(DemandVersion.number.desc())
                .limit(1)
            ).one()

    def section(self, demand_id: str) -> str:
        """The section a demand stands in."""
        with self.database.read() as session:
            return session.get_one(Demand, demand_id).section_id or ""

    def brought_by(self, version_id: str) -> list[str]:
        """The amendments that took effect with a version, by number."""
        with self.database.read() as session:
            return list(
                session.scalars(
                    select(Amendment.id)
                    .join(VersionAmendment, VersionAmendment.amendment_id == Amendment.id)
                    .where(VersionAmendment.version_id == version_id)
                    .order_by(Amendment.number)
                )
            )

    def text(self, demand_id: str) -> str:
        """The present text of a demand."""
        return self.version(demand_id).text

    def propose(self, old: str, new: str, *, by: str = "", demand: str = "", reason: str = "Damit es geht.") -> str:
        """Hand in an amendment that replaces words of a demand's present text; returns its id."""
        version = self.version(demand or self.first)
        assert old in version.text
        with self.database.write() as work:
            return services.amendments.propose(
                work,
                version.demand_id,
                text=version.text.replace(old, new),
                reason=reason,
                base_version_id=version.id,
                actor=by or self.ada,
            )

    def propose_strike(self, demand: str, *, by: str = "") -> str:
        """Ask for a demand to be struck."""
        version = self.version(demand)
        with self.database.write() as work:
            return services.amendments.propose_strike(
                work, demand, reason="Entbehrlich.", base_version_id=version.id, actor=by or self.ada
            )

    def propose_new(self, text: str, *, by: str = "", after: str | None = None) -> str:
        """Hand in a new demand for the section of the first."""
        with self.database.read() as session:
            section = session.get_one(Demand, after or self.first).section_id or ""
        with self.database.write() as work:
            return services.amendments.propose_new(
                work,
                self.paper,
                text=text,
                reason="Das fehlt.",
                section_id=section,
                after_demand_id=after,
                actor=by or self.ada,
            )

    def take_over(self, amendment_id: str) -> str:
        """Adopt an amendment without a vote; returns the version's id."""
        with self.database.write() as work:
            return services.amendments.take_over(work, amendment_id, actor=self.moderator)

    def open_poll(self, amendment_id: str, *, panel_id: str | None = None) -> str:
        """Put an amendment to the vote."""
        with self.database.write() as work:
            return services.polls.open_now(work, amendment_id, actor=self.moderator, terms=Terms(panel_id=panel_id))

    def ask(self, amendment_id: str, terms: Terms = USUAL) -> str:
        """Put an amendment to the vote under these terms."""
        with self.database.write() as work:
            return services.polls.open_now(work, amendment_id, actor=self.moderator, terms=terms)

    def vote(self, poll_id: str, *choices: str) -> None:
        """Have the members vote one after the other: "yes", "no", "abstain"."""
        for person, choice in zip(self.members, choices, strict=False):
            with self.database.write() as work:
                services.polls.cast(work, poll_id, Choice(choice), actor=person)

    def close(self, poll_id: str) -> services.polls.PollResult:
        """End a poll."""
        with self.database.write() as work:
            return services.polls.close_poll(work, poll_id, actor=self.moderator)

    def decide(self, amendment_id: str, *choices: str) -> services.polls.PollResult:
        """Vote on an amendment from opening to closing."""
        poll_id = self.open_poll(amendment_id)
        self.vote(poll_id, *choices)
        return self.close(poll_id)


def draft(*texts: str) -> DraftPaper:
    """A paper as read from a file, its demands numbered, the last in a section of its own."""
    demands = tuple(DraftDemand(str(number), parse(text)) for number, text in enumerate(texts, start=1))
    return DraftPaper(
        title="Forderungspapier",
        subtitle="Stellungnahme",
        date="2. Oktober 2024",
        preamble=parse(PREAMBLE),
        sections=(DraftSection("Recht", demands[:-1]), DraftSection("Personal", demands[-1:])),
        closing=parse(CLOSING),
        place="Stuttgart",
        signatories=("Stadt Calw",),
    )


_rows: dict[str, list[dict[str, Any]]] = {}
_made: list[Hall] = []


def hall(database: Database) -> Hall:
    """A conference in which amendments are open and everybody is present; made once, copied from then on."""
    return replace(begin(database, "hall", lambda: _copy_or_make_hall(database)), database=database)


def _copy_or_make_hall(database: Database) -> Hall:
    with database.engine.connect() as connection:
        if connection.scalar(select(Conference.id).limit(1)):
            return make_hall(database)
    if _made:
        with database.engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                if _rows[table.name]:
                    connection.execute(insert(table), _rows[table.name])
        return replace(_made[0], database=database)
    made = make_hall(database)
    with database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            _rows[table.name] = [dict(row) for row in connection.execute(select(table)).mappings()]
    _made.append(made)
    return made


def make_hall(database: Database) -> Hall:
    """Make the conference by the services, as its organizers would."""
    with database.write() as work:
        conference_id = services.conferences.create(work, name="Fachkonferenz")
        panel = services.conferences.add_panel(work, conference_id, name="Recht", actor="system")
        organizer, moderator, ada, ben, cem, observer = [
            services.people.add_person(
                work, conference_id, name=name, municipality=town, role=role, panel=group, actor="system"
            )
            for name, town, role, group in PEOPLE
        ]
        for person_id in (organizer, moderator, ada, ben, cem, observer):
            services.people.check_in(work, person_id, actor=person_id)
        paper = services.papers.import_paper(
            work, conference_id, draft(FIRST, SECOND, THIRD), actor=organizer, source="papier.docx"
        )
        services.conferences.set_phase(work, conference_id, Phase.OPEN, actor=organizer)
    with database.read() as session:
        outline = queries.papers.get_outline(session, conference_id)
    first, second, third = (demand.id for section in outline.sections for demand in section.demands)
    return Hall(
        database=database,
        id=conference_id,
        panel=panel,
        paper=paper,
        organizer=organizer,
        moderator=moderator,
        ada=ada,
        ben=ben,
        cem=cem,
        observer=observer,
        first=first,
        second=second,
        third=third,
    )
