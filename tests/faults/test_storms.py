"""The real server in trouble: full disk, locked file, phones that do not read, one that asks too much, guessing.

Whatever happens, the vote of the others goes on, and nobody is told "saved" who is not.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx2
import pytest
from sqlalchemy import func, select

from drafting import services
from drafting.bench.servers import HOST, find_port, start
from drafting.bench.votes import Hall, annul, open_hall, open_poll
from drafting.models import Ballot
from drafting.rules.codes import ALPHABET
from drafting.rules.questions import VoteKind
from drafting.web.seats import MOST_STREAMS
from tests.running import run_async

# What the tests of this file share takes long to make: one worker of the run has them all.
pytestmark = pytest.mark.xdist_group("storms")
VOTERS = 30
SCRIPT = {"HX-Request": "true"}


@dataclass(frozen=True, slots=True)
class Stage:
    """A hall and the server it votes at."""

    hall: Hall
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where the server is."""
        return f"http://{HOST}:{self.port}"

    def vote(self, poll_id: str, number: int, choice: str = "yes") -> httpx2.Response:
        """Send the ballot of one person."""
        headers = {**SCRIPT, "Cookie": self.hall.cookies[number]}
        address = f"{self.address}/abstimmungen/{poll_id}/stimme"
        return httpx2.post(address, data={"choice": choice}, headers=headers, timeout=30)

    def count(self, poll_id: str) -> int:
        """How many ballots are stored."""
        with self.hall.database.read() as session:
            return session.scalar(select(func.count()).where(Ballot.poll_id == poll_id)) or 0

    def listen(self, number: int, poll_id: str) -> socket.socket:
        """Open a stream as one person and read nothing of it."""
        opened = socket.socket()
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        opened.connect((HOST, self.port))
        path = f"/live?t=now&t=participation-{poll_id}"
        opened.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {self.hall.cookies[number]}\r\n\r\n".encode())
        return opened


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A hall of thirty, all signed in."""
    with open_hall(VOTERS) as hall:
        port = find_port()
        process = start(hall.data_dir, port)
        try:
            yield Stage(hall, port, process)
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def poll_id(stage: Stage) -> Iterator[str]:
    """An open vote of this hall."""
    poll_id = open_poll(stage.hall, VoteKind.OPEN)
    yield poll_id
    annul(stage.hall, poll_id)


def read_until(stream: socket.socket, words: bytes) -> bytes:
    """Read a stream until the words have come; fails where it ends before."""
    stream.settimeout(20)
    got = b""
    while words not in got:
        data = stream.recv(65_536)
        assert data, "the stream has ended"
        got += data
    return got


def test_on_a_full_disk_nobody_is_told_saved_and_the_vote_goes_on_afterwards(stage: Stage, poll_id: str) -> None:
    assert stage.vote(poll_id, 0).status_code == 200
    _, most = resource.prlimit(stage.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(stage.process.pid, resource.RLIMIT_FSIZE, (1, most))
    try:
        refused = stage.vote(poll_id, 1)
        page = httpx2.get(f"{stage.address}/abstimmungen/{poll_id}", headers={"Cookie": stage.hall.cookies[2]})
    finally:
        resource.prlimit(stage.process.pid, resource.RLIMIT_FSIZE, (most, most))

    assert (refused.status_code, refused.json()["outcome"]) == (503, "not_stored")
    assert page.status_code == 200
    assert stage.count(poll_id) == 1
    assert [stage.vote(poll_id, number).status_code for number in (1, 2)] == [200, 200]
    assert stage.count(poll_id) == 3


def test_while_a_backup_runs_ballots_are_stored(stage: Stage, poll_id: str) -> None:
    answers: list[int] = []
    file = stage.hall.data_dir / "drafting.sqlite"

    def vote_between(_status: int, _remaining: int, _total: int) -> None:
        if len(answers) < 5:
            answers.append(stage.vote(poll_id, len(answers)).status_code)

    with contextlib.closing(sqlite3.connect(file)) as source, contextlib.closing(sqlite3.connect(":memory:")) as copy:
        source.backup(copy, pages=20, progress=vote_between)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert answers
    assert set(answers) == {200}
    assert stage.count(poll_id) == len(answers)


def test_a_ballot_waits_for_whoever_holds_the_file_and_is_then_stored(stage: Stage, poll_id: str) -> None:
    file = stage.hall.data_dir / "drafting.sqlite"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        waiting = pool.submit(stage.vote, poll_id, 0)
        # Reading goes on meanwhile.
        page = httpx2.get(f"{stage.address}/abstimmungen/{poll_id}", headers={"Cookie": stage.hall.cookies[1]})
        assert page.status_code == 200
        assert not waiting.done()
        other.execute("ROLLBACK")
        assert waiting.result().status_code == 200
    assert stage.count(poll_id) == 1


def test_phones_that_never_read_hold_up_nobody(stage: Stage, poll_id: str) -> None:
    stalled = [stage.listen(number, poll_id) for number in range(20)]
    reader = stage.listen(25, poll_id)
    try:
        read_until(reader, b">0</b>")
        assert {stage.vote(poll_id, number).status_code for number in range(VOTERS)} == {200}
        read_until(reader, f">{VOTERS}</b>".encode())
    finally:
        for each in (*stalled, reader):
            each.close()


def test_whoever_opens_five_hundred_streams_keeps_few_and_takes_none_from_others(stage: Stage, poll_id: str) -> None:
    other = stage.listen(1, poll_id)
    read_until(other, b">0</b>")
    greedy = [stage.listen(0, poll_id) for _ in range(500)]
    try:
        begun = [read_to_end(each, b">0</b>") for each in greedy]
        assert stage.vote(poll_id, 2).status_code == 200
        read_until(other, b">1</b>")
        # Whoever still has a stream gets the new tally, all others have been told that it is over.
        kept = [read_to_end(each, b">1</b>", got) for each, got in zip(greedy, begun, strict=True)]
    finally:
        for each in (*greedy, other):
            each.close()
    assert sum(b">1</b>" in got for got in kept) == MOST_STREAMS


def read_to_end(stream: socket.socket, words: bytes, got: bytes = b"") -> bytes:
    """Read on until the words have come, or the last chunk, or the end of the connection."""
    stream.settimeout(20)
    while words not in got and not got.endswith(b"\r\n0\r\n\r\n") and (data := stream.recv(65_536)):
        got += data
    return got


def test_guessing_from_the_same_address_keeps_nobody_from_signing_in_or_voting(stage: Stage, poll_id: str) -> None:
    people = stage.hall.people[:15]
    with stage.hall.database.write() as work:
        codes = [services.people.issue_code(work, person, actor="system").code for person in people]
    false = [f"{a}{b}22222222" for a in ALPHABET for b in ALPHABET][:100]

    async def scene() -> tuple[set[int], list[bool]]:
        async with httpx2.AsyncClient(base_url=stage.address, timeout=30) as client:
            guesses = [client.post("/anmelden", data={"code": code}) for code in false]
            entries = [_sign_in(code, lambda: httpx2.AsyncClient(base_url=stage.address, timeout=30)) for code in codes]
            answers, entered = await asyncio.gather(asyncio.gather(*guesses), asyncio.gather(*entries))
            return {answer.status_code for answer in answers}, list(entered)

    guessed, entered = run_async(scene(), seconds=60)

    assert all(400 <= status < 500 for status in guessed)
    assert entered == [True] * len(codes)
    assert {stage.vote(poll_id, number).status_code for number in range(20, VOTERS)} == {200}


async def _sign_in(code: str, connect: Callable[[], httpx2.AsyncClient]) -> bool:
    """Sign in with a code, as its owner does; tells whether the session came."""
    async with connect() as client:
        answer = await client.post(f"/anmelden/{code}")
        return answer.status_code == 303 and "drafting" in answer.cookies
