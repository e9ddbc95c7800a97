"""People: who is looking, who is registered, who is present."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from drafting.errors import NotAllowedError
from drafting.models import (
    AccessCode,
    Conference,
    LoginSession,
    Membership,
    Notice,
    Panel,
    Person,
    Poll,
    SignInLink,
    Visit,
    now,
)
from drafting.models.people import hash_token
from drafting.rules import permissions
from drafting.rules.lifecycle import PHASE_LABELS, Phase, PollState
from drafting.rules.permissions import ROLE_LABELS, Role


@dataclass(frozen=True, slots=True)
class ViewerPanel:
    """A panel the viewer belongs to."""

    id: str
    name: str
    moderates: bool


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking, and what they may do in the present phase; every page gets one."""

    person_id: str
    session_id: str
    conference_id: str
    conference_name: str
    phase: str
    phase_label: str
    name: str
    municipality: str
    role: str
    role_label: str
    panels: tuple[ViewerPanel, ...]
    is_present: bool
    may_organize: bool
    may_edit: bool
    may_moderate: bool
    may_propose: bool
    may_support: bool
    may_vote: bool

    @property
    def label(self) -> str:
        """How others see this person: the municipality, else the name."""
        return self.municipality or self.name

    def leads(self, panel_id: str) -> bool:
        """Whether they lead the votes of this panel, or, where it is "", of the plenary."""
        if not panel_id or self.may_organize:
            return self.may_moderate
        return self.may_moderate and any(panel.id == panel_id and panel.moderates for panel in self.panels)

    def may_give(self, panel_id: str) -> bool:
        """Whether they may give a queued vote to other voters: one of the plenary (``panel_id`` "") only organizers."""
        return self.leads(panel_id) if panel_id else self.may_organize


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame of every page shows: the viewer, how many notices are unread and how many polls run.

    ``seen_at`` is when they last read the paper, None for never.
    """

    viewer: Viewer
    unread: int
    running: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list of people."""

    id: str
    name: str
    municipality: str
    email: str
    role: str
    role_label: str
    panels: tuple[str, ...]
    is_present: bool
    has_code: bool
    has_signed_in: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The list of people with its counts."""

    rows: tuple[PersonRow, ...]
    total: int
    present: int
    signed_in: int
    without_code: int
    panels: tuple[ViewerPanel, ...]


@dataclass(frozen=True, slots=True)
class LinkOwner:
    """Whom a one-time link is for, to be confirmed before it is used up."""

    person_id: str
    name: str
    municipality: str
    conference_name: str
    expires_at: datetime


def name_session(token: str) -> str:
    """The id under which the session of a cookie's token is stored."""
    return hash_token(token)


def find_viewer(session: Session, token: str) -> Viewer | None:
    """The viewer of a session token from the cookie; None when it is unknown, over or revoked."""
    frame = find_frame(session, token)
    return frame.viewer if frame else None


def find_frame(session: Session, token: str) -> Frame | None:
    """The viewer of a session token with what every page shows of them; None as for ``find_viewer``."""
    session_id = hash_token(token)
    # Every request pays for this: statements made once, without objects that could be changed.
    connection = session.connection()
    found = connection.execute(_FRAME, {"session_id": session_id, "moment": now()}).first()
    if found is None:
        return None
    return Frame(_make_viewer(connection, found, session_id), found.unread, found.running, found.seen_at)


def get_viewer(session: Session, token: str) -> Viewer:
    """As ``find_viewer``, but raises NotAllowedError."""
    viewer = find_viewer(session, token)
    if viewer is None:
        raise NotAllowedError("Bitte melden Sie sich an.")
    return viewer


def view_as(session: Session, person_id: str) -> Viewer:
    """The viewer a person would be, without a session: for commands and for partials made for somebody."""
    connection = session.connection()
    return _make_viewer(connection, connection.execute(_PERSON, {"person_id": person_id}).one(), "")


_VIEWER = select(
    Person.id,
    Person.name,
    Person.municipality,
    Person.role,
    Person.present_since,
    Person.conference_id,
    Conference.name.label("conference_name"),
    Conference.phase,
    Conference.amendments_close_at,
).join(Conference, Conference.id == Person.conference_id)
_PERSON = _VIEWER.where(Person.id == bindparam("person_id"))
_FRAME = (
    _VIEWER.add_columns(
        select(func.count())
        .where(Notice.person_id == Person.id, Notice.read_at.is_(None))
        .correlate(Person)
        .scalar_subquery()
        .label("unread"),
        select(func.count())
        .where(Poll.conference_id == Person.conference_id, Poll.state == PollState.OPEN)
        .correlate(Person)
        .scalar_subquery()
        .label("running"),
        Visit.seen_at,
    )
    .join(LoginSession, LoginSession.person_id == Person.id)
    .outerjoin(Visit, Visit.person_id == Person.id)
    .where(
        LoginSession.id == bindparam("session_id"),
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > bindparam("moment"),
    )
)
_PANELS = (
    select(Panel.id, Panel.name, Membership.moderates)
    .join(Membership, Membership.panel_id == Panel.id)
    .where(Membership.person_id == bindparam("person_id"))
    .order_by(Panel.position)
)


