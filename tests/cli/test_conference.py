"""A real conference begins on the command line: create, organizer, people, verify, letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drafting import queries, services
from drafting.cli.main import drafting
from drafting.database import Database, open_database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.settings import Settings
from tests import make

TABLE = """\
Name;Vorname;Kommune;E-Mail;Rolle;Arbeitsgruppe
Dorn;Dora;Stadt Ulm;dorn@ulm.example;Teilnahme;Recht
Esch;Emil;Stadt Aalen;esch@aalen.example;Moderation;Recht
"""


def run(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(drafting, [*arguments, "--data-dir", str(data_dir)])


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A data directory in which a conference was created."""
    assert run(tmp_path, "conference", "create", "Fachkonferenz").exit_code == 0
    return tmp_path


def opened(data_dir: Path) -> Database:
    return open_database(Settings(data_dir=data_dir))


def test_a_conference_is_created_in_an_empty_directory_and_listed(tmp_path: Path) -> None:
    created = run(tmp_path / "neu", "conference", "create", "Fachkonferenz", "--from", "2026-11-05")
    listed = run(tmp_path / "neu", "conference", "list")

    assert created.exit_code == 0
    assert created.output.strip() in listed.output
    assert "Fachkonferenz" in listed.output


def test_the_printed_link_signs_an_organizer_in(begun: Path) -> None:
    link = run(begun, "organizer", "add", "Nora Neu").stdout.strip()

    assert link.startswith("http://127.0.0.1:8000/anmelden/link/")
    database = opened(begun)
    with database.write() as work:
        token = services.people.sign_in_with_link(work, link.rsplit("/", 1)[1]).token
    with database.read() as session:
        assert queries.people.get_viewer(session, token).may_organize
    database.dispose()


def test_people_are_imported_once(begun: Path, tmp_path: Path) -> None:
    table = tmp_path / "leute.csv"
    table.write_text(TABLE, encoding="utf-8")

    first, second = run(begun, "people", "import", str(table)), run(begun, "people", "import", str(table))
    listed = run(begun, "people", "list")

    assert first.stdout.strip() == "2 neu, 0 schon angemeldet"
    assert second.stdout.strip() == "0 neu, 2 schon angemeldet"
    assert "Dora Dorn, Stadt Ulm, Recht" in listed.stdout


def test_codes_are_printed_once_and_sign_in(begun: Path, tmp_path: Path) -> None:
    table = tmp_path / "leute.csv"
    table.write_text(TABLE, encoding="utf-8")
    run(begun, "people", "import", str(table))

    rows = [line.split(";") for line in run(begun, "people", "codes").stdout.splitlines()]

    assert rows[0][:2] == ["Name", "Kommune"]
    assert len(rows) == 3
    database = opened(begun)
    with database.write() as work:
        assert services.people.sign_in_with_code(work, rows[1][3]).token
    database.dispose()


def test_without_a_conference_the_way_to_one_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "organizer", "add", "Nora Neu")

    assert isinstance(result.exception, NotFoundError)
    assert "drafting conference create" in result.exception.message


def test_a_conference_that_is_not_there_is_named(begun: Path) -> None:
    result = run(begun, "verify", "--conference", "nirgends")

    assert isinstance(result.exception, NotFoundError)


def test_a_file_that_is_not_there_is_named(begun: Path) -> None:
    result = run(begun, "people", "import", str(begun / "nichts.csv"))

    assert isinstance(result.exception, InvalidInputError)
    assert "nichts.csv" in result.exception.message


def test_verify_tells_what_agrees_and_what_does_not(begun: Path) -> None:
    assert run(begun, "verify").exit_code == 0
    database = opened(begun)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE journal_entries SET actor = 'niemand'")
    database.dispose()

    result = run(begun, "verify")

    assert result.exit_code == 1
    assert "verändert" in result.stderr


def test_the_letter_is_written_as_a_word_file(begun: Path) -> None:
    database = opened(begun)
    hall = make.hall(database)
    database.dispose()

    result = run(begun, "letter", "export", "--conference", hall.id, "-o", str(begun / "brief.docx"))

    assert result.exit_code == 0, result.output
    assert (begun / "brief.docx").read_bytes().startswith(b"PK")


def test_settings_are_changed_and_the_rest_stays(begun: Path) -> None:
    done = run(begun, "conference", "set", "--length-budget", "12000", "--closes-at", "2026-11-20T18:00")
    assert done.exit_code == 0
    run(begun, "conference", "set", "--no-reasons", "--minimum-supporters", "3", "--no-deadline")

    database = opened(begun)
    with database.read() as session:
        settings = queries.settings.get_settings(session, queries.conferences.find_conference_id(session) or "")
    database.dispose()
    assert (settings.length_budget, settings.minimum_supporters, settings.requires_reason) == (12_000, 3, False)
    assert settings.amendments_close_at is None
