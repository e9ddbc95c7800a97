"""Where a new demand stands among the others of its paper."""

from __future__ import annotations

from sqlalchemy import func, select

from drafting.database import UnitOfWork
from drafting.models import Amendment, Demand, DemandVersion, Section, VersionAmendment
from drafting.rules.lifecycle import AmendmentKind


def find_place(work: UnitOfWork, amendment: Amendment) -> Demand | None:
    """The demand the new one follows: as asked, else the last of its section, else the last numbered before it.

    Several new demands at the same place stand in the order in which they were adopted. One that has been moved to
    another section takes nothing along.
    """
    in_section = list(
        work.session.scalars(
            select(Demand)
            .where(Demand.paper_id == amendment.paper_id, Demand.section_id == amendment.section_id)
            .order_by(Demand.position)
            .execution_options(populate_existing=True)
        )
    )
    places = [demand.id for demand in in_section]
    if not amendment.is_first and amendment.after_demand_id not in places:
        return in_section[-1] if in_section else _find_last_before_section(work, amendment)
    added = set(
        work.session.scalars(
            select(DemandVersion.demand_id)
            .join(VersionAmendment, VersionAmendment.version_id == DemandVersion.id)
            .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
            .where(
                DemandVersion.number == 1,
                Amendment.kind == AmendmentKind.NEW,
                Amendment.section_id == amendment.section_id,
                Amendment.is_first == amendment.is_first,
                Amendment.after_demand_id.is_(None)
                if amendment.is_first
                else Amendment.after_demand_id == amendment.after_demand_id,
            )
        )
    )
    place = -1 if amendment.is_first else places.index(amendment.after_demand_id or "")
    while place + 1 < len(places) and places[place + 1] in added:
        place += 1
    return in_section[place] if place >= 0 else _find_last_before_section(work, amendment)


def _find_last_before_section(work: UnitOfWork, amendment: Amendment) -> Demand | None:
    section = work.session.get_one(Section, amendment.section_id)
    return work.session.scalars(
        select(Demand)
        .outerjoin(Section, Section.id == Demand.section_id)
        .where(Demand.paper_id == amendment.paper_id, Demand.kind != "closing")
        .where(func.coalesce(Section.position, 0) < section.position)
        .order_by(Demand.position.desc())
    ).first()
