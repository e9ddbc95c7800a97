"""Databases for the tests of models, services and queries: each test runs on SQLite and on PostgreSQL.

A test that varies only rules, texts, rights or refusals runs on SQLite alone (``SQLITE``), as long as others send all
its statements to PostgreSQL. Both are made by the migrations, once; a test gets a copy of the SQLite file, or
the PostgreSQL tables emptied. Either kind keeps its engine for the whole run: what SQLAlchemy has compiled for one test
serves all that follow.
"""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from drafting.database import Database
from drafting.events import Event
from drafting.migrations import upgrade
from tests.states import SECRET, CopiedDatabase, EmptiedDatabase


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays until the end: all modules and tests, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _hurry() -> Iterator[None]:
    """Let files behind a page be written in turn: at the lowest priority they starve beside tests on all cores."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("drafting.web.jobs._NICE", 0)
        patch.setattr("drafting.services.attachments._NICE", 0)
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and nothing in it."""
    path = tmp_path_factory.mktemp("template") / "drafting.sqlite"
    database = Database(f"sqlite:///{path}", secret=SECRET, keys=path.parent)
    upgrade(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def sqlite_database(sqlite_template: Path) -> CopiedDatabase:
    """The SQLite database of all tests; each uses it with a file of its own."""
    return CopiedDatabase(sqlite_template)


@pytest.fixture(scope="session")
def postgres_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmptiedDatabase]:
    """A database of its own on the PostgreSQL server of scripts/test, dropped at the end."""
    server = os.environ.get("DRAFTING_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("DRAFTING_TEST_POSTGRES_URL is not set")
    name = f"drafting_test_{secrets.token_hex(6)}"
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    database = EmptiedDatabase(url, keys=tmp_path_factory.mktemp("keys"))
    upgrade(database)
    yield database
    database.dispose()
    with administration.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    administration.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once of each kind."""
    if request.param == "sqlite":
        copied: CopiedDatabase = request.getfixturevalue("sqlite_database")
        with copied.use(tmp_path / "drafting.sqlite") as database:
            yield database
        return
    emptied: EmptiedDatabase = request.getfixturevalue("postgres_database")
    with emptied.use() as database:
        yield database


@pytest.fixture
def events(database: Database) -> list[Event]:
    """What was published since the test began."""
    heard: list[Event] = []
    database.subscribe(heard.append)
    return heard
