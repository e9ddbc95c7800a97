"""What taking a version back does to amendments: those it decided are open again, or decided again as they were.

Only the journal remembers what they had been; ``undoing`` writes it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, JournalEntry, VersionAmendment, now
from drafting.queries.undoing import list_decided
from drafting.rules.lifecycle import UNDECIDED, AmendmentKind, AmendmentState
from drafting.services import carrying, demands, notices
from drafting.services.reopening import Opened, announce, open_again

UNDONE = "decision.undone"
_OWN_CAUSES = frozenset({"submitted", "revised", "adapted", "by_hand"})


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """An amendment that is decided again as it was, because the undo is taken back.

    ``link`` is how it took effect; None for one that was only equal to another.
    """

    amendment: Amendment
    link: VersionAmendment | None
    state: str
    settled_by: str | None


def open_decided(work: UnitOfWork, version: DemandVersion, *, reason: str, actor: str) -> list[Opened]:
    """Open what took effect with a version again, and whatever it left nothing of."""
    decided = list_decided(work.session, version.id)
    return [open_again(work, amendment, reason=reason, actor=actor) for amendment in decided]


def find_origins(
    work: UnitOfWork, demand: Demand, version: DemandVersion, opened: Iterable[Amendment]
) -> Mapping[str, AmendmentRevision]:
    """By open amendment: the wording it had before the version, where it was only carried over since.

    What the version brought of it is not in its present wording any more, and must be asked for again.
    """
    rows = work.session.execute(
        select(AmendmentRevision, DemandVersion.number)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .join(DemandVersion, DemandVersion.id == AmendmentRevision.base_version_id)
        .where(Amendment.demand_id == demand.id, Amendment.state.in_(UNDECIDED))
        .order_by(AmendmentRevision.amendment_id, AmendmentRevision.number)
    ).all()
    origins: dict[str, AmendmentRevision] = {}
    for revision, base_number in rows:
        if base_number < version.number:
            origins[revision.amendment_id] = revision
        elif revision.cause in _OWN_CAUSES:
            origins.pop(revision.amendment_id, None)
    brought = work.session.execute(
        select(VersionAmendment.amendment_id, AmendmentRevision)
        .join(AmendmentRevision, AmendmentRevision.id == VersionAmendment.revision_id)
        .where(VersionAmendment.version_id == version.id)
    )
    wanted = {amendment.id for amendment in opened}
    return origins | {amendment_id: revision for amendment_id, revision in brought if amendment_id in wanted}


# Doing again


def list_brought_back(work: UnitOfWork, version: DemandVersion) -> list[BroughtBack]:
    """What takes effect again when an undo is taken back; raises ClosedError for what was dealt with anew."""
    if version.source != "undo":
        return []
    links = {
        link.amendment_id: link
        for link in work.session.scalars(
            select(VersionAmendment).where(VersionAmendment.version_id == version.undoes_id)
        )
    }
    found = []
    for amendment_id, (state, settled_by) in _read_states(work, version).items():
        amendment = work.session.get_one(Amendment, amendment_id, populate_existing=True)
        again = BroughtBack(amendment, links.get(amendment_id), state, settled_by)
        if again.link is not None:
            _refuse_touched(work, amendment, again.link)
            found.append(again)
        elif amendment.kind == AmendmentKind.NEW and amendment.is_undecided:
            found.append(again)
    return found


def _read_states(work: UnitOfWork, version: DemandVersion) -> dict[str, tuple[str, str | None]]:
    """What the undo's own entry in the journal says the amendments had been."""
    entry = work.session.scalars(
        select(JournalEntry).where(
            JournalEntry.action == UNDONE,
            JournalEntry.data["version"].as_string() == version.id,
        )
    ).one()
    return {amendment_id: (state, settled_by) for amendment_id, state, settled_by in entry.data["amendments"]}


def _refuse_touched(work: UnitOfWork, amendment: Amendment, link: VersionAmendment) -> None:
    """Raise ClosedError unless an amendment still waits as it was opened."""
    decided = work.session.get_one(AmendmentRevision, link.revision_id)
    reworded = work.session.scalar(
        select(AmendmentRevision.id)
        .where(
            AmendmentRevision.amendment_id == amendment.id,
            AmendmentRevision.number > decided.number,
            AmendmentRevision.cause.in_(_OWN_CAUSES),
        )
        .limit(1)
    )
    if not amendment.is_undecided or reworded is not None:
        raise ClosedError(
            "Mit %(label)s ist inzwischen etwas anderes geschehen. Bitte entscheiden Sie darüber neu.",
            label=amendment.label,
        )


def bring_back(work: UnitOfWork, version: DemandVersion, again: BroughtBack) -> VersionAmendment:
    """Let an amendment take effect with a version as it had with the one undone."""
    assert again.link is not None
    amendment = again.amendment
    amendment.state = again.state
    amendment.settled_by_amendment_id = again.settled_by
    amendment.needs_answer = False
    amendment.outcome_note = ""
    amendment.decided_at = now()
    carrying.drop_prepared_polls(work, amendment.id, reason="Der Antrag gilt wieder als beschlossen.")
    revision = work.session.get_one(AmendmentRevision, again.link.revision_id)
    announce(work, amendment)
    return demands.bring(work, version, amendment, revision, is_partial=again.link.is_partial)


def settle_again(work: UnitOfWork, version: DemandVersion, again: Sequence[BroughtBack]) -> None:
    """Let what was adopted along with an equal amendment be so again; a new demand's text is carried nowhere."""
    for each in again:
        each.amendment.outcome_note = ""
        carrying.settle(work, each.amendment, version, AmendmentState(each.state))
        notices.tell_outcome(work, each.amendment, actor=version.created_by)
        announce(work, each.amendment)
