"""Seats: how many streams one sign-in may keep open, so that whoever opens hundreds takes nothing from others.

Counted by session, never by address: a whole hall has one. Who opens one too many loses the oldest, which mostly is
what a phone left behind that lost its network; the new one is never refused.
"""

from __future__ import annotations

from drafting.web.live import EventStream

MOST_STREAMS = 24


class Seats:
    """The open streams of each session, oldest first."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self._most = most
        self._taken: dict[str, dict[EventStream, None]] = {}

    def take(self, session_id: str, stream: EventStream) -> None:
        """Let a stream have a seat; where none is free the oldest of the session must leave."""
        row = self._taken.setdefault(session_id, {})
        row[stream] = None
        if len(row) > self._most:
            oldest = next(iter(row))
            del row[oldest]
            oldest.end()

    def leave(self, session_id: str, stream: EventStream) -> None:
        """Give a seat back."""
        row = self._taken.get(session_id, {})
        row.pop(stream, None)
        if not row:
            self._taken.pop(session_id, None)

    @property
    def sessions(self) -> tuple[str, ...]:
        """Who has a seat."""
        return tuple(self._taken)

    def dismiss(self, session_id: str) -> None:
        """Let all streams of a session leave."""
        for stream in self._taken.pop(session_id, {}):
            stream.end()

    def count(self, session_id: str) -> int:
        """How many streams a session has."""
        return len(self._taken.get(session_id, {}))
