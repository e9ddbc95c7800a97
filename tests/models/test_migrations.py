"""The migrations make what the models say, from any age of database, and lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import inspect, select

from drafting import queries
from drafting.database import Database
from drafting.migrations import upgrade
from drafting.models import Base, Conference
from tests import make


def check(database: Database) -> None:
    """Raise CommandError where tables and models differ."""
    config = Config()
    config.set_main_option("script_location", "drafting:migrations")
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.check(config)


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    check(database)

    assert set(inspect(database.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the PostgreSQL one is shared by many tests
def test_a_column_that_is_missing_would_be_seen(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE conferences DROP COLUMN place")

    with pytest.raises(CommandError, match="New upgrade operations"):
        check(database)


def test_upgrading_again_keeps_everything(database: Database) -> None:
    hall = make.hall(database)
    hall.decide(hall.propose("alle", "viele"), "yes")

    upgrade(database)

    with database.read() as session:
        assert session.scalars(select(Conference.id)).all() == [hall.id]
        assert queries.journal.verify(session, hall.id).is_whole


def test_every_migration_is_titled_with_a_sentence() -> None:
    import drafting.migrations.versions as versions

    files = [path for path in Path(versions.__path__[0]).glob("*.py") if path.name != "__init__.py"]
    assert files
    for path in files:
        title = path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0].strip()
        assert len(title.split()) > 3, path.name
