"""How alembic reaches the database: a connection it is given, that of the settings, or one in memory for a check."""

from __future__ import annotations

import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, create_engine
from sqlalchemy.types import TypeEngine

from drafting.models import Base
from drafting.models.base import UtcDateTime
from drafting.settings import load_settings


def render_item(kind: str, item: Any, autogen_context: AutogenContext) -> str | Literal[False]:
    """Write plain column types into migrations: they must not change when the models' own types do."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def same_type(
    context_: object, inspected: object, metadata: object, seen: TypeEngine[object], wanted: TypeEngine[object]
) -> bool | None:
    """Leave the comparison of types to alembic, except for moments, whose decorator it does not know."""
    return False if isinstance(wanted, UtcDateTime) else None


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction; SQLite tables are copied (batch), with foreign keys off meanwhile."""
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _set_foreign_keys(connection, on=False)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=same_type,
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.in_transaction():
        connection.commit()
    if is_sqlite:
        _set_foreign_keys(connection, on=True)


def _set_foreign_keys(connection: Connection, *, on: bool) -> None:
    # The pragma has no effect inside a transaction, and everything SQLAlchemy runs is inside one.
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def run() -> None:
    """Migrate the connection given by the caller, else the database of the settings.

    Where nothing is set and there is no database yet, `alembic check` compares the models with one in memory.
    """
    given = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    settings = load_settings()
    is_set = any(f"DRAFTING_{name}" in os.environ for name in ("DATABASE_URL", "DATA_DIR"))
    in_memory = not is_set and not (settings.data_dir / "drafting.sqlite").exists()
    if settings.is_sqlite and not in_memory:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    with create_engine("sqlite://" if in_memory else settings.url).connect() as connection:
        if in_memory:
            _bring_up(connection)
        migrate(connection)


def _bring_up(connection: Connection) -> None:
    head = context.script.get_current_head()
    if head is None:
        return
    steps = context.script.walk_revisions()
    with Operations.context(MigrationContext.configure(connection, opts={"render_as_batch": True})):
        for step in reversed(list(steps)):
            step.module.upgrade()
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (head,))
    connection.commit()


run()
