"""Following: what a person hears of, and whether they may choose to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, CoProposer, Demand, Follow, Support


@dataclass(frozen=True, slots=True)
class FollowState:
    """Whether somebody follows a demand or an amendment; ``by_part`` says that they hear of it anyway."""

    address: str
    is_following: bool
    by_part: bool = False


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """Something a person follows by their own wish."""

    label: str
    title: str
    address: str


def get_demand_state(session: Session, demand_id: str, *, person_id: str) -> FollowState:
    """Whether a person follows a demand."""
    found = session.scalar(select(Follow.id).where(Follow.demand_id == demand_id, Follow.person_id == person_id))
    return FollowState(f"/forderungen/{demand_id}", found is not None)


def get_amendment_state(session: Session, amendment_id: str, *, person_id: str) -> FollowState:
    """Whether a person follows an amendment, or hears of it as a proposer or supporter."""
    follows, has_part = session.execute(
        select(
            exists().where(Follow.amendment_id == amendment_id, Follow.person_id == person_id),
            or_(
                exists().where(Amendment.id == amendment_id, Amendment.proposer_id == person_id),
                exists().where(Support.amendment_id == amendment_id, Support.person_id == person_id),
                exists().where(
                    CoProposer.amendment_id == amendment_id,
                    CoProposer.person_id == person_id,
                    CoProposer.agreed.is_(True),
                ),
            ),
        )
    ).one()
    return FollowState(f"/antraege/{amendment_id}", bool(follows), by_part=bool(has_part))


def list_followed(session: Session, person_id: str) -> tuple[FollowedRow, ...]:
    """What a person follows by their own wish: demands in the paper's order, then amendments by number."""
    found = session.execute(
        select(Demand, Amendment)
        .select_from(Follow)
        .outerjoin(Amendment, Amendment.id == Follow.amendment_id)
        .outerjoin(Demand, Demand.id == func.coalesce(Follow.demand_id, Amendment.demand_id))
        .where(Follow.person_id == person_id)
        .order_by(Follow.amendment_id.is_not(None), Demand.position, Amendment.number)
    ).all()
    return tuple(
        FollowedRow(
            amendment.label, amendment.headline or (demand.title if demand else ""), f"/antraege/{amendment.id}"
        )
        if amendment
        else FollowedRow(demand.label, demand.title, f"/forderungen/{demand.id}")
        for demand, amendment in found
    )
