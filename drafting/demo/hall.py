"""The hall of the demonstration: the conference with its people, panels and settings, and the paper it is about."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import load_paper, load_table
from drafting.demo.people import PANELS, invent_people
from drafting.queries.papers import Outline
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role

STARTS, ENDS = date(2026, 11, 25), date(2026, 11, 26)
NAME = "Jahreskonferenz Digitale Kommunen 2026"
ORGANIZER = "Ottilie Nelkenhain"
# In whose name somebody may propose, and from where they come.
ORGANISATIONS = {"Bündnis Barrierefreies Rathaus": "Stadt Kehl", "Netzwerk Offene Rathäuser": "Stadt Bretten"}
# The panel that decides; the others recommend, and the plenary decides.
DECIDING = PANELS[0]
# Characters of titles and texts: a little more than the paper has.
_LENGTH_BUDGET = 8_000
_OBJECTION_HOURS = 48


@dataclass(frozen=True, slots=True)
class Hall:
    """Who takes part in the demonstration, by what they do in it."""

    conference_id: str
    organizer: str
    editor: str
    panels: dict[str, str]
    moderators: dict[str, str]
    members: dict[str, tuple[str, ...]]
    present: tuple[str, ...]
    towns: dict[str, str]
    organisations: dict[str, str]

    @property
    def guest(self) -> str:
        """The participant whom the demonstration signs in."""
        return self.members[PANELS[0]][0]

    def everybody(self) -> tuple[str, ...]:
        """All participants."""
        return tuple(person for panel in self.members.values() for person in panel)


class Places:
    """Finds demands, sections and panels by what the files call them: by their place in the paper as imported."""

    def __init__(self, outline: Outline) -> None:
        self.paper_id = outline.paper_id
        self.sections = {section.heading: section.id for section in outline.sections}
        framing = [demand for demand in (outline.preamble, outline.closing) if demand]
        self.demands = {demand.title: demand.id for demand in framing}
        self.panels: dict[str, str] = dict.fromkeys(self.demands, PANELS[-1])
        for section, panel in zip(outline.sections, PANELS, strict=False):
            self.panels[section.heading] = panel
            self.demands |= {demand.number: demand.id for demand in section.demands}
            self.panels |= {demand.number: panel for demand in section.demands}


def gather(work: UnitOfWork, choose: random.Random) -> Hall:
    """Begin the conference: people, panels, the paper with its sections given to panels, those present."""
    conference = services.conferences.create(work, name=NAME, place="Schwäbisch Gmünd", starts_on=STARTS, ends_on=ENDS)
    organizer = services.people.add_organizer(work, conference, name=ORGANIZER).person_id
    services.conferences.change_settings(
        work, conference, actor=organizer, length_budget=_LENGTH_BUDGET, objection_hours=_OBJECTION_HOURS
    )
    panels = {
        name: services.conferences.add_panel(work, conference, name=name, decides=name == DECIDING, actor=organizer)
        for name in PANELS
    }
    services.people.register(work, conference, invent_people(), actor=organizer)
    services.municipalities.set_populations(work, conference, load_table("populations"), actor=organizer)
    services.papers.import_paper(work, conference, load_paper(), actor=organizer, source="Stellungnahme 2025.docx")
    sections = queries.papers.get_outline(work.session, conference).sections
    for section, panel in zip(sections, panels.values(), strict=False):
        services.papers.assign_panel(work, section.id, panel, actor=organizer)
    services.conferences.set_phase(work, conference, Phase.OPEN, actor=organizer)
    return _seat(work, conference, organizer, panels, choose)


def _seat(work: UnitOfWork, conference: str, organizer: str, panels: dict[str, str], choose: random.Random) -> Hall:
    ids = {row.email: row.id for row in queries.people.list_people(work.session, conference).rows}
    people = invent_people()
    voters = [person for person in people if Role(person.role) in (Role.PARTICIPANT, Role.MODERATOR, Role.EDITOR)]
    # The first participant is the one the demonstration signs in as, and is always there.
    present = [person for person in voters if person is voters[0] or choose.random() < 0.86]
    for person in present:
        services.people.check_in(work, ids[person.email], actor=ids[person.email])
    towns = {person.municipality: ids[person.email] for person in reversed(voters) if person.role == Role.PARTICIPANT}
    return Hall(
        conference_id=conference,
        organizer=organizer,
        editor=queries.people.list_by_role(work.session, conference, Role.EDITOR)[0].id,
        panels=panels,
        moderators={person.panel: ids[person.email] for person in people if person.role == Role.MODERATOR},
        members={
            panel: tuple(ids[p.email] for p in people if p.panel == panel and p.role == Role.PARTICIPANT)
            for panel in PANELS
        },
        present=tuple(ids[person.email] for person in present),
        towns=towns,
        organisations=_add_organisations(work, conference, organizer, towns),
    )


def _add_organisations(work: UnitOfWork, conference: str, organizer: str, towns: dict[str, str]) -> dict[str, str]:
    """Add the organisations, each with somebody who speaks for it."""
    added = {}
    for name, town in ORGANISATIONS.items():
        added[name] = services.organisations.add(work, conference, name=name, actor=organizer)
        services.organisations.appoint(work, added[name], towns[town], actor=organizer)
    return added
