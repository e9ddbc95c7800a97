"""Ballots: the one guarded statement that stores a vote only if everything holds at that very moment.

A vote counts if the session is valid, the person on the roll of this poll and not counted by hand, the poll open
and its time not over, and the choice one of its answers. Many ballots share one transaction; each is answered for
itself.

A network may deliver a choice late, twice, or after a later one. So each choice of an open vote has a *turn*, and one
with a lower turn than what is stored is refused. A device counts upwards from the highest turn it knows of, its own or
the server's, at least to the present moment in milliseconds by the server's time: of one device the last choice always
counts, and of two devices the later one as well, even where one has not seen what the other chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from drafting.errors import (
    ClosedError,
    DraftingError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    OutdatedError,
)
from drafting.events import BallotCast
from drafting.keyring import Keyring
from drafting.models import Poll, Voter, new_id, now
from drafting.rules.lifecycle import Choice, PollState
from drafting.rules.questions import WITH_OPTIONS, VoteKind
from drafting.services import ballot_batches, ballot_statements, sealing

_PLAIN = frozenset(Choice)


class Outcome(StrEnum):
    """What became of a ballot that was sent; only ``SAVED`` counts."""

    SAVED = "saved"
    UNKNOWN = "unknown"
    PREPARED = "prepared"
    CLOSED = "closed"
    ANNULLED = "annulled"
    TIME_OVER = "time_over"
    SIGNED_OUT = "signed_out"
    NOT_ENTITLED = "not_entitled"
    BY_HAND = "by_hand"
    OUTDATED = "outdated"
    ALREADY_VOTED = "already_voted"
    NO_ANSWER = "no_answer"
    NO_KEY = "no_key"


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot as it was sent; ``receipt`` is there in secret votes.

    Whose it is, follows from the session; ``person_id`` is for those who act without one: the demonstration, commands.
    ``turn`` orders what one person chose in a vote that is not secret; 0, as from a form without scripts, means now.
    """

    poll_id: str
    choice: str
    session_id: str = ""
    person_id: str = ""
    receipt: str = ""
    turn: int = 0


def read_turn(text: str) -> int:
    """A turn as it was sent; 0, which stands for now, where it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else 0


def _count(moment: datetime) -> int:
    """Milliseconds since 1970, as scripts count."""
    return int(moment.timestamp() * 1_000)


def read_choice(text: str) -> str:
    """A choice in its normal form: "yes", "no", "abstain", or keys of options in order, each once; "" for nonsense."""
    if text in set(Choice):
        return text
    keys = text.split(",")
    if len(text) > 100 or not all(key.isascii() and key.isdecimal() and len(key) <= 3 for key in keys):
        return ""
    return ",".join(str(key) for key in sorted({int(key) for key in keys}))


def store_all(
    connection: Connection, casts: Sequence[Cast], keyring: Keyring
) -> tuple[list[Outcome], list[BallotCast]]:
    """Store ballots in the transaction that runs, in their order; each outcome holds once it is committed.

    Returns the outcomes, and what to publish then: one event a poll, however many ballots.
    """
    polls = _look_up(connection, {cast.poll_id for cast in casts})
    moment = now()
    saved = _store_together(connection, casts, polls, keyring, moment)
    outcomes = [
        Outcome.SAVED if done else _store(connection, cast, polls.get(cast.poll_id), keyring, moment)
        for cast, done in zip(casts, saved, strict=True)
    ]
    stored = {cast.poll_id for cast, outcome in zip(casts, outcomes, strict=True) if outcome is Outcome.SAVED}
    return outcomes, [BallotCast(conference_id=polls[each].conference_id, poll_id=each) for each in sorted(stored)]


def _store_together(
    connection: Connection, casts: Sequence[Cast], polls: Mapping[str, Any], keyring: Keyring, moment: datetime
) -> list[bool]:
    """Store what can be stored by one statement for each poll; tells of each ballot whether it was."""
    saved = [False] * len(casts)
    if connection.dialect.name != "sqlite":
        return saved
    for poll_id, poll in polls.items():
        plain = [n for n, cast in enumerate(casts) if cast.poll_id == poll_id and _is_plain(cast, poll)]
        some = [casts[n] for n in plain]
        if len(some) < 2:
            continue
        if poll.kind == VoteKind.SECRET:
            try:
                key = keyring.read(poll_id)
            except NotFoundError:
                continue
            done = ballot_batches.store_secret(connection, poll_id, some, key, moment)
        else:
            done = [ballot_batches.store_open(connection, poll_id, some, moment)] * len(some)
        for n, is_saved in zip(plain, done, strict=True):
            saved[n] = is_saved
    return saved


def _is_plain(cast: Cast, poll: Any) -> bool:
    """Tell whether a ballot is a session's plain answer to a question that takes one."""
    is_complete = sealing.is_receipt(cast.receipt) if poll.kind == VoteKind.SECRET else cast.turn > 0
    return bool(cast.session_id) and cast.choice in _PLAIN and is_complete and _is_answer(cast.choice, poll.question)


def _look_up(connection: Connection, poll_ids: set[str]) -> dict[str, Any]:
    """The polls voted in; on PostgreSQL closing waits for ballots being stored, and a ballot for the closing."""
    rows = connection.execute(ballot_statements.POLLS, {"polls": sorted(poll_ids)})
    return {row.id: row for row in rows}


