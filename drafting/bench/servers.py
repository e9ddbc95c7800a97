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
from typing import Any

HOST = "127.0.0.1"


@contextlib.contextmanager
def serve(data_dir: Path) -> Iterator[tuple[str, int]]:
    """Serve an installation on a free port of this computer; gives host and port once it answers, and ends it."""
    port = find_port()
    process = start(data_dir, port)
    try:
        yield HOST, port
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def serve_module(module: str, *arguments: str) -> Iterator[tuple[str, int]]:
    """Run a server module of the benchmarks, which takes the port first, and end it."""
    port = find_port()
    process = _run("-m", module, str(port), *arguments)
    try:
        wait_for(port, process)
        yield HOST, port
    finally:
        process.terminate()
        process.wait()


def find_port() -> int:
    """A port of this computer that is free."""
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def start(data_dir: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the product's own server and wait until it answers; whoever starts it ends it."""
    process = _run("-m", "drafting.cli.main", "serve", "--data-dir", str(data_dir), "--port", str(port))
    wait_for(port, process)
    return process


def tell(words: object) -> None:
    """Say a line to the process that has started this one."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _run(*arguments: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "DRAFTING_LOG_LEVEL": "WARNING"}
    # An installed server finds its modules compiled; where nothing may be written they would be compiled each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment)  # noqa: S603


def wait_for(port: int, process: subprocess.Popen[Any], seconds: float = 90) -> None:
    """Wait until a server lets one in; raises RuntimeError where it ends or takes too long."""
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

    async def open(self) -> None:
        """Connect, if it is not done yet."""
        # The server ends a connection on which nothing was asked for some seconds.
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)

    async def get(self, path: str, headers: dict[str, str]) -> Answer:
        """Ask for a page."""
        return await self._ask("GET", path, headers, b"")

    async def post(self, path: str, headers: dict[str, str], form: str) -> Answer:
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(form))}
        return await self._ask("POST", path, headers | kind, form.encode())

    async def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        await self.open()
        assert self._reader is not None
        assert self._writer is not None
        given = [f"{name}: {words}" for name, words in headers.items()]
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", *given]
        begin = time.perf_counter()
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        head = await self._reader.readuntil(b"\r\n\r\n")
        first = time.perf_counter() - begin
        sent = dict(line.split(": ", 1) for line in head.decode("latin-1").lower().split("\r\n")[1:] if ": " in line)
        received = await self._reader.readexactly(int(sent["content-length"]))
        return Answer(int(head.split(b" ", 2)[1]), first, time.perf_counter() - begin, len(received))

    def close(self) -> None:
        """End the connection."""
        if self._writer is not None:
            self._writer.close()
