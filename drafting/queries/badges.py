"""Badges: what is printed on them, and whose a scanned one is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from drafting.models import Membership, Panel, Person
from drafting.rules.permissions import Role


@dataclass(frozen=True, slots=True)
class Badge:
    """One person's badge; ``code`` checks in and never signs in, ``panels`` are names."""

    person_id: str
    code: str
    name: str
    municipality: str
    panels: tuple[str, ...]
    since: datetime | None


def list_badges(
    session: Session, conference_id: str, *, panel_id: str = "", person_ids: Collection[str] = ()
) -> tuple[Badge, ...]:
    """The badges of everybody, of a panel, or of the people given, by name; projectors wear none."""
    statement = select(Person).where(Person.conference_id == conference_id, Person.role != Role.SCREEN)
    if person_ids:
        statement = statement.where(Person.id.in_(person_ids))
    elif panel_id:
        statement = statement.where(exists().where(Membership.person_id == Person.id, Membership.panel_id == panel_id))
    people = session.scalars(statement.order_by(Person.name, Person.id)).all()
    panels: dict[str, list[str]] = {}
    rows = session.execute(
        select(Membership.person_id, Panel.name)
        .join(Panel, Panel.id == Membership.panel_id)
        .where(Panel.conference_id == conference_id)
        .order_by(Panel.position)
    )
    for person_id, name in rows:
        panels.setdefault(person_id, []).append(name)
    return tuple(_show(person, tuple(panels.get(person.id, ()))) for person in people)


def find_badge(session: Session, conference_id: str, code: str) -> Badge | None:
    """Whose badge this is; None for one that is unknown or blocked."""
    person = session.scalars(select(Person).where(Person.conference_id == conference_id, Person.badge == code)).first()
    return _show(person, ()) if person else None


def _show(person: Person, panels: tuple[str, ...]) -> Badge:
    return Badge(person.id, person.badge, person.name, person.municipality, panels, person.present_since)
