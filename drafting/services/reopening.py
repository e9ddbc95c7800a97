"""Reopening: an amendment that was decided is open again, as its author worded it, carried to the text as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, JournalEntry, VersionAmendment, now
from drafting.queries.undoing import list_decided
from drafting.rules.lifecycle import (
    ADOPTED,
    UNDECIDED,
    AmendmentKind,
    AmendmentState,
    Fit,
    Phase,
    may_amendment_become,
    may_amendment_reopen,
)
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import may_moderate
from drafting.services import amendments, carrying, demands, journal, moving, notices, orders, overlaps, wordings
from drafting.services.access import lock_conference, require_role

_OWN_CAUSES = frozenset({"submitted", "revised", "adapted", "by_hand"})


@dataclass(frozen=True, slots=True)
class Opened:
    """An amendment opened again, and what it was before."""

    amendment: Amendment
    state: str
    settled_by: str | None


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """An amendment that is decided again as it was, because the undo is taken back.

    ``link`` is how it took effect; None for one that was only equal to another.
    """

    amendment: Amendment
    link: VersionAmendment | None
    state: str
    settled_by: str | None


def reopen(work: UnitOfWork, amendment_id: str, *, reason: str, actor: str) -> None:
    """Open a rejected, settled, referred, adjourned or no longer dealt with amendment again, with a reason; moderators.

    Those that shared its fate are opened with it. One that stands in the text is opened by taking its version back.
    """
    amendment = _lock(work, amendment_id)
    require_role(work, amendment.conference_id, actor, may_moderate)
    reason = wordings.read_reason(reason, is_required=True)
    if amendment.state == AmendmentState.OPEN and amendment.outcome_note == reason:
        # The same act twice: what it asks for is there.
        return
    _refuse_closed(work, amendment)
    if amendment.kind == AmendmentKind.MOVE and amendment.state in ADOPTED:
        moving.undo_move(work, amendment, actor=actor)
        amendment.outcome_note = reason
        return
    equal = work.session.scalars(
        select(Amendment)
        .where(Amendment.settled_by_amendment_id == amendment.id, Amendment.state == amendment.state)
        .order_by(Amendment.number)
    ).all()
    opened = [_open(work, each, reason=reason, actor=actor) for each in (amendment, *equal)]
    journal.append(
        work,
        amendment.conference_id,
        "amendment.reopened",
        actor=actor,
        amendment=amendment.id,
        demand=amendment.demand_id,
        amendments=[[each.amendment.id, each.state, each.settled_by] for each in opened],
    )
    if amendment.demand_id is not None:
        demand = work.session.get_one(Demand, amendment.demand_id)
        carrying.carry_again(work, demand, wordings.get_present(work, demand), [each.amendment for each in opened])
        if not amendment.is_undecided:
            raise ClosedError("Der heutige Text lässt von diesem Antrag nichts mehr offen.")
        overlaps.refresh(work, demand.id)


def _lock(work: UnitOfWork, amendment_id: str) -> Amendment:
    conference_id = work.session.scalar(select(Amendment.conference_id).where(Amendment.id == amendment_id))
    if conference_id is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    if lock_conference(work, conference_id).phase == Phase.ARCHIVED:
        raise ClosedError("Die Konferenz ist abgeschlossen.")
    return work.session.get_one(Amendment, amendment_id, populate_existing=True)


def _refuse_closed(work: UnitOfWork, amendment: Amendment) -> None:
    state = AmendmentState(amendment.state)
    if state is AmendmentState.WITHDRAWN:
        raise ClosedError("Diesen Antrag hat zurückgezogen, wer ihn gestellt hat.")
    if not (may_amendment_reopen(state) or may_amendment_become(state, AmendmentState.OPEN)):
        raise ClosedError("Dieser Antrag ist noch offen.")
    amendments.refuse_while_voting(work, amendment)
    if state in ADOPTED and amendment.settled_by_amendment_id is not None:
        settler = work.session.get_one(Amendment, amendment.settled_by_amendment_id)
        raise ClosedError("Das gilt durch %(label)s. Nehmen Sie bitte diesen Antrag zurück.", label=settler.label)
    if state in ADOPTED and amendment.kind != AmendmentKind.MOVE:
        raise ClosedError(
            "%(label)s steht im Text. Nehmen Sie dazu bitte die Fassung zurück, mit der das angenommen wurde.",
            label=amendment.label,
        )
    if amendment.demand_id and work.session.get_one(Demand, amendment.demand_id).is_struck:
        raise ClosedError("Die Forderung ist gestrichen. Nehmen Sie bitte zuerst die Streichung zurück.")


# What an undone version does to amendments


def open_decided(work: UnitOfWork, version: DemandVersion, *, reason: str, actor: str) -> list[Opened]:
    """Open what took effect with a version again, and whatever it left nothing of."""
    decided = list_decided(work.session, version.id)
    return [_open(work, amendment, reason=reason, actor=actor) for amendment in decided]


def _open(work: UnitOfWork, amendment: Amendment, *, reason: str, actor: str) -> Opened:
    opened = Opened(amendment, amendment.state, amendment.settled_by_amendment_id)
    amendment.state = AmendmentState.OPEN
    amendment.fit = Fit.APPLIES
    if amendment.kind == AmendmentKind.MOVE and not orders.has_place(work, amendment):
        amendment.fit = Fit.CONFLICT
    amendment.needs_answer = amendment.is_kept = False
    amendment.settled_by_version_id = amendment.settled_by_amendment_id = amendment.decided_at = None
    amendment.outcome_note = reason
    work.session.flush()
    notices.tell_outcome(work, amendment, actor=actor, kind=NoticeKind.REOPENED, detail=reason)
    _announce(work, amendment)
    return opened


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
            JournalEntry.action == "decision.undone",
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
    _announce(work, amendment)
    return demands.bring(work, version, amendment, revision, is_partial=again.link.is_partial)


def settle_again(work: UnitOfWork, version: DemandVersion, again: Sequence[BroughtBack]) -> None:
    """Let what was adopted along with an equal amendment be so again; a new demand's text is carried nowhere."""
    for each in again:
        each.amendment.outcome_note = ""
        carrying.settle(work, each.amendment, version, AmendmentState(each.state))
        notices.tell_outcome(work, each.amendment, actor=version.created_by)
        _announce(work, each.amendment)


def _announce(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
