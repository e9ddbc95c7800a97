"""Conferences: which there are, and the overview of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import AccessCode, Conference, Paper, Person, Poll
from drafting.queries import amendments, consents, papers, polls
from drafting.queries.cards import AmendmentCard
from drafting.queries.consents import ConsentRow
from drafting.queries.papers import Outline
from drafting.queries.people import Viewer
from drafting.queries.polls import PollRow
from drafting.rules.lifecycle import PHASE_LABELS, Phase
from drafting.rules.permissions import Role
from drafting.rules.voting import RULE_LABELS, Rule

_LATEST = 5


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A conference in a list."""

    id: str
    name: str
    phase: str
    phase_label: str
    people: int


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One phase in the row of all; ``is_past`` and ``is_current`` say where the conference stands."""

    phase: str
    label: str
    is_past: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Task:
    """Something an organizer still has to do, or has done; ``key`` says which page does it."""

    key: str
    label: str
    detail: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page after signing in.

    ``mine`` are the viewer's amendments, those that need an answer first; ``tasks`` are for organizers.
    """

    conference_id: str
    name: str
    place: str
    starts_on: date | None
    ends_on: date | None
    phase: str
    phase_label: str
    phases: tuple[PhaseStep, ...]
    amendments_close_at: datetime | None
    rule_label: str
    outline: Outline | None
    running: PollRow | None
    decisions: tuple[PollRow, ...]
    mine: tuple[AmendmentCard, ...]
    needs_answer: int
    wants_agreement: int
    lists: tuple[ConsentRow, ...]
    open_amendments: int
    decided_amendments: int
    people: int
    present: int
    tasks: tuple[Task, ...]


def list_conferences(session: Session) -> tuple[ConferenceRow, ...]:
    """All conferences, the newest first."""
    rows = session.execute(
        select(Conference, func.count(Person.id))
        .outerjoin(Person, Person.conference_id == Conference.id)
        .group_by(Conference.id)
        .order_by(Conference.created_at.desc())
    )
    return tuple(
        ConferenceRow(conference.id, conference.name, conference.phase, PHASE_LABELS[Phase(conference.phase)], people)
        for conference, people in rows
    )


def find_conference_id(session: Session) -> str | None:
    """The only or newest conference; None where there is none."""
    return session.scalar(select(Conference.id).order_by(Conference.created_at.desc()).limit(1))


def get_overview(session: Session, conference_id: str, *, viewer: Viewer) -> Overview:
    """The overview as this person sees it; raises NotFoundError."""
    conference = session.get(Conference, conference_id)
    if conference is None:
        raise NotFoundError("Diese Konferenz gibt es nicht.")
    outline = papers.find_outline(session, conference_id)
    mine = amendments.list_by_person(session, viewer.person_id, viewer=viewer)
    people, present = session.execute(
        select(func.count(), func.count(Person.present_since)).where(Person.conference_id == conference_id)
    ).one()
    return Overview(
        conference_id=conference.id,
        name=conference.name,
        place=conference.place,
        starts_on=conference.starts_on,
        ends_on=conference.ends_on,
        phase=conference.phase,
        phase_label=PHASE_LABELS[Phase(conference.phase)],
        phases=_list_phases(Phase(conference.phase)),
        amendments_close_at=conference.amendments_close_at,
        rule_label=RULE_LABELS[Rule(conference.rule)],
        outline=outline,
        running=polls.find_running(session, conference_id),
        decisions=polls.list_decisions(session, conference_id)[:_LATEST],
        mine=mine,
        needs_answer=sum(card.needs_answer for card in mine),
        lists=consents.list_lists(session, conference_id),
        wants_agreement=sum(card.wants_agreement for card in mine),
        open_amendments=outline.open_amendments if outline else 0,
        decided_amendments=outline.decided_amendments if outline else 0,
        people=people,
        present=present,
        tasks=_list_tasks(session, conference, outline) if viewer.may_organize else (),
    )


def _list_phases(current: Phase) -> tuple[PhaseStep, ...]:
    order = list(Phase)
    return tuple(
        PhaseStep(phase, PHASE_LABELS[phase], is_past=index < order.index(current), is_current=phase is current)
        for index, phase in enumerate(order)
    )


def _list_tasks(session: Session, conference: Conference, outline: Outline | None) -> tuple[Task, ...]:
    members = session.scalar(
        select(func.count()).where(Person.conference_id == conference.id, Person.role != Role.ORGANIZER)
    )
    coded = session.scalar(
        select(func.count(func.distinct(AccessCode.person_id)))
        .join(Person, Person.id == AccessCode.person_id)
        .where(Person.conference_id == conference.id, AccessCode.revoked_at.is_(None))
    )
    polled = session.scalar(select(func.count()).where(Poll.conference_id == conference.id))
    source = session.scalar(select(Paper.source).where(Paper.conference_id == conference.id))
    count = outline.demand_count if outline else 0
    return (
        Task("paper", "Papier einlesen", f"{count} Forderungen aus {source or 'Eingabe'}" if count else "", count > 0),
        Task("people", "Personen einladen", f"{members} Personen" if members else "", bool(members)),
        Task("codes", "Zugangskarten drucken", f"{coded} Zugänge ausgegeben" if coded else "", bool(coded)),
        Task(
            "phase",
            "Anträge öffnen",
            PHASE_LABELS[Phase(conference.phase)],
            conference.phase != Phase.PREPARATION,
        ),
        Task("poll", "Erste Abstimmung", "", bool(polled)),
    )
