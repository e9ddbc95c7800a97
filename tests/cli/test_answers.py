"""Answers of recipients on the command line, and their way into the next conference's Bilanz."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafting import services
from drafting.cli import answers
from drafting.errors import InvalidInputError
from drafting.rules.addresses import Addressee, Form
from drafting.services.answers import AnswerEntry
from drafting.services.recipients import RecipientEntry
from tests import make
from tests.tables import open_new


def test_answers_are_listed_and_written_for_the_next_bilanz(tmp_path: Path) -> None:
    hall = make.hall(open_new(tmp_path))
    with hall.database.write() as work:
        ada, _ = (
            services.recipients.save(work, hall.id, None, RecipientEntry(to), actor=hall.organizer)
            for to in (Addressee(Form.WOMAN, "", "Ada", "Amsel", "", "Ministerium"), Addressee(organisation="Verband"))
        )
        entry = AnswerEntry(date(2026, 1, 12), "talk", "Ja.", stances={hall.first: ("promised", "Bald.")})
        services.answers.record(work, ada, entry, actor=hall.organizer)

    def run(*arguments: str) -> str:
        command = [*arguments, "--data-dir", str(tmp_path)]
        return CliRunner().invoke(answers.command, command, catch_exceptions=False).stdout

    assert run("list").splitlines() == [
        "Ada Amsel: Gespräch, 12. Januar 2026, nur intern",
        "    1 Schriftform abbauen: zugesagt (Bald.)",
        "Verband: ohne Antwort",
    ]
    found = json.loads(run("list", "--json"))
    assert found["waiting"] == [{"recipient": "Verband", "days": None}]
    assert found["answers"][0]["demands"][0]["stance"] == "promised"
    file = tmp_path / "bilanz.csv"
    assert run("export", "-o", str(file)) == "3 Forderungen, 1 mit Antwort\n"
    assert "Ministerium, Gespräch vom 12. Januar 2026: zugesagt. Bald." in file.read_text("utf-8-sig")
    assert run("export", "--released", "-o", str(file)) == "3 Forderungen, 0 mit Antwort\n"
    with pytest.raises(InvalidInputError):
        run("export", "-o", str(tmp_path / "fehlt" / "bilanz.csv"))
