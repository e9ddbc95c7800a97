"""Recipients and their letters on the command line."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from drafting.cli.main import drafting
from drafting.database import open_database
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.pdf import can_write_pdf
from drafting.settings import Settings
from tests import make
from tests.exports.correspondences import letterhead, line

TABLE = (
    "Anrede;Vorname;Nachname;Organisation;Ort;E-Mail\n"
    "Frau;Ada;Amsel;Ministerium;Stuttgart;ada@amt.example\n"
    "Herr;Ben;Buche;Städtetag;Stuttgart;ben@tag.example\n"
    ";Kim;Kolibri;Anstalt;Stuttgart;kim@anstalt.example\n"
)


def run(data_dir: Path, *arguments: str) -> Result:
    return CliRunner().invoke(drafting, [*arguments, "--data-dir", str(data_dir)])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with a conference, its paper and three recipients, of whom one lacks a form of address."""
    directory = tmp_path_factory.mktemp("made")
    assert run(directory, "conference", "create", "Andere").exit_code == 0
    database = open_database(Settings(data_dir=directory))
    make.hall(database)
    database.dispose()
    (directory / "e.csv").write_bytes(TABLE.encode("cp1252"))
    return directory


@pytest.fixture
def begun(made: Path, tmp_path: Path) -> Path:
    """One's own copy of it."""
    return shutil.copytree(made, tmp_path, dirs_exist_ok=True)


def export(begun: Path, name: str, *arguments: str) -> Result:
    return run(begun, "letter", "export", "--kind", "letter", "-o", str(begun / name), *arguments)


def test_recipients_are_imported_once_and_listed(begun: Path) -> None:
    imported = run(begun, "recipients", "import", str(begun / "e.csv"))
    assert (imported.exit_code, imported.stdout) == (0, "3 neu, 0 geändert, 0 unverändert\n")
    assert "Für Kim Kolibri fehlt die Anrede" in imported.stderr
    assert run(begun, "recipients", "import", str(begun / "e.csv")).stdout == "0 neu, 0 geändert, 3 unverändert\n"
    listed = run(begun, "recipients", "list").stdout
    assert "Frau Ada Amsel | Ministerium | Stuttgart\n    Sehr geehrte Frau Amsel,\n" in listed
    missing = run(begun, "recipients", "import", str(begun / "weg.csv"))
    assert isinstance(missing.exception, InvalidInputError)


def test_letters_go_to_all_or_to_those_named_in_one_file_or_a_zip(begun: Path) -> None:
    assert export(begun, "leer.docx").exit_code == 0
    run(begun, "recipients", "import", str(begun / "e.csv"))
    result = export(begun, "alle.zip")
    assert "Nicht dabei: Für Kim Kolibri" in result.stderr
    with zipfile.ZipFile(begun / "alle.zip") as archive:
        assert archive.namelist() == ["Amsel, Ministerium.docx", "Buche, Städtetag.docx"]
        one = archive.read("Buche, Städtetag.docx")
    assert export(begun, "einer.docx", "--recipient", "städtetag").exit_code == 0
    assert (begun / "einer.docx").read_bytes() == one
    assert export(begun, "beide.docx").exit_code == 0
    with zipfile.ZipFile(begun / "beide.docx") as archive:
        assert archive.read("word/document.xml").count(b"<w:sectPr") == 2
    assert isinstance(export(begun, "x.docx", "--recipient", "niemand").exception, NotFoundError)
    assert isinstance(export(begun, "x.docx", "--recipient", "kim@anstalt.example").exception, InvalidInputError)


def test_a_letterhead_is_used_and_what_it_lacks_is_said(begun: Path) -> None:
    run(begun, "recipients", "import", str(begun / "e.csv"))
    (begun / "kopf.docx").write_bytes(letterhead(line("Kopf"), line("[Brieftext]")))
    arguments = ("--recipient", "Amsel", "--letterhead", str(begun / "kopf.docx"))
    result = export(begun, "a.docx", *arguments)
    assert result.exit_code == 0, result.output
    assert "Im Briefkopf fehlt: [Anschrift]" in result.stderr
    assert isinstance(export(begun, "b.docx", "--letterhead", str(begun / "weg.docx")).exception, InvalidInputError)
    nameless = export(begun, "b.docx", "--letterhead", "").exception
    assert isinstance(nameless, InvalidInputError)
    assert nameless.message == "Nach --letterhead fehlt der Name der Datei mit dem Briefkopf."


@pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint with Pango is not here")
@pytest.mark.xdist_group("pdf")
def test_the_letter_is_a_pdf_without_the_letterhead_and_says_so(begun: Path) -> None:
    (begun / "kopf.docx").write_bytes(letterhead())
    run(begun, "recipients", "import", str(begun / "e.csv"))
    to_ada = ("letter", "export", "--kind", "pdf", "--recipient", "ada@amt.example")
    result = run(begun, *to_ada, "-o", str(begun / "x.pdf"), "--letterhead", str(begun / "kopf.docx"))
    assert result.exit_code == 0, result.output
    assert "PDF entsteht ohne Ihren Briefkopf." in result.stderr
    said = subprocess.run(["pdftotext", str(begun / "x.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    assert "Sehr geehrte Frau Amsel," in said
    zipped = run(begun, *to_ada, "-o", str(begun / "x.zip"))
    assert zipped.exit_code == 0, zipped.output
    with zipfile.ZipFile(begun / "x.zip") as archive:
        assert archive.namelist() == ["Amsel, Ministerium.pdf"]
    assert isinstance(export(begun, "x.odt").exception, InvalidInputError)
