"""The lines the paper bears besides its text: as they are, as they were read in, and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, DemandVersion, Edition, JournalEntry, Paper, PaperChange, Person
from drafting.rules.lifecycle import ADOPTED
from drafting.rules.paper_details import DETAIL_LABELS, Detail, Details


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line in two states; "" where it is not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change of a line; ``who`` is "" where that is not a person, or nobody any more."""

    line: LineChange
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class DetailsPage:
    """The page of these lines; ``stale`` is the one of the paper read in that should be another by now."""

    details: Details
    imported: Details
    stale: str
    changes: tuple[PastChange, ...]


def get_page(session: Session, conference_id: str) -> DetailsPage:
    """The lines with what they were and who changed them, the latest first; raises NotFoundError before the import."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    return DetailsPage(
        details=paper.details,
        imported=_find_imported(session, paper),
        stale=find_stale(session, conference_id),
        changes=_list_changes(session, paper),
    )


def find_stale(session: Session, conference_id: str) -> str:
    """The line with date or place that is still of the paper read in, though something was decided since; else ""."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        return ""
    imported = _find_imported(session, paper)
    lines = ((paper.date, imported.date), (paper.place, imported.place))
    stale = next((line for line, read_in in lines if line and line == read_in), "")
    return stale if stale and _is_decided(session, paper) else ""


def _find_imported(session: Session, paper: Paper) -> Details:
    edition = session.scalars(select(Edition).where(Edition.paper_id == paper.id, Edition.kind == "import")).first()
    return edition.details if edition is not None else paper.details


def _is_decided(session: Session, paper: Paper) -> bool:
    """Whether the text is another than was read in, or something in it stands elsewhere."""
    changed = (
        select(DemandVersion.id)
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.paper_id == paper.id, DemandVersion.source != "import")
    )
    adopted = select(Amendment.id).where(Amendment.paper_id == paper.id, Amendment.state.in_(ADOPTED))
    return any(session.scalar(statement.limit(1)) is not None for statement in (changed, adopted))


def _list_changes(session: Session, paper: Paper) -> tuple[PastChange, ...]:
    rows = session.execute(
        select(PaperChange, Person.name)
        .join(
            JournalEntry,
            (JournalEntry.conference_id == PaperChange.conference_id)
            & (JournalEntry.number == PaperChange.journal_number),
        )
        .outerjoin(Person, Person.id == JournalEntry.actor)
        .where(PaperChange.paper_id == paper.id)
        .order_by(PaperChange.journal_number.desc(), PaperChange.detail)
    )
    return tuple(PastChange(_name(change), change.at, who or "") for change, who in rows)


def _name(change: PaperChange) -> LineChange:
    return LineChange(DETAIL_LABELS[Detail(change.detail)], change.before, change.after)


def find_details(session: Session, paper: Paper, *, edition_id: str = "", at: datetime | None = None) -> Details:
    """The lines of an edition, or of now; at some moment those of now with what was changed since put back."""
    if edition_id:
        return session.get_one(Edition, edition_id).details
    if at is None:
        return paper.details
    since = select(PaperChange).where(PaperChange.paper_id == paper.id, PaperChange.at > at)
    changes = session.scalars(since.order_by(PaperChange.journal_number.desc()))
    return replace(paper.details, **{change.detail: change.before for change in changes})


def compare_lines(before: Details, after: Details) -> tuple[LineChange, ...]:
    """The lines that are not the same."""
    return tuple(
        LineChange(DETAIL_LABELS[detail], before.get(detail), after.get(detail))
        for detail in Detail
        if before.get(detail) != after.get(detail)
    )
