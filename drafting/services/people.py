"""People: registering, the codes and links they sign in with, and presence."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, update

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotFoundError
from drafting.events import PresenceChanged, SessionEnded
from drafting.imports.registrations import Registration
from drafting.models import AccessCode, LoginSession, Membership, Panel, Person, SignInLink, now
from drafting.models.people import hash_token
from drafting.rules.codes import new_code, show_code
from drafting.rules.permissions import Role, may_moderate, may_organize
from drafting.services import conferences, journal
from drafting.services.access import lock_conference, require_role
from drafting.services.sessions import (
    CodeOwner,
    SessionToken,
    recognise_code,
    sign_in_with_code,
    sign_in_with_link,
    sign_out,
)

__all__ = [
    "CodeOwner",
    "IssuedCode",
    "OneTimeLink",
    "Registration",
    "RegistrationReport",
    "SessionToken",
    "add_organizer",
    "add_person",
    "check_in",
    "check_out",
    "issue_code",
    "issue_codes",
    "issue_link",
    "recognise_code",
    "register",
    "revoke_access",
    "sign_in_with_code",
    "sign_in_with_link",
    "sign_out",
]


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


def add_organizer(
    work: UnitOfWork, conference_id: str, *, name: str, email: str = "", actor: str = "system", hours: int = 72
) -> OneTimeLink:
    """Add an organizer, or find the one of this name and e-mail, and make a one-time link to sign in."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    known = work.session.scalar(
        select(Person.id).where(
            Person.conference_id == conference_id,
            Person.role == Role.ORGANIZER,
            Person.name == name.strip(),
            Person.email == email.strip(),
        )
    )
    person_id = known or add_person(work, conference_id, name=name, email=email, role=Role.ORGANIZER, actor=actor)
    return issue_link(work, person_id, actor=actor, hours=hours)


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
    function: str = "",
) -> str:
    """Add one person; a role ``moderator`` moderates the panel named; returns the id."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if not name.strip():
        raise InvalidInputError("Bitte geben Sie einen Namen an.", field="name")
    person = Person(
        conference_id=conference_id,
        name=name.strip(),
        municipality=municipality.strip(),
        function=function.strip(),
        email=email.strip(),
        role=read_role(role),
    )
    work.session.add(person)
    work.session.flush()
    if panel.strip():
        _join_panel(work, person, panel, actor=actor)
    journal.append(work, conference_id, "person.registered", actor=actor, person=person.id, role=person.role)
    return person.id


def read_role(word: str) -> Role:
    """The role of somebody registered; speakers and guests look on."""
    if word in {"speaker", "guest"}:
        return Role.OBSERVER
    try:
        return Role(word or Role.PARTICIPANT)
    except ValueError:
        raise InvalidInputError("Die Rolle „%(role)s“ gibt es nicht.", field="role", role=word) from None


def register(
    work: UnitOfWork, conference_id: str, registrations: Iterable[Registration], *, actor: str
) -> RegistrationReport:
    """Add everybody not yet there; doing it again adds nobody; panels are made as named."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    known = {
        key: person
        for person in work.session.scalars(select(Person).where(Person.conference_id == conference_id))
        for key in _keys(person.name, person.municipality, person.email)
    }
    before = set(known)
    registrations = tuple(registrations)
    for panel in sorted({row.panel.strip() for row in registrations} - {""}, key=_in_number_order):
        conferences.add_panel(work, conference_id, name=panel, actor=actor)
    added: list[str] = []
    duplicates: list[str] = []
    unchanged = 0
    for row in registrations:
        name = _full_name(row)
        keys = _keys(name, row.municipality, row.email)
        found = next((known[key] for key in keys if key in known), None)
        if found is None:
            person_id = add_person(
                work,
                conference_id,
                name=name,
                municipality=row.municipality,
                function=row.function,
                email=row.email,
                role=row.role,
                panel=row.panel,
                actor=actor,
            )
            person = work.session.get_one(Person, person_id)
            known.update(dict.fromkeys(keys, person))
            added.append(person_id)
        elif before.isdisjoint(keys) or found.name != name:
            duplicates.append(_name_duplicate(row, name, found))
        else:
            unchanged += 1
    return RegistrationReport(tuple(added), unchanged, tuple(duplicates))


def _in_number_order(name: str) -> list[str | int]:
    """Sort "WS 2" before "WS 10": text and numbers alternate."""
    return [int(part) if part.isdecimal() else part.casefold() for part in re.split(r"([0-9]+)", name)]


def _full_name(row: Registration) -> str:
    return " ".join(part.strip() for part in (row.title, row.given_name, row.name) if part.strip())


def _keys(name: str, municipality: str, email: str) -> list[tuple[str, ...]]:
    """What two rows of the same person share: the e-mail address, or name and municipality where one has none."""
    address = [(email.strip().casefold(),)] if email.strip() else []
    return [*address, (name.strip().casefold(), municipality.strip().casefold())]


