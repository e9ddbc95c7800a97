"""The hub: keeps every open page up to date over one stream each.

A page listens to topics. What a topic looks like now is rendered once and handed to all who listen as the same bytes.
There is no queue per client: whoever is slow skips to the latest state, and whoever reconnects gets it at once.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

HEARTBEAT_SECONDS = 15.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Topic(NamedTuple):
    """A piece of page that changes: the element's name, in one conference and one language."""

    conference_id: str
    language: str
    name: str


class Audience:
    """All who listen to the same topics: they share one future that wakes them, and their bytes."""

    def __init__(self, topics: frozenset[Topic]) -> None:
        self.topics = topics
        self.listeners = 0
        self.waiting: list[asyncio.Future[None]] = []
        self.changed = self.wait()

    def wait(self) -> asyncio.Future[None]:
        """Give a listener what is done with the next change; each has its own, which is cheaper than to share one."""
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(waiting)
        return waiting

    def wake(self) -> None:
        """Wake everyone who waits, and let them wait anew."""
        waiting, self.waiting = self.waiting, []
        self.changed = self.wait()
        for each in waiting:
            if not each.done():
                each.set_result(None)


class Hub:
    """The latest state of each topic, and who listens. Everything here runs in the event loop, nothing blocks."""

    def __init__(self) -> None:
        self.closed = False
        self.beats = 0
        self._generation = 0
        self._states: dict[Topic, tuple[int, bytes]] = {}
        self._audiences: dict[frozenset[Topic], Audience] = {}

    def join(self, topics: Iterable[Topic]) -> Audience:
        """Listen to topics together with everyone else who listens to just these."""
        key = frozenset(topics)
        audience = self._audiences.setdefault(key, Audience(key))
        audience.listeners += 1
        return audience

    def leave(self, audience: Audience) -> None:
        """Stop listening; what nobody listens to any more is forgotten, so that it cannot be handed out stale."""
        audience.listeners -= 1
        if audience.listeners == 0:
            self._audiences.pop(audience.topics, None)
            for topic in audience.topics - self.listened():
                self._states.pop(topic, None)

    def listened(self) -> set[Topic]:
        """Name the topics somebody listens to."""
        return {topic for topics in self._audiences for topic in topics}

    def has(self, topic: Topic) -> bool:
        """Say whether a topic's state is known."""
        return topic in self._states

    def put(self, states: dict[Topic, bytes]) -> None:
        """Hand out new states; a state that is the same bytes as before wakes nobody."""
        new = {topic: data for topic, data in states.items() if self._states.get(topic, (0, b""))[1] != data}
        if not new:
            return
        self._generation += 1
        self._states.update({topic: (self._generation, data) for topic, data in new.items()})
        for topics, audience in list(self._audiences.items()):
            if not topics.isdisjoint(new):
                audience.wake()

    def since(self, audience: Audience, generation: int) -> tuple[int, bytes]:
        """Return what an audience has not seen since a generation, and the generation it has seen then."""
        news = [self._states[topic] for topic in audience.topics if topic in self._states]
        data = b"".join(data for number, data in sorted(news) if number > generation)
        return self._generation, data

    def beat(self) -> None:
        """Let every stream send a sign of life, by which it also notices that its reader has gone."""
        self.beats += 1
        for audience in list(self._audiences.values()):
            audience.wake()

    def close(self) -> None:
        """End all streams; an open one would keep the server from stopping."""
        self.closed = True
        for audience in list(self._audiences.values()):
            audience.wake()


class EventStream:
    """The answer that never ends: the state of its topics now, and again whenever one changes."""

    def __init__(self, hub: Hub, audience: Audience) -> None:
        self._hub = hub
        self._audience = audience
        self._waiting: asyncio.Future[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        gone = asyncio.ensure_future(_wait_for_disconnect(receive))
        gone.add_done_callback(self._stir)
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await self._pour(send, gone)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self._hub.leave(self._audience)

    def _stir(self, _gone: asyncio.Future[None]) -> None:
        """Let the stream notice that its reader has gone."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def _pour(self, send: Send, gone: asyncio.Future[None]) -> None:
        generation, beats = 0, self._hub.beats
        # The comment makes proxies and browsers open the stream at once, also when there is nothing to show yet.
        await send({"type": "http.response.body", "body": b": hier\n\n", "more_body": True})
        while not (self._hub.closed or gone.done()):
            # Taken before looking: a change between looking and waiting must not be slept through.
            changed = self._waiting = self._audience.wait()
            generation, data = self._hub.since(self._audience, generation)
            if not data and beats != self._hub.beats:
                data = b"event: beat\ndata:\n\n"
            beats = self._hub.beats
            if data:
                await send({"type": "http.response.body", "body": data, "more_body": True})
            if not gone.done():
                await changed


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def beat_forever(hub: Hub, seconds: float = HEARTBEAT_SECONDS) -> None:
    """Send signs of life until cancelled."""
    while True:
        await asyncio.sleep(seconds)
        hub.beat()


def encode_partials(partials: Iterable[tuple[str, str]]) -> bytes:
    """Make one message of (element id, HTML) pairs; each replaces the element of that id, and only that."""
    lines: list[str] = []
    for element, html in partials:
        lines += f'<hx-partial hx-target="#{element}" hx-swap="outerMorph">{html}</hx-partial>'.splitlines()
    return ("".join(f"data: {line}\n" for line in lines) + "\n").encode()


def encode_signal(name: str) -> bytes:
    """Make a message that becomes a DOM event of this name; no two are equal, so that each one is sent."""
    return f"event: {name}\ndata: {uuid.uuid4().hex}\n\n".encode()
