"""The Bilanz and the municipalities on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from drafting import queries, services
from drafting.cli import paper, people
from drafting.errors import InvalidInputError
from tests import make
from tests.make import Hall
from tests.tables import open_new


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return make.hall(open_new(tmp_path))


def test_the_bilanz_goes_into_a_file_and_comes_back(hall: Hall, tmp_path: Path) -> None:
    with hall.database.write() as work:
        services.reviews.review(work, hall.first, status="fulfilled", evidence="Gesetz von 2024", actor=hall.organizer)
    file, where = tmp_path / "bilanz.csv", ["--data-dir", str(tmp_path)]
    result = CliRunner().invoke(paper.command, ["export-reviews", str(file), *where], catch_exceptions=False)
    assert result.stdout == "3 Forderungen, 1 mit Bilanz\n"

    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace("Erfüllt", "Offen") + "9;Nie gehört;;Offen;;\r\n", encoding="utf-8")
    result = CliRunner().invoke(paper.command, ["import-reviews", str(file), *where], catch_exceptions=False)
    assert result.stdout == "1 übernommen, 0 unverändert, 1 nicht gefunden\n"
    assert result.stderr == "Zeile 5: keine Forderung 9 „Nie gehört“\n"
    with hall.database.read() as session:
        mark = queries.reviews.list_marks(session, [hall.first])[hall.first]
    assert (mark.label, mark.evidence) == ("Offen", "Gesetz von 2024")


def test_a_file_that_cannot_be_written_is_refused(hall: Hall, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="nicht zu schreiben"):
        CliRunner().invoke(
            paper.command,
            ["export-reviews", str(tmp_path / "fehlt" / "b.csv"), "--data-dir", str(tmp_path)],
            catch_exceptions=False,
        )


def test_inhabitants_are_read_from_a_table(hall: Hall, tmp_path: Path) -> None:
    file = tmp_path / "orte.csv"
    file.write_text("Name;Einwohner\nCalw;24281\nUlm;viele\n")
    result = CliRunner().invoke(
        people.command, ["municipalities", str(file), "--data-dir", str(tmp_path)], catch_exceptions=False
    )
    assert result.stdout == "1 neu oder geändert, 3 fehlen noch\n"
    assert "Zeile 3: „viele“ ist keine Einwohnerzahl (Ulm)." in result.stderr
    assert "Ohne Einwohnerzahl: Malsch" in result.stderr
