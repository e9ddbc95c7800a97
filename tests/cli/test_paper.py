"""``drafting paper import``: what it prints, what it refuses, what it saves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafting.cli.main import REFUSED, drafting, main
from drafting.cli.paper import command
from drafting.errors import InvalidInputError, NotFoundError
from tests.imports.word import paragraph, word_file
from tests.tables import open_new

FILE = word_file(
    paragraph("Papier 2024", style="Titel"),
    paragraph("Stand: März 2024"),
    paragraph("Präambel", style="berschrift1"),
    paragraph("Worum es geht."),
    paragraph("Recht", style="berschrift1"),
    paragraph("Schriftform abbauen", style="berschrift2", number=1),
    paragraph("Wir fordern viel."),
    paragraph("Begründung: Weil es Zeit spart."),
    "<w:tbl><w:tr><w:tc>" + paragraph("Kosten") + "</w:tc></w:tr></w:tbl>",
    paragraph("Ausblick", style="berschrift1"),
    paragraph("Wir kommen wieder."),
    paragraph("Calw, den 3. März 2024"),
    paragraph("Unterzeichnende"),
    paragraph("Anna Ahorn"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "papier.docx"
    path.write_bytes(FILE)
    return path


def test_a_dry_run_prints_the_draft_for_programs(file: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(file), "--dry-run", "--json"], catch_exceptions=False)
    assert json.loads(result.stdout) == {
        "title": "Papier 2024",
        "subtitle": "",
        "date": "Stand: März 2024",
        "preamble": "Worum es geht.",
        "sections": [
            {
                "heading": "Recht",
                "demands": [
                    {
                        "number": "1",
                        "title": "Schriftform abbauen",
                        "text": "Wir fordern viel.",
                        "reason": "Weil es Zeit spart.",
                    }
                ],
            }
        ],
        "closing": "Wir kommen wieder.",
        "place": "Calw, den 3. März 2024",
        "signatories": ["Anna Ahorn"],
        "not_represented": [
            {
                "kind": "table",
                "place": "Forderung 1 „Schriftform abbauen“, nach „Weil es Zeit spart.“",
                "text": "Kosten",
            }
        ],
    }


def test_a_dry_run_tells_people_what_was_found_and_left_out(file: Path) -> None:
    result = CliRunner().invoke(command, ["import", str(file), "--dry-run"], catch_exceptions=False)
    assert "1  Schriftform abbauen" in result.stdout
    assert "1 demands in 1 sections, 1 signatories" in result.stdout
    assert "table" in result.stdout


def test_a_refused_file_is_a_sentence_on_standard_error_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "papier.docx"
    path.write_bytes(b"%PDF-1.7")
    monkeypatch.setattr("sys.argv", ["drafting", "paper", "import", str(path), "--dry-run", "--json"])
    with pytest.raises(SystemExit) as end:
        main()
    output = capsys.readouterr()
    assert (end.value.code, output.out) == (REFUSED, "")
    assert output.err.startswith("Das ist eine PDF-Datei.")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"fehlt\.docx"):
        CliRunner().invoke(drafting, ["paper", "import", str(tmp_path / "fehlt.docx")], catch_exceptions=False)


def test_saving_needs_a_conference(file: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="drafting conference create"):
        CliRunner().invoke(command, ["import", str(file), "--data-dir", str(tmp_path / "d")], catch_exceptions=False)


def test_the_paper_of_the_conference_is_saved(file: Path, tmp_path: Path) -> None:
    from drafting import queries, services

    database = open_new(tmp_path / "data")
    with database.write() as work:
        conference = services.conferences.create(work, name="Fachkonferenz")
    CliRunner().invoke(command, ["import", str(file), "--data-dir", str(tmp_path / "data")], catch_exceptions=False)
    with database.read() as session:
        paper = queries.papers.get_outline(session, conference)
    arguments = ["details", "--date", "Stand:  März 2026", "--json", "--data-dir", str(tmp_path / "data")]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    shown = {"title": "Papier 2024", "subtitle": "", "date": "Stand: März 2026", "place": "Calw, den 3. März 2024"}
    assert json.loads(result.stdout) == shown
    with pytest.raises(InvalidInputError, match="braucht einen Titel"):
        CliRunner().invoke(command, ["details", "--title", " ", *arguments[4:]], catch_exceptions=False)
    result = CliRunner().invoke(command, ["details", *arguments[4:]], catch_exceptions=False)
    assert "Zeile mit dem Datum: Stand: März 2026\n" in result.stdout
    database.dispose()
    assert [(entry.number, entry.title) for section in paper.sections for entry in section.demands] == [
        ("1", "Schriftform abbauen")
    ]
