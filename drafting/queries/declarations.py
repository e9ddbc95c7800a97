"""Declarations: what was declared for a municipality last, and who took it back, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import JournalEntry, Signature
from drafting.rules.signing import SignatureState

_PREFIX = "signature."
_YES = (SignatureState.SIGNED, SignatureState.RESERVED)
_ACTIONS = tuple(f"{_PREFIX}{state}" for state in (*_YES, SignatureState.WITHDRAWN))


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared last: "signed", "reserved" with the day until when, or "declined"."""

    answer: SignatureState
    until: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a yes was taken back, by the organizers or by link; ``name`` is whoever had the link, where it is known."""

    at: datetime
    is_by_organizers: bool
    name: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What was declared, and what has taken it back since; None where there is no such thing."""

    declared: Declared | None = None
    withdrawal: Withdrawal | None = None


def get_trace(session: Session, signature_id: str, conference_id: str) -> Trace:
    """The trace of a municipality that was asked; raises NotFoundError."""
    signature = session.get(Signature, signature_id)
    if signature is None or signature.conference_id != conference_id:
        raise NotFoundError("Diese Kommune steht nicht (mehr) in der Liste.")
    return find_trace(session, signature)


def find_trace(session: Session, signature: Signature) -> Trace:
    """What was declared for a municipality; of what was taken back since, the journal knows it."""
    state, at = SignatureState(signature.state), signature.declared_at
    if at is None or state is SignatureState.ASKED:
        return Trace()
    if state is not SignatureState.WITHDRAWN:
        return Trace(Declared(state, signature.reserved_until, at))
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.conference_id == signature.conference_id, JournalEntry.action.in_(_ACTIONS))
        .order_by(JournalEntry.number.desc())
    )
    mine = [each for each in entries if each.data.get("signature") == signature.id]
    by = next((each.data.get("by") for each in mine if not _is_yes(each)), "")
    yes = next((each for each in mine if _is_yes(each)), None)
    return Trace(_read(yes) if yes else None, Withdrawal(at, by == "organizer", signature.withdrawn_by))


def _is_yes(entry: JournalEntry) -> bool:
    return entry.action.removeprefix(_PREFIX) in _YES


def _read(entry: JournalEntry) -> Declared:
    until = entry.data.get("until")
    return Declared(
        SignatureState(entry.action.removeprefix(_PREFIX)), date.fromisoformat(until) if until else None, entry.at
    )
