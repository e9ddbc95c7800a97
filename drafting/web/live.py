"""The hub: keeps every open page up to date over one stream each.

A page listens to topics. What a topic looks like now is rendered once and handed to all who listen as the same bytes.
There is no queue per client: whoever is slow skips to the latest state, and whoever reconnects gets it at once.

The task of a stream only waits for its reader to go; the hub itself hands out what is new, one after the other. So a
change costs each of a thousand phones one call of ``send``, and none of them a turn of the event loop.
"""

from __future__ import annotations

import asyncio
import logging
import types
import uuid
from collections import deque
from collections.abc import Coroutine, Generator, Iterable
from functools import cache
from typing import Any, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from drafting.web.security import add_headers

logger = logging.getLogger(__name__)
HEARTBEAT_SECONDS = 15.0
# As many as get the news before others have their turn: ballots, pages.
AT_ONCE = 250
# The comment makes proxies and browsers open the stream at once, also when there is nothing to show yet.
_HELLO: Message = {"type": "http.response.body", "body": b": hier\n\n", "more_body": True}
_BEAT: Message = {"type": "http.response.body", "body": b"event: beat\ndata:\n\n", "more_body": True}
_END: Message = {"type": "http.response.body", "body": b""}


class Topic(NamedTuple):
    """A piece of page that changes: the element's name, in one conference and one language."""

    conference_id: str
    language: str
    name: str


class Audience:
    """All who listen to the same topics: they share what they are sent."""

    def __init__(self, topics: frozenset[Topic]) -> None:
        self.topics = topics
        self.listeners = 0
        self.streams: dict[EventStream, None] = {}
        self.messages: dict[int, Message | None] = {}


class Hub:
    """The latest state of each topic, and who listens. Everything here runs in the event loop, nothing blocks."""

    def __init__(self) -> None:
        self.closed = False
        self.beats = 0
        self.generation = 0
        self._states: dict[Topic, tuple[int, bytes]] = {}
        self._audiences: dict[frozenset[Topic], Audience] = {}
        self._due: deque[EventStream] = deque()
        self._is_pouring = False

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
        """Hand out new states; one that is the same bytes as before is sent to nobody."""
        new = {topic: data for topic, data in states.items() if self._states.get(topic, (0, b""))[1] != data}
        if not new:
            return
        self.generation += 1
        self._states.update({topic: (self.generation, data) for topic, data in new.items()})
        for topics, audience in self._audiences.items():
            if not topics.isdisjoint(new):
                audience.messages.clear()
                self._pour(audience.streams)

    def since(self, audience: Audience, generation: int) -> Message | None:
        """Return what an audience has not seen since a generation; all who have seen as much get the same message."""
        if generation not in audience.messages:
            news = sorted(self._states[topic] for topic in audience.topics if topic in self._states)
            data = b"".join(data for number, data in news if number > generation)
            message: Message = {"type": "http.response.body", "body": data, "more_body": True}
            audience.messages[generation] = message if data else None
        return audience.messages[generation]

    def beat(self) -> None:
        """Let every stream send a sign of life, by which it is also noticed that its reader has gone."""
        self.beats += 1
        self._pour_all()

    def close(self) -> None:
        """End all streams; an open one would keep the server from stopping."""
        self.closed = True
        self._pour_all()

    def _pour_all(self) -> None:
        for audience in self._audiences.values():
            self._pour(audience.streams)

    def _pour(self, streams: Iterable[EventStream]) -> None:
        self._due.extend(streams)
        if not self._is_pouring:
            self._is_pouring = True
            self._pour_some()

    def _pour_some(self) -> None:
        for _ in range(min(AT_ONCE, len(self._due))):
            self._due.popleft().pour()
        self._is_pouring = bool(self._due)
        if self._is_pouring:
            asyncio.get_running_loop().call_soon(self._pour_some)


class EventStream:
    """The answer that never ends: the state of its topics now, and again whenever one changes."""

    __slots__ = ("_aside", "_audience", "_beats", "_behind", "_generation", "_hub", "_is_over", "_send", "_task")

    def __init__(self, hub: Hub, audience: Audience) -> None:
        self._hub = hub
        self._audience = audience
        self._generation = 0
        self._beats = hub.beats
        self._send: Send | None = None
        self._task: asyncio.Task[Any] | None = None
        self._behind: asyncio.Task[None] | None = None
        self._is_over = False
        self._aside: Message | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.enter()
        try:
            await send(_start(scope.get("scheme", "http")))
            await send(_HELLO)
            _forget_request(scope)
            self._send, self._task = send, asyncio.current_task()
            self.pour()
            while (await receive())["type"] != "http.disconnect":
                pass
        except asyncio.CancelledError:
            if not self._is_over:
                raise
        finally:
            self._send = None
            if self._behind is not None:
                self._behind.cancel()
            self.leave()

    def enter(self) -> None:
        """Be handed what is new from now on."""
        self._audience.streams[self] = None

    def leave(self) -> None:
        """Be handed nothing any more."""
        self._audience.streams.pop(self, None)
        self._hub.leave(self._audience)

    def end(self) -> None:
        """End the stream, also where its reader does not read and cannot be told."""
        self._is_over = True
        if self._behind is not None and self._task is not None:
            self._task.cancel()
        self.pour()

    def tell(self, message: Message) -> None:
        """Send what is for this stream alone, after what is new; where the reader is slow, the latest of it."""
        self._aside = message
        self.pour()

    def pour(self) -> None:
        """Send what is new; where the reader is slow a task goes on, and then sends what is the latest."""
        if self._behind is not None or self._send is None:
            return
        sending = self._send_news(self._send)
        try:
            wait = sending.send(None)
        except StopIteration:
            return
        except Exception:
            # What is wrong with one must not keep the news from the others; its own task notices when its reader goes.
            logger.exception("a stream has failed")
            self._send = None
            return
        self._behind = asyncio.ensure_future(self._catch_up(sending, wait))

    async def _catch_up(self, sending: Coroutine[Any, Any, None], wait: object) -> None:
        try:
            await _go_on(sending, wait)
        finally:
            self._behind = None

    async def _send_news(self, send: Send) -> None:
        while not (self._is_over or self._hub.closed):
            message = self._hub.since(self._audience, self._generation)
            if message is None and self._aside is not None:
                message, self._aside = self._aside, None
            if message is None and self._beats != self._hub.beats:
                message = _BEAT
            self._generation, self._beats = self._hub.generation, self._hub.beats
            if message is None:
                return
            await send(message)
        self._send = None
        await send(_END)


def _forget_request(scope: Scope) -> None:
    """Let go of what the request said: the server would keep it for as long as the stream runs, cookies and all."""
    scope["headers"].clear()
    scope["raw_path"] = scope["query_string"] = b""


@cache
def _start(scheme: str) -> Message:
    """How every stream begins; it carries the headers of every answer itself."""
    headers = MutableHeaders(
        {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no"}
    )
    add_headers(headers, scheme)
    return {"type": "http.response.start", "status": 200, "headers": headers.raw}


@types.coroutine
def _go_on(sending: Coroutine[Any, Any, None], wait: object) -> Generator[object, object, None]:
    """Go on with a coroutine that has been run as far as its first wait."""
    while True:
        error: BaseException | None = None
        try:
            yield wait
        except BaseException as thrown:
            error = thrown
        try:
            wait = sending.send(None) if error is None else sending.throw(error)
        except StopIteration:
            return


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
