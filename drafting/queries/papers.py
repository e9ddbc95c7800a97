"""The paper: its outline, and its text section by section."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.queries.people import Viewer
from drafting.queries.texts import TextBlock


@dataclass(frozen=True, slots=True)
class OutlineDemand:
    """A demand in the contents."""

    id: str
    kind: str
    number: str
    title: str
    is_struck: bool
    open_amendments: int
    decided_amendments: int


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section in the contents, ``position`` from 1; its counts are those of its demands and new demands in it."""

    id: str
    position: int
    heading: str
    panel_id: str
    panel_name: str
    demands: tuple[OutlineDemand, ...]
    open_amendments: int
    decided_amendments: int


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole paper in short."""

    paper_id: str
    title: str
    subtitle: str
    preamble: OutlineDemand | None
    sections: tuple[OutlineSection, ...]
    closing: OutlineDemand | None
    demand_count: int
    open_amendments: int
    decided_amendments: int


@dataclass(frozen=True, slots=True)
class DemandText:
    """A demand's text in the paper; ``blocks`` has the title first and no reasons."""

    id: str
    kind: str
    number: str
    title: str
    version_id: str
    version_number: int
    is_struck: bool
    blocks: tuple[TextBlock, ...]
    reasons: tuple[TextBlock, ...]
    open_amendments: int
    decided_amendments: int
    running_poll_id: str


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section with its texts, ``position`` from 1."""

    id: str
    position: int
    heading: str
    panel_name: str
    demands: tuple[DemandText, ...]
    open_amendments: int


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The paper, whole or one section of it; ``preamble`` and ``closing`` are there in the whole paper only."""

    paper_id: str
    title: str
    subtitle: str
    date: str
    place: str
    signatories: tuple[str, ...]
    outline: Outline
    preamble: DemandText | None
    sections: tuple[PaperSection, ...]
    closing: DemandText | None
    previous_section_id: str
    next_section_id: str
    may_propose: bool


@dataclass(frozen=True, slots=True)
class EditionRow:
    """A named, frozen state of the paper."""

    id: str
    kind: str
    name: str


def find_paper_id(session: Session, conference_id: str) -> str | None:
    """The conference's paper; None before the import."""
    raise NotImplementedError


def find_outline(session: Session, conference_id: str) -> Outline | None:
    """The contents with counts; None before the import."""
    raise NotImplementedError


def get_outline(session: Session, conference_id: str) -> Outline:
    """The contents with counts; raises NotFoundError before the import."""
    raise NotImplementedError


def get_paper(session: Session, conference_id: str, *, section_id: str = "", viewer: Viewer | None = None) -> PaperPage:
    """The text with lines and touched words, whole or of one section; raises NotFoundError."""
    raise NotImplementedError


def get_demand_text(session: Session, demand_id: str) -> DemandText:
    """One demand as it stands in the paper, for the partial sent after a change; raises NotFoundError."""
    raise NotImplementedError


def list_editions(session: Session, paper_id: str) -> tuple[EditionRow, ...]:
    """The named states in the order they were frozen."""
    raise NotImplementedError
