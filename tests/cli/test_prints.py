"""Synopsis, minutes, lists and annexes written to files on the command line."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from drafting import services
from drafting.cli import letter
from drafting.errors import InvalidInputError, NotFoundError
from tests import make
from tests.make import Hall
from tests.tables import open_new


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return make.hall(open_new(tmp_path))


def export(folder: Path, file: str, *options: str) -> Result:
    arguments = ["export", "-o", str(folder / file), "--data-dir", str(folder), *options]
    return CliRunner().invoke(letter.command, arguments, catch_exceptions=False)


def read(path: Path) -> str:
    document = docx.Document(str(path))
    words = [paragraph.text for paragraph in document.paragraphs]
    words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(words)


def test_each_kind_is_a_file_of_its_own(hall: Hall, tmp_path: Path) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    for kind, words in (
        ("letter", "Wir fordern das Land auf, viele Schriftformerfordernisse zu streichen."),
        ("synopsis", "2 Ja, 1 Nein, 0 Enthaltungen"),
        ("minutes", "Ä1, Stadt Calw: In Zeile 2 wird „alle“ durch „viele“ ersetzt."),
        ("amendments", "In Zeile 2 wird „alle“ durch „viele“ ersetzt."),
        ("annexes", "Es gibt noch nichts, was dem Brief beizulegen wäre."),
    ):
        assert export(tmp_path, f"{kind}.docx", "--kind", kind).exit_code == 0
        assert words in read(tmp_path / f"{kind}.docx")


def test_a_page_shows_the_same_as_the_word_file(hall: Hall, tmp_path: Path) -> None:
    assert export(tmp_path, "papier.html", "--kind", "paper").exit_code == 0
    assert "Schriftform abbauen" in (tmp_path / "papier.html").read_text("utf-8")


def test_states_are_named_as_on_their_page(hall: Hall, tmp_path: Path) -> None:
    with hall.database.write() as work:
        services.papers.freeze_edition(work, hall.paper, name="Mittwoch, 12 Uhr", actor=hall.organizer)
    hall.take_over(hall.propose("alle", "viele"))
    options = ("--kind", "synopsis", "--against", "Mittwoch, 12 Uhr", "--edition", "jetzt")
    assert export(tmp_path, "s.docx", *options).exit_code == 0
    assert "Mittwoch, 12 Uhr" in read(tmp_path / "s.docx")
    with pytest.raises(NotFoundError):
        export(tmp_path, "t.docx", "--kind", "synopsis", "--against", "Donnerstag")


@pytest.mark.parametrize(
    ("kind", "ending", "sentence"),
    [
        ("minutes", "odt", "„minutes“ gibt es nicht als .odt; der Name muss auf .docx, .pdf oder .html enden."),
        ("letter", "odt", "„letter“ gibt es nicht als .odt; der Name muss auf .docx, .pdf, .html oder .zip enden."),
        ("pdf", "docx", "„pdf“ gibt es nicht als .docx; der Name muss auf .pdf oder .zip enden."),
        ("paper", "md", "„paper“ gibt es nicht als .md; der Name muss auf .docx, .pdf oder .html enden."),
        ("redline", "pdf", "„redline“ gibt es nicht als .pdf; der Name muss auf .docx enden."),
        ("odt", "docx", "„odt“ gibt es nicht als .docx; der Name muss auf .odt enden."),
        ("json", "xml", "„json“ gibt es nicht als .xml; der Name muss auf .json enden."),
        ("akn", "DOCX", "„akn“ gibt es nicht als .docx; der Name muss auf .xml oder .akn enden."),
    ],
)
def test_an_ending_that_does_not_fit_the_kind_is_refused(tmp_path: Path, kind: str, ending: str, sentence: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        export(tmp_path, f"datei.{ending}", "--kind", kind)
    assert refused.value.message == sentence
    assert not list(tmp_path.iterdir())


def test_the_same_state_gives_the_same_bytes(hall: Hall, tmp_path: Path) -> None:
    hall.decide(hall.propose("alle", "viele"), "yes", "yes", "no")
    for kind in ("synopsis", "minutes", "amendments"):
        export(tmp_path, "a.docx", "--kind", kind)
        export(tmp_path, "b.docx", "--kind", kind)
        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
