"""Reopening: an amendment that was decided is open again, as its author worded it, carried to the text as it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, NotFoundError
from drafting.events import AmendmentChanged
from drafting.models import Amendment, Demand
from drafting.rules.lifecycle import (
    ADOPTED,
    AmendmentKind,
    AmendmentState,
    Fit,
    Phase,
    may_amendment_become,
    may_amendment_reopen,
)
from drafting.rules.notices import NoticeKind
from drafting.rules.permissions import may_moderate
from drafting.services import amendments, carrying, journal, moving, notices, orders, overlaps, wordings
from drafting.services.access import lock_conference, require_role


@dataclass(frozen=True, slots=True)
class Opened:
    """An amendment opened again, and what it was before."""

    amendment: Amendment
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
    opened = [open_again(work, each, reason=reason, actor=actor) for each in (amendment, *equal)]
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


def open_again(work: UnitOfWork, amendment: Amendment, *, reason: str, actor: str) -> Opened:
    """Open an amendment and tell those concerned; whether it still fits is for its caller to find out."""
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
    announce(work, amendment)
    return opened


def announce(work: UnitOfWork, amendment: Amendment) -> None:
    """Say that something has become of an amendment."""
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
