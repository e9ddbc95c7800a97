"""The paper: its outline, and its text section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Conference, Demand, DemandVersion, Panel, Paper, Section
from drafting.queries import demands, questions, texts
from drafting.queries.people import Viewer
from drafting.queries.reviews import ReviewMark, list_marks
from drafting.queries.texts import StoredEdits, TextBlock
from drafting.rules.lifecycle import UNDECIDED, AmendmentState

_NO_PAPER = "Es ist noch kein Papier eingelesen."


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
    review: ReviewMark | None


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
class _Counts:
    """Open and decided amendments, by demand, and by section for new demands."""

    open: Counter[str]
    decided: Counter[str]


def find_paper_id(session: Session, conference_id: str) -> str | None:
    """The conference's paper; None before the import."""
    return session.scalar(select(Paper.id).where(Paper.conference_id == conference_id))


def find_outline(session: Session, conference_id: str) -> Outline | None:
    """The contents with counts; None before the import."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    return _make_outline(session, paper) if paper else None


def get_outline(session: Session, conference_id: str) -> Outline:
    """The contents with counts; raises NotFoundError before the import."""
    outline = find_outline(session, conference_id)
    if outline is None:
        raise NotFoundError(_NO_PAPER)
    return outline


def get_section(outline: Outline, section_id: str) -> OutlineSection:
    """A section of the contents; raises NotFoundError."""
    found = next((section for section in outline.sections if section.id == section_id), None)
    if found is None:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    return found


def _make_outline(session: Session, paper: Paper) -> Outline:
    counts = _count(session, paper)
    demands_in_order = _list_demands(session, paper)
    rows = {demand.id: _outline(demand, counts) for demand in demands_in_order}
    by_section: dict[str | None, list[OutlineDemand]] = {}
    for demand in demands_in_order:
        by_section.setdefault(demand.section_id, []).append(rows[demand.id])
    sections = tuple(
        OutlineSection(
            id=section.id,
            position=section.position,
            heading=section.heading,
            panel_id=section.panel_id or "",
            panel_name=panel_name or "",
            demands=tuple(by_section.get(section.id, ())),
            open_amendments=sum(d.open_amendments for d in by_section.get(section.id, ())) + counts.open[section.id],
            decided_amendments=sum(d.decided_amendments for d in by_section.get(section.id, ()))
            + counts.decided[section.id],
        )
        for section, panel_name in _list_sections(session, paper)
    )
    return Outline(
        paper_id=paper.id,
        title=paper.title,
        subtitle=paper.subtitle,
        preamble=next((row for row in rows.values() if row.kind == "preamble"), None),
        sections=sections,
        closing=next((row for row in rows.values() if row.kind == "closing"), None),
        demand_count=sum(row.kind == "demand" and not row.is_struck for row in rows.values()),
        open_amendments=counts.open.total(),
        decided_amendments=counts.decided.total(),
    )


def _outline(demand: Demand, counts: _Counts) -> OutlineDemand:
    return OutlineDemand(
        id=demand.id,
        kind=demand.kind,
        number=demand.number,
        title=demand.title,
        is_struck=demand.is_struck,
        open_amendments=counts.open[demand.id],
        decided_amendments=counts.decided[demand.id],
    )


def _count(session: Session, paper: Paper) -> _Counts:
    """Count by demand or section; withdrawn amendments are neither open nor decided."""
    is_open = case((Amendment.state.in_(UNDECIDED), 1), else_=0)
    rows = session.execute(
        select(func.coalesce(Amendment.demand_id, Amendment.section_id), func.sum(is_open), func.count())
        .where(
            Amendment.paper_id == paper.id,
            Amendment.state.not_in([AmendmentState.WITHDRAWN, AmendmentState.DRAFT]),
        )
        .group_by(func.coalesce(Amendment.demand_id, Amendment.section_id))
    )
    counts = _Counts(Counter(), Counter())
    for place, open_count, total in rows:
        counts.open[place] = open_count
        counts.decided[place] = total - open_count
    return counts


def _list_demands(session: Session, paper: Paper) -> Sequence[Demand]:
    return session.scalars(select(Demand).where(Demand.paper_id == paper.id).order_by(Demand.position)).all()


def _list_sections(session: Session, paper: Paper) -> list[tuple[Section, str | None]]:
    rows = session.execute(
        select(Section, Panel.name)
        .outerjoin(Panel, Panel.id == Section.panel_id)
        .where(Section.paper_id == paper.id)
        .order_by(Section.position)
    )
    return [(section, name) for section, name in rows]


def get_paper(session: Session, conference_id: str, *, section_id: str = "", viewer: Viewer | None = None) -> PaperPage:
    """The text with lines and touched words, whole or of one section; raises NotFoundError."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError(_NO_PAPER)
    outline = _make_outline(session, paper)
    ids = [section.id for section in outline.sections]
    if section_id and section_id not in ids:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    place = ids.index(section_id) if section_id else -1
    wanted = [demand for demand in _list_demands(session, paper) if not section_id or demand.section_id == section_id]
    shown = show_demands(session, paper, wanted)
    return PaperPage(
        paper_id=paper.id,
        title=paper.title,
        subtitle=paper.subtitle,
        date=paper.date,
        place=paper.place,
        signatories=tuple(paper.signatories),
        outline=outline,
        preamble=next((text for text in shown.values() if text.kind == "preamble"), None),
        sections=tuple(
            PaperSection(
                id=section.id,
                position=section.position,
                heading=section.heading,
                panel_name=section.panel_name,
                demands=tuple(shown[demand.id] for demand in section.demands),
                open_amendments=section.open_amendments,
            )
            for section in outline.sections
            if not section_id or section.id == section_id
        ),
        closing=next((text for text in shown.values() if text.kind == "closing"), None),
        previous_section_id=ids[place - 1] if place > 0 else "",
        next_section_id=ids[place + 1] if 0 <= place < len(ids) - 1 else "",
        may_propose=viewer is not None and viewer.may_propose,
    )


