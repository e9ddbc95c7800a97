"""A conference on a real database, and a browser for each role that talks to the application without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from drafting.database import Database
from drafting.settings import Settings
from drafting.web.app import create_app
from tests.site import Site
from tests.states import CopiedDatabase


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an installation of its own for each test."""
    return Settings(data_dir=tmp_path, base_url="https://konferenz.example")


@pytest.fixture
def database(settings: Settings, sqlite_database: CopiedDatabase) -> Iterator[Database]:
    """The database of this test's installation, its tables made."""
    with sqlite_database.use(settings.data_dir / "drafting.sqlite") as database:
        yield database


@pytest.fixture
def app(settings: Settings, database: Database) -> Starlette:
    """The whole application on this test's database."""
    return create_app(settings, database=database)


@pytest.fixture
def site(app: Starlette, database: Database) -> Site:
    """A conference with one person of each role."""
    return Site(app, database)