def _store(connection: Connection, cast: Cast, poll: Any, keyring: Keyring, moment: Any) -> Outcome:
    if poll is None:
        return Outcome.UNKNOWN
    choice = read_choice(cast.choice)
    if not _is_answer(choice, poll.question):
        return Outcome.NO_ANSWER
    given: dict[str, Any] = {"poll": cast.poll_id, "choice": choice}
    given |= {"session": cast.session_id, "moment": moment} if cast.session_id else {"person": cast.person_id}
    if choice not in set(Choice):
        keys = [int(key) for key in choice.split(",")]
        given |= {"keys": keys, "many": len(keys)}
    if poll.kind == VoteKind.SECRET:
        return _store_secret(connection, cast, given, keyring)
    given |= {"turn": cast.turn or _count(moment), "is_now": cast.turn == 0}
    statement = ballot_statements.make_store(
        connection.dialect.name, with_options="keys" in given, by_session=bool(cast.session_id)
    )
    stored = connection.execute(statement, given).first() is not None
    return Outcome.SAVED if stored else _explain(connection, cast, given)


def _is_answer(choice: str, question: str) -> bool:
    if question in WITH_OPTIONS:
        return choice not in {"", Choice.YES, Choice.NO}
    return choice in _PLAIN


def _store_secret(connection: Connection, cast: Cast, given: dict[str, Any], keyring: Keyring) -> Outcome:
    """Note on the roll that somebody has voted, and keep what they voted sealed."""
    if not sealing.is_receipt(cast.receipt):
        return Outcome.NO_ANSWER
    try:
        key = keyring.read(cast.poll_id)
    except NotFoundError:
        # Destroyed at the end of the poll; one of a running poll that is missing must not hold up other polls.
        why = _explain(connection, cast, given)
        return Outcome.NO_KEY if why is Outcome.NO_ANSWER else why
    tag = sealing.tag(key, cast.receipt)
    mark = ballot_statements.make_mark(with_options="keys" in given, by_session=bool(cast.session_id))
    if connection.execute(mark, {**given, "tag": tag}).first() is None:
        return _explain(connection, cast, given, tag=tag)
    sealed = sealing.seal(key, cast.poll_id, cast.receipt, given["choice"])
    connection.execute(ballot_statements.SEAL, {"poll_id": cast.poll_id, "id": new_id(), "sealed": sealed})
    return Outcome.SAVED


def _explain(connection: Connection, cast: Cast, given: dict[str, Any], *, tag: str = "") -> Outcome:
    """Say why a ballot was not stored; a secret one sent again was stored before."""
    state, is_time_over = connection.execute(select(Poll.state, Poll.is_time_over).where(Poll.id == cast.poll_id)).one()
    person_id = connection.scalar(ballot_statements.PERSON, given) if cast.session_id else cast.person_id
    voter = connection.execute(
        select(Voter.has_voted, Voter.by_hand, Voter.tag).where(
            Voter.poll_id == cast.poll_id, Voter.person_id == person_id
        )
    ).first()
    if voter is not None and tag and voter.tag == tag:
        return Outcome.SAVED
    if state == PollState.PREPARED:
        return Outcome.PREPARED
    if state != PollState.OPEN:
        return Outcome.ANNULLED if state == PollState.ANNULLED else Outcome.CLOSED
    if person_id is None:
        return Outcome.SIGNED_OUT
    if is_time_over:
        return Outcome.TIME_OVER
    if voter is None:
        return Outcome.NOT_ENTITLED
    if voter.by_hand:
        return Outcome.BY_HAND
    if cast.turn and cast.turn < (
        connection.scalar(ballot_statements.TURN, {"poll": cast.poll_id, "person": person_id}) or 0
    ):
        return Outcome.OUTDATED
    return Outcome.ALREADY_VOTED if voter.has_voted else Outcome.NO_ANSWER


REFUSAL_SENTENCES: dict[Outcome, tuple[type[DraftingError], str]] = {
    Outcome.UNKNOWN: (NotFoundError, "Diese Abstimmung gibt es nicht."),
    Outcome.PREPARED: (ClosedError, "Die Abstimmung ist noch nicht eröffnet."),
    Outcome.CLOSED: (ClosedError, "Die Abstimmung ist schon geschlossen. Ihre Stimme wurde nicht gezählt."),
    Outcome.ANNULLED: (ClosedError, "Die Abstimmung wurde aufgehoben. Keine Stimme zählt."),
    Outcome.TIME_OVER: (ClosedError, "Die Zeit ist um. Gezählt wird nur, was vorher gespeichert war."),
    Outcome.SIGNED_OUT: (
        NotAllowedError,
        "Sie sind nicht mehr angemeldet. Bitte melden Sie sich an, dann wird Ihre Stimme gesendet.",
    ),
    Outcome.NOT_ENTITLED: (NotAllowedError, "Sie sind in dieser Abstimmung nicht stimmberechtigt."),
    Outcome.BY_HAND: (NotAllowedError, "Ihre Stimme wird in dieser Abstimmung von Hand gezählt."),
    Outcome.OUTDATED: (OutdatedError, "Sie haben auf einem anderen Gerät neu gewählt. Gezählt wird diese Wahl."),
    Outcome.ALREADY_VOTED: (
        NotAllowedError,
        "Sie haben schon abgestimmt. Geheime Stimmen lassen sich nicht ändern.",
    ),
    Outcome.NO_KEY: (ClosedError, "Der Schlüssel dieser geheimen Abstimmung fehlt. Bitte die Leitung rufen."),
    Outcome.NO_ANSWER: (InvalidInputError, "Bitte wählen Sie eine der Antworten."),
}


def explain(outcome: Outcome) -> DraftingError:
    """Say why a ballot was not stored, each case in its own words."""
    kind, sentence = REFUSAL_SENTENCES[outcome]
    return kind(sentence)
