"""Wiping: what a closing could not yet wipe from the database's log, because somebody was reading, goes soon after."""

from __future__ import annotations

import asyncio
import logging

from drafting.database import Database

logger = logging.getLogger(__name__)
SECONDS = 1.0


async def wipe_forever(database: Database, seconds: float = SECONDS) -> None:
    """Wipe at the start, since a kill may have come between a closing and that, and then whenever traces are left."""
    database.has_traces = True
    while True:
        if database.has_traces:
            try:
                await asyncio.to_thread(database.wipe_log)
            except Exception:
                logger.exception("could not wipe the log of the database")
        await asyncio.sleep(seconds)
