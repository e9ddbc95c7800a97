"""Phones that listen: any number of open streams in one loop; run as a process of its own by ``live``.

The first line of the input is the order, a JSON object with ``host``, ``port`` and ``streams``, each a path and a
cookie. Once every stream has begun, a line says "ready". Each further line is words to wait for: it is answered
"watching" at once, and by a line of JSON when all have got them, or when nothing has come for ``PATIENCE`` seconds.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass

from drafting.bench.servers import tell

PATIENCE = 20.0
# As many as connect at the same moment; a server's queue of new connections has an end.
TOGETHER = 200


@dataclass(slots=True)
class Stream:
    """One open stream: what it ended with last, for words that come in two pieces."""

    socket: socket.socket
    tail: bytes = b""


class Hall:
    """All streams, and the loop that reads them."""

    def __init__(self, host: str, port: int, streams: list[tuple[str, str]]) -> None:
        self._selector = selectors.DefaultSelector()
        for begin in range(0, len(streams), TOGETHER):
            some = [self._open(host, port, path, cookie) for path, cookie in streams[begin : begin + TOGETHER]]
            self.watch(b"data:", some)
        self.all = [key.data for key in self._selector.get_map().values()]

    def _open(self, host: str, port: int, path: str, cookie: str) -> Stream:
        stream = Stream(socket.create_connection((host, port)))
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n\r\n"
        stream.socket.sendall(head.encode())
        stream.socket.setblocking(False)
        self._selector.register(stream.socket, selectors.EVENT_READ, stream)
        return stream

    def watch(self, words: bytes, streams: list[Stream]) -> list[float]:
        """Read until all of these have got the words; returns when each got them first, by the monotonic clock."""
        waiting, times = {id(stream) for stream in streams}, []
        for stream in streams:
            stream.tail = b""
        while waiting:
            ready = self._selector.select(PATIENCE)
            if not ready:
                break
            for key, _ in ready:
                stream = key.data
                stream.tail = stream.tail[-100:] + stream.socket.recv(65_536)
                if id(stream) in waiting and words in stream.tail:
                    waiting.discard(id(stream))
                    times.append(time.monotonic())
        return times


def main() -> None:
    """Do what the input says."""
    order = json.loads(sys.stdin.readline())
    hall = Hall(order["host"], order["port"], order["streams"])
    tell("ready")
    for line in sys.stdin:
        tell("watching")
        times = hall.watch(line.strip().encode(), hall.all)
        tell(json.dumps({"got": len(times), "last": max(times, default=0)}))


if __name__ == "__main__":
    main()
