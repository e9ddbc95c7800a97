"""Conferences: creating one, its panels, its rules and its phases."""

from __future__ import annotations

from datetime import date, datetime

from drafting.database import UnitOfWork
from drafting.rules.lifecycle import Phase
from drafting.rules.voting import Quorum, Rule


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
    raise NotImplementedError


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
    raise NotImplementedError


def add_panel(work: UnitOfWork, conference_id: str, *, name: str, actor: str, decides: bool = False) -> str:
    """Add a workshop; returns its id, also when a panel of this name exists already."""
    raise NotImplementedError


def set_phase(work: UnitOfWork, conference_id: str, phase: Phase, *, actor: str) -> None:
    """Enter another phase; organizers only, any order, journaled."""
    raise NotImplementedError
