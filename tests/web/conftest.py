"""A conference on a real database, and a browser for each role that talks to the application without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from drafting.database import Database, open_database
from drafting.settings import Settings
from drafting.web.app import create_app
from tests.site import Site


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    """The settings of an installation of its own for each test, its tables made."""
    settings = Settings(data_dir=tmp_path, base_url="https://konferenz.example")
    shutil.copy(sqlite_template, tmp_path / "drafting.sqlite")
    return settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """The database of this test's installation."""
    database = open_database(settings)
    yield database
    database.dispose()


@pytest.fixture
def app(settings: Settings, database: Database) -> Starlette:
    """The whole application on this test's database."""
    return create_app(settings, database=database)


@pytest.fixture
def site(app: Starlette, database: Database) -> Site:
    """A conference with one person of each role."""
    return Site(app, database)
