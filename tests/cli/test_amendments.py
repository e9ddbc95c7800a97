"""``drafting amendments import``: what it prints, what it hands in and in whose name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from drafting.cli.amendments import command
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import Amendment
from tests import make
from tests.imports.tracked import dele, file, ins
from tests.imports.word import paragraph, run
from tests.make import Hall
from tests.tables import open_new


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return make.hall(open_new(tmp_path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The paper with changes by two, one of them of no municipality here, and one nobody tracked."""
    found = tmp_path / "papier.docx"
    found.write_bytes(
        file(
            paragraph("Recht", style="berschrift1"),
            paragraph("Schriftform abbauen", style="berschrift2", number=1),
            paragraph(
                run("Wir fordern das Land auf, alle Schriftformerfordernisse "),
                ins("bis 2027 ", "Stadt Calw"),
                run("zu streichen. Wo eine Unterschrift verzichtbar ist, muss das Gesetz dies sagen."),
            ),
            paragraph("Vorrang haben Verfahren mit hohen Fallzahlen."),
            paragraph("Begründung: Papier kostet Zeit."),
            paragraph("Digitalcheck einführen", style="berschrift2", number=1),
            paragraph(
                run("An jedem Gesetz sind mindestens "),
                dele("drei", "Kreis Nirgendwo"),
                ins("fünf", "Kreis Nirgendwo"),
                run(" Kommunen zu beteiligen. Das Ergebnis ist zu veröffentlichen."),
            ),
            paragraph("Personal", style="berschrift1"),
            paragraph("Personal fördern", style="berschrift2", number=1),
            paragraph("Das Land bezahlt viele Stellen für die Digitalisierung."),
        )
    )
    return found


def call(hall: Hall, path: Path, *options: str) -> Result:
    arguments = ["import", str(path), "--data-dir", str(path.parent), *options]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)


def stored(hall: Hall) -> list[tuple[str, str]]:
    with hall.database.read() as session:
        return [(a.proposer_id, a.reason) for a in session.scalars(select(Amendment).order_by(Amendment.number))]


def test_a_dry_run_prints_the_list_and_hands_in_nothing(hall: Hall, path: Path) -> None:
    result = call(hall, path, "--dry-run", "--json")
    found = json.loads(result.stdout)
    assert [set(each) for each in found] == [{"demand", "kind", "authors", "text", "headline", "tracked"}] * 3
    assert [(each["demand"], each["kind"], each["authors"], each["tracked"]) for each in found] == [
        ("1", "change", ["Stadt Calw"], True),
        ("2", "change", ["Kreis Nirgendwo"], True),
        ("3", "change", [], False),
    ]
    assert found[1]["headline"] == "In Zeile 2 wird „drei“ durch „fünf“ ersetzt"
    assert "ohne dass es nachverfolgt wurde" in result.stderr
    assert (result.exit_code, stored(hall)) == (0, [])


def test_for_people_it_prints_a_line_each(hall: Hall, path: Path) -> None:
    lines = call(hall, path, "--dry-run").stdout.splitlines()
    assert lines[0].startswith("Forderung 1\tStadt Calw\tIn Zeile 2 wird nach")
    assert lines[-1] == "3 Vorschläge"


def test_each_is_handed_in_in_its_authors_name_and_the_unknown_are_named(hall: Hall, path: Path) -> None:
    result = call(hall, path, "--reason", "Aus der Datei.")
    assert stored(hall) == [(hall.ada, "Aus der Datei.")]
    assert "Nicht eingereicht (Kreis Nirgendwo ist hier nicht eindeutig bekannt)" in result.stderr
    assert result.exit_code == 1


def test_all_can_be_handed_in_as_ones_own_and_twice_is_once(hall: Hall, path: Path) -> None:
    assert call(hall, path, "--as", "Ben Buche", "--reason", "Aus der Datei.").exit_code == 0
    again = call(hall, path, "--as", "Ben Buche", "--reason", "Aus der Datei.")
    assert stored(hall) == [(hall.ben, "Aus der Datei.")] * 3
    assert "0 Anträge eingereicht, 3 gab es schon" in again.stderr


def test_an_unknown_person_a_missing_file_and_another_document_are_refused(hall: Hall, path: Path) -> None:
    with pytest.raises(NotFoundError):
        call(hall, path, "--as", "Niemand")
    with pytest.raises(InvalidInputError):
        call(hall, path.with_name("fehlt.docx"))
    path.write_bytes(file(paragraph("Sehr geehrte Frau Ministerin,"), paragraph("anbei unser Papier.")))
    with pytest.raises(InvalidInputError, match="anderes Dokument"):
        call(hall, path, "--dry-run", "--json")
    assert stored(hall) == []
