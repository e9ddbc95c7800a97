"""Prints as Word files: written, reopened and read, checked by a linter and laid out by LibreOffice."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from drafting.exports.docx_elements import element
from drafting.exports.docx_items import Items
from drafting.exports.docx_prints import write_docx
from drafting.exports.prints import Print
from tests.exports.print_samples import AMENDMENTS, EMPTY, MINUTES, PRINTS, SYNOPSIS

LINTER = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"


def reopen(sheet: Print) -> WordDocument:
    return docx.Document(io.BytesIO(write_docx(sheet)))


@pytest.mark.parametrize("sheet", PRINTS.values(), ids=PRINTS)
def test_the_same_print_gives_the_same_bytes(sheet: Print) -> None:
    assert write_docx(sheet) == write_docx(sheet)


@pytest.mark.parametrize("sheet", PRINTS.values(), ids=PRINTS)
def test_headers_repeat_and_nothing_is_merged(sheet: Print) -> None:
    for table in reopen(sheet).tables:
        first, *rest = table._tbl.findall(qn("w:tr"))
        assert list(first.iter(qn("w:tblHeader")))
        assert not [row for row in rest if list(row.iter(qn("w:tblHeader")))]
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
        (caption,) = table._tbl.iter(qn("w:tblCaption"))
        assert caption.get(qn("w:val"))


def test_numbers_stay_with_what_is_said_of_them_and_no_last_row_stands_alone() -> None:
    def find_kept_rows(sheet: Print, table: int) -> list[bool]:
        rows = reopen(sheet).tables[table]._tbl.findall(qn("w:tr"))[1:]
        return [all(each.find(qn("w:keepNext")) is not None for each in row.iter(qn("w:pPr"))) for row in rows]

    assert find_kept_rows(MINUTES, 1) == [True], "the remark below says how was counted"
    assert find_kept_rows(SYNOPSIS, 0)[-3:] == [False, True, False]


def test_language_title_and_date_are_those_of_the_state() -> None:
    properties = reopen(SYNOPSIS).core_properties
    assert (properties.title, properties.author, properties.language) == ("Synopse: Papier", "Netzwerk", "de-DE")
    assert properties.created is not None
    assert properties.created.isoformat() == "2026-11-26T15:30:00+00:00"


def test_old_words_are_italic_and_struck_and_new_ones_bold_and_underlined() -> None:
    document = reopen(SYNOPSIS)
    row = document.tables[0].rows[1]
    old = [run for run in row.cells[0].paragraphs[0].runs if run.text == "zeitnah"]
    new = [run for run in row.cells[1].paragraphs[0].runs if run.text == "sofort"]
    assert [run.style.name for run in (*old, *new) if run.style] == ["Entfallen", "Neu"]
    assert (document.styles["Entfallen"].font.italic, document.styles["Entfallen"].font.strike) == (True, True)
    assert (document.styles["Neu"].font.bold, document.styles["Neu"].font.underline) == (True, True)


def test_a_wide_print_lies_on_its_side() -> None:
    for sheet, is_wide in ((SYNOPSIS, True), (AMENDMENTS, True), (MINUTES, False)):
        section = reopen(sheet).sections[0]
        assert (section.page_width > section.page_height) is is_wide  # type: ignore[operator]


def test_items_of_an_excerpt_count_as_they_do_in_the_whole() -> None:
    numbering = element("numbering")
    items = Items(numbering)
    for counter, start, place in (("3.", 3, 1), ("c)", 3, 2), ("aa)", 27, 2)):
        number = items.number(counter)
        (made,) = [each for each in numbering.findall(qn("w:num")) if each.get(qn("w:numId")) == str(number)]
        assert [each.get(qn("w:val")) for each in made.iter(qn("w:abstractNumId"))] == [str(place)]
        assert {each.get(qn("w:val")) for each in made.iter(qn("w:startOverride"))} == {str(start)}
    assert items.number("–") == items.number("–")


@pytest.mark.parametrize("sheet", [*PRINTS.values(), *EMPTY.values()], ids=[*PRINTS, *EMPTY])
def test_linter_finds_nothing(sheet: Print, tmp_path: Path) -> None:
    if not LINTER.exists():
        pytest.skip("the linter ../shared/tools/docx_check.py is not here")
    file = tmp_path / "ausgabe.docx"
    file.write_bytes(write_docx(sheet))
    command = [sys.executable, str(LINTER), "lint", str(file), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    # A synopsis lies on its side on purpose.
    warnings = [warning for warning in found["warnings"] if not warning.startswith("page is not A4 portrait")]
    assert (found["errors"], warnings) == ([], [])


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="LibreOffice is not here")
def test_libreoffice_lays_out_what_stands_in_the_minutes_and_the_synopsis(tmp_path: Path) -> None:
    files = []
    for name, sheet in (("protokoll", MINUTES), ("synopse", SYNOPSIS)):
        (tmp_path / f"{name}.docx").write_bytes(write_docx(sheet))
        files.append(str(tmp_path / f"{name}.docx"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), *files], capture_output=True, check=True, timeout=120)
    texts = {
        name: subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{name}.pdf"), "-"], capture_output=True, check=True
        ).stdout.decode()
        for name in ("protokoll", "synopse")
    }
    assert "Mehr Ja als Nein: 142 gegen 61." in texts["protokoll"]
    # The third point keeps its number, though the second stands in a row of its own.
    assert "3.   drei" in texts["synopse"].replace("\u00a0", " ") or "3. drei" in " ".join(texts["synopse"].split())


def test_nothing_of_the_library_s_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(write_docx(MINUTES))) as archive:
        assert b"python-docx" not in b"".join(archive.read(name) for name in archive.namelist())
