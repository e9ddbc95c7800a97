"""Conferences: creating one, its panels, its rules and its phases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from drafting.database import UnitOfWork
from drafting.errors import InvalidInputError
from drafting.events import PhaseChanged
from drafting.models import Conference, Panel
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import may_organize
from drafting.rules.voting import Quorum, Rule
from drafting.services import journal, supports
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
    sets_quorum: bool = False,
    quorum: Quorum | None = None,
    amendments_close_at: datetime | None = None,
    has_deadline: bool | None = None,
    length_budget: int | None = None,
    minimum_supporters: int | None = None,
    amendments_per_person: int | None = None,
    pull_out_threshold: int | None = None,
    objection_hours: int | None = None,
    poll_seconds: int | None = None,
    confirms_effects: bool | None = None,
    enables_weights: bool | None = None,
) -> None:
    """Change what is given and leave the rest; organizers only.

    The quorum is changed, or lifted, where ``sets_quorum``.
    0 lifts the length budget, the limit per person and the time limit of polls; ``has_deadline=False`` lifts the
    deadline. Amendments that have enough supporters by a new minimum are opened.
    """
    require_role(work, conference_id, actor, may_organize)
    conference = lock_conference(work, conference_id)
    before = _list_settings(conference)
    former_name = conference.name
    if name is not None and name.strip():
        conference.name = name.strip()
    if requires_reason is not None:
        conference.requires_reason = requires_reason
    if rule is not None:
        conference.rule = rule
    if sets_quorum:
        conference.quorum_numerator = quorum.numerator if quorum else None
        conference.quorum_denominator = quorum.denominator if quorum else None
    if confirms_effects is not None:
        conference.confirms_effects = confirms_effects
    if enables_weights is not None:
        conference.enables_weights = enables_weights
    if amendments_close_at is not None or has_deadline is False:
        conference.amendments_close_at = amendments_close_at if has_deadline is not False else None
    for field, least, number in (
        ("length_budget", 0, length_budget),
        ("minimum_supporters", 0, minimum_supporters),
        ("amendments_per_person", 0, amendments_per_person),
        ("pull_out_threshold", 1, pull_out_threshold),
        ("objection_hours", 0, objection_hours),
        ("poll_seconds", 0, poll_seconds),
    ):
        if number is not None:
            _check_number(field, number, least)
            setattr(conference, field, number or None if field in _LIFTED_BY_ZERO else number)
    if _list_settings(conference) == before and conference.name == former_name:
        return
    journal.append(work, conference_id, "conference.settings_changed", actor=actor, **_list_settings(conference))
    supports.open_supported(work, conference, actor=actor)
    work.publish(PhaseChanged(conference_id=conference_id, phase=conference.phase))


_LIFTED_BY_ZERO = frozenset({"length_budget", "amendments_per_person"})
_MOST = 10_000_000


def _check_number(field: str, number: int, least: int) -> None:
    if not least <= number <= _MOST:
        raise InvalidInputError("Bitte geben Sie eine Zahl von mindestens %(least)s ein.", field=field, least=least)


def _list_settings(conference: Conference) -> dict[str, Any]:
    """The settings as the journal keeps them."""
    closes = conference.amendments_close_at
    return {
        "rule": conference.rule,
        "quorum": [conference.quorum_numerator, conference.quorum_denominator],
        "requires_reason": conference.requires_reason,
        "amendments_close_at": closes.isoformat() if closes else None,
        "length_budget": conference.length_budget,
        "minimum_supporters": conference.minimum_supporters,
        "amendments_per_person": conference.amendments_per_person,
        "pull_out_threshold": conference.pull_out_threshold,
        "objection_hours": conference.objection_hours,
        "poll_seconds": conference.poll_seconds,
        "confirms_effects": conference.confirms_effects,
        "enables_weights": conference.enables_weights,
    }


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
