"""The projector's link: made, renewed and taken away; whoever has it sees the screen and nothing else."""

from __future__ import annotations

import secrets

from drafting.database import UnitOfWork
from drafting.events import ScreenChanged
from drafting.models import Conference
from drafting.rules.permissions import may_moderate
from drafting.services import journal
from drafting.services.access import lock_conference, require_role

# 144 bits: nobody guesses it, and it can still be copied by hand.
_BYTES = 18


def renew_link(work: UnitOfWork, conference_id: str, *, actor: str) -> str:
    """Make a link for the projector, which ends the one before; moderators only; returns its token."""
    conference = _lock(work, conference_id, actor=actor)
    conference.screen_token = secrets.token_urlsafe(_BYTES)
    _record(work, conference, "screen.link_renewed", actor=actor)
    return conference.screen_token


def end_link(work: UnitOfWork, conference_id: str, *, actor: str) -> None:
    """Take the projector's link away; moderators only."""
    conference = _lock(work, conference_id, actor=actor)
    if conference.screen_token:
        conference.screen_token = ""
        _record(work, conference, "screen.link_ended", actor=actor)


def _lock(work: UnitOfWork, conference_id: str, *, actor: str) -> Conference:
    require_role(work, conference_id, actor, may_moderate)
    return lock_conference(work, conference_id)


def _record(work: UnitOfWork, conference: Conference, action: str, *, actor: str) -> None:
    # The token stays out of the journal, which everybody reads.
    journal.append(work, conference.id, action, actor=actor)
    work.publish(ScreenChanged(conference_id=conference.id))
