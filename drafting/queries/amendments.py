"""Amendments as cards on a demand's page, as a page of their own, and in lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from drafting.queries.people import Viewer

if TYPE_CHECKING:
    from drafting.text.redline import RedlineBlock


@dataclass(frozen=True, slots=True)
class OverlapNote:
    """What another open amendment has to do with this one.

    ``relation`` is "conflict", "identical" or "neighbour"; ``words`` the words both want to change, or the sentence.
    """

    relation: str
    relation_label: str
    amendment_id: str
    label: str
    proposer: str
    words: str


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    """An amendment in short, with everything its partial needs.

    ``redline`` is the whole text, ``excerpt`` the changed sentences alone; ``needs_answer`` says that the viewer, its
    author, is asked; ``awaits_author`` that its author is.
    """

    id: str
    number: int
    label: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    fit: str
    fit_label: str
    is_open: bool
    headline: str
    editorial: bool
    demand_id: str
    demand_number: str
    demand_title: str
    proposer_id: str
    proposer: str
    proposer_name: str
    reason: str
    submitted_at: datetime
    decided_at: datetime | None
    place: str
    first_line: int | None
    sentences: tuple[str, ...]
    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    overlaps: tuple[OverlapNote, ...]
    supporters: int
    is_mine: bool
    is_supported: bool
    may_support: bool
    may_revise: bool
    may_withdraw: bool
    may_take_over: bool
    may_open_poll: bool
    needs_answer: bool
    awaits_author: bool
    is_kept: bool
    poll_id: str
    poll_state: str
    revision_id: str
    base_version_id: str
    base_version_number: int
    outcome: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One wording of an amendment; the first is what was handed in."""

    id: str
    number: int
    at: datetime
    cause: str
    cause_label: str
    base_version_number: int
    text: str
    redline: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """Where a decision changed the text under an amendment: the own words beside the decided ones.

    ``own`` is the author's redline on the text it was written for, ``decided`` what was changed since then.
    """

    version_number: int
    decided_by: str
    passages: tuple[tuple[str, str], ...]
    own: tuple[RedlineBlock, ...]
    decided: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step in the life of an amendment."""

    at: datetime
    label: str
    poll_id: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """One amendment with all that became of it.

    ``own_text`` is the text the author wants, for the editor of *Anpassen*; ``present_text`` the demand as it stands,
    with the version to send along.
    """

    card: AmendmentCard
    revisions: tuple[RevisionRow, ...]
    history: tuple[HistoryRow, ...]
    collision: Collision | None
    own_text: str
    present_text: str
    present_version_id: str
    present_version_number: int
    decided: tuple[RedlineBlock, ...]
    supporters: tuple[str, ...]
    may_answer: bool


def get_amendment(session: Session, amendment_id: str, *, viewer: Viewer | None = None) -> AmendmentPage:
    """Everything about one amendment; raises NotFoundError."""
    raise NotImplementedError


def get_card(session: Session, amendment_id: str, *, viewer: Viewer | None = None) -> AmendmentCard:
    """One amendment in short; raises NotFoundError."""
    raise NotImplementedError


def list_by_person(session: Session, person_id: str, *, viewer: Viewer | None = None) -> tuple[AmendmentCard, ...]:
    """All of one person's, those that need an answer first."""
    raise NotImplementedError


def list_amendments(
    session: Session,
    conference_id: str,
    *,
    viewer: Viewer | None = None,
    state: str = "",
    panel_id: str = "",
    demand_id: str = "",
    search: str = "",
) -> tuple[AmendmentCard, ...]:
    """The conference's amendments by number; ``state`` is a state, or "undecided", or "" for all."""
    raise NotImplementedError
