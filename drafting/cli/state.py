"""The installation a command works on: its settings and its database, brought up to date before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drafting import queries
from drafting.database import Database, open_database
from drafting.errors import NotFoundError
from drafting.migrations import upgrade
from drafting.settings import load_settings


@contextmanager
def open_state(data_dir: Path | None) -> Iterator[Database]:
    """The database of the settings, made or upgraded if it has to be."""
    database = open_database(load_settings(data_dir))
    try:
        upgrade(database)
        yield database
    finally:
        database.dispose()


def choose_conference(database: Database, conference_id: str | None) -> str:
    """The conference named on the command line, else the newest; raises NotFoundError where there is none."""
    with database.read() as session:
        known = [row.id for row in queries.conferences.list_conferences(session)]
    if not known:
        raise NotFoundError("Es gibt noch keine Konferenz. Bitte zuerst „drafting conference create“ aufrufen.")
    if conference_id is not None and conference_id not in known:
        raise NotFoundError("Diese Konferenz gibt es nicht. „drafting conference list“ zeigt alle.")
    return conference_id or known[0]
