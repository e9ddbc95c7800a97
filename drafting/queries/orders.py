"""The order of the paper: which demands stand in which section, one after the other."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Demand, Section
from drafting.models.journal import digest


def list_order(session: Session, paper_id: str) -> list[tuple[str, list[str]]]:
    """The sections in their order, each with its demands in theirs; struck ones keep their place."""
    rows = session.execute(
        select(Demand.section_id, Demand.id)
        .where(Demand.paper_id == paper_id, Demand.section_id.is_not(None))
        .order_by(Demand.position, Demand.id)
    ).all()
    sections = session.scalars(select(Section.id).where(Section.paper_id == paper_id).order_by(Section.position))
    return [(section_id, [demand_id for place, demand_id in rows if place == section_id]) for section_id in sections]


def digest_order(session: Session, paper_id: str) -> str:
    """The digest by which the journal names the order; every act that changes it records the new one as ``order``."""
    return digest(json.dumps(list_order(session, paper_id), separators=(",", ":")))
