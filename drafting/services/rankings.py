"""Rankings: the moderator's order of votes at one place, which goes before the one proposed by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.events import RecommendationsChanged
from drafting.models import Amendment, AmendmentRevision, DemandVersion
from drafting.rules import ordering
from drafting.rules.lifecycle import UNDECIDED
from drafting.rules.ordering import Candidate
from drafting.rules.permissions import may_moderate
from drafting.services import bundles, demands, journal
from drafting.services.access import require_role
from drafting.text.edits import load_edits
from drafting.text.markdown import parse


def place(work: UnitOfWork, amendment_id: str, *, position: int, among: Sequence[str], actor: str) -> None:
    """Put an amendment at a position, from 1, among those of its place; the others keep their order.

    Saying it twice is harmless. Those decided meanwhile are left out; amendments that say the same stay together.
    """
    conference_id, found = _get_all(work, among, actor=actor)
    before = [each.id for each in ordering.arrange(found)]
    if amendment_id not in before:
        raise ClosedError("Über diesen Antrag ist schon entschieden.")
    after = [each for each in before if each != amendment_id]
    after.insert(max(0, min(position - 1, len(after))), amendment_id)
    ranks = {each: rank for rank, each in enumerate(after, start=1)}
    _write(work, conference_id, before, after, ranks, actor=actor)


def reset(work: UnitOfWork, *, among: Sequence[str], actor: str) -> None:
    """Let the proposed order hold again among the amendments of a place."""
    conference_id, found = _get_all(work, among, actor=actor)
    before = [each.id for each in ordering.arrange(found)]
    after = [each.id for each in ordering.propose(found)]
    _write(work, conference_id, before, after, dict.fromkeys(after), actor=actor)


def _get_all(work: UnitOfWork, among: Sequence[str], *, actor: str) -> tuple[str, list[Candidate]]:
    """The undecided ones named, of one demand, under its lock; raises NotFoundError, NotAllowedError."""
    demand_ids = set(work.session.scalars(select(Amendment.demand_id).where(Amendment.id.in_(among))))
    demand_id = demand_ids.pop() if len(demand_ids) == 1 else None
    if demand_id is None:
        raise NotFoundError("Diese Anträge gehören nicht zu einer Forderung.")
    conference_id = demands.get_conference_id(work, demands.lock_demand(work, demand_id))
    require_role(work, conference_id, actor, may_moderate)
    rows = work.session.execute(
        select(Amendment, AmendmentRevision, DemandVersion)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .join(DemandVersion, DemandVersion.id == AmendmentRevision.base_version_id)
        .where(Amendment.id.in_(among), Amendment.state.in_(UNDECIDED))
        .execution_options(populate_existing=True)
    ).all()
    return conference_id, [
        Candidate(
            amendment.id,
            amendment.number,
            ordering.measure(parse(base.text), load_edits(revision.edits)),
            amendment.rank,
        )
        for amendment, revision, base in rows
    ]


def _write(
    work: UnitOfWork,
    conference_id: str,
    before: list[str],
    after: list[str],
    ranks: Mapping[str, int | None],
    *,
    actor: str,
) -> None:
    changed = False
    for amendment_id, rank in ranks.items():
        amendment = work.session.get_one(Amendment, amendment_id)
        for one in (amendment, *bundles.list_equal(work, amendment)):
            changed = changed or one.rank != rank
            one.rank = rank
    if not changed:
        return
    demand_id = work.session.get_one(Amendment, after[0]).demand_id or ""
    journal.append(work, conference_id, "order.changed", actor=actor, demand=demand_id, before=before, after=after)
    work.publish(RecommendationsChanged(conference_id=conference_id, demand_id=demand_id))
