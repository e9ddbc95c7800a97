"""The municipalities people come from, with how many live there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Municipality, Person
from drafting.rules.sizes import SIZE_LABELS, SizeClass, find_size, name_key, plain_name


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality somebody comes from; ``population`` is None where it is not known."""

    name: str
    people: int
    population: int | None
    size_label: str


@dataclass(frozen=True, slots=True)
class MunicipalitiesPage:
    """The municipalities of those registered; districts need no number. ``known`` counts what is kept in all."""

    missing: tuple[MunicipalityRow, ...]
    complete: tuple[MunicipalityRow, ...]
    known: int

    @property
    def total(self) -> int:
        """How many municipalities and districts people come from."""
        return len(self.missing) + len(self.complete)


def list_municipalities(session: Session, conference_id: str) -> MunicipalitiesPage:
    """The municipalities people come from, by name, those without a number apart."""
    kept = {
        name_key(name): population
        for name, population in session.execute(
            select(Municipality.name, Municipality.population).where(Municipality.conference_id == conference_id)
        )
    }
    people: Counter[str] = Counter()
    names: dict[str, str] = {}
    for written in session.scalars(select(Person.municipality).where(Person.conference_id == conference_id)):
        key = name_key(written)
        if key:
            people[key] += 1
            names[key] = min(plain_name(written), names.get(key, plain_name(written)))
    missing: list[MunicipalityRow] = []
    complete: list[MunicipalityRow] = []
    for key in sorted(names):
        size = find_size(names[key], kept.get(key))
        row = MunicipalityRow(names[key], people[key], kept.get(key), SIZE_LABELS[size])
        (missing if size is SizeClass.UNKNOWN else complete).append(row)
    return MunicipalitiesPage(
        tuple(missing), tuple(complete), known=sum(population is not None for population in kept.values())
    )
