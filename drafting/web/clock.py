"""The clock: what happens by itself once its time has come, while the server runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drafting import events, queries, services
from drafting.models import now as present_moment
from drafting.web.work import Workers

logger = logging.getLogger(__name__)

# The longest the clock sleeps: periods of lists end by the minute, and another server may have opened a poll.
SECONDS = 5.0


@dataclass(slots=True)
class _Timer:
    """The end of a running poll: as it was set, and by seconds that no correction of the time of day moves."""

    closes_at: datetime
    rings_at: float


class Clock:
    """Ends polls and periods that are over. Several servers may do so at once, one of them will.

    The time of day is asked once for each poll, when the clock first sees it; from then on it counts seconds. So a
    machine whose time is put right while people vote neither closes on them nor keeps them.
    """

    def __init__(
        self,
        workers: Workers,
        *,
        seconds: float = SECONDS,
        moment: Callable[[], datetime] = present_moment,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workers = workers
        self._seconds = seconds
        self._moment = moment
        self._steady = steady
        self._timers: dict[str, _Timer] = {}
        self._changed = asyncio.Event()

    def hear(self, event: events.Event) -> None:
        """Look again at once when a poll has been opened or given more time."""
        if isinstance(event, events.PollOpened):
            self._changed.set()

    async def tick_forever(self) -> None:
        """Go on until cancelled; a tick that fails is logged, the next one tries again."""
        while True:
            self._changed.clear()
            pause = await self.tick()
            try:
                async with asyncio.timeout(pause):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def tick(self) -> float:
        """End what is over; one that fails holds up no other. Returns the seconds until the next end, at most a few."""
        await self._end_periods()
        return await self._end_polls()

    async def _end_periods(self) -> None:
        try:
            due = await self._workers.read(queries.consents.list_due)
        except Exception:
            logger.exception("could not look at the clock")
            return
        for list_id in due:
            try:
                await self._workers.write(services.consents.adopt_due, list_id)
            except Exception:
                logger.exception("could not end the period of list %s", list_id)

    async def _end_polls(self) -> float:
        try:
            ends = await self._workers.read(queries.polls.list_ends)
        except Exception:
            logger.exception("could not look for polls that end")
            return self._seconds
        self._set_timers(dict(ends))
        for poll_id, timer in self._timers.items():
            if timer.rings_at > self._steady():
                continue
            try:
                await self._workers.write(services.polls.close_due, poll_id, ends_at=timer.closes_at)
            except Exception:
                logger.exception("could not close poll %s", poll_id)
        # One that should have ended and did not, such as one whose count waits for a second person, is tried again.
        waiting = [timer.rings_at - self._steady() for timer in self._timers.values()]
        return min([self._seconds, *(seconds for seconds in waiting if seconds > 0)])

    def _set_timers(self, ends: dict[str, datetime]) -> None:
        """Begin to count for polls not seen before, go on for those given more time, forget those that have ended."""
        timers = {}
        for poll_id, closes_at in ends.items():
            timer = self._timers.get(poll_id)
            if timer is None:
                timer = _Timer(closes_at, self._steady() + (closes_at - self._moment()).total_seconds())
            elif timer.closes_at != closes_at:
                # More time is counted from the end there was, or from now where that had passed.
                more = (closes_at - timer.closes_at).total_seconds()
                timer = _Timer(closes_at, max(timer.rings_at + more, self._steady()))
            timers[poll_id] = timer
        self._timers = timers
