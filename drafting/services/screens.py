"""The projectors' links, the plenary's and one for each panel's room; whoever has one sees its screen, nothing else."""

from __future__ import annotations

import secrets

from drafting.database import UnitOfWork
from drafting.errors import NotFoundError
from drafting.events import ScreenChanged
from drafting.models import Conference, Panel
from drafting.rules.permissions import may_moderate
from drafting.services import journal
from drafting.services.access import lock_conference, require_role

# 144 bits: nobody guesses it, and it can still be copied by hand.
_BYTES = 18


def renew_link(work: UnitOfWork, conference_id: str, *, actor: str, panel_id: str = "") -> str:
    """Make a link for a wall, which ends the one before; moderators only; returns its token."""
    wall = _lock(work, conference_id, panel_id, actor=actor)
    wall.screen_token = secrets.token_urlsafe(_BYTES)
    _record(work, conference_id, panel_id, "screen.link_renewed", actor=actor)
    return wall.screen_token


def end_link(work: UnitOfWork, conference_id: str, *, actor: str, panel_id: str = "") -> None:
    """Take a wall's link away; moderators only."""
    wall = _lock(work, conference_id, panel_id, actor=actor)
    if wall.screen_token:
        wall.screen_token = ""
        _record(work, conference_id, panel_id, "screen.link_ended", actor=actor)


def _lock(work: UnitOfWork, conference_id: str, panel_id: str, *, actor: str) -> Conference | Panel:
    require_role(work, conference_id, actor, may_moderate)
    conference = lock_conference(work, conference_id)
    if not panel_id:
        return conference
    panel = work.session.get(Panel, panel_id)
    if panel is None or panel.conference_id != conference_id:
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    return panel


def _record(work: UnitOfWork, conference_id: str, panel_id: str, action: str, *, actor: str) -> None:
    # The token stays out of the journal, which everybody reads.
    journal.append(work, conference_id, action, actor=actor, **({"panel": panel_id} if panel_id else {}))
    work.publish(ScreenChanged(conference_id=conference_id))
