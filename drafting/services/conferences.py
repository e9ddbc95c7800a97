"""Conferences: creating one, its panels, its rules and its phases."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.events import PhaseChanged
from drafting.models import Conference, Panel
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import may_organize
from drafting.rules.voting import Quorum, Rule
from drafting.services import journal
from drafting.services.access import lock_conference, require_role


def create(
    work: UnitOfWork,
    *,
    name: str,
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    requires_reason: bool = True,
    rule: Rule = Rule.SIMPLE,
    quorum: Quorum | None = None,
    actor: str = "system",
) -> str:
    """Begin a conference, in preparation; returns its id."""
    if not name.strip():
        raise InvalidInputError("Die Konferenz braucht einen Namen.", field="name")
    conference = Conference(
        name=name.strip(),
        place=place.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        requires_reason=requires_reason,
        rule=rule,
        quorum_numerator=quorum.numerator if quorum else None,
        quorum_denominator=quorum.denominator if quorum else None,
    )
    work.session.add(conference)
    work.session.flush()
    journal.append(work, conference.id, "conference.created", actor=actor, rule=rule, requires_reason=requires_reason)
    return conference.id


def change_settings(
    work: UnitOfWork,
    conference_id: str,
    *,
    actor: str,
    name: str | None = None,
    requires_reason: bool | None = None,
    rule: Rule | None = None,
    amendments_close_at: datetime | None = None,
) -> None:
    """Change what is given and leave the rest; organizers only."""
    require_role(work, conference_id, actor, may_organize)
    conference = lock_conference(work, conference_id)
    if name is not None and name.strip():
        conference.name = name.strip()
    if requires_reason is not None:
        conference.requires_reason = requires_reason
    if rule is not None:
        conference.rule = rule
    if amendments_close_at is not None:
        conference.amendments_close_at = amendments_close_at
    closes = conference.amendments_close_at
    journal.append(
        work,
        conference_id,
        "conference.settings_changed",
        actor=actor,
        rule=conference.rule,
        requires_reason=conference.requires_reason,
        amendments_close_at=closes.isoformat() if closes else None,
    )
    work.publish(PhaseChanged(conference_id=conference_id, phase=conference.phase))


def add_panel(work: UnitOfWork, conference_id: str, *, name: str, actor: str, decides: bool = False) -> str:
    """Add a workshop; returns its id, also when a panel of this name exists already."""
    require_role(work, conference_id, actor, may_organize)
    if not name.strip():
        raise InvalidInputError("Die Arbeitsgruppe braucht einen Namen.", field="name")
    lock_conference(work, conference_id)
    known = work.session.scalar(
        select(Panel.id).where(Panel.conference_id == conference_id, Panel.name == name.strip())
    )
    if known is not None:
        return known
    count = work.session.scalar(select(func.count()).where(Panel.conference_id == conference_id)) or 0
    panel = Panel(conference_id=conference_id, name=name.strip(), position=count + 1, decides=decides)
    work.session.add(panel)
    work.session.flush()
    journal.append(work, conference_id, "panel.added", actor=actor, panel=panel.id, decides=decides)
    return panel.id


def set_phase(work: UnitOfWork, conference_id: str, phase: Phase, *, actor: str) -> None:
    """Enter another phase; organizers only, any order, journaled."""
    require_role(work, conference_id, actor, may_organize)
    conference = lock_conference(work, conference_id)
    if conference.phase == phase:
        return
    journal.append(work, conference_id, "phase.changed", actor=actor, before=conference.phase, after=phase)
    conference.phase = phase
    work.publish(PhaseChanged(conference_id=conference_id, phase=phase))
