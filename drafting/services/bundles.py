"""Bundles: amendments that say the same, so that one decision is a decision on all of them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from drafting.database import UnitOfWork
from drafting.models import Amendment, AmendmentRevision
from drafting.rules.lifecycle import UNDECIDED

_PLACE = ("demand_id", "section_id", "after_demand_id", "moved_section_id", "after_section_id", "is_first")


def list_equal(work: UnitOfWork, amendment: Amendment) -> list[Amendment]:
    """The other undecided amendments with the same text on the same version, for the same place, by number."""
    own = aliased(AmendmentRevision)
    other = aliased(AmendmentRevision)
    return list(
        work.session.scalars(
            select(Amendment)
            .join(other, (other.amendment_id == Amendment.id) & (other.number == Amendment.revision_number))
            .join(own, (own.amendment_id == amendment.id) & (own.number == amendment.revision_number))
            .where(
                Amendment.paper_id == amendment.paper_id,
                Amendment.id != amendment.id,
                Amendment.kind == amendment.kind,
                Amendment.state.in_(UNDECIDED),
                other.text == own.text,
                other.base_version_id.is_not_distinct_from(own.base_version_id),
                *(getattr(Amendment, name).is_not_distinct_from(getattr(amendment, name)) for name in _PLACE),
            )
            .order_by(Amendment.number)
        )
    )
