"""Following: who hears of a demand or an amendment, by their own wish or because they have part in it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, delete, select, union_all

from drafting.database import UnitOfWork
from drafting.errors import NotAllowedError, NotFoundError
from drafting.models import Amendment, CoProposer, Demand, Follow, Paper, Support
from drafting.services.access import find_actor


def follow_demand(work: UnitOfWork, demand_id: str, *, actor: str) -> None:
    """Hear of a demand's new versions, new amendments and results; twice is harmless."""
    conference_id = work.session.scalar(
        select(Paper.conference_id).join(Demand, Demand.paper_id == Paper.id).where(Demand.id == demand_id)
    )
    _require_person(work, conference_id, actor, "Diese Forderung gibt es nicht.")
    if not _is_following(work, Follow.demand_id == demand_id, actor):
        work.session.add(Follow(person_id=actor, demand_id=demand_id))


def unfollow_demand(work: UnitOfWork, demand_id: str, *, actor: str) -> None:
    """Hear no more of a demand; twice is harmless."""
    work.session.execute(delete(Follow).where(Follow.demand_id == demand_id, Follow.person_id == actor))


def follow_amendment(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Hear what becomes of an amendment; twice is harmless."""
    conference_id = work.session.scalar(select(Amendment.conference_id).where(Amendment.id == amendment_id))
    _require_person(work, conference_id, actor, "Diesen Antrag gibt es nicht.")
    if not _is_following(work, Follow.amendment_id == amendment_id, actor):
        work.session.add(Follow(person_id=actor, amendment_id=amendment_id))


def unfollow_amendment(work: UnitOfWork, amendment_id: str, *, actor: str) -> None:
    """Hear no more of an amendment one has no part in; twice is harmless."""
    work.session.execute(delete(Follow).where(Follow.amendment_id == amendment_id, Follow.person_id == actor))


def list_followers(work: UnitOfWork, demand_id: str) -> set[str]:
    """Everybody who follows a demand."""
    return set(work.session.scalars(select(Follow.person_id).where(Follow.demand_id == demand_id)))


def list_proposers(work: UnitOfWork, amendment_ids: Collection[str]) -> dict[str, set[str]]:
    """For each amendment: who handed it in, and who has agreed to propose it too."""
    return _collect(
        work,
        amendment_ids,
        select(Amendment.id, Amendment.proposer_id).where(Amendment.id.in_(amendment_ids)),
        select(CoProposer.amendment_id, CoProposer.person_id).where(
            CoProposer.amendment_id.in_(amendment_ids), CoProposer.agreed.is_(True)
        ),
    )


def list_concerned(work: UnitOfWork, amendment_ids: Collection[str]) -> dict[str, set[str]]:
    """For each amendment: its proposers, its supporters, and who follows it."""
    proposers = list_proposers(work, amendment_ids)
    others = _collect(
        work,
        amendment_ids,
        select(Support.amendment_id, Support.person_id).where(Support.amendment_id.in_(amendment_ids)),
        select(Follow.amendment_id, Follow.person_id).where(Follow.amendment_id.in_(amendment_ids)),
    )
    return {amendment_id: proposers[amendment_id] | others[amendment_id] for amendment_id in amendment_ids}


def _collect(
    work: UnitOfWork, amendment_ids: Collection[str], *statements: Select[str, str] | Select[str | None, str]
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {amendment_id: set() for amendment_id in amendment_ids}
    if amendment_ids:
        for amendment_id, person_id in work.session.execute(union_all(*statements)):
            found[str(amendment_id)].add(person_id)
    return found


def _is_following(work: UnitOfWork, place: ColumnElement[bool], actor: str) -> bool:
    found = work.session.scalar(select(Follow.id).where(place, Follow.person_id == actor))
    return found is not None


def _require_person(work: UnitOfWork, conference_id: str | None, actor: str, missing: str) -> None:
    if conference_id is None:
        raise NotFoundError(missing)
    if find_actor(work, conference_id, actor) is None:
        raise NotAllowedError
