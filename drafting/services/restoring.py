"""Restoring: giving a demand an earlier text again, as a new version by an editor."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, OutdatedError
from drafting.models import DemandVersion
from drafting.rules.permissions import may_edit
from drafting.services import demands, wordings
from drafting.services.access import require_role
from drafting.text import provenance
from drafting.text.diff import find_edits
from drafting.text.edits import Edit
from drafting.text.markdown import parse


def restore(work: UnitOfWork, demand_id: str, version_id: str, *, reason: str, base_version_id: str, actor: str) -> str:
    """Give a demand the text of an earlier version again, with a reason; editors; returns the new version's id.

    Whatever was decided since is no longer in the text, but stays decided: to open it again, take it back.
    """
    demand = demands.lock_demand(work, demand_id)
    conference_id = demands.get_conference_id(work, demand)
    require_role(work, conference_id, actor, may_edit)
    reason = wordings.read_reason(reason, is_required=True)
    demands.refuse_editing(work, demand)
    earlier, present = wordings.get_version(work, demand, version_id), wordings.get_present(work, demand)
    if present.id != base_version_id:
        if (present.source, present.created_by, present.text) == ("restore", actor, earlier.text):
            # The same act twice: what it asks for is there.
            return present.id
        raise OutdatedError
    if earlier.is_struck:
        raise ClosedError("Mit dieser Fassung wurde die Forderung gestrichen.")
    document, base = parse(earlier.text), parse(present.text)
    edits = find_edits(base, document)
    if not edits:
        raise InvalidInputError("Das ist schon der heutige Text.", field="reason")
    version = demands.move_on(work, demand, present, document, edits, source="restore", actor=actor)
    version.reason = reason
    version.provenance = _trace(present, earlier, version, edits)
    demands.conclude(
        work, conference_id, demand, present, version, action="demand.restored", actor=actor, restores=earlier.id
    )
    return version.id


def _trace(
    present: DemandVersion, earlier: DemandVersion, version: DemandVersion, edits: Sequence[Edit]
) -> list[object]:
    """Words that come back are again what had brought them into the earlier text."""
    back = provenance.find_inserted(provenance.load(earlier.provenance), parse(earlier.text), edits)
    stored = provenance.load(present.provenance)
    return provenance.dump(provenance.trace(stored, parse(present.text), edits, version.id, restored=back))
