"""The doors of the demonstration: one sign-in link for each role, fresh each time."""

from __future__ import annotations

from dataclasses import dataclass

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.demo.people import invent_people
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
    """Make a fresh code for one person of each role; the codes printed before no longer open anything."""
    guests = _find_guests(work, conference_id)
    doors = []
    for role, person in guests.items():
        if role is Role.SCREEN:
            # The projector needs no person: its link shows the wall and signs nobody in.
            # It stays the same, so that a wall once opened goes on after the server was begun anew.
            token = queries.screens.list_links(work.session, conference_id)[0].token or services.screens.renew_link(
                work, conference_id, actor=guests[Role.ORGANIZER]
            )
            doors.append(Door(role, ROLE_LABELS[role], "", "", f"{base_url}/saal/{token}"))
            continue
        code = services.people.issue_code(work, person, actor=guests[Role.ORGANIZER])
        doors.append(Door(role, ROLE_LABELS[role], code.name, code.municipality, f"{base_url}/anmelden/{code.code}"))
    return tuple(doors)


def admit_crowd(work: UnitOfWork, conference_id: str) -> tuple[str, ...]:
    """Make codes for everybody present who votes, but for those whom doors are for: the ones who act by themselves."""
    guests = _find_guests(work, conference_id)
    people = [
        row.id
        for role in (Role.PARTICIPANT, Role.MODERATOR, Role.EDITOR)
        for row in queries.people.list_by_role(work.session, conference_id, role)
        if row.is_present and row.id != guests[role]
    ]
    issued = services.people.issue_codes(work, conference_id, actor=guests[Role.ORGANIZER], person_ids=people)
    return tuple(code.code for code in issued)


def _find_guests(work: UnitOfWork, conference_id: str) -> dict[Role, str]:
    """Find whom each role's link is for: the first who was invented, who has amendments of their own to look at."""
    first = {Role(person.role): person.email for person in reversed(invent_people())}
    found = {}
    for role in Role:
        people = queries.people.list_by_role(work.session, conference_id, role)
        for person in sorted(people, key=lambda row: row.email != first.get(role))[:1]:
            found[role] = person.id
    return found