def _make_viewer(connection: Connection, row: Any, session_id: str) -> Viewer:
    role, phase = Role(row.role), Phase(row.phase)
    panels = connection.execute(_PANELS, {"person_id": row.id})
    intake_is_open = role is Role.ORGANIZER or row.amendments_close_at is None or row.amendments_close_at > now()
    return Viewer(
        person_id=row.id,
        session_id=session_id,
        conference_id=row.conference_id,
        conference_name=row.conference_name,
        phase=phase,
        phase_label=PHASE_LABELS[phase],
        name=row.name,
        municipality=row.municipality,
        role=role,
        role_label=ROLE_LABELS[role],
        panels=tuple(ViewerPanel(id_, name, moderates) for id_, name, moderates in panels),
        is_present=row.present_since is not None,
        may_organize=permissions.may_organize(role),
        may_edit=permissions.may_edit(role),
        may_moderate=permissions.may_moderate(role),
        may_propose=permissions.may_propose(role, phase) and intake_is_open,
        may_support=permissions.may_support(role, phase),
        may_vote=permissions.is_member(role),
    )


def find_link_owner(session: Session, token: str) -> LinkOwner | None:
    """Whose one-time link this is; None when unknown, used or over. Looking does not use it up."""
    found = session.execute(
        select(Person, Conference.name, SignInLink.expires_at)
        .join(SignInLink, SignInLink.person_id == Person.id)
        .join(Conference, Conference.id == Person.conference_id)
        .where(SignInLink.token_hash == hash_token(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now())
    ).first()
    if found is None:
        return None
    person, conference_name, expires_at = found
    return LinkOwner(person.id, person.name, person.municipality, conference_name, expires_at)


def list_people(session: Session, conference_id: str, *, search: str = "") -> PeoplePage:
    """Everybody registered, by name; ``search`` looks in name, municipality and e-mail."""
    rows = _list_rows(session, conference_id)
    wanted = search.strip().casefold()
    return PeoplePage(
        rows=tuple(
            row
            for row in rows
            if not wanted or any(wanted in text.casefold() for text in (row.name, row.municipality, row.email))
        ),
        total=len(rows),
        present=sum(row.is_present for row in rows),
        signed_in=sum(row.has_signed_in for row in rows),
        without_code=sum(not row.has_code for row in rows),
        panels=tuple(
            ViewerPanel(id_, name, moderates=False)
            for id_, name in session.execute(
                select(Panel.id, Panel.name).where(Panel.conference_id == conference_id).order_by(Panel.position)
            )
        ),
    )


def list_by_role(session: Session, conference_id: str, role: str) -> tuple[PersonRow, ...]:
    """The people of a role, by name."""
    return tuple(row for row in _list_rows(session, conference_id) if row.role == role)


def _list_rows(session: Session, conference_id: str) -> list[PersonRow]:
    has_code = exists().where(AccessCode.person_id == Person.id, AccessCode.revoked_at.is_(None))
    has_signed_in = or_(
        exists().where(AccessCode.person_id == Person.id, AccessCode.used_at.is_not(None)),
        exists().where(LoginSession.person_id == Person.id),
    )
    panels: dict[str, list[str]] = {}
    for person_id, name in session.execute(
        select(Membership.person_id, Panel.name)
        .join(Panel, Panel.id == Membership.panel_id)
        .where(Panel.conference_id == conference_id)
        .order_by(Panel.position)
    ):
        panels.setdefault(person_id, []).append(name)
    found = session.execute(
        select(Person, has_code, has_signed_in)
        .where(Person.conference_id == conference_id)
        .order_by(Person.name, Person.id)
    )
    return [
        PersonRow(
            id=person.id,
            name=person.name,
            municipality=person.municipality,
            email=person.email,
            role=person.role,
            role_label=ROLE_LABELS[Role(person.role)],
            panels=tuple(panels.get(person.id, ())),
            is_present=person.present_since is not None,
            has_code=code,
            has_signed_in=signed_in,
        )
        for person, code, signed_in in found
    ]
