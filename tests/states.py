"""States in which tests begin: made by the services once in a run, and copied for every test from then on."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, event, text

from drafting.database import Database
from drafting.keyring import Keyring

SECRET = b"a key for tests"
# For a test of rules, texts, rights or refusals that sends no statement, with the same fields empty and as many rows
# found, that another test does not send to PostgreSQL.
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
T = TypeVar("T")
_FILLED = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"
)


def begin(database: Database, step: str, make: Callable[[], T]) -> T:
    """Make something every test makes in the same way, or begin with a copy in which it is made; returns what it gave.

    ``step`` names it. Copied are its rows with their ids, secrets and moments; what they are must not matter.
    """
    return database.reach(step, make) if isinstance(database, CopiedDatabase | EmptiedDatabase) else make()


class CopiedDatabase(Database):
    """One SQLite database for a whole run, whose file is another one for every test.

    The file is copied when somebody connects. Until then the state it will be in may be any that was made before.
    """

    def __init__(self, template: Path) -> None:
        super().__init__(f"sqlite:///{template}", secret=SECRET, keys=template.parent / "keys")
        self._made: dict[tuple[str, ...], tuple[Path, Any]] = {(): (template, None)}
        self._path = template
        self._state: tuple[str, ...] | None = None
        self._connecting = threading.Lock()
        event.listen(self.engine, "do_connect", self._open_present_file)
        event.listen(self.engine, "connect", _write_in_memory)

    @contextmanager
    def use(self, path: Path) -> Iterator[Database]:
        """The database on a new file, with every table and nothing in it."""
        self._path, self._state = path, ()
        self.keyring = Keyring(path.parent / "keys")
        try:
            yield self
        finally:
            # Whatever has failed, the next one gets it clean.
            self.listeners.clear()
            self.dispose()

    def reach(self, step: str, make: Callable[[], T]) -> T:
        """See ``begin``: once a test has done anything by itself, or listens, all that follows is done for it alone."""
        before = self._state
        if before is None or self.listeners:
            return make()
        state = (*before, step)
        if state not in self._made:
            made = make()
            # Only a database that nobody is connected to is in one file.
            self.dispose()
            kept = self._made[()][0].with_name(f"{len(self._made)}.sqlite")
            self._path.rename(kept)
            self._made[state] = (kept, made)
        self._state = state
        found: T = self._made[state][1]
        return found

    def _open_present_file(self, dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
        with self._connecting:
            if self._state is not None:
                shutil.copyfile(self._made[self._state][0], self._path)
                self._state = None
        arguments[0] = str(self._path)


class EmptiedDatabase(Database):
    """One PostgreSQL database for a whole run, emptied for every test."""

    def __init__(self, url: str, *, keys: Path) -> None:
        super().__init__(url, secret=SECRET, keys=keys)
        self._made: dict[str, tuple[str, Any]] = {}
        self._is_empty = False
        event.listen(self.engine, "checkout", self._note_use)

    @contextmanager
    def use(self) -> Iterator[Database]:
        """The database with every table and nothing in it."""
        self.empty()
        self._is_empty = True
        try:
            yield self
        finally:
            self.listeners.clear()

    def reach(self, step: str, make: Callable[[], T]) -> T:
        """See ``begin``: what is made first in an empty database is kept in a schema beside it."""
        if not self._is_empty or self.listeners:
            return make()
        if step in self._made:
            with self.engine.begin() as connection:
                _run(connection, self._made[step][0])
        else:
            made = make()
            self._made[step] = (self._keep(step), made)
        found: T = self._made[step][1]
        return found

    def _keep(self, step: str) -> str:
        """Keep all rows; returns the statements that bring them back."""
        with self.engine.begin() as connection:
            names = [f'"{name}"' for name in connection.scalars(_FILLED)]
            _run(
                connection,
                f'CREATE SCHEMA "{step}"',
                *(f'CREATE TABLE "{step}".{name} AS TABLE {name}' for name in names),
            )
        # What was whole when it was kept is whole again: nobody need look whether what a row points to is there.
        fill = (f'INSERT INTO {name} TABLE "{step}".{name}' for name in names)
        return "; ".join(("SET LOCAL session_replication_role = replica", *fill))

    def empty(self) -> None:
        """Take every row out, and the room it had."""
        # A tenth of the time of TRUNCATE, which makes new files for all tables, used or not. VACUUM shortens the files:
        # PostgreSQL would fill gaps, and rows come in another order to a test that has not asked for one.
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            names = [f'"{name}"' for name in connection.scalars(_FILLED)]
            if names:
                # In one statement, because demands and polls point to each other.
                deletions = ", ".join(f"e{number} AS (DELETE FROM {name})" for number, name in enumerate(names))
                # Everything goes, so nobody need look for each row whether another points to it.
                replica = "session_replication_role"
                _run(connection, f"SET {replica} = replica", f"WITH {deletions} SELECT", f"RESET {replica}")
                connection.exec_driver_sql(f"VACUUM (PROCESS_TOAST off) {', '.join(names)}")

    def _note_use(self, *_: Any) -> None:
        self._is_empty = False


def _run(connection: Connection, *statements: str) -> None:
    """Run statements on PostgreSQL at one go."""
    connection.execution_options(no_parameters=True).exec_driver_sql("; ".join(statements))


def _write_in_memory(connection: sqlite3.Connection, record: Any) -> None:
    # No test pulls the plug; that the product waits for the disk is seen in tests/models/test_database.py.
    connection.execute("PRAGMA synchronous=OFF")
