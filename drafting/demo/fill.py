"""Filling the demonstration: everything goes through the services, as if the people had done it themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.contents import DemoAmendment, Fate, load_amendments, load_editorial_changes, load_paper
from drafting.demo.people import PANELS, SEED, invent_people
from drafting.queries.papers import Outline
from drafting.rules.lifecycle import Choice, Phase
from drafting.rules.permissions import Role

NAME = "Jahreskonferenz Digitale Kommunen 2026"
ORGANIZER = "Ottilie Nelkenhain"
_QUEUED = 3
# Shares of yes and no; the others abstain or do not vote.
_ADOPTED, _REJECTED = (0.62, 0.22), (0.27, 0.55)


@dataclass(frozen=True, slots=True)
class Hall:
    """Who takes part in the demonstration, by what they do in it."""

    conference_id: str
    organizer: str
    panels: dict[str, str]
    moderators: dict[str, str]
    members: dict[str, tuple[str, ...]]
    present: tuple[str, ...]

    def everybody(self) -> tuple[str, ...]:
        """All participants."""
        return tuple(person for panel in self.members.values() for person in panel)


def fill(work: UnitOfWork) -> str:
    """Make the whole conference in one transaction, so that it is there wholly or not at all; returns its id."""
    choose = random.Random(SEED)  # noqa: S311 — the same invented content every time, no secret
    hall = _gather(work, choose)
    handed_in = _hand_in(work, hall, choose)
    _support(work, hall, handed_in, choose)
    _decide(work, hall, handed_in, choose)
    _edit(work, hall)
    _answer(work, hall)
    _queue(work, hall, handed_in)
    return hall.conference_id


def _gather(work: UnitOfWork, choose: random.Random) -> Hall:
    """Begin the conference: people, panels, the paper with its sections given to panels, those present."""
    conference = services.conferences.create(
        work, name=NAME, place="Schwäbisch Gmünd", starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 26)
    )
    organizer = services.people.add_organizer(work, conference, name=ORGANIZER).person_id
    panels = {
        # The demonstration shows decided texts on its first day already.
        name: services.conferences.add_panel(work, conference, name=name, decides=True, actor=organizer)
        for name in PANELS
    }
    services.people.register(work, conference, invent_people(), actor=organizer)
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
    return Hall(
        conference,
        organizer,
        panels,
        {person.panel: ids[person.email] for person in people if person.role == Role.MODERATOR},
        {
            panel: tuple(ids[p.email] for p in people if p.panel == panel and p.role == Role.PARTICIPANT)
            for panel in PANELS
        },
        tuple(ids[person.email] for person in present),
    )


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An amendment of the demonstration once it is handed in."""

    id: str
    author: str
    panel: str
    source: DemoAmendment


def _hand_in(work: UnitOfWork, hall: Hall, choose: random.Random) -> list[HandedIn]:
    """Let the participants hand in all amendments, all against the paper as it was imported."""
    outline = queries.papers.get_outline(work.session, hall.conference_id)
    places = _Places(outline)
    handed_in: list[HandedIn] = []
    authors: dict[str, set[str]] = {}
    for source in load_amendments():
        panel = places.panel(source)
        # Nobody proposes twice for the same demand, so that equal wishes come from different towns.
        taken = authors.setdefault(source.demand or source.section, set())
        author = next(iter(hall.members[PANELS[0]])) if source.mine else ""
        while not author or (author in taken and not source.mine):
            author = choose.choice(hall.members[panel] if choose.random() < 0.7 else hall.everybody())
        taken.add(author)
        handed_in.append(HandedIn(propose(work, places, source, actor=author), author, panel, source))
    return handed_in


def propose(work: UnitOfWork, places: _Places, source: DemoAmendment, *, actor: str) -> str:
    """Hand in one amendment of the demonstration's files; returns its id."""
    if source.text:
        return services.amendments.propose_new(
            work,
            places.paper_id,
            text=source.text,
            reason=source.reason,
            section_id=places.sections[source.section],
            after_demand_id=places.demands[source.after],
            actor=actor,
        )
    editor = queries.editors.get_editor(work.session, places.demands[source.demand])
    if source.strike:
        return services.amendments.propose_strike(
            work, editor.demand_id, reason=source.reason, base_version_id=editor.base_version_id, actor=actor
        )
    return services.amendments.propose(
        work,
        editor.demand_id,
        text=source.apply(editor.text),
        reason=source.reason,
        base_version_id=editor.base_version_id,
        actor=actor,
    )


