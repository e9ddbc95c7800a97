"""How quickly and how cheaply a hall that listens is reached: goals P2, P3 and P8.

Phones that listen are in a process of their own, those that vote in another; the floor of an event is a loop over plain
sockets (``socket_loop``) with the same phones. Rounds are paired, medians count.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from drafting.bench.report import Row, at_least, at_most
from drafting.bench.servers import HOST, find_port, start, wait_for
from drafting.bench.votes import Hall, annul, close_poll, make_ballots, open_hall, open_poll, vote
from drafting.rules.questions import VoteKind
from drafting.web.fragments import TICK_SECONDS

ROUNDS = 7
VOTERS = 1_000
CROWDS = ((1_000, 2.0), (5_000, 4.0))
# As many as connect at the same moment listen before memory is counted: threads and statements are there by then.
FIRST = 200
# As many bytes as a tally has.
FILLING = "x" * 500


def run() -> Sequence[Row]:
    """Measure everything and return the rows."""
    _allow_files()
    with open_hall(VOTERS) as hall:
        floors = {}
        rows = list(_start_rows(hall))
        for crowd, limit in CROWDS:
            found, floors[crowd] = _event_rows(hall, crowd, limit)
            rows += found
        for kind in (VoteKind.OPEN, VoteKind.SECRET):
            rows += _burst_rows(hall, kind, floors[VOTERS])
    return rows


def _allow_files() -> None:
    """Let this process and those it starts have as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class Talker:
    """A process that is told what to do line by line, and answers so."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603

    def ask(self, line: str) -> str:
        """Say a line, return the answer."""
        self._pipe(self.process.stdin).write(f"{line}\n")
        self._pipe(self.process.stdin).flush()
        return self.hear()

    def hear(self) -> str:
        """The next line it says."""
        answer = self._pipe(self.process.stdout).readline()
        if not answer:
            raise RuntimeError("a process of the measurement has ended too early")
        return answer

    def end(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextlib.contextmanager
def _talk(module: str, *arguments: str) -> Iterator[Talker]:
    talker = Talker(module, *arguments)
    try:
        yield talker
    finally:
        talker.end()


@contextlib.contextmanager
def _listen(port: int, hall: Hall, crowd: int, topic: str) -> Iterator[Talker]:
    """So many open streams, as many as there are people or several for each; all have begun."""
    cookies = [hall.cookies[number % len(hall.cookies)] for number in range(crowd)]
    order = {"host": HOST, "port": port, "streams": [(f"/live?t=now&t={topic}", cookie) for cookie in cookies]}
    with _talk("drafting.bench.listeners") as phones:
        phones.ask(json.dumps(order))
        yield phones


def _last(phones: Talker, crowd: int) -> float:
    """When the last phone got what it waits for."""
    heard = json.loads(phones.hear())
    if heard["got"] != crowd:
        raise RuntimeError(f"only {heard['got']} of {crowd} phones got the words")
    last: float = heard["last"]
    return last


# Start and memory


def _start_rows(hall: Hall) -> Iterator[Row]:
    times = []
    for _ in range(5):
        port, begin = find_port(), time.monotonic()
        process = start(hall.data_dir, port)
        _open_page(port)
        times.append(time.monotonic() - begin)
        process.terminate()
        process.wait()
    yield at_most("P8", "from the start to the first page", statistics.median(times), 1.5, unit="s")


def _open_page(port: int) -> None:
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", "/anmelden")
    if connection.getresponse().status != 200:
        raise RuntimeError("the first page did not come")
    connection.close()


def memory_of(process_id: int) -> int:
    """How many bytes of memory a process holds."""
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return 1_024 * int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


# One event


def _event_rows(hall: Hall, crowd: int, limit: float) -> tuple[list[Row], float]:
    """One event to the last of so many, of the floor; and the floor, in seconds."""
    poll_id = open_poll(hall, VoteKind.OPEN)
    topic = f"participation-{poll_id}"
    port, bare = find_port(), find_port()
    with (
        _talk("drafting.bench.announcer", str(port), str(hall.data_dir)) as product,
        _talk("drafting.bench.socket_loop", str(bare)) as floor,
    ):
        wait_for(port, product.process)
        wait_for(bare, floor.process)
        _open_page(port)
        with _listen(port, hall, FIRST, topic):
            before = memory_of(product.process.pid)
            crowds = contextlib.ExitStack()
            phones = crowds.enter_context(_listen(port, hall, crowd, topic))
            held = memory_of(product.process.pid)
        with crowds, _listen(bare, hall, crowd, topic) as others:
            pairs = [
                (_announce(product, phones, crowd, number), _announce(floor, others, crowd, number))
                for number in range(ROUNDS + 1)
            ][1:]
    annul(hall, poll_id)
    usual = statistics.median(reference for _, reference in pairs)
    slowness = statistics.median(took / reference for took, reference in pairs)
    what = f"one event to the last of {crowd:,} phones, of plain sockets ({usual * 1000:.0f} ms)"
    rows = [
        at_most("P3", what, slowness, limit, unit="× floor"),
        at_most("P3", f"memory for each of {crowd:,} phones", (held - before) / crowd / 1_024, 12.5, unit="KiB"),
    ]
    if crowd == VOTERS:
        rows.append(at_most("P8", f"memory with {crowd:,} open streams", held / 1e6, 150, unit="MB"))
    return rows, usual


def _announce(server: Talker, phones: Talker, crowd: int, number: int) -> float:
    words = f"event-{number}-"
    phones.ask(words)
    begin = float(server.ask(f"data: {words} {FILLING}\\n\\n"))
    return _last(phones, crowd) - begin


# A burst


def _burst_rows(hall: Hall, kind: VoteKind, floor: float) -> Iterator[Row]:
    """Bursts with everybody listening and with nobody, in turn."""
    ratios, delays, port = [], [], find_port()
    process = start(hall.data_dir, port)
    try:
        for number in range(ROUNDS + 1):
            alone = _burst(hall, kind, port)
            poll_id, ballots = open_poll(hall, kind), make_ballots(hall, kind)
            with _listen(port, hall, VOTERS, f"participation-{poll_id}") as phones:
                phones.ask(f">{VOTERS}<")
                burst = vote((HOST, port), poll_id, ballots)
                late = _last(phones, VOTERS) - burst.begin - len(ballots) / burst.rate
            close_poll(hall, poll_id, kind)
            if number:
                ratios.append(burst.rate / alone)
                delays.append(late)
    finally:
        process.terminate()
        process.wait()
    what = f"{kind.value} ballots of {VOTERS:,} at once with {VOTERS:,} open streams, of the speed without"
    yield at_least("P2", what, statistics.median(ratios), 0.9, unit="×")
    limit = round((TICK_SECONDS + 2 * floor) * 1000)
    what = "the same: from the last ballot to the final tally on the last phone"
    yield at_most("P2", what, statistics.median(delays) * 1000, limit, unit="ms")


def _burst(hall: Hall, kind: VoteKind, port: int) -> float:
    poll_id = open_poll(hall, kind)
    rate = vote((HOST, port), poll_id, make_ballots(hall, kind)).rate
    close_poll(hall, poll_id, kind)
    return rate
