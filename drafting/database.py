"""The engine, the two ways to use it (reading, writing), and the unit of work that publishes after commit.

SQLite: the driver's own transactions are off and every transaction is begun here. A writing one takes the file's
write lock at once (BEGIN IMMEDIATE), so that what it read is still true when it writes; a reading one never waits.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from drafting.errors import RecordedRefusalError
from drafting.events import CommentChanged, Event, ExampleChanged, PaperChanged
from drafting.keyring import Keyring
from drafting.models import Demand, Paper
from drafting.settings import Settings

Listener = Callable[[Event], None]

BUSY_MILLISECONDS = 10_000
# Writers wait while the log is wiped, and wiping waits for readers: so not for long; it is tried again.
WIPING_MILLISECONDS = 300
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MILLISECONDS}",
    # What closing a poll erases must not stay readable in the file's free pages.
    "PRAGMA secure_delete=ON",
    # In kB, for each connection: whatever somebody else has written empties it, and the system keeps the file as well.
    "PRAGMA cache_size=-200",
    # What is written is kept until the commit all the same, however much it is.
    "PRAGMA cache_spill=OFF",
)


class Database:
    """One engine with its writer lock and the listeners of what happened."""

    def __init__(self, url: str, *, secret: bytes, keys: Path, pool_size: int = 20) -> None:
        self.engine = _create_engine(url, pool_size)
        self.secret = secret
        self.keyring = Keyring(keys)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._writing_engine = self.engine.execution_options(drafting_writes=True)
        self._writer_lock = threading.Lock()
        self._writer: int | None = None
        self.has_traces = False
        self.listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Have ``listener`` called with each event after its commit, in the thread that wrote."""
        self.listeners.append(listener)

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session to look things up in; what it sees does not change while it is open, nothing is kept."""
        with Session(self.engine) as session:
            if not self.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def write(self) -> UnitOfWork:
        """A unit of work to be used with ``with``: committed at its end, rolled back on an error."""
        return UnitOfWork(self)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that writes, not yet committed; on SQLite all writers of a process take turns."""
        with self._turn(), Session(self._writing_engine) as session:
            session.connection()
            yield session

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if self._writer == threading.get_ident():
            raise RuntimeError("this thread is writing already: a unit of work inside another would wait for ever")
        with self._writer_lock:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None

    def publish(self, events: list[Event]) -> None:
        """Tell every listener; called by the unit of work after its commit."""
        for happened in events:
            for listener in self.listeners:
                listener(happened)

    def wipe_log(self) -> None:
        """Let nothing of what was erased stay in SQLite's log; where somebody is just reading, it ``has_traces`` still.

        Pages of the file itself are overwritten when something is erased (secure_delete); what the log has of them
        would stay until it is written over.
        """
        if not self.is_sqlite:
            return
        self.has_traces = True
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            with self._turn():
                cursor.execute(f"PRAGMA busy_timeout={WIPING_MILLISECONDS}")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                (busy, *_pages) = cursor.fetchone() or (1,)
                self.has_traces = bool(busy)
        finally:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            connection.close()

    def hash_code(self, code: str) -> str:
        """The keyed hash of a code; useless without the key outside the database."""
        return hmac.new(self.secret, code.encode(), hashlib.sha256).hexdigest()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


class UnitOfWork:
    """One transaction that writes: services use ``session`` and ``publish``, and never commit themselves."""

    session: Session

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events: list[Event] = []
        self._afterwards: list[Callable[[], None]] = []
        self.keyring = database.keyring

    def publish(self, happened: Event) -> None:
        """Note an event; listeners hear of it only once the transaction is durable."""
        self._events.append(happened)

    def afterwards(self, act: Callable[[], None]) -> None:
        """Have something done outside the database once the transaction is durable, before anybody hears of it."""
        self._afterwards.append(act)

    def wipe_log(self) -> None:
        """See ``Database.wipe_log``; to be done ``afterwards`` by whoever erases what nobody may read again."""
        self._database.wipe_log()

    def hash_code(self, code: str) -> str:
        """The keyed hash under which an access code is stored; useless without the key outside the database."""
        return self._database.hash_code(code)

    def __enter__(self) -> Self:
        self._stack = contextlib.ExitStack()
        self.session = self._stack.enter_context(self._database.writing())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._stack:
            # A refused sign-in must leave its mark, or guessing would cost nothing.
            if error is None or isinstance(error, RecordedRefusalError):
                self._stamp()
                self.session.commit()
            else:
                self.session.rollback()
        if error is None:
            for act in self._afterwards:
                act()
            self._database.publish(self._events)

    def _stamp(self) -> None:
        """Let no page show of the paper what was rendered before: whatever an event names has changed."""
        touching = [happened for happened in self._events if _touches_paper(happened)]
        if not touching:
            return
        self.session.flush()
        demand_ids = {getattr(happened, "demand_id", "") for happened in touching} - {""}
        conference_ids = {happened.conference_id for happened in touching}
        for statement in (
            update(Demand).where(Demand.id.in_(demand_ids)).values(stamp=Demand.stamp + 1),
            update(Paper).where(Paper.conference_id.in_(conference_ids)).values(stamp=Paper.stamp + 1),
        ):
            self.session.execute(statement.execution_options(synchronize_session=False))


def _touches_paper(happened: Event) -> bool:
    # The paper's text shows nothing of these, and a hall that talks would have it rendered all the time.
    if isinstance(happened, CommentChanged | ExampleChanged):
        return False
    # An amendment that asks for a new demand names none yet, and is counted in its section all the same.
    return isinstance(happened, PaperChanged) or hasattr(happened, "demand_id")


def open_database(settings: Settings) -> Database:
    """The database of an installation; makes the data directory, but no tables (see ``upgrade``)."""
    if settings.is_sqlite:
        Path(str(make_url(settings.url).database)).parent.mkdir(parents=True, exist_ok=True)
    return Database(settings.url, secret=settings.read_secret(), keys=settings.keys, pool_size=settings.worker_threads)


def _create_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(url, pool_size=pool_size, max_overflow=4, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_connection)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("drafting_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
