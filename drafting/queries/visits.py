"""Visits: when somebody read the paper last, so that they can see what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from drafting.models import Visit, now

# Whoever reads on after so long begins a new visit.
PAUSE = timedelta(minutes=30)
# A reader who turns pages is noted once in so long.
REST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class VisitState:
    """When the visit before this one ended, None for none; ``is_due`` says that this one is to be noted."""

    last_at: datetime | None
    is_due: bool


def get_visit(session: Session, person_id: str) -> VisitState:
    """What is known of a person's reading."""
    return look_at(session.get(Visit, person_id), now())


def look_at(visit: Visit | None, moment: datetime) -> VisitState:
    """Tell which visit goes on at a moment, and which was the one before it."""
    if visit is None:
        return VisitState(None, is_due=True)
    last_at = visit.seen_at if moment - visit.seen_at > PAUSE else visit.previous_at
    return VisitState(last_at, is_due=is_due(visit.seen_at, moment))


def is_due(seen_at: datetime | None, moment: datetime | None = None) -> bool:
    """Tell whether a reading is to be noted, by when the last one was; ``moment`` is the present one unless given."""
    return seen_at is None or (moment or now()) - seen_at >= REST
