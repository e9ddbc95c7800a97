"""Fates: the facts from which ``outcomes`` tells what became of amendments, looked up for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    Conference,
    ConsentItem,
    ConsentList,
    Panel,
    Poll,
    Recommendation,
    VersionAmendment,
)
from drafting.queries.agreements import Involvement
from drafting.queries.outcomes import Counsel, Facts, Vote
from drafting.rules.lifecycle import Advice, AmendmentKind, AmendmentState


@dataclass(frozen=True, slots=True)
class _Settler:
    """What decided others: by an amendment or a version, the labels of those that did."""

    labels: str
    is_strike: bool
    is_compromise: bool


def list_facts(
    session: Session,
    amendments: Sequence[Amendment],
    *,
    polls: Mapping[str, Poll],
    supporters: Mapping[str, int],
    involved: Mapping[str, Involvement],
    viewer_id: str = "",
) -> dict[str, Facts]:
    """By id: what there is to tell of each; ``polls`` are the latest about each that were not annulled."""
    if not amendments:
        return {}
    ids = [amendment.id for amendment in amendments]
    settlers = {**_list_settlers(session, amendments), **_list_settling_versions(session, amendments)}
    counsels = _list_counsels(session, ids)
    partial = set(
        session.scalars(
            select(VersionAmendment.amendment_id).where(
                VersionAmendment.amendment_id.in_(ids), VersionAmendment.is_partial
            )
        )
    )
    joint = set(
        session.scalars(
            select(ConsentItem.amendment_id)
            .join(ConsentList, ConsentList.id == ConsentItem.list_id)
            .where(
                ConsentItem.amendment_id.in_(ids),
                ConsentItem.pulled_at.is_(None),
                ConsentList.state.in_(("open", "voting")),
            )
        )
    )
    minimum = session.get_one(Conference, amendments[0].conference_id).minimum_supporters
    return {
        amendment.id: _gather(
            amendment,
            vote=_make_vote(polls.get(amendment.id)),
            settler=settlers.get(amendment.settled_by_amendment_id or amendment.settled_by_version_id or ""),
            is_partial=amendment.id in partial,
            missing=max(minimum - supporters.get(amendment.id, 0), 1),
            counsel=counsels.get(amendment.id),
            is_joint=amendment.id in joint,
            is_mine=amendment.proposer_id == viewer_id,
            involved=involved.get(amendment.id, Involvement()),
        )
        for amendment in amendments
    }


def _gather(
    amendment: Amendment,
    *,
    vote: Vote | None,
    settler: _Settler | None,
    is_partial: bool,
    missing: int,
    counsel: Counsel | None,
    is_joint: bool,
    is_mine: bool,
    involved: Involvement,
) -> Facts:
    return Facts(
        state=AmendmentState(amendment.state),
        vote=vote,
        others=settler.labels if settler else "",
        is_by_version=amendment.settled_by_version_id is not None,
        is_by_strike=settler is not None and settler.is_strike,
        is_by_compromise=settler is not None and settler.is_compromise,
        is_partial=is_partial,
        note=amendment.outcome_note,
        missing=missing,
        needs_answer=amendment.needs_answer,
        is_mine=is_mine,
        is_asked=involved.is_asked,
        has_asked=involved.standing == "waiting",
        counsel=counsel,
        is_joint=is_joint,
    )


def _make_vote(poll: Poll | None) -> Vote | None:
    return Vote(poll.id, poll.state, poll.yes, poll.no, poll.abstain, recommends=poll.recommends) if poll else None


def _list_settlers(session: Session, amendments: Sequence[Amendment]) -> dict[str, _Settler]:
    named = {a.settled_by_amendment_id for a in amendments if a.settled_by_amendment_id}
    if not named:
        return {}
    return {
        other.id: _Settler(other.label, other.kind == AmendmentKind.STRIKE, other.is_compromise)
        for other in session.scalars(select(Amendment).where(Amendment.id.in_(named)))
    }


def _list_settling_versions(session: Session, amendments: Sequence[Amendment]) -> dict[str, _Settler]:
    """By version: the amendments that brought it; an editorial change is not in it."""
    versions = {a.settled_by_version_id for a in amendments if a.settled_by_version_id}
    if not versions:
        return {}
    rows = session.execute(
        select(VersionAmendment.version_id, Amendment)
        .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
        .where(VersionAmendment.version_id.in_(versions))
        .order_by(Amendment.number)
    ).all()
    brought: dict[str, list[Amendment]] = {}
    for version_id, amendment in rows:
        brought.setdefault(version_id, []).append(amendment)
    return {
        version_id: _Settler(
            ", ".join(one.label for one in by),
            any(one.kind == AmendmentKind.STRIKE for one in by),
            any(one.is_compromise for one in by),
        )
        for version_id, by in brought.items()
    }


def _list_counsels(session: Session, ids: Sequence[str]) -> dict[str, Counsel]:
    """The recommendations that everybody may read."""
    rows = session.execute(
        select(Recommendation, Panel.name, Amendment.number)
        .outerjoin(Panel, Panel.id == Recommendation.panel_id)
        .outerjoin(Amendment, Amendment.id == Recommendation.settled_by_id)
        .where(Recommendation.amendment_id.in_(ids), Recommendation.published_at.is_not(None))
    )
    return {
        row.amendment_id: Counsel(Advice(row.verdict), panel or "", f"Ä{number}" if number else "")
        for row, panel, number in rows
    }
