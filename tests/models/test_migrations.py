"""The migrations make what the models say, from any age of database, and lose nothing."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, inspect, make_url, select
from sqlalchemy.exc import IntegrityError

from drafting import queries
from drafting.database import Database
from drafting.migrations import newest, upgrade
from drafting.models import Amendment, Base, Conference, DemandVersion, Edition, Paper, Person, Poll, VersionAmendment
from drafting.rules.paper_details import Details
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


def test_the_newest_revision_is_known_without_loading_what_migrates() -> None:
    config = Config()
    config.set_main_option("script_location", "drafting:migrations")
    assert newest() == ScriptDirectory.from_config(config).get_current_head()


def test_every_migration_is_titled_with_a_sentence() -> None:
    import drafting.migrations.versions as versions

    files = [path for path in Path(versions.__path__[0]).glob("*.py") if path.name != "__init__.py"]
    assert files
    for path in files:
        title = path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0].strip()
        assert len(title.split()) > 3, path.name


@pytest.fixture(params=["sqlite", "postgresql"])
def first_release(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database as the first release left it: a demand of two versions, of which an amendment brought the second."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.sqlite'}", secret=b"", keys=tmp_path)
        yield _fill_first_release(database)
        database.dispose()
        return
    server = os.environ.get("DRAFTING_TEST_POSTGRES_URL")
    if not server:
        pytest.skip("DRAFTING_TEST_POSTGRES_URL is not set")
    administration = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"drafting_old_{secrets.token_hex(6)}"
    with administration.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    database = Database(
        make_url(server).set(database=name).render_as_string(hide_password=False), secret=b"", keys=tmp_path
    )
    yield _fill_first_release(database)
    database.dispose()
    with administration.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
    administration.dispose()


def _fill_first_release(database: Database) -> Database:
    config = Config()
    config.set_main_option("script_location", "drafting:migrations")
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with database.engine.begin() as connection:
        for statement in FIRST_RELEASE.strip().split(";\n"):
            connection.exec_driver_sql(statement)
    return database


FIRST_RELEASE = """
INSERT INTO conferences (id, name, place, phase, requires_reason, rule, line_width, last_poll_number, journal_number,
 journal_hash, created_at) VALUES ('c', 'Konferenz', '', 'open', true, 'simple', 80, 1, 0, '', '2026-01-01');
INSERT INTO people (id, conference_id, name, municipality, function, email, role, badge, created_at)
 VALUES ('p', 'c', 'Ada Amsel', 'Stadt Calw', '', '', 'participant', 'b', '2026-01-01');
INSERT INTO papers (id, conference_id, title, subtitle, date, place, signatories, source, last_amendment_number,
 created_at) VALUES ('paper', 'c', 'Papier', 'Stellungnahme', 'Stand: 2025', 'Ulm', '[]', '', 1, '2026-01-01');
INSERT INTO editions (id, paper_id, kind, name, created_at) VALUES ('e', 'paper', 'import', 'Eingelesen', '2026-01-01');
INSERT INTO demands (id, paper_id, kind, number, position, title, version_number, is_struck)
 VALUES ('d', 'paper', 'demand', '1', 1, 'Titel', 2, false);
INSERT INTO demands (id, paper_id, kind, number, position, title, version_number, is_struck)
 VALUES ('struck', 'paper', 'demand', '2', 2, 'Titel', 1, true);
INSERT INTO demand_versions (id, demand_id, number, text, edits, provenance, source, reason, created_by, created_at)
 VALUES ('s1', 'struck', 1, '#', '[]', '[]', 'amendment', '', 'system', '2026-01-01');
INSERT INTO demand_versions (id, demand_id, number, text, edits, provenance, source, reason, created_by, created_at)
 VALUES ('v1', 'd', 1, '# Titel', '[]', '[]', 'import', '', 'system', '2026-01-01');
INSERT INTO amendments (id, conference_id, paper_id, number, kind, demand_id, proposer_id, state, fit, revision_number,
 needs_answer, is_kept, headline, editorial, reason, submitted_at)
 VALUES ('a', 'c', 'paper', 1, 'change', 'd', 'p', 'adopted', 'applies', 1, false, false, '', false, '', '2026-01-01');
INSERT INTO amendment_revisions (id, amendment_id, number, cause, base_version_id, text, edits, sentences, reason,
 created_at) VALUES ('r', 'a', 1, 'submitted', 'v1', '# Titel neu', '[]', '[]', '', '2026-01-01');
INSERT INTO demand_versions (id, demand_id, number, text, edits, provenance, source, amendment_id, revision_id, reason,
 created_by, created_at) VALUES ('v2', 'd', 2, '# Titel neu', '[]', '[]', 'amendment', 'a', 'r', '', 'p', '2026-01-01');
INSERT INTO polls (id, conference_id, number, question, kind, state, amendment_id, present_only, rule, entitled, yes,
 no, abstain, invalid, verdict, formula, annul_reason, created_at)
 VALUES ('poll', 'c', 1, 'amendment', 'open', 'open', 'a', true, 'simple', 1, 0, 0, 0, 0, '', '', '', '2026-01-01')
"""


def test_a_database_of_the_first_release_keeps_everything(first_release: Database) -> None:
    upgrade(first_release)

    check(first_release)
    with first_release.read() as session:
        link = session.scalars(select(VersionAmendment)).one()
        assert (link.version_id, link.amendment_id, link.revision_id, link.is_partial) == ("v2", "a", "r", False)
        assert session.get_one(Amendment, "a").outcome_note == ""
        lines = Details("Papier", "Stellungnahme", "Stand: 2025", "Ulm")
        assert (session.get_one(Paper, "paper").details, session.get_one(Edition, "e").details) == (lines, lines)
        assert session.get_one(Person, "p").mail_rhythm == "daily"
        assert session.get_one(Conference, "c").pull_out_threshold == 1
        assert (session.get_one(Poll, "poll").counts_by, session.get_one(Poll, "poll").most_choices) == ("person", 1)
        assert [session.get_one(DemandVersion, name).is_struck for name in ("v2", "s1")] == [False, True]


POLL_AGAIN = """
INSERT INTO polls (id, conference_id, number, question, kind, state, amendment_id, present_only, rule, entitled, yes,
 no, abstain, invalid, verdict, formula, annul_reason, created_at)
 VALUES ('again', 'c', 2, 'amendment', 'open', 'open', 'a', true, 'simple', 1, 0, 0, 0, 0, '', '', '', '2026-01-01')
"""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE amendments SET kind = 'new'",
        "UPDATE amendments SET kind = 'move', demand_id = NULL",
        "UPDATE polls SET yes = 2",
        POLL_AGAIN,
        "UPDATE demands SET kind = 'other'",
    ],
)
def test_what_the_tables_refused_they_still_refuse(first_release: Database, statement: str) -> None:
    upgrade(first_release)

    with pytest.raises(IntegrityError), first_release.engine.begin() as connection:
        connection.exec_driver_sql(statement)