def _name_duplicate(row: Registration, name: str, found: Person) -> str:
    place = f"Zeile {row.row}: " if row.row else ""
    same = "mit derselben E-Mail-Adresse" if row.email and row.email.casefold() == found.email.casefold() else "schon"
    return f"{place}{name} steht {same} als {found.name} ({found.label}) in der Liste."


def _join_panel(work: UnitOfWork, person: Person, name: str, *, actor: str) -> None:
    panel_id = conferences.add_panel(work, person.conference_id, name=name, actor=actor)
    moderates = person.role == Role.MODERATOR
    work.session.merge(Membership(person_id=person.id, panel_id=panel_id, moderates=moderates))
    work.session.flush()


def issue_codes(
    work: UnitOfWork, conference_id: str, *, actor: str, person_ids: Iterable[str] | None = None
) -> tuple[IssuedCode, ...]:
    """Make a fresh code for each person given, or for all who have not used one; earlier codes of theirs end."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    used = select(AccessCode.person_id).where(AccessCode.used_at.is_not(None), AccessCode.revoked_at.is_(None))
    chosen: ColumnElement[bool]
    if person_ids is None:
        chosen = and_(Person.id.not_in(used), Person.role != Role.SCREEN)
    else:
        chosen = Person.id.in_(list(person_ids))
    people = work.session.scalars(
        select(Person).where(Person.conference_id == conference_id, chosen).order_by(Person.name, Person.id)
    ).all()
    panels = _panel_names(work, conference_id)
    issued = tuple(_issue(work, person, panels.get(person.id, "")) for person in people)
    if issued:
        journal.append(work, conference_id, "codes.issued", actor=actor, people=[code.person_id for code in issued])
    return issued


def issue_code(work: UnitOfWork, person_id: str, *, actor: str) -> IssuedCode:
    """Make a fresh code for one person; an earlier one ends."""
    return issue_codes(work, _get_person(work, person_id).conference_id, actor=actor, person_ids=[person_id])[0]


def _issue(work: UnitOfWork, person: Person, panel: str) -> IssuedCode:
    work.session.execute(
        update(AccessCode)
        .where(AccessCode.person_id == person.id, AccessCode.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    code = new_code()
    work.session.add(AccessCode(code_hash=work.hash_code(code), person_id=person.id))
    return IssuedCode(person.id, show_code(code), person.name, person.municipality, panel)


def _panel_names(work: UnitOfWork, conference_id: str) -> dict[str, str]:
    rows = work.session.execute(
        select(Membership.person_id, Panel.name)
        .join(Panel, Panel.id == Membership.panel_id)
        .where(Panel.conference_id == conference_id)
        .order_by(Panel.position)
    )
    names: dict[str, str] = {}
    for person_id, name in rows:
        names[person_id] = f"{names[person_id]}, {name}" if person_id in names else name
    return names


def issue_link(work: UnitOfWork, person_id: str, *, actor: str, hours: int = 72) -> OneTimeLink:
    """Make a one-time link for anybody."""
    person = _get_person(work, person_id)
    require_role(work, person.conference_id, actor, may_organize)
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(hours=hours)
    work.session.add(SignInLink(token_hash=hash_token(token), person_id=person_id, expires_at=expires_at))
    journal.append(work, person.conference_id, "link.issued", actor=actor, person=person_id)
    return OneTimeLink(person_id, token, expires_at)


def revoke_access(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """End all sessions, codes and links of a person."""
    person = _get_person(work, person_id)
    require_role(work, person.conference_id, actor, may_organize)
    for table in (LoginSession, AccessCode):
        work.session.execute(
            update(table).where(table.person_id == person_id, table.revoked_at.is_(None)).values(revoked_at=now())
        )
    work.session.execute(
        update(SignInLink)
        .where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
        .values(used_at=func.coalesce(SignInLink.used_at, now()))
    )
    journal.append(work, person.conference_id, "access.revoked", actor=actor, person=person_id)
    work.publish(SessionEnded(conference_id=person.conference_id))


def check_in(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """Note that a person is present; by themselves, or by an organizer or moderator."""
    person = _get_person(work, person_id)
    if actor != person_id:
        require_role(work, person.conference_id, actor, may_moderate)
    if person.present_since is None:
        person.present_since = now()
        work.publish(PresenceChanged(conference_id=person.conference_id, person_id=person_id))


def check_out(work: UnitOfWork, person_id: str, *, actor: str) -> None:
    """Note that a person has gone."""
    person = _get_person(work, person_id)
    if actor != person_id:
        require_role(work, person.conference_id, actor, may_moderate)
    if person.present_since is not None:
        person.present_since = None
        work.publish(PresenceChanged(conference_id=person.conference_id, person_id=person_id))


def _get_person(work: UnitOfWork, person_id: str) -> Person:
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFoundError("Diese Person gibt es nicht.")
    return person
