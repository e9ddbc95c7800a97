"""Connected: whose devices hold a stream to this server at the moment, so that moderators know how many cannot vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set


class Connected:
    """Counts streams by person; kept in memory only, told to nobody but as numbers."""

    def __init__(self) -> None:
        self._streams: Counter[str] = Counter()

    def join(self, person_id: str) -> None:
        """A stream of this person has begun."""
        self._streams[person_id] += 1

    def leave(self, person_id: str) -> None:
        """A stream of this person has ended."""
        self._streams[person_id] -= 1
        if not self._streams[person_id]:
            del self._streams[person_id]

    @property
    def people(self) -> Set[str]:
        """Who has at least one stream now."""
        return frozenset(self._streams)
