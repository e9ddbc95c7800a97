"""Sending the letter on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drafting.cli import letter
from drafting.errors import InvalidInputError, NotFoundError
from tests import make
from tests.make import Hall
from tests.services.letters import prepare, states
from tests.services.smtp import open_mail_server
from tests.tables import open_new


def test_it_is_shown_tried_confirmed_and_sent_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hall: Hall = make.hall(open_new(tmp_path))
    prepare(hall)

    def run(*words: str, said: str = "") -> Result:
        command = ["send", *words, "--data-dir", str(tmp_path)]
        return CliRunner().invoke(letter.command, command, input=said, catch_exceptions=False)

    shown = run("--dry-run")
    assert shown.stdout == "ahorn@amt.example  Kim Ahorn\nbirke@amt.example  Kim Birke\n"
    assert "Nicht dabei: Kim Cypresse: Ohne E-Mail-Adresse." in shown.stderr
    with open_mail_server() as server:
        monkeypatch.setenv("DRAFTING_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DRAFTING_SMTP_PORT", str(server.port))
        monkeypatch.setenv("DRAFTING_SMTP_SECURITY", "none")
        assert run("--to-me", "olga@stadt.example").stdout == "1 verschickt, 0 nicht angenommen\n"
        assert run("--all", said="n\n").exit_code == 1
        assert states(hall) == {}
        assert run("--all", "--recipient", "Ahorn", "--yes").stdout == "1 verschickt, 0 nicht angenommen\n"
        asked = run("--all", said="y\n")
        assert "Es geht 1 Mail hinaus. Das lässt sich nicht zurückholen." in asked.stdout
        run("--all", "--yes")
        assert server.addresses == ["olga@stadt.example", "ahorn@amt.example", "birke@amt.example"]
    assert states(hall) == {"ahorn": "sent", "birke": "sent"}
    assert [row["state"] for row in json.loads(run("--status", "--json").stdout)] == ["sent", "sent"]
    assert run("--status").stdout.count("gesendet") == 2
    with pytest.raises(InvalidInputError):
        run()
    with pytest.raises(NotFoundError):
        run("--all", "--recipient", "Niemand")
    hall.database.dispose()
