"""The clock: what happens by itself once its time has come, while the server runs."""

from __future__ import annotations

import asyncio
import logging

from drafting import queries, services
from drafting.web.work import Workers

logger = logging.getLogger(__name__)

SECONDS = 5.0


class Clock:
    """Ends the periods that are over. Several servers may do so at once, one of them will."""

    def __init__(self, workers: Workers, *, seconds: float = SECONDS) -> None:
        self._workers = workers
        self._seconds = seconds

    async def tick_forever(self) -> None:
        """Go on until cancelled; a tick that fails is logged, the next one tries again."""
        while True:
            await self.tick()
            await asyncio.sleep(self._seconds)

    async def tick(self) -> None:
        """Let every list take effect whose period is over; one that fails holds up no other."""
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
