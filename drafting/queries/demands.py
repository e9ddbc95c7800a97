"""Demands: the page of one, comparing its versions, and the editor with its live preview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from drafting.queries.amendments import AmendmentCard, OverlapNote
from drafting.queries.people import Viewer
from drafting.queries.texts import TextBlock

if TYPE_CHECKING:
    from drafting.text.redline import RedlineBlock


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a demand and what brought it; ``previous_id`` is "" for the first."""

    id: str
    number: int
    at: datetime
    source: str
    label: str
    amendment_id: str
    amendment_label: str
    proposer: str
    poll_id: str
    reason: str
    previous_id: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DemandLink:
    """Another demand to go to."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class DemandPage:
    """A demand with its text, its history and its amendments.

    ``kind`` is "demand", "preamble" or "closing"; ``blocks`` starts with the title and has neither reasons, which are
    in ``reasons``; ``why_not`` says why the viewer may not propose, "" where they may.
    """

    id: str
    kind: str
    number: str
    title: str
    label: str
    section_id: str
    section_heading: str
    panel_name: str
    version_id: str
    version_number: int
    is_struck: bool
    blocks: tuple[TextBlock, ...]
    reasons: tuple[TextBlock, ...]
    line_count: int
    versions: tuple[VersionRow, ...]
    open_amendments: tuple[AmendmentCard, ...]
    decided_amendments: tuple[AmendmentCard, ...]
    overlap_count: int
    previous: DemandLink | None
    next: DemandLink | None
    running_poll_id: str
    may_propose: bool
    may_edit: bool
    may_moderate: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A redline between two versions of a demand; ``unchanged`` says that there is nothing to see."""

    demand_id: str
    number: str
    title: str
    before: VersionRow
    after: VersionRow
    blocks: tuple[RedlineBlock, ...]
    unchanged: bool
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """What the editor needs: the text to begin with and the version it is based on.

    ``edit_blocks`` is the canonical text block by block, so that the editor can open at one of them.
    """

    demand_id: str
    number: str
    title: str
    label: str
    base_version_id: str
    base_version_number: int
    text: str
    edit_blocks: tuple[str, ...]
    requires_reason: bool
    may_propose: bool
    why_not: str
    others: tuple[AmendmentCard, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a text being written would change: its redline, the formal sentences, and what it meets.

    ``problem`` is a sentence where the text cannot be handed in as it is, "" otherwise.
    """

    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    sentences: tuple[str, ...]
    overlaps: tuple[OverlapNote, ...]
    words_before: int
    words_after: int
    is_changed: bool
    is_outdated: bool
    problem: str


def get_demand(session: Session, demand_id: str, *, viewer: Viewer | None = None) -> DemandPage:
    """Everything on a demand's page; raises NotFoundError."""
    raise NotImplementedError


def compare(session: Session, before_id: str, after_id: str) -> Comparison:
    """The redline between two versions of the same demand; raises NotFoundError."""
    raise NotImplementedError


def get_editor(session: Session, demand_id: str, *, viewer: Viewer | None = None) -> EditorPage:
    """The editor's beginning; raises NotFoundError."""
    raise NotImplementedError


def preview(session: Session, base_version_id: str, text: str, *, viewer: Viewer | None = None) -> Preview:
    """What a text would change against a version, and which open amendments it meets."""
    raise NotImplementedError
