"""A server in a process of its own to measure, and a client that notes when each answer begins and ends."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@contextlib.contextmanager
def serve(data_dir: Path) -> Iterator[tuple[str, int]]:
    """Serve an installation on a free port of this computer; gives host and port once it answers, and ends it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    arguments = [sys.executable, "-m", "drafting.cli.main", "serve", "--data-dir", str(data_dir), "--port", str(port)]
    quiet = {"DRAFTING_LOG_LEVEL": "WARNING"}
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, env={**os.environ, **quiet}) as process:  # noqa: S603 our own command
        try:
            _wait_for(port, process)
            yield "127.0.0.1", port
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the server to measure did not start")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, seconds to its first byte and to its last, and its size in bytes as sent."""

    status: int
    first: float
    last: float
    size: int


class Connection:
    """A connection that stays open and asks one thing after the other."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def get(self, path: str, headers: dict[str, str]) -> Answer:
        """Ask for a page."""
        # The server ends a connection on which nothing was asked for some seconds.
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {self._host}",
            *(f"{name}: {words}" for name, words in headers.items()),
        ]
        begin = time.perf_counter()
        self._writer.write("\r\n".join([*lines, "", ""]).encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        first = time.perf_counter() - begin
        sent = dict(line.split(": ", 1) for line in head.decode("latin-1").lower().split("\r\n")[1:] if ": " in line)
        body = await self._reader.readexactly(int(sent["content-length"]))
        return Answer(int(head.split(b" ", 2)[1]), first, time.perf_counter() - begin, len(body))

    def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
