"""The doors of the demonstration: one sign-in link for each role, fresh each time."""

from __future__ import annotations

from dataclasses import dataclass

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.rules.permissions import ROLE_LABELS, Role


@dataclass(frozen=True, slots=True)
class Door:
    """A role's link: who comes in by it, and the address."""

    role: Role
    label: str
    name: str
    municipality: str
    address: str


def open_doors(work: UnitOfWork, conference_id: str, base_url: str) -> tuple[Door, ...]:
    """Make a fresh code for the first person of each role; the codes printed before no longer open anything."""
    doors = []
    organizer = queries.people.list_by_role(work.session, conference_id, Role.ORGANIZER)[0].id
    for role in Role:
        people = queries.people.list_by_role(work.session, conference_id, role)
        if people:
            code = services.people.issue_code(work, people[0].id, actor=organizer)
            address = f"{base_url}/anmelden/{code.code}"
            doors.append(Door(role, ROLE_LABELS[role], code.name, code.municipality, address))
    return tuple(doors)


def admit_crowd(work: UnitOfWork, conference_id: str) -> tuple[str, ...]:
    """Make codes for everybody who votes but whom no door was opened for: those that act by themselves."""
    session = work.session
    organizer = queries.people.list_by_role(session, conference_id, Role.ORGANIZER)[0].id
    people = [
        row.id
        for role in (Role.PARTICIPANT, Role.MODERATOR, Role.EDITOR)
        for row in queries.people.list_by_role(session, conference_id, role)[1:]
        if row.is_present
    ]
    issued = services.people.issue_codes(work, conference_id, actor=organizer, person_ids=people)
    return tuple(code.code for code in issued)
