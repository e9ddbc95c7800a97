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
FAREWELL_SECONDS = 3.0


class Postman:
    """Sends what is due while the server runs; the mail in hand is finished if that is quick, no other is begun."""

    def __init__(self, database: Database, settings: Settings, *, seconds: float = SECONDS) -> None:
        self._database = database
        self._settings = settings
        self._seconds = seconds
        self._stopped = threading.Event()
        self._is_home = threading.Event()
        self._is_home.set()

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
            # A letter whose answer nobody waits for would be uncertain.
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._is_home.wait, FAREWELL_SECONDS, limiter=anyio.CapacityLimiter(1))

    def _go_round(self) -> None:
        self._is_home.clear()
        try:
            services.delivery.deliver(self._database, self._settings, go_on=lambda: not self._stopped.is_set())
        except Exception:
            logger.exception("could not go through the outbox")
        finally:
            self._is_home.set()
