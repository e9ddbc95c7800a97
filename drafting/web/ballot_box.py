"""The ballot box: takes every ballot of this process, stores many at once, and answers once they are durable.

A hall votes within seconds. One thread writes: it takes whatever has come in, guards and stores each ballot for itself,
commits once, and only then lets each caster know. So durability costs one sync a round, not one a ballot.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafting.database import Database
from drafting.services import ballots
from drafting.services.ballots import Cast, Outcome

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 500
GATHERING_SECONDS = 0.004


class NotStoredError(Exception):
    """Say that a ballot could not be stored just now, for no fault of its caster; it must be sent again."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A ballot and where its outcome is awaited."""

    cast: Cast
    outcome: asyncio.Future[Outcome]


class BallotBox:
    """One writer for all ballots of a process; made with the application, open while it runs.

    ``hear`` is called with the session of each ballot stored, in the loop, once its caster has been answered.
    """

    def __init__(self, database: Database, *, hear: Callable[[str], None]) -> None:
        self._database = database
        self._hear = hear
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    async def cast(self, cast: Cast) -> Outcome:
        """Hand a ballot in; returns once it is durable or refused. Raises NotStoredError where it is neither."""
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Waiting(cast, outcome))
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_forever, name="ballot box", daemon=True)
            self._thread.start()
        return await outcome

    def close(self) -> None:
        """Store what has come in, then end."""
        if self._thread is not None:
            self._ended.set()
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _write_forever(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._take()
            if batch:
                self._write(batch)

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Wait for a ballot, then take all that are there; tells whether more may come."""
        batch: list[_Waiting] = []
        waiting = self._waiting.get()
        # Others are just sending theirs: together they cost one commit, and nobody notices so short a wait.
        self._ended.wait(GATHERING_SECONDS)
        while waiting is not None:
            batch.append(waiting)
            if len(batch) == MOST_AT_ONCE:
                return batch, True
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _write(self, batch: Sequence[_Waiting]) -> None:
        try:
            with self._database.writing() as session:
                casts = [waiting.cast for waiting in batch]
                outcomes, events = ballots.store_all(session.connection(), casts, self._database.keyring)
                session.commit()
        except Exception:
            # A full disk or a locked file must not end the box: what comes next may be stored again.
            logger.exception("%d ballots could not be stored", len(batch))
            self._tell([(waiting, None) for waiting in batch])
            return
        self._tell(list(zip(batch, outcomes, strict=True)))
        self._database.publish(list(events))

    def _tell(self, told: list[tuple[_Waiting, Outcome | None]]) -> None:
        """Let all casters know in one go, in the loop in which they wait."""
        # The loop may have ended while the last ballots were stored.
        with contextlib.suppress(RuntimeError):
            told[0][0].outcome.get_loop().call_soon_threadsafe(self._deliver, told)

    def _deliver(self, told: list[tuple[_Waiting, Outcome | None]]) -> None:
        for waiting, outcome in told:
            # Whoever went away meanwhile is not told; the ballot is stored all the same.
            if waiting.outcome.done():
                continue
            if outcome is None:
                waiting.outcome.set_exception(NotStoredError())
            else:
                waiting.outcome.set_result(outcome)
        for waiting, outcome in told:
            if outcome is Outcome.SAVED:
                self._hear(waiting.cast.session_id)
