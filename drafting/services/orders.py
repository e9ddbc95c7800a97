"""The order of the paper: where demands and sections stand, and putting one elsewhere.

Positions run through the whole paper; the same ones are given out again, so that numbers and gaps stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.models import Amendment, Demand, Section
from drafting.queries import orders


def get_anchor(amendment: Amendment) -> str | None:
    """What it is to stand behind; None for the first place."""
    return amendment.after_section_id if amendment.moved_section_id else amendment.after_demand_id


def has_place(work: UnitOfWork, amendment: Amendment) -> bool:
    """Whether what a demand is to stand behind is still in the section it is to stand in."""
    if amendment.after_demand_id is None:
        return True
    anchor = work.session.get_one(Demand, amendment.after_demand_id, populate_existing=True)
    return anchor.section_id == amendment.section_id


def stands_there(work: UnitOfWork, amendment: Amendment) -> bool:
    """Whether a move asks for the place where the demand or section stands already; struck demands are passed over."""
    section_id, before = find_place(work, amendment)
    anchor = get_anchor(amendment)
    struck = set(
        work.session.scalars(select(Demand.id).where(Demand.id.in_(before), Demand.is_struck, Demand.id != anchor))
    )
    left = [id_ for id_ in before if id_ not in struck]
    return section_id == amendment.section_id and (left[-1] if left else None) == anchor


def find_place(work: UnitOfWork, amendment: Amendment) -> tuple[str | None, list[str]]:
    """The section in which it stands (None for a section itself), and what stands before it there."""
    order = orders.list_order(work.session, amendment.paper_id)
    if amendment.moved_section_id:
        ids = [section_id for section_id, _ in order]
        return None, ids[: ids.index(amendment.moved_section_id)]
    section_id, ids = next((section_id, ids) for section_id, ids in order if amendment.demand_id in ids)
    return section_id, ids[: ids.index(amendment.demand_id or "")]


def put(work: UnitOfWork, amendment: Amendment, section_id: str | None, behind: Sequence[str | None]) -> None:
    """Put it behind the last of these that is still there, else first."""
    if amendment.moved_section_id:
        _put_section(work, amendment, behind)
    else:
        _put_demand(work, amendment, section_id or "", behind)
    work.session.flush()


def _put_demand(work: UnitOfWork, amendment: Amendment, section_id: str, behind: Sequence[str | None]) -> None:
    demands = _list_demands(work, amendment.paper_id)
    moved = next(demand for demand in demands if demand.id == amendment.demand_id)
    places = _list_section_places(work, amendment.paper_id)
    rest = [demand for demand in demands if demand is not moved]
    siblings = [demand.id for demand in rest if demand.section_id == section_id]
    anchor = next((id_ for id_ in reversed(behind) if id_ in siblings), None)
    moved.section_id = section_id
    index = sum(_comes_before(demand, section_id, places) for demand in rest)
    if anchor is not None:
        index += siblings.index(anchor) + 1
    rest.insert(index, moved)
    _number(rest)


def _comes_before(demand: Demand, section_id: str, places: dict[str, int]) -> bool:
    """Whether a text unit stands before a whole section."""
    if demand.section_id is None:
        return demand.kind != "closing"
    return places[demand.section_id] < places[section_id]


def _put_section(work: UnitOfWork, amendment: Amendment, behind: Sequence[str | None]) -> None:
    sections = list(
        work.session.scalars(
            select(Section)
            .where(Section.paper_id == amendment.paper_id)
            .order_by(Section.position)
            .execution_options(populate_existing=True)
        )
    )
    moved = next(section for section in sections if section.id == amendment.moved_section_id)
    rest = [section for section in sections if section is not moved]
    ids = [section.id for section in rest]
    anchor = next((id_ for id_ in reversed(behind) if id_ in ids), None)
    rest.insert(ids.index(anchor) + 1 if anchor is not None else 0, moved)
    positions = sorted(section.position for section in rest)
    # No two sections may have one position, not even for a moment.
    for section in rest:
        section.position = -1 - section.position
    work.session.flush()
    for section, position in zip(rest, positions, strict=True):
        section.position = position
    work.session.flush()
    places = {section.id: place for place, section in enumerate(rest, start=1)}
    last = len(places) + 1
    _number(
        sorted(
            _list_demands(work, amendment.paper_id),
            key=lambda demand: (
                places[demand.section_id] if demand.section_id else last if demand.kind == "closing" else 0,
                demand.position,
            ),
        )
    )


def _list_demands(work: UnitOfWork, paper_id: str) -> list[Demand]:
    return list(
        work.session.scalars(
            select(Demand)
            .where(Demand.paper_id == paper_id)
            .order_by(Demand.position)
            .execution_options(populate_existing=True)
        )
    )


def _list_section_places(work: UnitOfWork, paper_id: str) -> dict[str, int]:
    rows = work.session.execute(select(Section.id, Section.position).where(Section.paper_id == paper_id))
    return {row[0]: row[1] for row in rows}


def _number(demands: Sequence[Demand]) -> None:
    """Give the same positions out again in the new order."""
    for demand, position in zip(demands, sorted(demand.position for demand in demands), strict=True):
        demand.position = position
