"""New databases for tests that open one by themselves: the tables are made by the migrations once in a run."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from drafting.database import Database, open_database
from drafting.migrations import upgrade
from drafting.settings import Settings, load_settings


@cache
def _file() -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        database = open_database(Settings(data_dir=Path(directory)))
        upgrade(database)
        database.dispose()
        return (Path(directory) / "drafting.sqlite").read_bytes()


def open_new(directory: Path) -> Database:
    """Open the database of a new installation in a directory, with every table and nothing in it."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "drafting.sqlite").write_bytes(_file())
    return open_database(load_settings(directory))
