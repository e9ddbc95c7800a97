"""Databases for the tests of models, services and queries: each test runs on SQLite and on PostgreSQL.

Both are made by the migrations, once; a test gets a copy of the SQLite file, or the PostgreSQL tables emptied.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from drafting.database import Database
from drafting.events import Event
from drafting.migrations import upgrade
from drafting.models import Base

SECRET = b"a key for tests"
_TABLES = ", ".join(f'"{name}"' for name in Base.metadata.tables)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "drafting.sqlite"
    database = Database(f"sqlite:///{path}", secret=SECRET)
    upgrade(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[Database]:
    """A database of its own on the PostgreSQL server of scripts/test, dropped at the end."""
    server = os.environ.get("DRAFTING_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("DRAFTING_TEST_POSTGRES_URL is not set")
    name = f"drafting_test_{secrets.token_hex(6)}"
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    database = Database(url, secret=SECRET)
    upgrade(database)
    yield database
    database.dispose()
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = tmp_path / "drafting.sqlite"
        shutil.copy(template, path)
        database = Database(f"sqlite:///{path}", secret=SECRET)
        yield database
        database.dispose()
        return
    shared: Database = request.getfixturevalue("postgres_database")
    with shared.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {_TABLES}"))
    listeners = list(shared.listeners)
    yield shared
    shared.listeners[:] = listeners


@pytest.fixture
def events(database: Database) -> list[Event]:
    """What was published since the test began."""
    heard: list[Event] = []
    database.subscribe(heard.append)
    return heard
