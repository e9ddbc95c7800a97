"""Municipalities: how many people live in each, who casts its vote, and what that vote weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.models import Municipality
from drafting.rules.permissions import Role, is_member, may_organize
from drafting.rules.sizes import MOST_PEOPLE, name_key, plain_name
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference, require_role

MOST_WEIGHT = 10_000


def set_populations(work: UnitOfWork, conference_id: str, populations: Mapping[str, int | None], *, actor: str) -> int:
    """Keep the inhabitants of municipalities, None where they are not known; returns how many are new or different.

    Names are kept without what kind of municipality it is; spellings that differ in that or in capitals are one.
    """
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    known = {
        name_key(row.name): row
        for row in work.session.scalars(select(Municipality).where(Municipality.conference_id == conference_id))
    }
    changed = 0
    for name, population in populations.items():
        if not plain_name(name):
            continue
        if population is not None and not 0 < population <= MOST_PEOPLE:
            raise InvalidInputError("Das ist keine Einwohnerzahl: %(name)s.", name=name)
        row = known.get(name_key(name))
        if row is None and population is None:
            continue
        if row is None:
            row = known[name_key(name)] = Municipality(conference_id=conference_id, name=plain_name(name))
            work.session.add(row)
        changed += row.population != population
        row.population = population
    if changed:
        journal.append(work, conference_id, "municipalities.changed", actor=actor, municipalities=changed)
    return changed


def name_delegate(work: UnitOfWork, conference_id: str, name: str, person_id: str | None, *, actor: str) -> str:
    """Name who casts the vote of a municipality, or nobody; returns the municipality's id.

    It holds for polls opened from then on. One person votes for one municipality.
    """
    municipality = _get_or_add(work, conference_id, name, actor=actor)
    if person_id is not None:
        person = find_actor(work, conference_id, person_id)
        if person is None or not is_member(Role(person.role)):
            raise InvalidInputError("Diese Person hat kein Stimmrecht.", field="person")
        other = work.session.scalar(
            select(Municipality.name).where(Municipality.delegate_id == person_id, Municipality.id != municipality.id)
        )
        if other is not None:
            raise InvalidInputError("Diese Person stimmt schon für %(name)s ab.", field="person", name=other)
    if municipality.delegate_id != person_id:
        municipality.delegate_id = person_id
        journal.append(
            work,
            conference_id,
            "municipality.delegate_named",
            actor=actor,
            municipality=municipality.id,
            person=person_id,
        )
    return municipality.id


def set_weight(work: UnitOfWork, conference_id: str, name: str, weight: int, *, actor: str) -> str:
    """Say what the vote of a municipality weighs where votes are weighted; returns the municipality's id."""
    municipality = _get_or_add(work, conference_id, name, actor=actor)
    if not 0 < weight <= MOST_WEIGHT:
        raise InvalidInputError("Das Gewicht ist eine Zahl von 1 bis 10.000.", field="gewicht")
    if municipality.weight != weight:
        municipality.weight = weight
        journal.append(
            work,
            conference_id,
            "municipality.weighted",
            actor=actor,
            municipality=municipality.id,
            weight=weight,
        )
    return municipality.id


@dataclass(frozen=True, slots=True)
class Vote:
    """Who casts the vote of a municipality, None for nobody; what it weighs, None to leave that as it is."""

    person_id: str | None
    weight: int | None = None


def set_votes(work: UnitOfWork, conference_id: str, votes: Mapping[str, Vote], *, actor: str) -> int:
    """Keep the votes of several municipalities at once, by name; returns how many are different now."""
    require_role(work, conference_id, actor, may_organize)
    known = {
        name_key(row.name): (row.delegate_id, row.weight)
        for row in work.session.scalars(select(Municipality).where(Municipality.conference_id == conference_id))
    }
    changed = 0
    for name, vote in votes.items():
        delegate_id, weight = known.get(name_key(name), (None, 1))
        is_other = vote.person_id != delegate_id
        is_heavier = vote.weight is not None and vote.weight != weight
        if is_other:
            name_delegate(work, conference_id, name, vote.person_id, actor=actor)
        if is_heavier and vote.weight is not None:
            set_weight(work, conference_id, name, vote.weight, actor=actor)
        changed += is_other or is_heavier
    return changed


def _get_or_add(work: UnitOfWork, conference_id: str, name: str, *, actor: str) -> Municipality:
    """A municipality by its name, however it is spelt; organizers only."""
    require_role(work, conference_id, actor, may_organize)
    lock_conference(work, conference_id)
    if not plain_name(name):
        raise InvalidInputError("Die Kommune braucht einen Namen.", field="name")
    for row in work.session.scalars(select(Municipality).where(Municipality.conference_id == conference_id)):
        if name_key(row.name) == name_key(name):
            return row
    municipality = Municipality(conference_id=conference_id, name=plain_name(name), weight=1)
    work.session.add(municipality)
    work.session.flush()
    return municipality