class _Places:
    """Finds demands, sections and panels by what the files call them."""

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

    def panel(self, source: DemoAmendment) -> str:
        """Name the panel that deals with an amendment."""
        return self.panels[source.demand or source.section]


def _support(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Give each amendment its supporters: most a few, some many."""
    for amendment in handed_in:
        others = [person for person in hall.present if person != amendment.author]
        for person in choose.sample(others, min(40, int(choose.paretovariate(0.9)) - 1)):
            services.amendments.support(work, amendment.id, actor=person)


def _decide(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn], choose: random.Random) -> None:
    """Let the panels, and at times the plenary, decide what the files say is decided."""
    for turn, amendment in enumerate(item for item in handed_in if item.source.fate is not Fate.OPEN):
        match amendment.source.fate:
            case Fate.WITHDRAWN:
                services.amendments.withdraw(work, amendment.id, actor=amendment.author)
            case Fate.TAKEN_OVER:
                services.amendments.take_over(work, amendment.id, actor=hall.moderators[amendment.panel])
            case fate:
                shares = _ADOPTED if fate is Fate.ADOPTED else _REJECTED
                _vote(work, hall, amendment, shares, in_plenary=turn % 4 == 0, choose=choose)


def _vote(
    work: UnitOfWork,
    hall: Hall,
    amendment: HandedIn,
    shares: tuple[float, float],
    *,
    in_plenary: bool,
    choose: random.Random,
) -> None:
    desk = hall.organizer if in_plenary else hall.moderators[amendment.panel]
    panel = None if in_plenary else hall.panels[amendment.panel]
    poll = services.polls.open_now(work, amendment.id, panel_id=panel, actor=desk)
    electorate = hall.present if in_plenary else [p for p in hall.members[amendment.panel] if p in hall.present]
    yes, no = (share + choose.uniform(-0.08, 0.08) for share in shares)
    for person in electorate:
        drawn = choose.random()
        if drawn < yes + no:
            services.polls.cast(work, poll, Choice.YES if drawn < yes else Choice.NO, actor=person)
        elif choose.random() < 0.6:
            services.polls.cast(work, poll, Choice.ABSTAIN, actor=person)
    services.polls.close_poll(work, poll, actor=desk)


def _edit(work: UnitOfWork, hall: Hall) -> None:
    """Let an editor make the editorial changes, then name the state of the first day."""
    editor = queries.people.list_by_role(work.session, hall.conference_id, Role.EDITOR)[0].id
    places = _Places(queries.papers.get_outline(work.session, hall.conference_id))
    for change in load_editorial_changes():
        page = queries.editors.get_editor(work.session, places.demands[change.demand])
        services.demands.edit(
            work,
            page.demand_id,
            text=change.apply(page.text),
            reason=change.reason,
            base_version_id=page.base_version_id,
            actor=editor,
        )
    services.papers.freeze_edition(work, places.paper_id, name="Mittwoch, 18 Uhr", actor=hall.organizer)


def _answer(work: UnitOfWork, hall: Hall) -> None:
    """Let one of those asked what shall become of their amendment say „So lassen“; the others have yet to answer."""
    cards = queries.amendments.list_amendments(work.session, hall.conference_id, state="undecided")
    asked = [card for card in cards if card.awaits_author and card.proposer_id != hall.members[PANELS[0]][0]]
    for card in asked[:1]:
        services.amendments.keep(work, card.id, actor=card.proposer_id)


def _queue(work: UnitOfWork, hall: Hall, handed_in: list[HandedIn]) -> None:
    """Put the next questions of the plenary in line: the first undecided changes to the demand most disputed."""
    disputed = (item for item in handed_in if item.source.demand == "13" and item.source.fate is Fate.OPEN)
    queued: set[str] = set()
    # Amendments that say the same are one question.
    while len(queued) < _QUEUED and (amendment := next(disputed, None)) is not None:
        queued.add(services.polls.prepare(work, amendment.id, actor=hall.organizer))
