"""Undoing: taking a decision back as a new version, with the amendments it decided open again.

A decision is a version with the amendments that took effect with it; other ends of amendments are taken back in
``reopening``, moves in ``moving``. Poll results stay in the record. Taking an undo back does the decision again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotAllowedError, NotFoundError
from drafting.models import Amendment, Demand, DemandVersion, VersionAmendment
from drafting.models.demands import Source
from drafting.rules.permissions import Role, may_edit, may_moderate
from drafting.rules.undoing import find_undone
from drafting.services import demands, reopening, wordings
from drafting.services.access import find_actor
from drafting.text import provenance
from drafting.text.edits import load_edits
from drafting.text.markdown import parse
from drafting.text.undo import Step, TakenBack, take_back

UNDONE = "decision.undone"
_EDITORIAL = frozenset({"editorial", "restore"})


@dataclass(frozen=True, slots=True)
class _History:
    """A demand's versions from the first on, and the ids of those no longer in force."""

    versions: Sequence[DemandVersion]
    undone: frozenset[str]

    @property
    def present(self) -> DemandVersion:
        return self.versions[-1]

    def before(self, version: DemandVersion) -> DemandVersion | None:
        """The version it was decided on; None for the first."""
        return self.versions[version.number - 2] if version.number > 1 else None

    def since(self, version: DemandVersion) -> Sequence[DemandVersion]:
        """The version and all later ones."""
        return self.versions[version.number - 1 :]


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
    history = _read_history(work, demand)
    _require_right(work, conference_id, version, actor)
    reason = wordings.read_reason(reason, is_required=True)
    _refuse_closed(work, demand, version, history)
    taken = _take_back(work, version, history)
    again = reopening.list_brought_back(work, version)
    present, before = history.present, history.before(version)
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
    back.provenance = _trace(present, before, version, back, taken)
    opened = reopening.open_decided(work, demand, version, reason=reason, actor=actor)
    links = [reopening.bring_back(work, back, each) for each in again if each.link is not None]
    reopening.settle_again(work, back, [each for each in again if each.link is None])
    origins = reopening.find_origins(work, demand, version, [each.amendment for each in opened])
    demands.conclude(
        work,
        conference_id,
        demand,
        present,
        back,
        action=UNDONE,
        actor=actor,
        brought_by=links,
        origins=origins,
        undone=version.id,
        amendments=[[each.amendment.id, each.state, each.settled_by] for each in opened],
    )
    return back.id


def _read_history(work: UnitOfWork, demand: Demand) -> _History:
    versions = work.session.scalars(
        select(DemandVersion).where(DemandVersion.demand_id == demand.id).order_by(DemandVersion.number)
    ).all()
    return _History(versions, find_undone([(version.id, version.undoes_id) for version in versions]))


def _require_right(work: UnitOfWork, conference_id: str, version: DemandVersion, actor: str) -> None:
    person = find_actor(work, conference_id, actor)
    if person is None or may_moderate(Role(person.role)):
        return
    root = version
    while root.undoes_id is not None:
        root = work.session.get_one(DemandVersion, root.undoes_id)
    if not (may_edit(Role(person.role)) and root.source in _EDITORIAL):
        raise NotAllowedError


def _refuse_closed(work: UnitOfWork, demand: Demand, version: DemandVersion, history: _History) -> None:
    if version.source == "import":
        raise ClosedError("Das ist der eingelesene Text und keine Entscheidung.")
    if version.id in history.undone:
        raise ClosedError("Diese Entscheidung ist schon zurückgenommen.")
    demands.refuse_changing(work, demand)
    if demand.is_struck and version.id != history.present.id:
        raise ClosedError("Die Forderung ist inzwischen gestrichen. Nehmen Sie bitte zuerst die Streichung zurück.")


def _take_back(work: UnitOfWork, version: DemandVersion, history: _History) -> TakenBack:
    since = history.since(version)
    before = history.before(version)
    undone = {number for number, each in enumerate(since) if each.id in history.undone}
    if before is None or not version.edits:
        # What brought no words but the demand as a whole takes nothing but the whole away.
        _refuse_blocked(
            work, [each for each in since[1:] if each.text != version.text and each.id not in history.undone]
        )
        return TakenBack((), parse(history.present.text))
    steps = [Step(parse(each.text), load_edits(each.edits)) for each in since]
    taken = take_back(parse(before.text), steps, undone=undone)
    _refuse_blocked(work, [since[number] for number in reversed(taken.blockers)])
    if not taken.edits:
        raise ClosedError("Davon steht nichts mehr im Text, es gibt nichts zurückzunehmen.")
    return taken


def _refuse_blocked(work: UnitOfWork, blockers: Sequence[DemandVersion]) -> None:
    if blockers:
        raise ClosedError(
            "Spätere Entscheidungen haben dieselben Wörter geändert: %(versions)s. "
            "Nehmen Sie bitte zuerst diese zurück.",
            versions=", ".join(_name(work, version) for version in blockers),
        )


def _name(work: UnitOfWork, version: DemandVersion) -> str:
    labels = work.session.scalars(
        select(Amendment)
        .join(VersionAmendment, VersionAmendment.amendment_id == Amendment.id)
        .where(VersionAmendment.version_id == version.id)
        .order_by(Amendment.number)
    )
    named = ", ".join(amendment.label for amendment in labels)
    return f"Fassung {version.number} ({named})" if named else f"Fassung {version.number}"


def _trace(
    present: DemandVersion, before: DemandVersion | None, version: DemandVersion, back: DemandVersion, taken: TakenBack
) -> list[object]:
    """Words that come back are again what had brought them, and what the decision struck is not struck any more."""
    stored = provenance.load(present.provenance)
    names = {name for removal in stored.removals for name in removal.removed_by}
    restored = (
        provenance.find_deleted(provenance.load(before.provenance), parse(before.text), load_edits(version.edits))
        if before
        else ()
    )
    found = provenance.trace(
        stored,
        parse(present.text),
        taken.edits,
        back.id,
        restored=restored,
        undone={name for name in names if Source.read(name).version_id == version.id},
    )
    return provenance.dump(found)
