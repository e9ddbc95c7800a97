"""A server killed at random moments while a hall votes: no acknowledged ballot may be missing, none counted twice.

In each round a hall begins to vote, the server gets SIGKILL at a random moment of that burst and is started again. What
was acknowledged must be stored; then everybody who got no answer sends again, as phones do, and some who did get one as
well. At the end the count must be exactly what was sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from sqlalchemy import select

from drafting import services
from drafting.bench.report import Row, at_least, at_most
from drafting.bench.servers import HOST, Connection, find_port, start
from drafting.bench.votes import Hall, make_ballots, open_hall, open_poll
from drafting.models import Ballot, Poll, Receipt, Voter
from drafting.rules.questions import VoteKind

VOTERS, KILLS = 250, 50
TOGETHER = 20
KINDS = (VoteKind.OPEN, VoteKind.SECRET)


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many seconds after so many answers."""

    answers: int
    seconds: float


@dataclass(slots=True)
class Record:
    """What many kills came to: ballots acknowledged before, of these missing after, and polls not counted as sent."""

    kills: int = 0
    cut_off: int = 0
    acknowledged: int = 0
    missing: int = 0
    wrong_counts: int = 0


def run() -> Sequence[Row]:
    """Kill the server fifty times in open votes and fifty times in secret ones."""
    rows: list[Row] = []
    with open_hall(VOTERS) as hall:
        for kind in KINDS:
            record = kill_often(hall, kind, kills=KILLS, seed=4)
            what = f"{record.kills} kills in {kind.value} votes of {VOTERS}"
            told = f"{what}: of {record.acknowledged} ballots acknowledged before, missing after"
            rows += [
                at_least("K", f"{what}: in the midst of the burst", record.cut_off, 0.5 * record.kills, unit="kills"),
                at_most("K", told, record.missing, 0, unit="ballots"),
                at_most("K", f"{what}: counted otherwise than sent, in the end", record.wrong_counts, 0, unit="polls"),
            ]
    return rows


def kill_often(hall: Hall, kind: VoteKind, *, kills: int, seed: int) -> Record:
    """Let the hall vote, and kill the server meanwhile, so often; raises RuntimeError where a vote does not go on."""
    chance, record, port = random.Random(seed), Record(), find_port()  # noqa: S311 no secret
    process = start(hall.data_dir, port)
    try:
        for _ in range(kills):
            poll_id, ballots = open_poll(hall, kind), make_ballots(hall, kind)
            moment = Moment(chance.randrange(len(ballots)), chance.uniform(0, 0.01))
            answered = asyncio.run(_vote_until_killed(port, poll_id, ballots, process, moment))
            process.wait()
            # A new port each time: the old one may be held for a while by what the kill has left.
            port = find_port()
            process = start(hall.data_dir, port)
            record.kills += 1
            record.cut_off += 0 < len(answered) < len(ballots)
            record.acknowledged += len(answered)
            record.missing += _count_missing(hall, kind, poll_id, ballots, answered)
            again = [n for n in range(len(ballots)) if n not in answered or chance.random() < 0.2]
            _finish(port, poll_id, [ballots[n] for n in again])
            record.wrong_counts += not _is_counted_right(hall, kind, poll_id, ballots)
    finally:
        process.kill()
        process.wait()
    return record


async def _vote_until_killed(
    port: int, poll_id: str, ballots: Sequence[tuple[str, str]], process: subprocess.Popen[bytes], moment: Moment
) -> set[int]:
    """Vote, and kill the server at a moment of it; gives those whose ballot was acknowledged, by their number."""
    answered: set[int] = set()
    waiting = iter(enumerate(ballots))

    async def send() -> None:
        connection = Connection(HOST, port)
        with contextlib.suppress(OSError, EOFError):
            for number, (cookie, form) in waiting:
                if (await _post(connection, poll_id, cookie, form)) == 200:
                    answered.add(number)
                if len(answered) >= moment.answers and not set_off.is_set():
                    set_off.set()
                    asyncio.get_running_loop().call_later(moment.seconds, process.kill)
        connection.close()

    set_off = asyncio.Event()
    await asyncio.gather(*(send() for _ in range(TOGETHER)))
    process.kill()
    return answered


def _finish(port: int, poll_id: str, ballots: Sequence[tuple[str, str]]) -> None:
    """Send ballots to a server that runs; each must be accepted."""
    waiting = iter(ballots)

    async def send() -> None:
        connection = Connection(HOST, port)
        for cookie, form in waiting:
            if (await _post(connection, poll_id, cookie, form)) != 200:
                raise RuntimeError("the vote does not go on: a ballot was not accepted")
        connection.close()

    async def send_all() -> None:
        await asyncio.gather(*(send() for _ in range(TOGETHER)))

    asyncio.run(send_all())


async def _post(connection: Connection, poll_id: str, cookie: str, form: str) -> int:
    headers = {"Cookie": cookie, "HX-Request": "true"}
    return (await connection.post(f"/abstimmungen/{poll_id}/stimme", headers, form)).status


def _read(form: str) -> tuple[str, str]:
    """The choice and the receipt of a ballot as it was sent."""
    fields = parse_qs(form)
    return fields["choice"][0], fields.get("receipt", [""])[0]


def _count_missing(
    hall: Hall, kind: VoteKind, poll_id: str, ballots: Sequence[tuple[str, str]], answered: set[int]
) -> int:
    """How many acknowledged ballots are not stored, or not as they were sent."""
    with hall.database.read() as session:
        if kind == VoteKind.SECRET:
            voted = set(session.scalars(select(Voter.person_id).where(Voter.poll_id == poll_id, Voter.has_voted)))
            return sum(hall.people[number] not in voted for number in answered)
        rows = session.execute(select(Ballot.person_id, Ballot.choice).where(Ballot.poll_id == poll_id))
        stored = {row.person_id: row.choice for row in rows}
        return sum(stored.get(hall.people[number]) != _read(ballots[number][1])[0] for number in answered)


def _is_counted_right(hall: Hall, kind: VoteKind, poll_id: str, ballots: Sequence[tuple[str, str]]) -> bool:
    """Close the poll and compare its numbers, and its list of receipts, with what was sent."""
    sent = [_read(form) for _, form in ballots]
    with hall.database.write() as work:
        services.polls.close_poll(work, poll_id, actor=hall.moderator)
    with hall.database.read() as session:
        poll = session.get_one(Poll, poll_id)
        rows = session.execute(select(Receipt.receipt, Receipt.choice).where(Receipt.poll_id == poll_id)).all()
        counted = {"yes": poll.yes, "no": poll.no, "abstain": poll.abstain}
    listed = sorted((row.choice, row.receipt) for row in rows)
    return Counter(choice for choice, _ in sent) == counted and (kind != VoteKind.SECRET or listed == sorted(sent))
