"""Organisations that propose through their representatives; organizers keep the list."""

from __future__ import annotations

from sqlalchemy import delete, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.models import Amendment, Organisation, Person, Representative
from drafting.rules.permissions import Role, is_member, may_organize
from drafting.services import journal
from drafting.services.access import lock_conference, require_role

_LONGEST = 120


def add(work: UnitOfWork, conference_id: str, *, name: str, actor: str) -> str:
    """Add an organisation; returns its id, also when there is one of this name already."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    name = " ".join(name.split())
    if not name:
        raise InvalidInputError("Bitte geben Sie der Organisation einen Namen.", field="name")
    if len(name) > _LONGEST:
        raise InvalidInputError("Der Name ist zu lang: höchstens %(number)s Zeichen.", field="name", number=_LONGEST)
    known = work.session.scalar(
        select(Organisation.id).where(Organisation.conference_id == conference_id, Organisation.name == name)
    )
    if known is not None:
        return known
    organisation = Organisation(conference_id=conference_id, name=name)
    work.session.add(organisation)
    work.session.flush()
    journal.append(work, conference_id, "organisation.added", actor=actor, organisation=organisation.id)
    return organisation.id


def remove(work: UnitOfWork, organisation_id: str, *, actor: str) -> None:
    """Remove an organisation that has proposed nothing."""
    organisation = _get(work, organisation_id, actor)
    proposed = select(Amendment.id).where(Amendment.organisation_id == organisation_id).limit(1)
    if work.session.scalar(proposed) is not None:
        raise ClosedError("Diese Organisation hat schon Anträge gestellt und bleibt deshalb in der Liste.")
    work.session.execute(delete(Representative).where(Representative.organisation_id == organisation_id))
    work.session.delete(organisation)
    journal.append(work, organisation.conference_id, "organisation.removed", actor=actor, organisation=organisation_id)


def appoint(work: UnitOfWork, organisation_id: str, person_id: str, *, actor: str) -> None:
    """Let somebody who may propose speak for an organisation; twice is harmless."""
    organisation = _get(work, organisation_id, actor)
    person = work.session.get(Person, person_id)
    if person is None or person.conference_id != organisation.conference_id or not is_member(Role(person.role)):
        raise InvalidInputError("Diese Person kann hier keine Anträge stellen.", field="person")
    if work.session.get(Representative, (organisation_id, person_id)) is None:
        work.session.add(Representative(organisation_id=organisation_id, person_id=person_id))
        _record(work, organisation, "organisation.appointed", person_id, actor)


def dismiss(work: UnitOfWork, organisation_id: str, person_id: str, *, actor: str) -> None:
    """Let somebody no longer speak for an organisation; twice is harmless. What they proposed stays as it is."""
    organisation = _get(work, organisation_id, actor)
    representative = work.session.get(Representative, (organisation_id, person_id))
    if representative is not None:
        work.session.delete(representative)
        _record(work, organisation, "organisation.dismissed", person_id, actor)


def _get(work: UnitOfWork, organisation_id: str, actor: str) -> Organisation:
    conference_id = work.session.scalar(select(Organisation.conference_id).where(Organisation.id == organisation_id))
    if conference_id is None:
        raise NotFoundError("Diese Organisation gibt es nicht.")
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    organisation = work.session.get(Organisation, organisation_id, populate_existing=True)
    if organisation is None:
        raise NotFoundError("Diese Organisation gibt es nicht.")
    return organisation


def _record(work: UnitOfWork, organisation: Organisation, action: str, person_id: str, actor: str) -> None:
    journal.append(
        work, organisation.conference_id, action, actor=actor, organisation=organisation.id, person=person_id
    )
