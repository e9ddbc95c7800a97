"""``drafting letter export`` in the further formats: each kind, of each state."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from drafting import services
from drafting.cli.letter import command
from drafting.database import open_database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.akn_texts import NAMESPACE
from drafting.imports.papers import read_paper
from drafting.migrations import upgrade
from drafting.rules.paper_details import Detail
from drafting.settings import load_settings
from tests import make


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an edition before an amendment was taken over."""
    directory = tmp_path_factory.mktemp("state")
    database = open_database(load_settings(directory))
    upgrade(database)
    hall = make.hall(database)
    with database.write() as work:
        services.papers.freeze_edition(work, hall.paper, name="Mittag", actor=hall.organizer)
        services.paper_details.change(work, hall.id, {Detail.DATE: "Stand: 2026"}, actor=hall.organizer)
    hall.take_over(hall.propose("mindestens drei", "mindestens fünf", demand=hall.second))
    database.dispose()
    return directory


def run(directory: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, ["export", "--data-dir", str(directory), *arguments])


def export(directory: Path, kind: str, edition: str) -> bytes:
    output = directory / "datei"
    result = run(directory, "--kind", kind, "--edition", edition, "-o", str(output))
    assert result.exit_code == 0, result.output
    return output.read_bytes()


@pytest.mark.parametrize(("edition", "words"), [("jetzt", "fünf"), ("Mittag", "drei"), ("import", "drei")])
def test_each_kind_has_the_words_of_the_state(directory: Path, edition: str, words: str) -> None:
    date = "Stand: 2026" if edition == "jetzt" else "2. Oktober 2024"
    paper = read_paper("papier.md", export(directory, "markdown", edition))
    assert f"mindestens {words} Kommunen" in paper.demands[1].document.blocks[1].plain
    assert paper.date == date
    record = json.loads(export(directory, "json", edition))
    assert next(each["date"] for each in record["editions"] if each["key"] == record["edition"]) == date
    assert record["edition"] == edition or record["editions"][1]["key"] == record["edition"]
    root = etree.fromstring(export(directory, "akn", edition))
    (document,) = root.iter(f"{{{NAMESPACE}}}doc")
    assert f"mindestens {words} Kommunen" in "".join(map(str, document.itertext()))
    assert date in "".join(map(str, document.itertext()))
    with zipfile.ZipFile(io.BytesIO(export(directory, "odt", edition))) as archive:
        assert date in archive.read("content.xml").decode()


@pytest.mark.parametrize("kind", ["odt", "markdown", "json", "akn"])
def test_the_same_state_gives_the_same_file(directory: Path, kind: str) -> None:
    assert export(directory, kind, "jetzt") == export(directory, kind, "jetzt")


def test_a_state_there_is_not_is_named(directory: Path) -> None:
    result = run(directory, "--kind", "akn", "--edition", "Abend", "-o", str(directory / "datei"))
    assert isinstance(result.exception, NotFoundError)


def test_a_part_of_another_kind_is_refused(directory: Path) -> None:
    result = run(directory, "--kind", "paper", "--part", "foo", "-o", str(directory / "datei"))
    assert isinstance(result.exception, InvalidInputError)
