"""People: who is looking, who is registered, who is present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class ViewerPanel:
    """A panel the viewer belongs to."""

    id: str
    name: str
    moderates: bool


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking, and what they may do in the present phase; every page gets one."""

    person_id: str
    session_id: str
    conference_id: str
    conference_name: str
    phase: str
    phase_label: str
    name: str
    municipality: str
    role: str
    role_label: str
    panels: tuple[ViewerPanel, ...]
    is_present: bool
    may_organize: bool
    may_edit: bool
    may_moderate: bool
    may_propose: bool
    may_support: bool
    may_vote: bool

    @property
    def label(self) -> str:
        """How others see this person: the municipality, else the name."""
        return self.municipality or self.name


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    id: str
    name: str
    municipality: str
    email: str
    role: str
    role_label: str
    panels: tuple[str, ...]
    is_present: bool
    has_code: bool
    has_signed_in: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The list of people with its counts."""

    rows: tuple[PersonRow, ...]
    total: int
    present: int
    signed_in: int
    without_code: int
    panels: tuple[ViewerPanel, ...]


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """Whom a one-time link is for, to be confirmed before it is used up."""

    person_id: str
    name: str
    municipality: str
    conference_name: str
    expires_at: datetime


def find_viewer(session: Session, token: str) -> Viewer | None:
    """The viewer of a session token from the cookie; None when it is unknown, over or revoked."""
    raise NotImplementedError


def get_viewer(session: Session, token: str) -> Viewer:
    """As ``find_viewer``, but raises NotAllowedError."""
    raise NotImplementedError


def find_link_owner(session: Session, token: str) -> LinkOwner | None:
    """Whose one-time link this is; None when unknown, used or over. Looking does not use it up."""
    raise NotImplementedError


def list_people(session: Session, conference_id: str, *, search: str = "") -> PeoplePage:
    """Everybody registered, by name; ``search`` looks in name, municipality and e-mail."""
    raise NotImplementedError


def list_by_role(session: Session, conference_id: str, role: str) -> tuple[PersonRow, ...]:
    """The people of a role, in the order they were registered."""
    raise NotImplementedError
