"""Conferences: which there are, and the overview of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from drafting.queries.amendments import AmendmentCard
from drafting.queries.papers import Outline
from drafting.queries.people import Viewer
from drafting.queries.polls import PollRow


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
    open_amendments: int
    decided_amendments: int
    people: int
    present: int
    tasks: tuple[Task, ...]


def list_conferences(session: Session) -> tuple[ConferenceRow, ...]:
    """All conferences, the newest first."""
    raise NotImplementedError


def find_conference_id(session: Session) -> str | None:
    """The only or newest conference; None where there is none."""
    raise NotImplementedError


def get_overview(session: Session, conference_id: str, *, viewer: Viewer) -> Overview:
    """The overview as this person sees it; raises NotFoundError."""
    raise NotImplementedError