def show_demands(session: Session, paper: Paper, wanted: Sequence[Demand]) -> dict[str, DemandText]:
    """The texts of these demands, by id."""
    width = session.get_one(Conference, paper.conference_id).line_width
    counts = _count(session, paper)
    ids = [demand.id for demand in wanted]
    versions = {
        version.demand_id: version
        for version in session.scalars(
            select(DemandVersion)
            .join(Demand, Demand.id == DemandVersion.demand_id)
            .where(Demand.id.in_(ids), DemandVersion.number == Demand.version_number)
        )
    }
    edits = demands.list_open_edits(session, wanted)
    marks = list_marks(session, ids)
    polls = questions.find_running_polls(session, ids)
    return {
        demand.id: _show_demand(
            demand,
            versions[demand.id],
            edits.get(demand.id, ()),
            counts,
            polls.get(demand.id, ""),
            marks.get(demand.id),
            width,
        )
        for demand in wanted
    }


def _show_demand(
    demand: Demand,
    version: DemandVersion,
    amended: tuple[StoredEdits, ...],
    counts: _Counts,
    poll_id: str,
    review: ReviewMark | None,
    width: int,
) -> DemandText:
    blocks = texts.show_text(version.text, width=width, amended=amended)
    return DemandText(
        id=demand.id,
        kind=demand.kind,
        number=demand.number,
        title=demand.title,
        version_id=version.id,
        version_number=version.number,
        is_struck=demand.is_struck,
        blocks=tuple(block for block in blocks if block.kind != "reason"),
        reasons=tuple(block for block in blocks if block.kind == "reason"),
        open_amendments=counts.open[demand.id],
        decided_amendments=counts.decided[demand.id],
        running_poll_id=poll_id,
        review=review,
    )


def get_demand_text(session: Session, demand_id: str) -> DemandText:
    """One demand as it stands in the paper, for the partial sent after a change; raises NotFoundError."""
    demand = session.get(Demand, demand_id)
    if demand is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    return show_demands(session, session.get_one(Paper, demand.paper_id), [demand])[demand_id]
