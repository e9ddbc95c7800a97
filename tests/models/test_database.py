"""What the two kinds of sessions promise: one writer, readers never waiting, events after commit."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from drafting import services
from drafting.database import Database, open_database
from drafting.errors import RecordedRefusalError
from drafting.events import Event, PhaseChanged
from drafting.models import Conference, FailedAttempt, Panel
from drafting.settings import Settings, load_settings

CHANGED = PhaseChanged(conference_id="k", phase="open")


def test_events_go_out_after_the_commit(database: Database) -> None:
    seen: list[tuple[Event, str]] = []

    def listen(happened: Event) -> None:
        with database.read() as session:
            seen.append((happened, session.scalars(select(Conference.name)).one()))

    database.subscribe(listen)
    with database.write() as work:
        work.session.add(Conference(name="Neu"))
        work.publish(CHANGED)
        assert seen == []

    assert seen == [(CHANGED, "Neu")]


def fail_in_write(database: Database, error: Exception) -> None:
    with database.write() as work:
        work.session.add(Conference(name="Neu"))
        work.publish(CHANGED)
        raise error


def test_an_error_keeps_nothing_and_tells_nobody(database: Database, events: list[Event]) -> None:
    with pytest.raises(RuntimeError):
        fail_in_write(database, RuntimeError())

    with database.read() as session:
        assert session.scalars(select(Conference)).all() == []
    assert events == []


def test_a_recorded_refusal_keeps_its_mark_and_tells_nobody(database: Database, events: list[Event]) -> None:
    with pytest.raises(RecordedRefusalError):
        fail_in_write(database, RecordedRefusalError())

    with database.read() as session:
        assert len(session.scalars(select(Conference)).all()) == 1
    assert events == []


def test_counting_in_many_threads_loses_nothing(database: Database) -> None:
    with database.write() as work:
        work.session.add(Conference(id="k", name="Zähler"))

    def count() -> None:
        for _ in range(10):
            with database.write() as work:
                services.journal.append(work, "k", "test.counted", actor="system")

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as session:
        assert session.get_one(Conference, "k").journal_number == 60


def test_reading_does_not_wait_for_a_writer_nor_see_its_work(database: Database) -> None:
    with database.write() as work:
        work.session.add(Conference(name="Neu"))
        work.session.flush()
        with database.read() as session:
            assert session.scalars(select(Conference)).all() == []


def test_what_a_reader_sees_does_not_change_under_it(database: Database) -> None:
    with database.read() as session:
        assert session.scalars(select(Conference.name)).all() == []
        with database.write() as work:
            work.session.add(Conference(name="Neu"))
        assert session.scalars(select(Conference.name)).all() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL has many writers
def test_a_unit_of_work_inside_another_is_an_error_and_no_standstill(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError, match="writing already"), database.write():
        pass


def test_rows_that_belong_to_nothing_are_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as work:
        work.session.add(Panel(conference_id="nirgends", name="Recht", position=1))


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    from datetime import datetime

    with pytest.raises(StatementError, match="zone"), database.write() as work:
        work.session.add(FailedAttempt(prefix="K7QM", at=datetime(2026, 11, 5)))  # noqa: DTZ001


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    database = open_database(Settings(data_dir=tmp_path))
    with database.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    database.dispose()

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }


def test_settings_come_from_the_environment_and_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "drafting.env").write_text("DRAFTING_BASE_URL=https://konferenz.example\nDRAFTING_PORT=8001\n")
    monkeypatch.setenv("DRAFTING_PORT", "8002")
    monkeypatch.setenv("DRAFTING_DATABASE_URL", "postgresql://host/name")

    settings = load_settings(tmp_path)

    assert (settings.base_url, settings.port) == ("https://konferenz.example", 8002)
    assert settings.url == "postgresql+psycopg://host/name"
    assert settings.data_dir == tmp_path


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)

    assert settings.read_secret() == settings.read_secret()
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
