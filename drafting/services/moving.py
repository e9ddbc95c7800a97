"""Moving: what an adopted move does to the paper and to the other open moves, and taking it back.

Only moves make other moves pointless, so one decision about the order is made at a time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError
from drafting.events import AmendmentChanged, PaperChanged
from drafting.models import Amendment, Demand, JournalEntry, Poll, now
from drafting.queries.orders import digest_order
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import ADOPTED, UNDECIDED, AmendmentKind, AmendmentState, Fit
from drafting.rules.notices import NoticeKind
from drafting.services import carrying, journal, notices, orders, overlaps

GONE = "Die Stelle, an die verschoben werden soll, gibt es so nicht mehr. Bitte beantragen Sie es neu."


def carry_out(work: UnitOfWork, amendment: Amendment, *, actor: str, poll_id: str | None = None) -> None:
    """Put a demand or section where an adopted move wants it, journaled with where it stood before."""
    if poll_id is None:
        refuse_while_moving(work, amendment)
    require_place(work, amendment)
    old = orders.find_place(work, amendment)
    orders.put(work, amendment, amendment.section_id, [orders.get_anchor(amendment)])
    journal.append(
        work,
        amendment.conference_id,
        f"amendment.{amendment.state}",
        actor=actor,
        amendment=amendment.id,
        demand=amendment.demand_id,
        section=amendment.moved_section_id,
        old=old,
        new=[amendment.section_id, orders.get_anchor(amendment)],
        poll=poll_id,
        order=digest_order(work.session, amendment.paper_id),
    )
    notices.tell_outcome(work, amendment, actor=actor)
    _tell_others(work, amendment, actor=actor)
    _announce(work, amendment)


def undo_move(work: UnitOfWork, amendment: Amendment, *, actor: str) -> None:
    """Put back what an adopted move has moved, and open it and the moves it settled again; the caller holds the lock.

    Where those that stood before it are elsewhere by now, it goes behind the nearest that is left.
    """
    refuse_while_moving(work, amendment)
    done = work.session.scalars(
        select(JournalEntry)
        .where(
            JournalEntry.conference_id == amendment.conference_id,
            JournalEntry.action.in_([f"amendment.{state}" for state in ADOPTED]),
            JournalEntry.data["amendment"].as_string() == amendment.id,
        )
        .order_by(JournalEntry.number.desc())
        .limit(1)
    ).one()
    section_id, before = done.data["old"]
    orders.put(work, amendment, section_id, before)
    settled = work.session.scalars(
        select(Amendment).where(Amendment.settled_by_amendment_id == amendment.id, Amendment.kind == AmendmentKind.MOVE)
    ).all()
    for reopened in (amendment, *settled):
        reopened.state, reopened.fit = AmendmentState.OPEN, Fit.APPLIES
        reopened.decided_at = reopened.settled_by_amendment_id = None
    journal.append(
        work,
        amendment.conference_id,
        "amendment.move_undone",
        actor=actor,
        amendment=amendment.id,
        demand=amendment.demand_id,
        section=amendment.moved_section_id,
        reopened=[reopened.id for reopened in settled],
        order=digest_order(work.session, amendment.paper_id),
    )
    _tell_others(work, amendment, actor=actor)
    for reopened in (amendment, *settled):
        notices.tell_outcome(work, reopened, actor=actor, kind=NoticeKind.REOPENED)
        _announce(work, reopened)


def refuse_while_moving(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError while a vote runs on another move: what it asks must stay true until it is counted."""
    running = work.session.scalar(
        select(Poll.number)
        .where(
            Poll.conference_id == amendment.conference_id,
            is_binding(),
            is_about(
                amendments=select(Amendment.id).where(
                    Amendment.conference_id == amendment.conference_id, Amendment.kind == AmendmentKind.MOVE
                )
            ),
        )
        .limit(1)
    )
    if running is not None:
        raise ClosedError(
            "In Abstimmung %(number)s geht es gerade um die Reihenfolge. Bitte warten Sie das Ergebnis ab.",
            number=running,
        )


def require_place(work: UnitOfWork, amendment: Amendment) -> None:
    """Raise ClosedError when the demand is struck, or the place to move to is not there any more."""
    demand = work.session.get(Demand, amendment.demand_id) if amendment.demand_id else None
    if demand is not None and demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    if not orders.has_place(work, amendment):
        raise ClosedError(GONE)


def _tell_others(work: UnitOfWork, decided: Amendment, *, actor: str) -> None:
    """Settle open moves that ask for what is so already; of the others note whether their place is still there."""
    if decided.demand_id:
        overlaps.refresh(work, decided.demand_id)
    changed: list[list[Any]] = []
    for other in work.session.scalars(
        select(Amendment)
        .where(
            Amendment.paper_id == decided.paper_id,
            Amendment.kind == AmendmentKind.MOVE,
            Amendment.state.in_(UNDECIDED),
            Amendment.id != decided.id,
        )
        .order_by(Amendment.number)
    ).all():
        fit = Fit.APPLIES if orders.has_place(work, other) else Fit.CONFLICT
        if fit is Fit.APPLIES and decided.state in ADOPTED and orders.stands_there(work, other):
            fit = Fit.SETTLED
            _settle(work, other, decided)
            notices.tell_outcome(work, other, actor=actor)
        if other.fit != fit or fit is Fit.SETTLED:
            other.fit = fit
            changed.append([other.id, fit, other.state])
            _announce(work, other)
    if changed:
        journal.append(work, decided.conference_id, "moves.carried", actor=actor, amendments=changed)


def _settle(work: UnitOfWork, other: Amendment, decided: Amendment) -> None:
    asked = (other.demand_id, other.moved_section_id, other.section_id, orders.get_anchor(other))
    is_same = asked == (decided.demand_id, decided.moved_section_id, decided.section_id, orders.get_anchor(decided))
    other.state = AmendmentState.ADOPTED if is_same else AmendmentState.SETTLED
    other.settled_by_amendment_id = decided.id
    other.decided_at = now()
    carrying.drop_prepared_polls(work, other.id, reason="Der Antrag ist durch eine andere Entscheidung erledigt.")
    if other.demand_id:
        overlaps.refresh(work, other.demand_id)


def _announce(work: UnitOfWork, amendment: Amendment) -> None:
    work.publish(PaperChanged(conference_id=amendment.conference_id, paper_id=amendment.paper_id))
    work.publish(
        AmendmentChanged(
            conference_id=amendment.conference_id, amendment_id=amendment.id, demand_id=amendment.demand_id or ""
        )
    )
