"""Sessions: which of them are over."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import LoginSession, now


def list_ended(session: Session, session_ids: Collection[str]) -> tuple[str, ...]:
    """Those of the sessions that were ended, have expired, or are there no more."""
    valid = select(LoginSession.id).where(
        LoginSession.id.in_(session_ids), LoginSession.revoked_at.is_(None), LoginSession.expires_at > now()
    )
    running = set(session.scalars(valid))
    return tuple(each for each in session_ids if each not in running)
