"""Polls: preparing a question, opening it, casting, closing with its effect on the paper, annulling."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.database import UnitOfWork
from drafting.rules.lifecycle import Choice
from drafting.rules.voting import Rule, Tally, Verdict


@dataclass(frozen=True, slots=True)
class PollResult:
    """How a poll ended; ``version_id`` is the text it brought, "" where it brought none."""

    poll_id: str
    verdict: Verdict
    tally: Tally
    formula: str
    version_id: str


def prepare(
    work: UnitOfWork,
    amendment_id: str,
    *,
    actor: str,
    panel_id: str | None = None,
    present_only: bool = True,
    rule: Rule | None = None,
) -> str:
    """Put an open amendment into the queue of questions; ``panel_id`` None means the plenary; returns the poll's id.

    The same amendment is queued once: a prepared poll is returned again.
    """
    raise NotImplementedError


def open_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> None:
    """Open a prepared poll and fix its electorate; one poll runs at a time for each electorate."""
    raise NotImplementedError


def open_now(
    work: UnitOfWork,
    amendment_id: str,
    *,
    actor: str,
    panel_id: str | None = None,
    present_only: bool = True,
    rule: Rule | None = None,
) -> str:
    """Prepare and open in one act; returns the poll's id. A double click finds the poll already open and returns it."""
    raise NotImplementedError


def cast(work: UnitOfWork, poll_id: str, choice: Choice, *, actor: str, session_id: str | None = None) -> None:
    """Store or change a ballot: one guarded statement, harmless when sent twice.

    ``session_id`` (from the Viewer) makes the guard check that the session still holds. Raises ClosedError after
    closing, NotAllowedError for somebody not entitled or signed out.
    """
    raise NotImplementedError


def close_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> PollResult:
    """Count, erase who voted how, and let an adopted text take effect, all at once; closed twice gives the same result."""
    raise NotImplementedError


def annul(work: UnitOfWork, poll_id: str, *, reason: str, actor: str) -> None:
    """Declare a poll without effect before or while it runs; its amendment stays open, its trace in the record."""
    raise NotImplementedError


def add_voter(work: UnitOfWork, poll_id: str, person_id: str, *, actor: str) -> None:
    """Add somebody to a running poll's electorate, journaled."""
    raise NotImplementedError
