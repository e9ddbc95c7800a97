"""Grounds: what the cards of a list share, looked up once with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    AmendmentRevision,
    Conference,
    CoProposer,
    Demand,
    DemandVersion,
    Organisation,
    Person,
    Poll,
    Section,
    Support,
)
from drafting.queries import fates, questions
from drafting.queries.agreements import Involvement, find_involvements
from drafting.queries.moves import Move, list_moves
from drafting.queries.outcomes import Facts
from drafting.queries.overlap_notes import OverlapNote, list_overlaps
from drafting.queries.people import Viewer
from drafting.queries.recommendations import RecommendationNote, find_notes
from drafting.rules.lifecycle import (
    PollState,
)

Row = TypeVar("Row", DemandVersion, Demand, Organisation, Person)


@dataclass(frozen=True, slots=True)
class Ground:
    """What cards are made of, by the ids of amendments, versions, demands and people."""

    revisions: dict[str, AmendmentRevision]
    bases: dict[str, DemandVersion]
    demands: dict[str, Demand]
    people: dict[str, Person]
    supporters: dict[str, int]
    supported: frozenset[str]
    overlaps: dict[str, list[OverlapNote]]
    polls: dict[str, Poll]
    facts: dict[str, Facts]
    moves: dict[str, Move]
    recommendations: dict[str, RecommendationNote]
    involved: dict[str, Involvement]
    busy_demands: frozenset[str]
    line_width: int
    minimum_supporters: int
    organisations: dict[str, Organisation]
    co_proposers: dict[str, list[str]]
    headings: dict[str, str]


def look_up(session: Session, amendments: Sequence[Amendment], viewer: Viewer | None) -> Ground:
    """Look up what the cards of these amendments need."""
    ids = [amendment.id for amendment in amendments]
    revisions = {
        revision.amendment_id: revision
        for revision in session.scalars(
            select(AmendmentRevision)
            .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
            .where(Amendment.id.in_(ids), AmendmentRevision.number == Amendment.revision_number)
        )
    }
    base_ids = {revision.base_version_id for revision in revisions.values() if revision.base_version_id}
    demand_ids = {amendment.demand_id for amendment in amendments if amendment.demand_id} | {
        amendment.after_demand_id for amendment in amendments if amendment.after_demand_id
    }
    polls = list(
        session.scalars(
            select(Poll).where(Poll.amendment_id.in_(ids), Poll.state != PollState.ANNULLED).order_by(Poll.number)
        )
    )
    supported = (
        session.scalars(
            select(Support.amendment_id).where(Support.person_id == viewer.person_id, Support.amendment_id.in_(ids))
        )
        if viewer
        else ()
    )
    latest = {**questions.list_joint_polls(session, ids), **{poll.amendment_id or "": poll for poll in polls}}
    supporters = count_supporters(session, ids)
    conference = session.get_one(Conference, amendments[0].conference_id)
    involved = find_involvements(session, amendments)
    return Ground(
        revisions=revisions,
        bases=_by_id(session.scalars(select(DemandVersion).where(DemandVersion.id.in_(base_ids)))),
        demands=_by_id(session.scalars(select(Demand).where(Demand.id.in_(demand_ids)))),
        people=_by_id(
            session.scalars(select(Person).where(Person.id.in_({amendment.proposer_id for amendment in amendments})))
        ),
        supporters=supporters,
        supported=frozenset(supported),
        overlaps=list_overlaps(session, ids),
        polls=latest,
        facts=fates.list_facts(
            session,
            amendments,
            polls=latest,
            supporters=supporters,
            involved=involved,
            viewer_id=viewer.person_id if viewer else "",
        ),
        moves=list_moves(session, amendments),
        recommendations=find_notes(session, ids, viewer=viewer),
        involved=involved,
        busy_demands=frozenset(questions.find_running_polls(session, demand_ids)),
        line_width=conference.line_width,
        minimum_supporters=conference.minimum_supporters,
        organisations=_by_id(
            session.scalars(
                select(Organisation).where(Organisation.id.in_({amendment.organisation_id for amendment in amendments}))
            )
        ),
        co_proposers=_list_co_proposers(session, ids),
        headings=_list_headings(session, {amendment.section_id for amendment in amendments if amendment.section_id}),
    )


def _list_co_proposers(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """By amendment: those who have agreed to propose it too, by name."""
    rows = session.execute(
        select(CoProposer.amendment_id, Person)
        .join(Person, Person.id == CoProposer.person_id)
        .where(CoProposer.amendment_id.in_(ids), CoProposer.agreed.is_(True))
        .order_by(Person.municipality, Person.name, Person.id)
    )
    found: dict[str, list[str]] = {}
    for amendment_id, person in rows:
        found.setdefault(amendment_id, []).append(person.label)
    return found


def _list_headings(session: Session, section_ids: Iterable[str]) -> dict[str, str]:
    return {
        section.id: section.heading for section in session.scalars(select(Section).where(Section.id.in_(section_ids)))
    }


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.id: row for row in rows}


def count_supporters(session: Session, amendment_ids: Sequence[str]) -> dict[str, int]:
    """How many support each of these amendments; those without any are not in it."""
    rows = session.execute(
        select(Support.amendment_id, func.count())
        .where(Support.amendment_id.in_(amendment_ids))
        .group_by(Support.amendment_id)
    )
    return dict(rows.all())
