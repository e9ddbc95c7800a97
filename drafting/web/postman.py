"""The postman: goes through the outbox every few seconds, in a thread of its own, apart from all requests."""

from __future__ import annotations

import asyncio
import logging
import threading

import anyio
import anyio.to_thread

from drafting import services
from drafting.database import Database
from drafting.settings import Settings

logger = logging.getLogger(__name__)

SECONDS = 15.0


class Postman:
    """Sends what is due while the server runs; the mail in hand is finished, then no other is begun."""

    def __init__(self, database: Database, settings: Settings, *, seconds: float = SECONDS) -> None:
        self._database = database
        self._settings = settings
        self._seconds = seconds
        self._stopped = threading.Event()

    async def deliver_forever(self) -> None:
        """Go on until cancelled; a round that fails is logged, the next one tries again."""
        limiter = anyio.CapacityLimiter(1)
        try:
            while True:
                await asyncio.sleep(self._seconds)
                # A mail server that does not answer must not keep ours from stopping.
                await anyio.to_thread.run_sync(self._go_round, limiter=limiter, abandon_on_cancel=True)
        finally:
            self._stopped.set()

    def _go_round(self) -> None:
        try:
            services.delivery.deliver(self._database, self._settings, go_on=lambda: not self._stopped.is_set())
        except Exception:
            logger.exception("could not go through the outbox")
