"""Municipalities: keeping how many people live in each, from a table or one by one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.models import Municipality
from drafting.rules.permissions import may_organize
from drafting.rules.sizes import MOST_PEOPLE, name_key, plain_name
from drafting.services import journal
from drafting.services.access import lock_conference, require_role


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
