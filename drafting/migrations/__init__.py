"""Migrations: bringing a database of any age to the tables of this version, without loss."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from drafting.database import Database

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(database: Database) -> None:
    """Bring the database to the newest version; one that is new already is left as it is."""
    with database.engine.connect() as connection:
        is_new = _is_new(connection)
    if is_new:
        return
    # Loaded only where there is something to do: a server that starts again is there sooner.
    from alembic import command

    with database.engine.connect() as connection:
        command.upgrade(_config(connection), "head")


def newest() -> str:
    """The newest version's revision: what the last file's name begins with."""
    return max(path.name for path in Path(__file__).parent.glob("versions/[0-9]*.py")).split("_")[0]


def _is_new(connection: Connection) -> bool:
    if not inspect(connection).has_table("alembic_version"):
        return False
    return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [newest()]


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "drafting:migrations")
    config.attributes["connection"] = connection
    return config
