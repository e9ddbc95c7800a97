"""Pulling out: whoever may vote takes an item off a list of undisputed amendments, and puts it back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.models import Amendment, Conference, ConsentItem, ConsentList, ConsentPull, Membership, now
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import Role, is_member
from drafting.services import bundles, consents, journal, notices
from drafting.services.access import find_actor


def pull(work: UnitOfWork, list_id: str, amendment_id: str, *, actor: str) -> None:
    """Ask for an item to be treated by itself, and all on the list that say the same; twice is harmless.

    From the conference's threshold on it is out.
    """
    listed, alike = _open_item(work, list_id, amendment_id, actor=actor)
    for amendment in alike:
        if work.session.get(ConsentPull, (list_id, amendment.id, actor)) is None:
            work.session.add(ConsentPull(list_id=list_id, amendment_id=amendment.id, person_id=actor))
    work.session.flush()
    _settle_pulls(work, listed, alike, actor=actor)


def put_back(work: UnitOfWork, list_id: str, amendment_id: str, *, actor: str) -> None:
    """Take back that an item be treated by itself; twice is harmless."""
    listed, alike = _open_item(work, list_id, amendment_id, actor=actor)
    work.session.execute(
        delete(ConsentPull).where(
            ConsentPull.list_id == list_id,
            ConsentPull.amendment_id.in_([amendment.id for amendment in alike]),
            ConsentPull.person_id == actor,
        )
    )
    _settle_pulls(work, listed, alike, actor=actor)


def _open_item(work: UnitOfWork, list_id: str, amendment_id: str, *, actor: str) -> tuple[ConsentList, list[Amendment]]:
    """An open list, and the item with all on it that say the same, for somebody entitled."""
    listed = consents.get_list(work, list_id)
    person = find_actor(work, listed.conference_id, actor)
    is_entitled = person is not None and is_member(Role(person.role))
    if is_entitled and listed.panel_id is not None:
        is_entitled = work.session.get(Membership, (actor, listed.panel_id)) is not None
    if not is_entitled:
        raise NotAllowedError("Herausziehen kann nur, wer hier abstimmen darf.")
    consents.require_open(listed)
    amendment = work.session.get(Amendment, amendment_id, populate_existing=True)
    if amendment is None or work.session.get(ConsentItem, (list_id, amendment_id)) is None:
        raise NotFoundError("Dieser Antrag steht nicht auf der Liste.")
    if not amendment.is_undecided:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    equal = [
        other
        for other in bundles.list_equal(work, amendment)
        if work.session.get(ConsentItem, (list_id, other.id)) is not None
    ]
    return listed, [amendment, *equal]


def _settle_pulls(work: UnitOfWork, listed: ConsentList, alike: Sequence[Amendment], *, actor: str) -> None:
    """Let items be out from the threshold on, and in again below it; both are journaled."""
    threshold = max(1, work.session.get_one(Conference, listed.conference_id).pull_out_threshold)
    moved: dict[str, list[str]] = {"consent.pulled": [], "consent.put_back": []}
    for amendment in alike:
        item = work.session.get_one(ConsentItem, (listed.id, amendment.id), populate_existing=True)
        count = work.session.scalar(
            select(func.count()).where(ConsentPull.list_id == listed.id, ConsentPull.amendment_id == amendment.id)
        )
        is_out = (count or 0) >= threshold
        if is_out == (item.pulled_at is not None):
            continue
        item.pulled_at = now() if is_out else None
        moved["consent.pulled" if is_out else "consent.put_back"].append(amendment.id)
        if is_out:
            notices.tell(
                work,
                [amendment.proposer_id],
                NoticeKind.PULLED_OUT,
                demand_id=amendment.demand_id,
                amendment_id=amendment.id,
                apart_from=actor,
            )
    for action, ids in moved.items():
        if ids:
            journal.append(work, listed.conference_id, action, actor=actor, list=listed.id, amendments=ids)
    consents.announce(work, listed)
