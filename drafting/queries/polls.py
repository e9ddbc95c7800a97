"""Polls: the ballot, how many have voted, the result, the moderators' desk; no tally before closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from drafting.queries.amendments import AmendmentCard
from drafting.queries.people import Viewer, ViewerPanel

if TYPE_CHECKING:
    from drafting.text.redline import RedlineBlock


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll in a list; ``what`` says „Ä12 zu Forderung 4“."""

    id: str
    number: int
    state: str
    state_label: str
    what: str
    amendment_id: str
    amendment_label: str
    demand_id: str
    electorate: str
    rule_label: str
    verdict: str
    verdict_label: str
    yes: int
    no: int
    abstain: int
    entitled: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class BallotPage:
    """The ballot as one person sees it; ``choice`` is theirs, "" before they voted.

    ``why_not`` says why they cannot vote, "" where they can.
    """

    poll_id: str
    number: int
    state: str
    question: str
    yes_label: str
    no_label: str
    abstain_label: str
    demand_id: str
    demand_number: str
    demand_title: str
    amendment_id: str
    amendment_label: str
    proposer: str
    reason: str
    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    rule_label: str
    electorate: str
    opened_at: datetime | None
    is_entitled: bool
    choice: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Participation:
    """How many have voted; the only number there is before closing."""

    poll_id: str
    state: str
    cast: int
    entitled: int


@dataclass(frozen=True, slots=True)
class SettledNote:
    """An amendment this decision left nothing of, or asked its author about."""

    amendment_id: str
    label: str
    proposer: str
    state: str
    fit: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result with the rule that decided it, and the text as it stands now.

    Shares are of the largest of the three numbers, in percent, for bars on a common scale.
    """

    poll_id: str
    number: int
    state: str
    state_label: str
    verdict: str
    verdict_label: str
    is_adopted: bool
    question: str
    yes: int
    no: int
    abstain: int
    invalid: int
    cast: int
    entitled: int
    not_voted: int
    yes_share: int
    no_share: int
    abstain_share: int
    formula: str
    rule_label: str
    electorate: str
    opened_at: datetime | None
    closed_at: datetime | None
    annul_reason: str
    demand_id: str
    demand_number: str
    demand_title: str
    amendment_id: str
    amendment_label: str
    proposer: str
    version_id: str
    now: tuple[RedlineBlock, ...]
    settled: tuple[SettledNote, ...]


@dataclass(frozen=True, slots=True)
class DeskDemand:
    """A demand on the moderators' desk with its open amendments, in the order of their places."""

    id: str
    number: str
    title: str
    open_amendments: tuple[AmendmentCard, ...]
    decided_count: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What moderators decide next: demands with open amendments, new demands, the queue, who is there."""

    panel_id: str
    panel_name: str
    panels: tuple[ViewerPanel, ...]
    demands: tuple[DeskDemand, ...]
    new_demands: tuple[AmendmentCard, ...]
    queue: tuple[PollRow, ...]
    running: tuple[PollRow, ...]
    open_count: int
    decided_count: int
    present: int
    members: int
    may_open: bool
    why_not: str


def get_ballot(session: Session, poll_id: str, *, viewer: Viewer) -> BallotPage:
    """The ballot for one person; raises NotFoundError."""
    raise NotImplementedError


def get_participation(session: Session, poll_id: str) -> Participation:
    """How many have voted; raises NotFoundError."""
    raise NotImplementedError


def get_result(session: Session, poll_id: str) -> ResultPage:
    """The result of a closed or annulled poll; raises ClosedError while there is none."""
    raise NotImplementedError


def get_poll(session: Session, poll_id: str) -> PollRow:
    """One poll in short, numbers only after closing; raises NotFoundError."""
    raise NotImplementedError


def find_running(session: Session, conference_id: str, *, person_id: str = "") -> PollRow | None:
    """The open poll, of those ``person_id`` may vote in if given; the one opened last."""
    raise NotImplementedError


def list_polls(session: Session, conference_id: str, *, state: str = "") -> tuple[PollRow, ...]:
    """All polls by number; numbers of votes only in those closed."""
    raise NotImplementedError


def list_decisions(session: Session, conference_id: str) -> tuple[PollRow, ...]:
    """The closed and annulled polls, the latest first."""
    raise NotImplementedError


def get_desk(session: Session, conference_id: str, *, viewer: Viewer, panel_id: str = "") -> DeskPage:
    """The moderators' desk, of a panel or the whole paper."""
    raise NotImplementedError
