"""The journal: every decision is an entry in the transaction that makes it, chained by hashes."""

from __future__ import annotations

from typing import Any

from drafting.database import UnitOfWork


def append(work: UnitOfWork, conference_id: str, action: str, *, actor: str, **data: Any) -> int:
    """Record an act; ``data`` holds ids, numbers and digests, never names or texts; returns the entry's number."""
    raise NotImplementedError
