"""The statements that store one ballot, made once: making one costs more than running it.

Each stores only if everything holds at that very moment; ``ballots`` says what that is, and why one was not stored.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Executable,
    String,
    bindparam,
    case,
    exists,
    false,
    func,
    select,
    update,
)

from drafting.models import Ballot, Base, LoginSession, Poll, PollOption, SealedBallot, Voter
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import VoteKind

POLLS = (
    select(Poll.id, Poll.conference_id, Poll.kind, Poll.question)
    .where(Poll.id.in_(bindparam("polls", expanding=True)))
    .with_for_update(read=True)
)
_POLL = bindparam("poll", type_=String)
PERSON = select(LoginSession.person_id).where(
    LoginSession.id == bindparam("session"),
    LoginSession.revoked_at.is_(None),
    LoginSession.expires_at > bindparam("moment"),
)
TURN = select(Ballot.turn).where(Ballot.poll_id == _POLL, Ballot.person_id == bindparam("person"))


def _is_open(*, with_options: bool, secret: bool) -> ColumnElement[bool]:
    """The poll is open, cast in this way, and has these answers."""
    kind = Poll.kind == VoteKind.SECRET if secret else Poll.kind != VoteKind.SECRET
    conditions = [Poll.id == _POLL, Poll.state == PollState.OPEN, Poll.is_time_over.is_(false()), kind]
    if with_options:
        known = select(func.count()).where(
            PollOption.poll_id == _POLL, PollOption.key.in_(bindparam("keys", expanding=True))
        )
        conditions += [Poll.most_choices >= bindparam("many"), known.scalar_subquery() == bindparam("many")]
    return exists().where(*conditions)


def _guard(*, with_options: bool, by_session: bool, secret: bool) -> tuple[ColumnElement[bool], ...]:
    person = PERSON.scalar_subquery() if by_session else bindparam("person")
    return (
        Voter.poll_id == _POLL,
        Voter.person_id == person,
        Voter.by_hand.is_(false()),
        _is_open(with_options=with_options, secret=secret),
    )


@cache
def make_store(dialect: str, *, with_options: bool, by_session: bool) -> Executable:
    """Store or change a ballot where everything holds and no later one is there; gives the person, or nothing."""
    # Only the database in use is loaded.
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    table = Base.metadata.tables[Ballot.__tablename__]
    guard = _guard(with_options=with_options, by_session=by_session, secret=False)
    turn = bindparam("turn", type_=BigInteger)
    guarded = select(Voter.poll_id, Voter.person_id, bindparam("choice", type_=String), turn).where(*guard)
    statement = insert(table).from_select(["poll_id", "person_id", "choice", "turn"], guarded)
    new = statement.excluded
    is_later = new.turn >= table.c.turn
    stored: Executable = statement.on_conflict_do_update(
        index_elements=["poll_id", "person_id"],
        # What means "now" is the last choice, even where a device counts ahead.
        set_={"choice": new.choice, "turn": case((is_later, new.turn), else_=table.c.turn)},
        where=is_later | bindparam("is_now", type_=Boolean),
    ).returning(table.c.person_id)
    return stored


@cache
def make_mark(*, with_options: bool, by_session: bool) -> Executable:
    """Note on the roll that somebody has voted, once, under a receipt nobody else used."""
    other = Base.metadata.tables[Voter.__tablename__].alias("other")
    taken = exists().where(other.c.poll_id == _POLL, other.c.tag == bindparam("tag", type_=String))
    guard = _guard(with_options=with_options, by_session=by_session, secret=True)
    return (
        update(Voter)
        .where(*guard, Voter.has_voted.is_(false()), ~taken)
        .values(has_voted=True, tag=bindparam("tag", type_=String))
        .returning(Voter.person_id)
        .execution_options(synchronize_session=False)
    )


SEAL = Base.metadata.tables[SealedBallot.__tablename__].insert()
