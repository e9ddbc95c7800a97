"""The Bilanz: what became of each demand of the earlier paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Demand, DemandVersion, Paper, Review, Section
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_review
from drafting.rules.reviews import REVIEW_LABELS, REVIEW_SIGNS, ReviewStatus


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """What became of a demand: a word with its sign, the evidence, and since when it says so."""

    status: str
    label: str
    sign: str
    evidence: str
    link: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    """The Bilanz beside a demand; ``is_earlier`` says that it stood in the earlier paper and so can have one."""

    demand_id: str
    label: str
    title: str
    mark: ReviewMark | None
    is_earlier: bool
    may_review: bool


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A demand of the earlier paper with what became of it."""

    demand_id: str
    number: str
    title: str
    is_struck: bool
    section: str
    mark: ReviewMark | None

    @property
    def cells(self) -> tuple[str, str, str, str, str, str]:
        """The row as a table has it: number, title, section, status, evidence, link."""
        said = (self.mark.label, self.mark.evidence, self.mark.link) if self.mark else ("", "", "")
        return (self.number, self.title, self.section, *said)


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The Bilanz of the whole paper; ``counts`` are of all its demands, by status, "" for those without one."""

    rows: tuple[ReviewRow, ...]
    total: int
    counts: dict[str, int]
    may_review: bool


def list_marks(session: Session, demand_ids: Collection[str]) -> dict[str, ReviewMark]:
    """What became of these demands, with one statement; those nobody has looked at are not in it."""
    found = session.scalars(select(Review).where(Review.demand_id.in_(demand_ids)))
    return {review.demand_id: _make_mark(review) for review in found}


def get_panel(session: Session, demand_id: str, *, viewer: Viewer) -> ReviewPanel:
    """The Bilanz of one demand; raises NotFoundError."""
    found = session.execute(
        select(Demand, DemandVersion.source, Paper.conference_id, Review)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(DemandVersion, (DemandVersion.demand_id == Demand.id) & (DemandVersion.number == 1))
        .outerjoin(Review, Review.demand_id == Demand.id)
        .where(Demand.id == demand_id)
    ).first()
    if found is None or found[2] != viewer.conference_id:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    demand, source, _, review = found
    is_earlier = demand.kind == "demand" and source == "import"
    return ReviewPanel(
        demand_id=demand.id,
        label=demand.label,
        title=demand.title,
        mark=_make_mark(review) if review else None,
        is_earlier=is_earlier,
        may_review=is_earlier and _may_review(viewer),
    )


def list_reviews(
    session: Session, conference_id: str, *, viewer: Viewer | None = None, status: str | None = None
) -> ReviewsPage:
    """Every demand of the earlier paper, or those of one status; "" are those nobody has looked at."""
    found = session.execute(
        select(Demand, Section.heading, Review)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(DemandVersion, (DemandVersion.demand_id == Demand.id) & (DemandVersion.number == 1))
        .outerjoin(Section, Section.id == Demand.section_id)
        .outerjoin(Review, Review.demand_id == Demand.id)
        .where(Paper.conference_id == conference_id, Demand.kind == "demand", DemandVersion.source == "import")
        .order_by(Demand.position)
    )
    rows = [
        ReviewRow(
            demand_id=demand.id,
            number=demand.number,
            title=demand.title,
            is_struck=demand.is_struck,
            section=heading or "",
            mark=_make_mark(review) if review else None,
        )
        for demand, heading, review in found
    ]
    counts = Counter(row.mark.status if row.mark else "" for row in rows)
    return ReviewsPage(
        rows=tuple(row for row in rows if status is None or (row.mark.status if row.mark else "") == status),
        total=len(rows),
        counts={each: counts[each] for each in (*ReviewStatus, "")},
        may_review=viewer is not None and _may_review(viewer),
    )


def _make_mark(review: Review) -> ReviewMark:
    status = ReviewStatus(review.status)
    return ReviewMark(
        status=status.value,
        label=REVIEW_LABELS[status],
        sign=REVIEW_SIGNS[status],
        evidence=review.evidence,
        link=review.link,
        updated_at=review.updated_at,
    )


def _may_review(viewer: Viewer) -> bool:
    return may_review(Role(viewer.role), Phase(viewer.phase))
