"""The journal for people, and its check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry in words; ``who`` is a name as long as the person is known."""

    number: int
    at: datetime
    action: str
    label: str
    who: str
    detail: str
    hash: str
    amendment_id: str
    demand_id: str
    poll_id: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking found: numbers of what was checked, and each problem in a sentence."""

    conference_id: str
    entries: int
    polls: int
    versions: int
    revisions: int
    head: str
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything agrees."""
        return not self.problems


def list_entries(
    session: Session, conference_id: str, *, before: int | None = None, limit: int = 100
) -> tuple[JournalRow, ...]:
    """The latest entries, or those before a number, newest first."""
    raise NotImplementedError


def verify(session: Session, conference_id: str) -> Verification:
    """Recompute the chain, each poll's outcome, each version from the one before, and each amendment's revisions."""
    raise NotImplementedError
