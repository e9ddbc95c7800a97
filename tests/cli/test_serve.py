"""``drafting serve`` as a process: it answers, and it ends when told to, also with phones on the line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from drafting import services
from drafting.cli.serve import change_address
from drafting.database import Database
from drafting.settings import Settings
from tests.tables import open_new

START = "from drafting.cli.main import main; main()"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with its tables, where the server will find it."""
    database = open_new(tmp_path)
    yield database
    database.dispose()


def sign_in(database: Database) -> str:
    """Return the session of a participant of a new conference."""
    with database.write() as work:
        conference_id = services.conferences.create(work, name="Fachkonferenz")
        person_id = services.people.add_person(work, conference_id, name="Ada", actor="system")
        code = services.people.issue_code(work, person_id, actor="system").code
    with database.write() as work:
        return services.people.sign_in_with_code(work, code).token


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_the_server_ends_when_told_to_although_a_page_is_open(tmp_path: Path, database: Database) -> None:
    token, port = sign_in(database), free_port()
    arguments = [sys.executable, "-c", START, "serve", "--port", str(port), "--data-dir", str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = ""
        while "running on" not in said:
            line = server.stderr.readline()
            assert line, said
            said += line
        address = f"http://127.0.0.1:{port}"
        with httpx2.stream("GET", f"{address}/live?t=now", cookies={"drafting": token}, timeout=30) as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith(":")
            server.send_signal(signal.SIGTERM)
            for _line in lines:
                pass
        server.communicate(timeout=30)
        assert server.returncode in (0, -signal.SIGTERM)


def test_the_address_of_links_follows_the_command_line() -> None:
    settings = change_address(Settings(), host=None, port=8123)
    assert (settings.port, settings.base_url) == (8123, "http://127.0.0.1:8123")


def test_an_address_set_for_people_stays() -> None:
    settings = change_address(Settings(base_url="https://konferenz.example"), host="0.0.0.0", port=8123)
    assert (settings.host, settings.base_url) == ("0.0.0.0", "https://konferenz.example")


def test_without_options_nothing_changes() -> None:
    assert change_address(Settings(), host=None, port=None) == Settings()
