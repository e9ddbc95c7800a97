"""What a merge does: a new version with its owners word by word, each amendment's end, the others carried over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from drafting.database import UnitOfWork
from drafting.events import AmendmentChanged
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, now
from drafting.rules.lifecycle import AmendmentState
from drafting.services import bundles, carrying, demands, notices, wordings
from drafting.text.diff import find_edits
from drafting.text.edits import Edit
from drafting.text.markdown import parse
from drafting.text.resolution import WRITTEN, Resolution

MERGED = "amendments.merged"


@dataclass(frozen=True, slots=True)
class Part:
    """An amendment to be merged, with its edits on the present text."""

    amendment: Amendment
    revision: AmendmentRevision
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What all of a merge shares."""

    state: AmendmentState
    agreed: Collection[str]
    actor: str
    poll_id: str | None
    request: str = ""


def read_part(work: UnitOfWork, amendment: Amendment, present: DemandVersion) -> Part:
    """An amendment as it would enter the present text."""
    revision = wordings.get_revision(work, amendment)
    if revision.base_version_id == present.id:
        return Part(amendment, revision, wordings.load_revision_edits(revision))
    # Its own words stand against what was decided since, as in a vote.
    edits = find_edits(parse(present.text), carrying.impose(work, revision, present))
    return Part(amendment, revision, edits)


def take_effect(
    work: UnitOfWork,
    demand: Demand,
    present: DemandVersion,
    parts: Sequence[Part],
    resolution: Resolution,
    act: Act,
) -> DemandVersion:
    """Write the version, say of each amendment what became of it, and carry the others over."""
    wordings.require_change(resolution.edits)
    states = dict.fromkeys(resolution.whole, act.state)
    states |= {name: AmendmentState.ADOPTED_CHANGED for name in resolution.partial if name in act.agreed}
    entering = [part for part in parts if part.amendment.id in {*resolution.whole, *resolution.partial}]
    # Written down before the version: these wordings stand on the text that is changed.
    worded = {p.amendment.id: _fit(work, p, present, is_decided=p.amendment.id in states) for p in entering}
    equal = _list_equal(work, [part.amendment for part in entering if part.amendment.id in resolution.whole])
    is_one = len(entering) == 1 and not resolution.partial
    version = demands.move_on(
        work,
        demand,
        present,
        resolution.document,
        resolution.edits,
        source="amendment",
        actor=act.actor,
        owners=() if is_one else [[_source(owner) for owner in change.owners] for change in resolution.changes],
        poll_id=act.poll_id,
    )
    links = [
        demands.bring(work, version, part.amendment, worded[part.amendment.id], is_partial=name in resolution.partial)
        for part in entering
        for name in [part.amendment.id]
    ]
    for part in entering:
        if part.amendment.id in states:
            _decide(work, part.amendment, states[part.amendment.id], act)
    demands.conclude(
        work,
        demands.get_conference_id(work, demand),
        demand,
        present,
        version,
        action=MERGED,
        actor=act.actor,
        brought_by=links,
        stays_open=[part.amendment.id for part in entering if part.amendment.id not in states],
        amendments=[[link.amendment_id, link.revision_id, states.get(link.amendment_id, "open")] for link in links],
        request=act.request,
    )
    for other in equal:
        # Equal words may have been written otherwise, so that carrying them over has not found them the same.
        if other.is_undecided:
            carrying.settle(work, other, version, AmendmentState.ADOPTED)
            notices.tell_outcome(work, other, actor=act.actor)
    return version


def _list_equal(work: UnitOfWork, merged: Sequence[Amendment]) -> list[Amendment]:
    """Those that say the same as one of the merged and share its fate."""
    ids = {amendment.id for amendment in merged}
    return [other for amendment in merged for other in bundles.list_equal(work, amendment) if other.id not in ids]


def _fit(work: UnitOfWork, part: Part, present: DemandVersion, *, is_decided: bool) -> AmendmentRevision:
    """The wording that takes effect; one that stays open keeps the base it was written for."""
    return demands.fit_to_present(work, part.amendment, present) if is_decided else part.revision


def _source(owner: str) -> str:
    return "" if owner == WRITTEN else owner


def _decide(work: UnitOfWork, amendment: Amendment, state: AmendmentState, act: Act) -> None:
    amendment.state = state
    amendment.needs_answer = False
    amendment.decided_at = now()
    if act.poll_id is None:
        carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag wurde ohne Abstimmung übernommen.")
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
