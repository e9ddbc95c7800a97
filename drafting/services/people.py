"""People: registering, codes and links to sign in with, sessions, presence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from drafting.database import UnitOfWork


class Registration(Protocol):
    """What registering needs to know of a person; rows read from a file have these (``imports/people.py``)."""

    @property
    def name(self) -> str: ...
    @property
    def municipality(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def panel(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RegistrationReport:
    """What registering did: ids added, how many were there already, and who was named twice, in words."""

    added: tuple[str, ...]
    unchanged: int
    duplicates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link's secret, shown once; the page is ``/anmelden/link/TOKEN``."""

    person_id: str
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """An access code with whom it is for, shown once: for printed sheets."""

    person_id: str
    code: str
    name: str
    municipality: str
    panel: str


@dataclass(frozen=True, slots=True)
class CodeOwner:
    """Whom a code or link belongs to, to be confirmed before signing in."""

    person_id: str
    conference_id: str
    conference_name: str
    name: str
    municipality: str
    panel: str


@dataclass(frozen=True, slots=True)
class SessionToken:
    """A new session: ``token`` goes into the cookie and is stored nowhere."""

    person_id: str
    conference_id: str
    token: str
    expires_at: datetime


def add_organizer(
    work: UnitOfWork, conference_id: str, *, name: str, email: str = "", actor: str = "system", hours: int = 72
) -> OneTimeLink:
    """Add an organizer, or find the one of this name and e-mail, and make a one-time link to sign in."""
    raise NotImplementedError


def add_person(
    work: UnitOfWork,
    conference_id: str,
    *,
    name: str,
    actor: str,
    municipality: str = "",
    email: str = "",
    role: str = "participant",
    panel: str = "",
) -> str:
    """Add one person; a role ``moderator`` moderates the panel named; returns the id."""
    raise NotImplementedError


def register(
    work: UnitOfWork, conference_id: str, registrations: Iterable[Registration], *, actor: str
) -> RegistrationReport:
    """Add everybody not yet there; doing it again adds nobody; panels are made as named."""
    raise NotImplementedError


def issue_codes(
    work: UnitOfWork, conference_id: str, *, actor: str, person_ids: Iterable[str] | None = None
) -> tuple[IssuedCode, ...]:
    """Make a fresh code for each person given, or for all who have not used one; earlier codes of theirs end."""
    raise NotImplementedError


def issue_code(work: UnitOfWork, person_id: str, *, actor: str) -> IssuedCode:
    """Make a fresh code for one person; an earlier one ends."""
    raise NotImplementedError


def issue_link(work: UnitOfWork, person_id: str, *, actor: str, hours: int = 72) -> OneTimeLink:
    """Make a one-time link for anybody."""
    raise NotImplementedError


def recognise_code(work: UnitOfWork, code: str) -> CodeOwner:
    """Say whose code this is, for the page that asks to confirm; a wrong one counts as an attempt (NotAllowedError)."""
    raise NotImplementedError


def sign_in_with_code(work: UnitOfWork, code: str, *, days: int = 14) -> SessionToken:
    """Begin a session; codes may be used on several devices. Raises NotAllowedError, and counts wrong attempts."""
    raise NotImplementedError


def sign_in_with_link(work: UnitOfWork, token: str, *, days: int = 14) -> SessionToken:
    """Begin a session by a one-time link, which is used up by it; raises NotAllowedError."""
    raise NotImplementedError


def sign_out(work: UnitOfWork, token: str) -> None:
    """End the session of a token; unknown ones are ignored."""
    raise NotImplementedError


def revoke_access(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """End all sessions, codes and links of a person."""
    raise NotImplementedError


def check_in(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """Note that a person is present; by themselves, or by an organizer or moderator."""
    raise NotImplementedError


def check_in_by_badge(work: UnitOfWork, badge: str, *, actor: str) -> str:
    """Note presence by the code on a badge, which never signs in; returns the person's id."""
    raise NotImplementedError


def check_out(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """Note that a person has gone."""
    raise NotImplementedError
