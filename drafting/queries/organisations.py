"""Organisations with those who may speak for them, for the organizers' page."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, Organisation, Person, Representative
from drafting.queries.invitations import Candidate


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation, who speaks for it, and how many amendments it has proposed."""

    id: str
    name: str
    representatives: tuple[Candidate, ...]
    amendments: int


def list_organisations(session: Session, conference_id: str) -> tuple[OrganisationRow, ...]:
    """All organisations of a conference by name, with a fixed number of statements."""
    found = session.scalars(
        select(Organisation).where(Organisation.conference_id == conference_id).order_by(Organisation.name)
    ).all()
    ids = [organisation.id for organisation in found]
    speakers: dict[str, list[Candidate]] = {}
    for organisation_id, person in session.execute(
        select(Representative.organisation_id, Person)
        .join(Person, Person.id == Representative.person_id)
        .where(Representative.organisation_id.in_(ids))
        .order_by(Person.name, Person.id)
    ):
        label = ", ".join(filter(None, (person.name, person.municipality)))
        speakers.setdefault(organisation_id, []).append(Candidate(person.id, label))
    proposed = (
        select(Amendment.organisation_id, func.count())
        .where(Amendment.organisation_id.in_(ids))
        .group_by(Amendment.organisation_id)
    )
    counts = dict(session.execute(proposed).all())
    return tuple(
        OrganisationRow(each.id, each.name, tuple(speakers.get(each.id, ())), counts.get(each.id, 0)) for each in found
    )
