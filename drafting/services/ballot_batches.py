"""Many ballots by one statement: what the hall sends at the same moment, guarded just as each by itself.

Only on SQLite, and only ballots cast by a session with a plain answer; all others go one by one. What is not stored
here is no refusal yet: ``ballots`` then looks at it by itself and says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, bindparam, text

from drafting.models import new_id
from drafting.models.base import UtcDateTime
from drafting.services import sealing


class Sent(Protocol):
    """What is read here of a ballot (``ballots.Cast``)."""

    @property
    def choice(self) -> str:
        """The answer."""

    @property
    def session_id(self) -> str:
        """Whose it is."""

    @property
    def receipt(self) -> str:
        """Its receipt in a secret vote."""

    @property
    def turn(self) -> int:
        """Its place among the choices of its caster, in a vote that is not secret."""


# Python's driver lets the other threads run before each row it gives or takes, and waits for them after it; a hall
# keeps them busy. So every statement here takes all rows at once and says only how many it stored.

# The rows of the JSON list come first, in their order, and each finds its session and its place on the roll by key.
_MOMENT = bindparam("moment", type_=UtcDateTime())

_STORE = text("""
    INSERT INTO ballots (poll_id, person_id, choice, turn)
    SELECT voters.poll_id, voters.person_id, json_extract(given.value, '$[1]'), json_extract(given.value, '$[2]')
    FROM json_each(:sent) AS given
    CROSS JOIN login_sessions ON login_sessions.id = json_extract(given.value, '$[0]')
        AND login_sessions.revoked_at IS NULL AND login_sessions.expires_at > :moment
    CROSS JOIN voters ON voters.poll_id = :poll AND voters.person_id = login_sessions.person_id AND NOT voters.by_hand
    WHERE EXISTS (SELECT 1 FROM polls WHERE id = :poll AND state = 'open' AND NOT is_time_over AND kind <> 'secret')
    ON CONFLICT (poll_id, person_id) DO UPDATE SET choice = excluded.choice, turn = excluded.turn
        WHERE excluded.turn >= ballots.turn
""").bindparams(_MOMENT)

_TAKEN = text("SELECT tag FROM voters WHERE poll_id = :poll AND tag IN (SELECT value FROM json_each(:tags))")

# Every row is on the roll already, so that each one "conflicts" and is marked: UPDATE … FROM would go through the whole
# roll once for each ballot.
_MARK = text("""
    INSERT INTO voters (poll_id, person_id, weight, has_voted, by_hand, tag)
    SELECT voters.poll_id, voters.person_id, voters.weight, true, false, json_extract(given.value, '$[1]')
    FROM json_each(:sent) AS given
    CROSS JOIN login_sessions ON login_sessions.id = json_extract(given.value, '$[0]')
        AND login_sessions.revoked_at IS NULL AND login_sessions.expires_at > :moment
    CROSS JOIN voters ON voters.poll_id = :poll AND voters.person_id = login_sessions.person_id AND NOT voters.by_hand
    WHERE EXISTS (SELECT 1 FROM polls WHERE id = :poll AND state = 'open' AND NOT is_time_over AND kind = 'secret')
    ON CONFLICT (poll_id, person_id) DO UPDATE SET has_voted = true, tag = excluded.tag WHERE NOT voters.has_voted
""").bindparams(_MOMENT)

_SEAL, _SEALED = "INSERT INTO sealed_ballots (poll_id, id, sealed) VALUES ", "(?, ?, ?)"


def store_open(connection: Connection, poll_id: str, casts: Sequence[Sent], moment: datetime) -> bool:
    """Store the ballots of a vote that is not secret, in their order; tells whether every one was.

    Where not, each can be stored again by itself without harm: the last turn of everybody counts, as before.
    """
    sent = json.dumps([(cast.session_id, cast.choice, cast.turn) for cast in casts])
    return connection.execute(_STORE, {"sent": sent, "poll": poll_id, "moment": moment}).rowcount == len(casts)


def store_secret(
    connection: Connection, poll_id: str, casts: Sequence[Sent], key: bytes, moment: datetime
) -> list[bool]:
    """Store the ballots of a secret vote; tells of each whether it was."""
    tags = [sealing.tag(key, cast.receipt) for cast in casts]
    taken = _find_tags(connection, poll_id, tags)
    # What comes twice, by session or by receipt, is looked at by itself, after the first one.
    first = dict(_pick_first(casts, tags, taken))
    sent = json.dumps([(casts[index].session_id, tag) for tag, index in first.items()])
    many = connection.execute(_MARK, {"sent": sent, "poll": poll_id, "moment": moment}).rowcount
    marked = first if many == len(first) else _find_tags(connection, poll_id, list(first))
    stored = {first[tag] for tag in marked}
    sealed = sealing.seal_all(key, poll_id, [(casts[index].receipt, casts[index].choice) for index in stored])
    if sealed:
        rows = [value for each in sealed for value in (poll_id, new_id(), each)]
        connection.exec_driver_sql(_SEAL + ", ".join([_SEALED] * len(sealed)), tuple(rows))
    return [index in stored for index in range(len(casts))]


def _find_tags(connection: Connection, poll_id: str, tags: Sequence[str]) -> set[str]:
    """Which of these tags the roll has."""
    return set(connection.scalars(_TAKEN, {"poll": poll_id, "tags": json.dumps(tags)}))


def _pick_first(casts: Sequence[Sent], tags: Sequence[str], taken: set[str]) -> Iterator[tuple[str, int]]:
    """The tags, each with its ballot, of those that come for the first time."""
    sessions: set[str] = set()
    seen = set(taken)
    for index, (cast, tag) in enumerate(zip(casts, tags, strict=True)):
        if tag not in seen and cast.session_id not in sessions:
            seen.add(tag)
            sessions.add(cast.session_id)
            yield tag, index
