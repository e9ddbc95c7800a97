"""Who can be asked to propose an amendment too, and who has been."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import CoProposer, Organisation, Person, Representative
from drafting.queries.people import Viewer
from drafting.rules.permissions import Role, is_member

_MEMBERS = [role for role in Role if is_member(role)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be asked, by the name they are chosen by: „Ada Amsel, Stadt Calw“."""

    person_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody asked, and the answer; ``agreed`` is None before there is one."""

    person_id: str
    label: str
    agreed: bool | None


@dataclass(frozen=True, slots=True)
class Represented:
    """An organisation the viewer may speak for."""

    id: str
    name: str


def list_candidates(session: Session, *, viewer: Viewer) -> tuple[Candidate, ...]:
    """Everybody else who may propose, by name."""
    people = session.scalars(
        select(Person)
        .where(Person.conference_id == viewer.conference_id, Person.role.in_(_MEMBERS), Person.id != viewer.person_id)
        .order_by(Person.name, Person.municipality, Person.id)
    )
    return tuple(Candidate(person.id, _name(person)) for person in people)


def list_invited(session: Session, amendment_id: str) -> tuple[Invitation, ...]:
    """Everybody asked to propose an amendment too, for its author."""
    rows = session.execute(
        select(CoProposer.agreed, Person)
        .join(Person, Person.id == CoProposer.person_id)
        .where(CoProposer.amendment_id == amendment_id)
        .order_by(Person.name, Person.id)
    )
    return tuple(Invitation(person.id, _name(person), agreed) for agreed, person in rows)


def find_invitation(session: Session, amendment_id: str, *, viewer: Viewer) -> Invitation | None:
    """The viewer's own invitation; None where they are not asked."""
    invited = list_invited(session, amendment_id)
    return next((each for each in invited if each.person_id == viewer.person_id), None)


def list_represented(session: Session, *, viewer: Viewer) -> tuple[Represented, ...]:
    """The organisations in whose name the viewer may propose, by name."""
    rows = session.scalars(
        select(Organisation)
        .join(Representative, Representative.organisation_id == Organisation.id)
        .where(Representative.person_id == viewer.person_id)
        .order_by(Organisation.name)
    )
    return tuple(Represented(organisation.id, organisation.name) for organisation in rows)


def _name(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.municipality)))
