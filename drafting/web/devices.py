"""Devices: whose streams are whose, so that a vote cast on one device is seen on the same person's others.

In memory only. A page is not told what was chosen, only that its person has voted: it then asks for its own ballot, as
it does after sleep. Who has one page open, which is nearly everybody, costs a look into a dictionary.
"""

from __future__ import annotations

from starlette.types import Message

from drafting.web.live import EventStream

# Becomes a DOM event of this name on ``#live``.
VOTED: Message = {"type": "http.response.body", "body": b"event: voted\ndata:\n\n", "more_body": True}


class Devices:
    """The open streams of each person, and by which sessions they came. Belongs to the loop."""

    def __init__(self) -> None:
        self._streams: dict[str, dict[EventStream, str]] = {}
        self._people: dict[str, str] = {}

    def join(self, person_id: str, session_id: str, stream: EventStream) -> None:
        """A stream of this person has begun."""
        self._streams.setdefault(person_id, {})[stream] = session_id
        self._people[session_id] = person_id

    def leave(self, person_id: str, session_id: str, stream: EventStream) -> None:
        """A stream of this person has ended; with the last one of a session that is forgotten."""
        streams = self._streams.get(person_id, {})
        streams.pop(stream, None)
        if session_id not in streams.values():
            self._people.pop(session_id, None)
        if not streams:
            self._streams.pop(person_id, None)

    def tell_voted(self, session_id: str) -> None:
        """Let the pages of whoever has voted look again, where they have more than the one they voted on."""
        streams = self._streams.get(self._people.get(session_id, ""), {})
        if len(streams) > 1:
            for stream in tuple(streams):
                stream.tell(VOTED)
