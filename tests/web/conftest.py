"""A conference on a real database, and a browser for each role that talks to the application without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from drafting.database import Database, open_database
from drafting.migrations import upgrade
from drafting.settings import Settings
from drafting.web.app import create_app
from tests.hall import Hall


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and nothing in it: migrating once is enough."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("empty"))
    database = open_database(settings)
    upgrade(database)
    database.dispose()
    return settings.data_dir


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """The settings of an installation of its own for each test."""
    shutil.copytree(empty_database, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data", base_url="https://konferenz.example")


@pytest.fixture
def database(settings: Settings) -> Database:
    """The database of this test's installation."""
    return open_database(settings)


@pytest.fixture
def app(settings: Settings, database: Database) -> Starlette:
    """The whole application on this test's database."""
    return create_app(settings, database=database)


@pytest.fixture
def hall(app: Starlette, database: Database) -> Iterator[Hall]:
    """A conference with one person of each role."""
    hall = Hall(app, database)
    yield hall
    database.dispose()
