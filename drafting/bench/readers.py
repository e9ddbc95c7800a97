"""Readers who open a page at a steady rate, whatever the server does; run as a process of its own by ``pages``."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence

from drafting.bench.servers import Answer, Connection


async def read_at_rate(
    host: str, port: int, path: str, *, tokens: Sequence[str], rate: int, seconds: float
) -> list[Answer]:
    """Let the next reader ask every ``1 / rate`` seconds, signed in each by their token; who waits holds up nobody."""
    idle: list[Connection] = []
    loop = asyncio.get_running_loop()

    async def read(token: str) -> Answer:
        connection = idle.pop() if idle else Connection(host, port)
        answer = await connection.get(path, {"Cookie": f"drafting={token}", "Accept-Encoding": "gzip"})
        idle.append(connection)
        return answer

    begin = loop.time()
    readers = []
    for number in range(int(rate * seconds)):
        await asyncio.sleep(begin + number / rate - loop.time())
        readers.append(asyncio.create_task(read(tokens[number % len(tokens)])))
    answers = await asyncio.gather(*readers)
    for connection in idle:
        connection.close()
    return list(answers)


def main() -> None:
    """Read what to do from the command line, write the answers as JSON."""
    order = json.loads(sys.argv[1])
    answers = asyncio.run(read_at_rate(**order))
    json.dump([[answer.status, answer.first, answer.last, answer.size] for answer in answers], sys.stdout)


if __name__ == "__main__":
    main()
