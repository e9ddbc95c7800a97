"""Databases for the tests of models, services and queries: each test runs on SQLite and on PostgreSQL.

Both are made by the migrations, once; a test gets a copy of the SQLite file, or the PostgreSQL tables emptied.
Either kind keeps its engine for the whole run: what SQLAlchemy has compiled for one test serves all that follow.
"""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, make_url, text

from drafting.database import Database
from drafting.events import Event
from drafting.keyring import Keyring
from drafting.migrations import upgrade

SECRET = b"a key for tests"
_FILLED = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"
)


class SqliteFiles:
    """One SQLite database for a whole run, whose file is another one for every test."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._path = template
        self._database = Database(f"sqlite:///{template}", secret=SECRET, keys=template.parent / "keys")
        event.listen(self._database.engine, "do_connect", self._open_present_file)
        event.listen(self._database.engine, "connect", _write_in_memory)

    @contextmanager
    def use(self, path: Path) -> Iterator[Database]:
        """The database on a new file, with every table and nothing in it."""
        shutil.copy(self._template, path)
        self._path = path
        self._database.keyring = Keyring(path.parent / "keys")
        yield self._database
        self._database.listeners.clear()
        self._database.dispose()

    def _open_present_file(self, dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> None:
        arguments[0] = str(self._path)


def _write_in_memory(connection: sqlite3.Connection, record: Any) -> None:
    # No test pulls the plug; that the product waits for the disk is seen in tests/models/test_database.py.
    connection.execute("PRAGMA synchronous=OFF")


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: all modules and tests, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "drafting.sqlite"
    database = Database(f"sqlite:///{path}", secret=SECRET, keys=path.parent)
    upgrade(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_files(sqlite_template: Path) -> SqliteFiles:
    """Where tests get their SQLite databases from."""
    return SqliteFiles(sqlite_template)


@pytest.fixture(scope="session")
def postgres_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of its own on the PostgreSQL server of scripts/test, dropped at the end."""
    server = os.environ.get("DRAFTING_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("DRAFTING_TEST_POSTGRES_URL is not set")
    name = f"drafting_test_{secrets.token_hex(6)}"
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    database = Database(url, secret=SECRET, keys=tmp_path_factory.mktemp("keys"))
    upgrade(database)
    yield database
    database.dispose()
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


def empty(database: Database) -> None:
    """Take every row out of a PostgreSQL database, and the room it had."""
    # A tenth of the time of TRUNCATE, which makes new files for all tables, used or not. VACUUM shortens the files:
    # PostgreSQL would fill gaps, and rows come in another order to a test that has not asked for one.
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        names = [f'"{name}"' for name in connection.scalars(_FILLED)]
        if names:
            # In one statement, because demands and polls point to each other.
            deletions = ", ".join(f"e{number} AS (DELETE FROM {name})" for number, name in enumerate(names))
            # Everything goes, so nobody need look for each row whether another points to it.
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.exec_driver_sql(f"WITH {deletions} SELECT")
            connection.exec_driver_sql("RESET session_replication_role")
            connection.exec_driver_sql(f"VACUUM (PROCESS_TOAST off) {', '.join(names)}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        with files.use(tmp_path / "drafting.sqlite") as database:
            yield database
        return
    shared: Database = request.getfixturevalue("postgres_database")
    empty(shared)
    yield shared
    shared.listeners.clear()


@pytest.fixture
def events(database: Database) -> list[Event]:
    """What was published since the test began."""
    heard: list[Event] = []
    database.subscribe(heard.append)
    return heard
