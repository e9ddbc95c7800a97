"""Farewells: a stream ends soon after its session has, so that nobody who signed out goes on hearing.

At once where an act on this server ends it; with the next round where it has expired or another server ended it. Each
time one look at the database tells of all open streams together.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from itertools import islice
from typing import Protocol

from drafting import events, queries
from drafting.web.work import Workers

logger = logging.getLogger(__name__)
SECONDS = 45.0
_AT_ONCE = 1_000
# What the seat of a projector begins with: it has a link, not a session.
_SCREEN = "screen-"


class Seating(Protocol):
    """Who keeps the open streams (``seats.Seats``)."""

    @property
    def sessions(self) -> Collection[str]:
        """Whose streams are open, by session; a projector's has a name of its own."""

    def dismiss(self, session_id: str) -> None:
        """End all streams of a session."""


class Farewells:
    """Ends the streams of sessions that are over."""

    def __init__(self, workers: Workers, seats: Seating, *, seconds: float = SECONDS) -> None:
        self._workers = workers
        self._seats = seats
        self._seconds = seconds
        self._ended = asyncio.Event()

    def hear(self, event: events.Event) -> None:
        """Look at once when somebody's session has ended."""
        if isinstance(event, events.SessionEnded):
            self._ended.set()

    async def say_forever(self) -> None:
        """Go on until cancelled; a look that fails is logged, the next one tries again."""
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._ended.wait()
            except TimeoutError:
                pass
            self._ended.clear()
            try:
                await self.say()
            except Exception:
                logger.exception("could not look for sessions that have ended")

    async def say(self) -> None:
        """End the streams of all sessions that are over now."""
        taken = iter([each for each in self._seats.sessions if not each.startswith(_SCREEN)])
        while some := list(islice(taken, _AT_ONCE)):
            for session_id in await self._workers.read(queries.sessions.list_ended, some):
                self._seats.dismiss(session_id)
