"""Ballots: the one statement that stores a vote only if everything holds at that very moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, DraftingError, NotAllowedError, NotFoundError
from drafting.models import Ballot, Base, LoginSession, Poll, Voter, now
from drafting.rules.lifecycle import Choice, PollState


def store(work: UnitOfWork, poll_id: str, choice: Choice, *, person_id: str, session_id: str | None) -> bool:
    """Store or change a ballot if the poll is open, the person entitled and the session valid; tell whether it was."""
    guard = (
        select(Voter.poll_id, Voter.person_id, literal(choice.value))
        .join(Poll, Poll.id == Voter.poll_id)
        .where(Voter.poll_id == poll_id, Voter.person_id == person_id, Poll.state == PollState.OPEN)
        # On PostgreSQL closing waits for ballots being stored, and a ballot for the closing.
        .with_for_update(read=True, of=Poll)
    )
    if session_id is not None:
        guard = guard.where(
            exists().where(
                LoginSession.id == session_id,
                LoginSession.person_id == person_id,
                LoginSession.revoked_at.is_(None),
                LoginSession.expires_at > now(),
            )
        )
    insert = sqlite.insert if work.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = Base.metadata.tables[Ballot.__tablename__]
    statement: Any = insert(table).from_select(["poll_id", "person_id", "choice"], guard)
    statement = statement.on_conflict_do_update(
        index_elements=["poll_id", "person_id"], set_={"choice": statement.excluded.choice}
    ).returning(table.c.person_id)
    return work.session.execute(statement).first() is not None


def explain_refusal(work: UnitOfWork, poll_id: str, *, person_id: str) -> DraftingError:
    """Say why a ballot was not stored, each case in its own words."""
    poll = work.session.get(Poll, poll_id)
    if poll is None:
        return NotFoundError("Diese Abstimmung gibt es nicht.")
    if poll.state == PollState.PREPARED:
        return ClosedError("Die Abstimmung ist noch nicht eröffnet.")
    if poll.state != PollState.OPEN:
        return ClosedError("Die Abstimmung ist beendet. Diese Auswahl kam zu spät und wurde nicht gezählt.")
    if work.session.get(Voter, (poll_id, person_id)) is None:
        return NotAllowedError("Sie sind in dieser Abstimmung nicht stimmberechtigt.")
    return NotAllowedError("Sie sind nicht mehr angemeldet. Bitte melden Sie sich an und stimmen Sie noch einmal ab.")
