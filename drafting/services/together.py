"""Adopting together what nobody disputes: of each demand one version with all that fits, the rest left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.models import Amendment, Demand, Poll
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import AmendmentKind, AmendmentState
from drafting.services import carrying, demands, orders, supports, wordings
from drafting.services.merge_effects import Act, read_part, take_effect
from drafting.text.markdown import parse
from drafting.text.resolution import resolve


@dataclass(frozen=True, slots=True)
class Together:
    """What became of amendments adopted together: the versions made, and what was left out because it collides."""

    version_ids: tuple[str, ...]
    left_out: tuple[str, ...]


def adopt_together(
    work: UnitOfWork,
    amendment_ids: Collection[str],
    *,
    state: AmendmentState,
    actor: str,
    poll_id: str | None = None,
) -> Together:
    """Adopt what nobody disputes: of each demand one version with all that fits together.

    The caller has the right to do so and holds the conference's lock. Left out is whatever collides, with another of
    them or with a text decided since, whatever is being voted on, lacks supporters or is decided already.
    """
    act = Act(state=state, agreed=(), actor=actor, poll_id=poll_id)
    found = work.session.scalars(
        select(Amendment)
        .where(Amendment.id.in_(amendment_ids))
        .order_by(Amendment.number)
        .execution_options(populate_existing=True)
    ).all()
    by_demand: dict[str, list[Amendment]] = {}
    versions: list[str] = []
    left_out: list[str] = []
    for amendment in found:
        if not amendment.is_undecided or supports.count_lacking(work, amendment):
            left_out.append(amendment.id)
        elif amendment.demand_id is not None:
            by_demand.setdefault(amendment.demand_id, []).append(amendment)
    for demand_id, amendments in by_demand.items():
        made, left = _adopt_of_demand(work, demand_id, amendments, act)
        versions += made
        left_out += left
    for amendment in found:
        # A move of a section may have been settled by the one before it.
        if amendment.demand_id is None and amendment.is_undecided and amendment.id not in left_out:
            versions.append(_adopt_alone(work, amendment, act))
    return Together(tuple(filter(None, versions)), tuple(left_out))


def _adopt_of_demand(
    work: UnitOfWork, demand_id: str, amendments: Sequence[Amendment], act: Act
) -> tuple[list[str], list[str]]:
    """Adopt those of one demand that fit together; returns the versions made and the ids left out."""
    demand = demands.lock_demand(work, demand_id)
    every = [amendment.id for amendment in amendments]
    if demand.is_struck or is_voted_on(work, demand):
        return [], every
    changes = [amendment for amendment in amendments if amendment.kind == AmendmentKind.CHANGE]
    strikes = [amendment for amendment in amendments if amendment.kind == AmendmentKind.STRIKE]
    moves = [amendment for amendment in amendments if amendment.kind == AmendmentKind.MOVE]
    if strikes and (changes or moves):
        return [], every
    versions, left_out = _adopt_moves(work, moves, act)
    if strikes:
        # Of several strikes the first takes effect, and the others are settled by it.
        versions.append(_adopt_alone(work, strikes[0], act))
    if changes:
        made, left = _adopt_changes(work, demand, changes, act)
        versions += made
        left_out += left
    return versions, left_out


def _adopt_moves(work: UnitOfWork, moves: Sequence[Amendment], act: Act) -> tuple[list[str], list[str]]:
    """Carry out the one move that all of them ask for; different ones exclude each other."""
    if len({(move.section_id, move.after_demand_id) for move in moves}) == 1 and orders.has_place(work, moves[0]):
        # Equal ones are adopted along with the first.
        return [_adopt_alone(work, moves[0], act)], []
    return [], [move.id for move in moves]


def _adopt_changes(
    work: UnitOfWork, demand: Demand, changes: Sequence[Amendment], act: Act
) -> tuple[list[str], list[str]]:
    present = wordings.get_present(work, demand)
    parts = [read_part(work, amendment, present) for amendment in changes]
    fitting = [part for part in parts if part.revision.base_version_id == present.id and part.edits]
    base = parse(present.text)
    decisions = resolve(base, {part.amendment.id: part.edits for part in fitting}).decisions
    colliding = {name for decision in decisions for name in decision.amendments}
    chosen = [part for part in fitting if part.amendment.id not in colliding]
    kept = {part.amendment.id for part in chosen}
    left_out = [amendment.id for amendment in changes if amendment.id not in kept]
    if len(chosen) == 1:
        return [_adopt_alone(work, chosen[0].amendment, act)], left_out
    if not chosen:
        return [], left_out
    resolution = resolve(base, {part.amendment.id: part.edits for part in chosen})
    return [take_effect(work, demand, present, chosen, resolution, act).id], left_out


def _adopt_alone(work: UnitOfWork, amendment: Amendment, act: Act) -> str:
    """Adopt one amendment; returns the version it brings, "" for a move."""
    if act.poll_id is None:
        carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde ohne Abstimmung übernommen.")
    version = demands.adopt(work, amendment, state=act.state, actor=act.actor, poll_id=act.poll_id)
    return version.id if version else ""


def is_voted_on(work: UnitOfWork, demand: Demand) -> bool:
    """Whether a vote runs on anything about a demand."""
    running = select(Poll.id).where(is_binding(), is_about(demands=[demand.id])).limit(1)
    return work.session.scalar(running) is not None
