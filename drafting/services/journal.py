"""The journal: every decision is an entry in the transaction that makes it, chained by hashes."""

from __future__ import annotations

from typing import Any

from drafting.database import UnitOfWork
from drafting.models import JournalEntry, now
from drafting.models.journal import BEGINNING
from drafting.services.access import lock_conference


def append(work: UnitOfWork, conference_id: str, action: str, *, actor: str, **data: Any) -> int:
    """Record an act; ``data`` holds ids, numbers and digests, never names or texts; returns the entry's number."""
    conference = lock_conference(work, conference_id)
    entry = JournalEntry(
        conference_id=conference_id,
        number=conference.journal_number + 1,
        at=now(),
        actor=actor,
        action=action,
        data=data,
        previous_hash=conference.journal_hash or BEGINNING,
    )
    entry.hash = entry.compute_hash()
    conference.journal_number = entry.number
    conference.journal_hash = entry.hash
    work.session.add(entry)
    return entry.number
