"""A hall that votes all at once, a connection for each who sends; run as a process of its own by ``votes``."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

from drafting.bench.servers import Answer, Connection

# As many phones as send at the same moment; the others' ballots wait on their phones for a moment.
TOGETHER = 100


async def vote(host: str, port: int, path: str, ballots: list[tuple[str, str]]) -> tuple[float, float, list[Answer]]:
    """Send every (cookie, form); returns when the burst began, how long it took, in seconds, and the answers."""
    connections = [Connection(host, port) for _ in range(min(TOGETHER, len(ballots)))]
    await asyncio.gather(*(connection.open() for connection in connections))
    waiting = iter(ballots)
    answers: list[Answer] = []

    async def send(connection: Connection) -> None:
        for cookie, form in waiting:
            answers.append(await connection.post(path, {"Cookie": cookie, "HX-Request": "true"}, form))

    begin = time.monotonic()
    await asyncio.gather(*(send(connection) for connection in connections))
    took = time.monotonic() - begin
    for connection in connections:
        connection.close()
    return begin, took, answers


def main() -> None:
    """Read what to do from standard input, write what was measured as JSON."""
    order: dict[str, Any] = json.load(sys.stdin)
    begin, took, answers = asyncio.run(vote(**order))
    statuses, times = [answer.status for answer in answers], [answer.last for answer in answers]
    json.dump({"begin": begin, "took": took, "statuses": statuses, "times": times}, sys.stdout)


if __name__ == "__main__":
    main()
