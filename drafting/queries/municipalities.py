"""The municipalities people come from, with how many live there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Conference, Municipality, Person
from drafting.rules.permissions import Role, is_member
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


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can cast a municipality's vote."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class MunicipalityVote:
    """A municipality with who casts its vote, "" for nobody, and who could."""

    name: str
    delegate_id: str
    weight: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class VotesPage:
    """Who votes for which municipality; ``represented`` of them have somebody named."""

    rows: tuple[MunicipalityVote, ...]
    represented: int
    shows_weights: bool

    @property
    def single(self) -> tuple[MunicipalityVote, ...]:
        """The municipalities with nobody named from which just one person comes."""
        return tuple(row for row in self.rows if not row.delegate_id and len(row.candidates) == 1)


def list_votes(session: Session, conference_id: str) -> VotesPage:
    """The municipalities people with a vote come from, by name."""
    kept = {
        name_key(row.name): row
        for row in session.scalars(select(Municipality).where(Municipality.conference_id == conference_id))
    }
    names: dict[str, str] = {}
    candidates: dict[str, list[Candidate]] = {}
    people = session.execute(
        select(Person.id, Person.name, Person.municipality)
        .where(Person.conference_id == conference_id, Person.role.in_([role for role in Role if is_member(role)]))
        .order_by(Person.name, Person.id)
    )
    named = {row.delegate_id: key for key, row in kept.items() if row.delegate_id}
    for person_id, name, written in people:
        for key in {name_key(written), named.get(person_id, "")} - {""}:
            candidates.setdefault(key, []).append(Candidate(person_id, name))
            if key == name_key(written):
                names[key] = min(plain_name(written), names.get(key, plain_name(written)))
            else:
                names.setdefault(key, kept[key].name)
    rows = tuple(
        MunicipalityVote(
            name=names[key],
            delegate_id=(kept[key].delegate_id or "") if key in kept else "",
            weight=kept[key].weight if key in kept else 1,
            candidates=tuple(candidates[key]),
        )
        for key in sorted(names)
    )
    weighs = session.get_one(Conference, conference_id).enables_weights
    return VotesPage(rows, sum(bool(row.delegate_id) for row in rows), shows_weights=weighs)
