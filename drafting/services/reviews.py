"""The Bilanz: saying what became of a demand of the earlier paper, one by one or from last year's table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import ReviewChanged
from drafting.imports.reviews import ReviewLine
from drafting.models import Demand, DemandVersion, Paper, Review, now
from drafting.rules import remarks
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_review
from drafting.rules.reviews import ReviewStatus, demand_key, read_status
from drafting.services import journal
from drafting.services.access import SYSTEM, find_actor, lock_conference


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What reading a table did: what was set anew, what said the same as before, and lines without their demand."""

    changed: int
    unchanged: int
    unmatched: tuple[ReviewLine, ...]


def review(work: UnitOfWork, demand_id: str, *, status: str, actor: str, evidence: str = "", link: str = "") -> None:
    """Say what became of a demand, with the evidence; an empty status takes back what was said."""
    found = work.session.execute(
        select(Demand.kind, DemandVersion.source, Paper.conference_id)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(DemandVersion, (DemandVersion.demand_id == Demand.id) & (DemandVersion.number == 1))
        .where(Demand.id == demand_id)
    ).first()
    if found is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    kind, source, conference_id = found
    _require_reviewer(work, conference_id, actor)
    if kind != "demand" or source != "import":
        raise ClosedError("Eine Bilanz gibt es nur zu den Forderungen des früheren Papiers.")
    if status and read_status(status) is None:
        raise InvalidInputError("Bitte wählen Sie einen Stand.", field="status")
    if _set(work, demand_id, read_status(status), evidence=evidence, link=link, actor=actor):
        journal.append(work, conference_id, "review.set", actor=actor, demand=demand_id, status=status)
        work.publish(ReviewChanged(conference_id=conference_id, demand_id=demand_id))


def read_reviews(work: UnitOfWork, conference_id: str, lines: Iterable[ReviewLine], *, actor: str) -> ReviewReport:
    """Take over a table of an earlier year: demands are found by number and title, or by the title where one has it.

    A line whose demand is not found is handed back, and changes nothing.
    """
    _require_reviewer(work, conference_id, actor)
    by_key, by_title = _list_demands(work, conference_id)
    changed, unchanged, unmatched = 0, 0, []
    for line in lines:
        number, title = demand_key(line.number, line.title)
        same_title = by_title.get(title, ())
        demand_id = by_key.get((number, title)) or (same_title[0] if len(same_title) == 1 else None)
        if demand_id is None:
            unmatched.append(line)
        elif _set(work, demand_id, line.status, evidence=line.evidence, link=line.link, actor=actor):
            changed += 1
            work.publish(ReviewChanged(conference_id=conference_id, demand_id=demand_id))
        else:
            unchanged += 1
    if changed:
        journal.append(work, conference_id, "reviews.read", actor=actor, demands=changed)
    return ReviewReport(changed, unchanged, tuple(unmatched))


def _list_demands(
    work: UnitOfWork, conference_id: str
) -> tuple[dict[tuple[str, str], str], dict[str, tuple[str, ...]]]:
    rows = work.session.execute(
        select(Demand.id, Demand.number, Demand.title)
        .join(Paper, Paper.id == Demand.paper_id)
        .join(DemandVersion, (DemandVersion.demand_id == Demand.id) & (DemandVersion.number == 1))
        .where(Paper.conference_id == conference_id, Demand.kind == "demand", DemandVersion.source == "import")
        .order_by(Demand.position)
    )
    by_key: dict[tuple[str, str], str] = {}
    by_title: dict[str, tuple[str, ...]] = {}
    for demand_id, number, title in rows:
        key = demand_key(number, title)
        by_key.setdefault(key, demand_id)
        by_title[key[1]] = (*by_title.get(key[1], ()), demand_id)
    return by_key, by_title


def _set(
    work: UnitOfWork, demand_id: str, status: ReviewStatus | None, *, evidence: str, link: str, actor: str
) -> bool:
    """Keep what is said of a demand; tell whether anything is different from before."""
    known = work.session.get(Review, demand_id)
    if status is None:
        if known is not None:
            work.session.delete(known)
        return known is not None
    said = remarks.read_text(evidence, field="evidence", longest=remarks.LONGEST_TEXT, required=False)
    address = remarks.read_link(link)
    if known is not None and (known.status, known.evidence, known.link) == (status, said, address):
        return False
    if known is None:
        known = Review(demand_id=demand_id)
        work.session.add(known)
    known.status, known.evidence, known.link = status, said, address
    known.updated_by, known.updated_at = None if actor == SYSTEM else actor, now()
    return True


def _require_reviewer(work: UnitOfWork, conference_id: str, actor: str) -> None:
    conference = lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    if person is not None and not may_review(Role(person.role), Phase(conference.phase)):
        raise NotAllowedError("Die Bilanz ziehen Organisation, Redaktion und Moderation.")
