"""Neighbours: several processes on one PostgreSQL tell each other what has happened and whose devices they hold.

Through LISTEN and NOTIFY, which stores nothing: who is connected stays in the memory of the processes. A process that
could not hear for a while has its pages looked up again once it can; one that is silent is forgotten.
"""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import URL

from drafting.events import Event
from drafting.web.connected import Connected

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger(__name__)

CHANNEL = "drafting"
# A hall that votes is one message four times a second, not one per ballot.
GATHER_SECONDS = 0.25
# How often a process tells whose devices it holds; see ``connected.SILENCE``.
BEAT_SECONDS = 3.0
_RETRY_SECONDS = 2.0
# PostgreSQL takes less than 8,000 bytes in one message.
_MOST_BYTES = 7_000


class Neighbours:
    """One process among others: tells them, and hears them; everything but ``tell`` belongs to the loop.

    ``hear`` is called with each event of another process, ``catch_up`` where some may have been missed.
    """

    def __init__(
        self, url: URL, connected: Connected, *, hear: Callable[[Event], None], catch_up: Callable[[], None]
    ) -> None:
        self._address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._name = uuid.uuid4().hex
        self._connected = connected
        self._hear = hear
        self._catch_up = catch_up
        self._waiting: dict[Event, None] = {}
        self._wanted = asyncio.Event()

    def tell(self, happened: Event) -> None:
        """Note what is to be told; the same thing waiting already is told once."""
        self._waiting[happened] = None
        self._wanted.set()

    async def run_forever(self) -> None:
        """Tell and hear until cancelled; a connection that breaks is made anew."""
        # Loaded only where there is a PostgreSQL: it takes memory and time at the start.
        import psycopg

        while True:
            try:
                async with (
                    await psycopg.AsyncConnection.connect(self._address, autocommit=True) as ears,
                    await psycopg.AsyncConnection.connect(self._address, autocommit=True) as voice,
                    asyncio.TaskGroup() as tasks,
                ):
                    await ears.execute(f"LISTEN {CHANNEL}")
                    self._catch_up()
                    tasks.create_task(self._listen(ears))
                    tasks.create_task(self._speak(voice))
                    tasks.create_task(self._beat())
            except Exception:
                logger.exception("could not reach the other processes")
                await asyncio.sleep(_RETRY_SECONDS)

    async def _listen(self, ears: psycopg.AsyncConnection[Any]) -> None:
        async for message in ears.notifies():
            said = json.loads(message.payload)
            if said["from"] == self._name:
                continue
            if "here" in said:
                self._connected.hear(said["from"], said["part"], said["here"])
                continue
            for name, values in said["events"]:
                # An older process of a rolling update may not know what a newer one tells.
                if name in _EVENTS:
                    self._hear(_EVENTS[name](**values))

    async def _speak(self, voice: psycopg.AsyncConnection[Any]) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            waiting, self._waiting = self._waiting, {}
            told = [[type(each).__name__, asdict(each)] for each in waiting]
            messages: list[dict[str, Any]] = [{"events": part} for part in _cut(told)]
            messages += [
                {"here": part, "part": number} for number, part in enumerate(_cut(sorted(self._connected.own)))
            ]
            for message in messages:
                payload = json.dumps({"from": self._name, **message})
                await voice.execute("SELECT pg_notify(%s, %s)", (CHANNEL, payload))
            await asyncio.sleep(GATHER_SECONDS)

    async def _beat(self) -> None:
        while True:
            self._wanted.set()
            await asyncio.sleep(BEAT_SECONDS)


_EVENTS: dict[str, Callable[..., Event]] = {each.__name__: each for each in Event.__subclasses__()}


def _cut(said: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut a list into parts that fit into a message; at least one, so that an empty list is told too."""
    part: list[Any] = []
    size = 0
    for each in said:
        length = len(json.dumps(each)) + 2
        if part and size + length > _MOST_BYTES:
            yield part
            part, size = [], 0
        part.append(each)
        size += length
    yield part
