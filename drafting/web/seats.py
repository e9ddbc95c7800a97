"""Seats: how many streams one sign-in may keep open, so that whoever opens hundreds takes nothing from others.

Counted by session, never by address: a whole hall has one. Who opens one too many loses the oldest, which mostly is
what a phone left behind that lost its network; the new one is never refused.
"""

from __future__ import annotations

import asyncio
import contextlib

from starlette.types import ASGIApp, Receive, Scope, Send

MOST_STREAMS = 24
FAREWELL_SECONDS = 1.0


class Seats:
    """The tasks that serve open streams, by session, oldest first."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self._most = most
        self._taken: dict[str, dict[asyncio.Task[object], None]] = {}
        self._leaving: set[asyncio.Task[object]] = set()

    def take(self, session_id: str, task: asyncio.Task[object]) -> None:
        """Let a task have a seat; where none is free the oldest of the session must leave."""
        row = self._taken.setdefault(session_id, {})
        if len(row) >= self._most:
            oldest = next(iter(row))
            del row[oldest]
            self._leaving.add(oldest)
            oldest.cancel()
        row[task] = None

    def leave(self, session_id: str, task: asyncio.Task[object]) -> None:
        """Give a seat back."""
        self._leaving.discard(task)
        row = self._taken.get(session_id, {})
        row.pop(task, None)
        if not row:
            self._taken.pop(session_id, None)

    def must_leave(self, task: asyncio.Task[object]) -> bool:
        """Tell whether a task was asked to leave."""
        return task in self._leaving

    @property
    def sessions(self) -> tuple[str, ...]:
        """Who has a seat."""
        return tuple(self._taken)

    def dismiss(self, session_id: str) -> None:
        """Let all streams of a session leave."""
        for task in self._taken.pop(session_id, {}):
            self._leaving.add(task)
            task.cancel()

    def count(self, session_id: str) -> int:
        """How many streams a session has."""
        return len(self._taken.get(session_id, {}))


class SeatedStream:
    """A stream that has a seat for as long as it runs."""

    def __init__(self, stream: ASGIApp, seats: Seats, session_id: str) -> None:
        self._stream = stream
        self._seats = seats
        self._session_id = session_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._seats.take(self._session_id, task)
        try:
            await self._stream(scope, receive, send)
        except asyncio.CancelledError:
            if not self._seats.must_leave(task):
                raise
            # One that does not read cannot be told.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(send({"type": "http.response.body", "body": b""}), FAREWELL_SECONDS)
        finally:
            self._seats.leave(self._session_id, task)
