"""``drafting letter export``: the letter, the paper in its states and the redline between two, as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drafting import services
from drafting.cli.letter import command
from drafting.database import open_database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.migrations import upgrade
from drafting.settings import load_settings
from tests import make
from tests.exports.resolving import read


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a conference in which one amendment was taken over before an edition, one after it."""
    directory = tmp_path_factory.mktemp("state")
    database = open_database(load_settings(directory))
    upgrade(database)
    hall = make.hall(database)
    hall.take_over(hall.propose("mindestens drei", "mindestens fünf", demand=hall.second))
    with database.write() as work:
        services.papers.freeze_edition(work, hall.paper, name="Mittwoch, 12 Uhr", actor=hall.organizer)
    hall.take_over(hall.propose("alle Schriftformerfordernisse", "die meisten Schriftformerfordernisse"))
    database.dispose()
    return directory


def export(directory: Path, *arguments: str, kind: str) -> bytes:
    output = directory / f"{kind}.docx"
    result = run(directory, "--kind", kind, "-o", str(output), *arguments)
    assert result.exit_code == 0, result.output
    return output.read_bytes()


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["export", "--data-dir", str(directory), *arguments])


@pytest.mark.parametrize(
    ("edition", "against"),
    [("jetzt", "import"), ("Mittwoch, 12 Uhr", "import"), ("jetzt", "mittwoch, 12 uhr"), ("import", "jetzt")],
)
def test_a_redline_holds_the_papers_of_both_its_states(directory: Path, edition: str, against: str) -> None:
    redline = export(directory, "--edition", edition, "--against", against, kind="redline")

    assert read(redline, "accept") == read(export(directory, "--edition", edition, kind="paper"))
    assert read(redline, "reject") == read(export(directory, "--edition", against, kind="paper"))
    assert read(redline, "accept") != read(redline, "reject")


def test_without_reasons_neither_the_paper_nor_its_redline_has_any(directory: Path) -> None:
    redline = export(directory, "--no-reasons", kind="redline")

    assert read(redline) == read(export(directory, "--no-reasons", kind="paper"))
    assert not any("Papier kostet Zeit" in found.text for found in read(redline))


@pytest.mark.parametrize("kind", ["letter", "paper", "redline", "copy", "word"])
def test_the_same_state_gives_the_same_file(directory: Path, kind: str) -> None:
    assert export(directory, kind=kind) == export(directory, kind=kind)


def test_a_state_there_is_not_is_refused_with_those_there_are(directory: Path) -> None:
    result = run(directory, "--kind", "paper", "--edition", "Freitag", "-o", str(directory / "x.docx"))

    assert isinstance(result.exception, NotFoundError)
    assert result.exception.message == (
        "Den Stand „Freitag“ gibt es nicht. Es gibt: import, jetzt, „Mittwoch, 12 Uhr“."
    )
    assert not (directory / "x.docx").exists()


def test_a_letter_has_reasons_where_they_are_wanted(directory: Path) -> None:
    assert export(directory, "--reasons", kind="letter") != export(directory, "--no-reasons", kind="letter")
    assert export(directory, kind="letter") == export(directory, "--no-reasons", kind="letter")


def test_now_is_a_state_and_a_place_one_cannot_write_to_a_sentence(directory: Path) -> None:
    assert export(directory, "--edition", "now", kind="paper") == export(directory, kind="paper")
    result = run(directory, "--kind", "paper", "-o", str(directory / "none" / "x.docx"))
    assert isinstance(result.exception, InvalidInputError)
