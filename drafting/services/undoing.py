"""Undoing: taking a decision back as a new version, with the amendments it decided open again.

A decision is a version with the amendments that took effect with it; other ends of amendments are taken back in
``reopening``, moves in ``moving``. Poll results stay in the record. Taking an undo back does the decision again.
"""

from __future__ import annotations

from drafting.database import UnitOfWork
from drafting.errors import NotAllowedError, NotFoundError
from drafting.models import DemandVersion
from drafting.models.demands import Source
from drafting.queries.undoing import Plan, plan_undo
from drafting.queries.versions import EDITORIAL
from drafting.rules.permissions import Role, may_edit, may_moderate
from drafting.services import demands, undo_effects, wordings
from drafting.services.access import find_actor
from drafting.text import provenance
from drafting.text.edits import load_edits
from drafting.text.markdown import parse


def undo(work: UnitOfWork, version_id: str, *, reason: str, actor: str) -> str:
    """Take a decision back, with a reason; returns the new version's id.

    Moderators; editors take editorial changes back. Raises ClosedError where later decisions changed the same words,
    and where nothing is left of it.
    """
    version = work.session.get(DemandVersion, version_id)
    if version is None:
        raise NotFoundError("Diese Fassung gibt es nicht.")
    demand = demands.lock_demand(work, version.demand_id)
    conference_id = demands.get_conference_id(work, demand)
    _require_right(work, conference_id, version, actor)
    reason = wordings.read_reason(reason, is_required=True)
    plan = plan_undo(work.session, demand, version)
    if (plan.present.undoes_id, plan.present.created_by, plan.present.reason) == (version_id, actor, reason):
        # The same act twice: what it asks for is there.
        return plan.present.id
    if plan.refusal is not None:
        raise plan.refusal
    again = undo_effects.list_brought_back(work, version)
    present, before, taken = plan.present, plan.before, plan.taken
    demand.is_struck = before.is_struck if before else True
    back = demands.move_on(
        work,
        demand,
        present,
        taken.document,
        taken.edits,
        source="undo",
        actor=actor,
        undoes_id=version.id,
    )
    back.reason = reason
    back.provenance = _trace(version, back, plan)
    opened = undo_effects.open_decided(work, version, reason=reason, actor=actor)
    links = [undo_effects.bring_back(work, back, each) for each in again if each.link is not None]
    undo_effects.settle_again(work, back, [each for each in again if each.link is None])
    origins = undo_effects.find_origins(work, demand, version, [each.amendment for each in opened])
    demands.conclude(
        work,
        conference_id,
        demand,
        present,
        back,
        action=undo_effects.UNDONE,
        actor=actor,
        brought_by=links,
        origins=origins,
        undone=version.id,
        amendments=[[each.amendment.id, each.state, each.settled_by] for each in opened],
    )
    return back.id


def _require_right(work: UnitOfWork, conference_id: str, version: DemandVersion, actor: str) -> None:
    person = find_actor(work, conference_id, actor)
    if person is None or may_moderate(Role(person.role)):
        return
    root = version
    while root.undoes_id is not None:
        root = work.session.get_one(DemandVersion, root.undoes_id)
    if not (may_edit(Role(person.role)) and root.source in EDITORIAL):
        raise NotAllowedError


def _trace(version: DemandVersion, back: DemandVersion, plan: Plan) -> list[object]:
    """Words that come back are again what had brought them, and what the decision struck is not struck any more."""
    stored = provenance.load(plan.present.provenance)
    names = {name for removal in stored.removals for name in removal.removed_by}
    restored: provenance.Origins = ()
    if plan.before is not None:
        base = provenance.load(plan.before.provenance)
        restored = provenance.find_deleted(base, parse(plan.before.text), load_edits(version.edits))
    found = provenance.trace(
        stored,
        parse(plan.present.text),
        plan.taken.edits,
        back.id,
        restored=restored,
        undone={name for name in names if Source.read(name).version_id == version.id},
    )
    return provenance.dump(found)
