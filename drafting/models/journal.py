"""The table of the journal: a chain of entries, each with the hash of the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base

BEGINNING = "0" * 64


class JournalEntry(Base):
    """One act: who (a random id), when, what. ``data`` has ids, numbers and digests, never names or texts."""

    __tablename__ = "journal_entries"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    data: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    def compute_hash(self) -> str:
        """The SHA-256 of the entry in canonical JSON, the hash before it included."""
        content = [
            self.conference_id,
            self.number,
            self.at.isoformat(timespec="microseconds"),
            self.actor,
            self.action,
            self.data,
            self.previous_hash,
        ]
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def digest(text: str) -> str:
    """The SHA-256 by which the journal names a text without holding it."""
    return hashlib.sha256(text.encode()).hexdigest()
