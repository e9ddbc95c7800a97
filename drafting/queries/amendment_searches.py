"""Searching amendments: a page of everybody's by filters and words.

A page costs a fixed number of statements: one finds and orders the ids, the others fetch what its cards show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from drafting.models import (
    Amendment,
    AmendmentRevision,
    Demand,
    Overlap,
    Panel,
    Paper,
    Person,
    Section,
    Support,
)
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.moves import name_demand
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import ADOPTED, UNDECIDED, AmendmentState

PAGE_SIZE = 50
STATES: dict[str, frozenset[AmendmentState]] = {
    "undecided": UNDECIDED,
    "adopted": ADOPTED,
    "rejected": frozenset({AmendmentState.REJECTED}),
    "settled": frozenset({AmendmentState.SETTLED}),
    "submitted": frozenset({AmendmentState.SUBMITTED}),
    "referred": frozenset({AmendmentState.REFERRED}),
    "adjourned": frozenset({AmendmentState.ADJOURNED}),
    "not_dealt_with": frozenset({AmendmentState.NOT_DEALT_WITH}),
    "withdrawn": frozenset({AmendmentState.WITHDRAWN}),
}
_LABEL = re.compile(r"ä\s*(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list shows; "" leaves a filter out.

    ``state`` is a key of ``STATES``, ``overlap`` "conflict", "identical", "neighbour" or "none", ``order`` "demand",
    "newest" or "supported"; ``municipality`` is part of a name.
    """

    panel_id: str = ""
    demand_id: str = ""
    state: str = ""
    kind: str = ""
    municipality: str = ""
    overlap: str = ""
    search: str = ""
    order: str = "demand"


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some of the amendments found, those after the first ``offset``; ``next_offset`` is None at the end."""

    cards: tuple[AmendmentCard, ...]
    total: int
    offset: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What the filters offer: panels and demands by id, and the municipalities that have proposed something."""

    panels: tuple[tuple[str, str], ...]
    demands: tuple[tuple[str, Saying, str], ...]
    municipalities: tuple[str, ...]


def find_page(
    session: Session, conference_id: str, filters: Filters, *, viewer: Viewer | None = None, offset: int = 0
) -> ListPage:
    """The amendments that fit all filters, fifty at a time."""
    ids = _find_ids(session, conference_id, filters)
    wanted = ids[offset : offset + PAGE_SIZE]
    by_id = {each.id: each for each in session.scalars(select(Amendment).where(Amendment.id.in_(wanted)))}
    end = offset + PAGE_SIZE
    return ListPage(
        cards=make_cards(session, [by_id[id_] for id_ in wanted], viewer=viewer),
        total=len(ids),
        offset=offset,
        next_offset=end if end < len(ids) else None,
    )


def list_options(session: Session, conference_id: str) -> ListOptions:
    """What can be chosen in the filters."""
    panels = session.execute(
        select(Panel.id, Panel.name).where(Panel.conference_id == conference_id).order_by(Panel.position)
    )
    demands = session.scalars(
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .where(Paper.conference_id == conference_id)
        .order_by(Demand.position)
    )
    proposed = exists().where(Amendment.proposer_id == Person.id)
    towns = session.scalars(
        select(Person.municipality)
        .where(Person.conference_id == conference_id, Person.municipality != "", proposed)
        .distinct()
        .order_by(Person.municipality)
    )
    return ListOptions(
        panels=tuple((row[0], row[1]) for row in panels),
        demands=tuple((demand.id, name_demand(demand), demand.title) for demand in demands),
        municipalities=tuple(towns),
    )


def fold(text: str) -> str:
    """Make words alike that are written alike; databases differ in what they take for the same letter."""
    return unicodedata.normalize("NFC", text).casefold()


def _find_ids(session: Session, conference_id: str, filters: Filters) -> list[str]:
    """The ids that fit, in order; one statement, and one more where a municipality is asked for."""
    conditions = [
        Amendment.conference_id == conference_id,
        Amendment.state != AmendmentState.DRAFT,
        *_list_conditions(filters),
    ]
    if filters.municipality:
        conditions.append(Amendment.proposer_id.in_(_find_people(session, conference_id, filters.municipality)))
    wanted = fold(filters.search.strip())
    if match := _LABEL.fullmatch(wanted):
        conditions.append(Amendment.number == int(match[1]))
        wanted = ""
    if not wanted:
        return list(session.scalars(_order(select(Amendment.id), filters.order).where(*conditions)))
    texts = (
        Amendment.id,
        Amendment.number,
        Amendment.kind,
        Amendment.headline,
        Amendment.reason,
        Demand.title,
        Person.municipality,
        AmendmentRevision.sentences,
        AmendmentRevision.text,
    )
    rows = session.execute(
        _order(select(*texts), filters.order)
        .join(Person, Person.id == Amendment.proposer_id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(*conditions)
    )
    return [row.id for row in rows if wanted in _searchable(row)]


def _searchable(row: Any) -> str:
    """The words people remember it by: its label, its reason, the demand, who proposed it, and what it changes.

    A change is searched in its formal sentences, which quote what goes and what comes, not in the text around it.
    """
    words = [f"Ä{row.number}", row.headline, row.reason, row.title or "", row.municipality, *row.sentences]
    if row.kind == "new":
        words.append(row.text)
    return fold("\n".join(words))


def _find_people(session: Session, conference_id: str, municipality: str) -> list[str]:
    wanted = fold(municipality.strip())
    rows = session.execute(select(Person.id, Person.municipality).where(Person.conference_id == conference_id))
    return [row.id for row in rows if wanted in fold(row.municipality)]


def _list_conditions(filters: Filters) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.state:
        conditions.append(Amendment.state.in_(STATES[filters.state]))
    if filters.kind:
        conditions.append(Amendment.kind == filters.kind)
    if filters.demand_id:
        conditions.append(Amendment.demand_id == filters.demand_id)
    if filters.panel_id:
        sections = select(Section.id).where(Section.panel_id == filters.panel_id)
        demands = select(Demand.id).where(Demand.section_id.in_(sections))
        conditions.append(
            or_(
                Amendment.demand_id.in_(demands),
                Amendment.demand_id.is_(None) & Amendment.section_id.in_(sections),
                Amendment.moved_section_id.in_(sections),
            )
        )
    if filters.overlap:
        conditions.append(_overlaps(filters.overlap))
    return conditions


def _overlaps(relation: str) -> ColumnElement[bool]:
    row = aliased(Overlap)
    own = or_(row.first_id == Amendment.id, row.second_id == Amendment.id)
    if relation == "none":
        return ~exists().where(own)
    return exists().where(own, row.relation == relation)


def _order(statement: Select[Any], order: str) -> Select[Any]:
    """By the place in the paper, by age, or by support; new demands stand where they would come."""
    after = aliased(Demand)
    statement = statement.outerjoin(Demand, Demand.id == Amendment.demand_id).outerjoin(
        after, (after.id == Amendment.after_demand_id) & Amendment.demand_id.is_(None)
    )
    if order == "newest":
        return statement.order_by(Amendment.number.desc())
    if order == "supported":
        supporters = select(func.count()).where(Support.amendment_id == Amendment.id).scalar_subquery()
        return statement.order_by(supporters.desc(), Amendment.number)
    in_section = aliased(Demand)
    last = (
        select(func.max(in_section.position))
        .where(in_section.section_id == func.coalesce(Amendment.section_id, Amendment.moved_section_id))
        .scalar_subquery()
    )
    is_new = Amendment.demand_id.is_(None)
    return statement.order_by(func.coalesce(Demand.position, after.position, last, -1), is_new, Amendment.number)
