"""Connected: whose devices hold a stream at the moment, so that moderators know how many cannot vote."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Set

# A process that has told nothing for so long has stopped, or cannot be reached.
SILENCE = 10.0


class Connected:
    """Counts streams by person, and keeps what other processes tell; in memory only, told to nobody but as numbers."""

    def __init__(self, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._streams: Counter[str] = Counter()
        self._elsewhere: dict[tuple[str, int], tuple[float, frozenset[str]]] = {}
        self._steady = steady

    def join(self, person_id: str) -> None:
        """A stream of this person has begun."""
        self._streams[person_id] += 1

    def leave(self, person_id: str) -> None:
        """A stream of this person has ended."""
        self._streams[person_id] -= 1
        if not self._streams[person_id]:
            del self._streams[person_id]

    def hear(self, process: str, part: int, people: Iterable[str]) -> None:
        """Another process tells whose streams it holds, in parts; each replaces what it told before."""
        now = self._steady()
        self._elsewhere[process, part] = (now, frozenset(people))
        for known, (heard, _people) in list(self._elsewhere.items()):
            if now - heard > SILENCE:
                del self._elsewhere[known]

    @property
    def own(self) -> Set[str]:
        """Who has at least one stream to this process now."""
        return frozenset(self._streams)

    @property
    def people(self) -> Set[str]:
        """Who has at least one stream now, to whichever process."""
        since = self._steady() - SILENCE
        elsewhere = (people for heard, people in self._elsewhere.values() if heard >= since)
        return frozenset(self._streams).union(*elsewhere)
