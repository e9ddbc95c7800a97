"""Personal support: standing behind the paper as an expert („fachlich“), and expressly not for a municipality."""

from __future__ import annotations

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.models import Municipality, Person, PersonalSupport, Signature
from drafting.rules import remarks
from drafting.rules.permissions import Role, is_member, may_organize
from drafting.rules.signing import names_a_body, names_one_of
from drafting.rules.sizes import plain_name
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference
from drafting.services.signings import get_signing

LONGEST = 120


def give(work: UnitOfWork, conference_id: str, *, name: str, function: str, actor: str) -> None:
    """Support the paper in one's own name, shown as written; no municipality may be named by it."""
    lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    if person is None or not (is_member(Role(person.role)) or may_organize(Role(person.role))):
        raise NotAllowedError
    get_signing(work, conference_id)
    name, function = remarks.clean_line(name), remarks.clean_line(function)
    if not name:
        raise InvalidInputError("Bitte geben Sie an, unter welchem Namen Sie genannt werden.", field="name")
    for field, text in (("name", name), ("funktion", function)):
        if len(text) > LONGEST:
            raise InvalidInputError("Das ist zu lang: höchstens %(number)s Zeichen.", field=field, number=LONGEST)
    known = _list_names(work, conference_id)
    # Somebody may be called like a town („Rosa Ulm“): who is registered so is a person.
    towns = [] if name == person.name and " " in plain_name(name) else known
    for field, text, names in (("name", name, towns), ("funktion", function, known)):
        if found := names_one_of(text, names) or names_a_body(text):
            raise InvalidInputError(
                "Bitte ohne den Namen einer Kommune (%(name)s): Sie sprechen hier nur für sich.",
                field=field,
                name=found,
            )
    support = work.session.get(PersonalSupport, actor)
    if support is not None and (support.name, support.function) == (name, function):
        return
    if support is None:
        support = PersonalSupport(person_id=actor, conference_id=conference_id, name=name)
        work.session.add(support)
    support.name, support.function = name, function
    journal.append(work, conference_id, "personal_support.given", actor=actor)


def take_back(work: UnitOfWork, conference_id: str, *, actor: str) -> None:
    """Take one's personal support back; twice is harmless."""
    lock_conference(work, conference_id)
    find_actor(work, conference_id, actor)
    support = work.session.get(PersonalSupport, actor)
    if support is not None:
        work.session.delete(support)
        journal.append(work, conference_id, "personal_support.taken_back", actor=actor)


def _list_names(work: UnitOfWork, conference_id: str) -> list[str]:
    """Every municipality that is known here, whatever it has declared."""
    found: set[str] = set()
    for names in (
        select(Signature.name).where(Signature.conference_id == conference_id),
        select(Municipality.name).where(Municipality.conference_id == conference_id),
        select(Person.municipality).where(Person.conference_id == conference_id, Person.municipality != ""),
    ):
        found.update(work.session.scalars(names))
    return sorted(found)
