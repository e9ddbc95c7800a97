"""Editorial changes: what editors have changed by themselves, why, and who objects to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from drafting.errors import NotFoundError
from drafting.models import Conference, Demand, DemandVersion, Objection, Paper, Person, now
from drafting.queries import texts
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.queries.versions import EDITORIAL
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, is_member
from drafting.rules.undoing import find_undone
from drafting.text.redline import RedlineBlock


@dataclass(frozen=True, slots=True)
class ObjectionState:
    """The objections to an editorial change; ``names`` are for editors alone, ``until`` is when they end."""

    version_id: str
    count: int
    is_mine: bool
    may_object: bool
    until: datetime
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditorialRow:
    """An editorial change; ``undone_by`` is the number of the version that takes it back, 0 for none."""

    version_id: str
    version_number: int
    demand_id: str
    demand_label: str
    demand_title: str
    source: str
    at: datetime
    reason: str
    redline: tuple[RedlineBlock, ...]
    undone_by: int
    may_undo: bool
    objections: ObjectionState


def list_editorials(
    session: Session, conference_id: str, *, since: datetime | None = None, viewer: Viewer | None = None
) -> tuple[EditorialRow, ...]:
    """The editorial changes since a moment, or all, the latest first."""
    statement = _select().where(Paper.conference_id == conference_id)
    if since is not None:
        statement = statement.where(DemandVersion.created_at >= since)
    rows = session.execute(statement.order_by(DemandVersion.created_at.desc(), DemandVersion.id)).all()
    return _make_rows(session, [(version, text, demand) for version, text, demand in rows], viewer)


def get_editorial(session: Session, version_id: str, *, viewer: Viewer | None = None) -> EditorialRow:
    """One editorial change; raises NotFoundError."""
    found = session.execute(_select().where(DemandVersion.id == version_id)).first()
    if found is None:
        raise NotFoundError("Diese redaktionelle Änderung gibt es nicht.")
    return _make_rows(session, [(found[0], found[1], found[2])], viewer)[0]


def _select() -> Select[DemandVersion, str, Demand]:
    before = aliased(DemandVersion)
    return (
        select(DemandVersion, before.text, Demand)
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(before, (before.demand_id == Demand.id) & (before.number == DemandVersion.number - 1))
        .where(DemandVersion.source.in_(EDITORIAL))
    )


def _make_rows(
    session: Session, found: Sequence[tuple[DemandVersion, str, Demand]], viewer: Viewer | None
) -> tuple[EditorialRow, ...]:
    objections = list_objections(session, [version for version, _, _ in found], viewer=viewer)
    undone_by = _find_undone(session, {demand.id for _, _, demand in found})
    may_undo = viewer is not None and (viewer.may_edit or viewer.may_moderate)
    return tuple(
        EditorialRow(
            version_id=version.id,
            version_number=version.number,
            demand_id=demand.id,
            demand_label=demand.label,
            demand_title=demand.title,
            source=version.source,
            at=version.created_at,
            reason=version.reason,
            redline=texts.show_changes(StoredEdits(version.id, text, version.edits)),
            undone_by=undone_by.get(version.id, 0),
            may_undo=may_undo and version.id not in undone_by,
            objections=objections[version.id],
        )
        for version, text, demand in found
    )


def _find_undone(session: Session, demand_ids: set[str]) -> dict[str, int]:
    """By version no longer in force: the number of the one that takes it back."""
    rows = session.execute(
        select(DemandVersion.demand_id, DemandVersion.id, DemandVersion.undoes_id, DemandVersion.number)
        .where(DemandVersion.demand_id.in_(demand_ids))
        .order_by(DemandVersion.demand_id, DemandVersion.number)
    ).all()
    undone = find_undone([(version_id, undoes_id) for _, version_id, undoes_id, _ in rows])
    return {
        undoes_id: number
        for _, version_id, undoes_id, number in rows
        if undoes_id in undone and version_id not in undone
    }


def list_objections(
    session: Session, versions: Sequence[DemandVersion], *, viewer: Viewer | None = None
) -> dict[str, ObjectionState]:
    """By editorial version: its objections, with a fixed number of statements."""
    editorial = [version for version in versions if version.source in EDITORIAL]
    if not editorial:
        return {}
    ids = [version.id for version in editorial]
    conference = session.execute(
        select(Conference.objection_hours, Conference.phase)
        .join(Paper, Paper.conference_id == Conference.id)
        .join(Demand, Demand.paper_id == Paper.id)
        .where(Demand.id == editorial[0].demand_id)
    ).one()
    rows = session.execute(
        select(Objection, Person)
        .join(Person, Person.id == Objection.person_id)
        .where(Objection.version_id.in_(ids))
        .order_by(Objection.created_at, Person.id)
    ).all()
    people: dict[str, list[Person]] = defaultdict(list)
    for objection, person in rows:
        people[objection.version_id].append(person)
    undone = _find_undone(session, {version.demand_id for version in editorial})
    states = {}
    for version in editorial:
        until = version.created_at + timedelta(hours=conference.objection_hours)
        is_open = until > now() and version.id not in undone and conference.phase != Phase.ARCHIVED
        states[version.id] = ObjectionState(
            version_id=version.id,
            count=len(people[version.id]),
            is_mine=viewer is not None and any(person.id == viewer.person_id for person in people[version.id]),
            may_object=viewer is not None and is_member(Role(viewer.role)) and is_open,
            until=until,
            names=tuple(_name(person) for person in people[version.id]) if viewer and viewer.may_edit else (),
        )
    return states


def _name(person: Person) -> str:
    return f"{person.name}, {person.municipality}" if person.municipality else person.name
