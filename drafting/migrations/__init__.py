"""Migrations: bringing a database of any age to the tables of this version, without loss."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from drafting.database import Database


def upgrade(database: Database) -> None:
    """Bring the database to the newest version; one that is new already is left as it is."""
    with database.engine.connect() as connection:
        command.upgrade(_config(connection), "head")


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", "drafting:migrations")
    config.attributes["connection"] = connection
    return config
