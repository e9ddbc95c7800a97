"""Prints as PDF: tagged, in German, with title and bookmarks; and a clear sentence where it cannot be written."""

from __future__ import annotations

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from drafting.errors import InvalidInputError
from drafting.exports.html_prints import print_html
from drafting.exports.pdf import PDF_SENTENCES, can_write_pdf, write_page, write_pdf
from drafting.exports.prints import Paragraph, Print, Span
from tests.exports.print_samples import LETTER, MINUTES, PRINTS, SYNOPSIS

needs_weasyprint = pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint with Pango is not here")
# They share the fonts once unpacked; two processes would each do it.
pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The synopsis and the minutes as files."""
    folder = tmp_path_factory.mktemp("pdf")
    written = {}
    for name, sheet in (("synopsis", SYNOPSIS), ("minutes", MINUTES)):
        written[name] = folder / f"{name}.pdf"
        written[name].write_bytes(write_pdf(sheet))
    return written


def ask(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout.decode()


def unpack(file: Path) -> bytes:
    """A PDF with what is packed in it laid open."""
    raw = file.read_bytes()
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL)
    return raw + b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x")


@needs_weasyprint
def test_it_is_tagged_and_has_language_title_and_the_date_of_the_state(files: dict[str, Path]) -> None:
    said = ask("pdfinfo", "-isodates", files["synopsis"])
    assert re.search(r"^Tagged:\s+yes$", said, re.MULTILINE)
    assert re.search(r"^Title:\s+Synopse: Papier$", said, re.MULTILINE)
    assert re.search(r"^Author:\s+Netzwerk$", said, re.MULTILINE)
    assert re.search(r"^CreationDate:\s+2026-11-26T15:30:00", said, re.MULTILINE)
    raw = unpack(files["synopsis"])
    assert b"/Lang (de-DE)" in raw
    assert b"/DisplayDocTitle true" in raw
    assert b'pdfuaid:part="1"' in raw or b"<pdfuaid:part>1<" in raw


@needs_weasyprint
def test_headings_are_bookmarks(files: dict[str, Path]) -> None:
    for name, some in (("minutes", {"Unterschriften", "Übersicht"}), ("synopsis", {"Recht", "Forderung 1: Gebühren"})):
        raw = unpack(files[name])
        assert b"/Outlines" in raw
        coded = re.findall(rb"/Title <([0-9a-f]+)>", raw)
        titles = {bytes.fromhex(each.decode())[2:].decode("utf-16-be") for each in coded}
        titles |= {each.decode() for each in re.findall(rb"/Title \(([^)]*)\)", raw)}
        assert some <= titles


@needs_weasyprint
def test_tables_are_tables_with_headers_to_those_who_cannot_see_them(files: dict[str, Path]) -> None:
    tree = [line.rstrip() for line in ask("pdfinfo", "-struct-text", files["synopsis"]).splitlines()]
    kinds = [line.split()[0] for line in tree if line.strip()]
    assert kinds.count("H1") == 1
    assert kinds.count("Table") == 2
    assert kinds.count("THead") == 2
    assert kinds.count("TH") == 6
    assert any("/Headers" in line for line in tree)


@needs_weasyprint
def test_fonts_are_the_product_s_own_and_in_the_file(files: dict[str, Path]) -> None:
    listed = ask("pdffonts", files["minutes"]).splitlines()[2:]
    assert listed
    for line in listed:
        assert "Fira-Sans" in line or "FiraSans" in line
        assert "yes yes yes" in line


@needs_weasyprint
def test_the_same_print_gives_the_same_bytes_and_tells_of_its_pages(files: dict[str, Path]) -> None:
    told: list[int] = []
    assert write_pdf(MINUTES, progress=told.append) == files["minutes"].read_bytes()
    assert told
    assert max(told) == int(re.findall(r"Pages:\s+(\d+)", ask("pdfinfo", files["minutes"]))[0])


def test_without_the_package_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(InvalidInputError) as refused:
        write_pdf(MINUTES)
    assert refused.value.message == PDF_SENTENCES["missing"]


@pytest.mark.parametrize("sheet", PRINTS.values(), ids=PRINTS)
def test_the_page_names_nothing_outside_the_product(sheet: Print) -> None:
    head = write_page(sheet).partition("<body")[0]
    assert re.findall(r'href="([^"]+)"', head) == ["prints-paper.css"]
    assert "<script" not in write_page(sheet)


def test_what_people_wrote_is_never_markup() -> None:
    wicked = Print("<b>T</b>", "", (), (Paragraph((Span("<img src=x>", link="javascript:alert(1)"),)),))
    page = print_html(wicked)
    assert "<img" not in page
    assert "<b>" not in page
    assert "javascript:" not in page


def test_lists_are_nested_as_their_levels_are() -> None:
    page = print_html(LETTER)
    assert page.count("<ul") == page.count("</ul>")
    assert re.search(r"Geld,<ul[^>]*><li><span[^>]*>a\)</span> viel,</li><li>", page)


def test_it_says_without_loading_anything_whether_it_can_be_written() -> None:
    code = "import sys; from drafting.exports import pdf; pdf.can_write_pdf(); print('weasyprint' in sys.modules)"
    assert ask(sys.executable, "-c", code).strip() == "False"
