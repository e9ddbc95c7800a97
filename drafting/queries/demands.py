"""Demands: the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    Amendment,
    AmendmentRevision,
    Conference,
    Demand,
    DemandVersion,
    Panel,
    Paper,
    Section,
)
from drafting.queries import questions, texts
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits, TextBlock
from drafting.queries.versions import VersionRow, list_versions
from drafting.rules.lifecycle import UNDECIDED, AmendmentState, Phase
from drafting.rules.permissions import Role, may_propose
from drafting.text.lines import number_lines


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


def get_demand(session: Session, demand_id: str, *, viewer: Viewer | None = None) -> DemandPage:
    """Everything on a demand's page; raises NotFoundError."""
    demand, conference = get_with_conference(session, demand_id)
    versions = list_versions(session, demand, viewer=viewer)
    present = session.get_one(DemandVersion, versions[-1].id)
    amendments = session.scalars(
        select(Amendment)
        .where(Amendment.demand_id == demand_id, Amendment.state != AmendmentState.DRAFT)
        .order_by(Amendment.number)
    ).all()
    shown = make_cards(session, amendments, viewer=viewer)
    open_cards = sorted((card for card in shown if card.is_open), key=lambda card: (card.first_line or 0, card.number))
    blocks = texts.show_text(
        present.text, width=conference.line_width, amended=list_open_edits(session, [demand]).get(demand.id, ())
    )
    section = session.get(Section, demand.section_id) if demand.section_id else None
    panel = session.get(Panel, section.panel_id) if section and section.panel_id else None
    previous, following = _find_beside(session, demand)
    why_not = explain_why_not(conference, demand, viewer)
    lines = number_lines(texts.read(present.text), conference.line_width)
    return DemandPage(
        id=demand.id,
        kind=demand.kind,
        number=demand.number,
        title=demand.title,
        label=demand.label,
        section_id=section.id if section else "",
        section_heading=section.heading if section else "",
        panel_name=panel.name if panel else "",
        version_id=present.id,
        version_number=present.number,
        is_struck=demand.is_struck,
        blocks=tuple(block for block in blocks if block.kind != "reason"),
        reasons=tuple(block for block in blocks if block.kind == "reason"),
        line_count=len(lines),
        versions=tuple(reversed(versions)),
        open_amendments=tuple(open_cards),
        decided_amendments=tuple(card for card in shown if not card.is_open),
        overlap_count=sum(any(note.relation == "conflict" for note in card.overlaps) for card in open_cards),
        previous=previous,
        next=following,
        running_poll_id=questions.find_running_polls(session, [demand.id]).get(demand.id, ""),
        may_propose=not why_not,
        may_edit=viewer is not None and viewer.may_edit and not demand.is_struck,
        may_moderate=viewer is not None and viewer.may_moderate,
        why_not=why_not,
    )


def get_with_conference(session: Session, demand_id: str) -> tuple[Demand, Conference]:
    """A demand and the conference whose paper it is in; raises NotFoundError."""
    found = session.execute(
        select(Demand, Conference)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(Conference, Conference.id == Paper.conference_id)
        .where(Demand.id == demand_id)
    ).first()
    if found is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return found[0], found[1]


def explain_why_not(conference: Conference, demand: Demand, viewer: Viewer | None) -> str:
    """Why this viewer may not amend this demand, in a sentence; "" where they may."""
    if demand.is_struck:
        return "Diese Forderung ist gestrichen."
    if viewer is None:
        return "Bitte melden Sie sich an, um Änderungen vorzuschlagen."
    if viewer.may_propose:
        return ""
    if not may_propose(Role(viewer.role), Phase.OPEN):
        return "Sie können hier lesen, aber keine Änderungen vorschlagen."
    if conference.phase == Phase.PREPARATION:
        return "Änderungsanträge sind noch nicht möglich, die Konferenz wird vorbereitet."
    return "Zurzeit werden keine Änderungsanträge angenommen. Der Text bleibt lesbar."


def list_open_edits(session: Session, demands: Sequence[Demand]) -> dict[str, tuple[StoredEdits, ...]]:
    """By demand: the edits of its open amendments that stand on its present text."""
    rows = session.execute(
        select(Amendment.demand_id, AmendmentRevision, DemandVersion.text)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .join(DemandVersion, DemandVersion.id == AmendmentRevision.base_version_id)
        .join(Demand, Demand.id == Amendment.demand_id)
        .where(
            Demand.id.in_([demand.id for demand in demands]),
            Demand.version_number == DemandVersion.number,
            Amendment.state.in_(UNDECIDED),
            Amendment.kind == "change",
        )
        .order_by(Amendment.number)
    )
    found: dict[str, tuple[StoredEdits, ...]] = {}
    for demand_id, revision, text in rows:
        stored = StoredEdits(revision.id, text, revision.edits)
        found[demand_id or ""] = (*found.get(demand_id or "", ()), stored)
    return found


def _find_beside(session: Session, demand: Demand) -> tuple[DemandLink | None, DemandLink | None]:
    in_paper = select(Demand).where(Demand.paper_id == demand.paper_id)
    before = session.scalars(
        in_paper.where(Demand.position < demand.position).order_by(Demand.position.desc()).limit(1)
    ).first()
    after = session.scalars(
        in_paper.where(Demand.position > demand.position).order_by(Demand.position).limit(1)
    ).first()
    return _link(before), _link(after)


def _link(demand: Demand | None) -> DemandLink | None:
    return DemandLink(demand.id, demand.number, demand.title) if demand else None
