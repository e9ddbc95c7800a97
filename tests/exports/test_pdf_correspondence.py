"""The letter as PDF: its words held against the edition, each thing at its place, every letter paged anew."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.exports import pdf_correspondence
from drafting.exports.correspondence import Part, Unit, list_words
from drafting.exports.html_correspondence import letter_html, read_html
from drafting.exports.pdf import can_write_pdf
from drafting.exports.pdf_correspondence import PdfLetters, write_letter_page, write_pdf_letter, write_pdf_letters
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.exports.correspondences import ADA, BEN, KIM, LETTER, SHORT, SIGNED
from tests.exports.print_samples import ENCLOSED
from tests.text.strategies import documents

needs_weasyprint = pytest.mark.skipif(not can_write_pdf(), reason="WeasyPrint with Pango is not here")
# They share the fonts once unpacked; two processes would each do it.
pytestmark = pytest.mark.xdist_group("pdf")
POINT = 25.4 / 72


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One letter, three in one file, and the one-page version."""
    folder = tmp_path_factory.mktemp("letters")
    written = {}
    for name, letter, copies in (
        ("one", SIGNED, [ADA]),
        ("several", replace(LETTER, has_reasons=True), [ADA, BEN, KIM]),
        ("short", replace(SHORT, is_din=False, signatories=SIGNED.signatories), [KIM]),
    ):
        written[name] = folder / f"{name}.pdf"
        written[name].write_bytes(write_pdf_letter(letter, copies))
    return written


def ask(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, check=True).stdout.decode()


def unpack(raw: bytes) -> bytes:
    """A PDF with what is packed in it laid open."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL)
    return raw + b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x")


def list_pages(file: Path) -> list[str]:
    return ask("pdftotext", "-layout", file, "-").split("\f")[:-1]


def find(file: Path, word: str) -> tuple[float, float]:
    """Where a word first stands: millimetres from the left and the upper edge."""
    found = re.search(rf'xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>{re.escape(word)}<', ask("pdftotext", "-bbox", file, "-"))
    assert found is not None, word
    return round(float(found[1]) * POINT, 1), round(float(found[2]) * POINT, 1)


@needs_weasyprint
def test_everything_stands_where_din_5008_has_it(files: dict[str, Path]) -> None:
    left, top = find(files["one"], "Frau")
    assert (left, 62.5 <= top <= 64) == (25.0, True)
    left, top = find(files["one"], "Telefon")
    assert (left, 50 <= top <= 60) == (125.0, True)
    left, top = find(files["one"], "Gemeinsame")
    assert (left, 98 <= top <= 100) == (25.0, True)


@needs_weasyprint
def test_it_is_tagged_and_has_its_parts_in_the_order_of_reading(files: dict[str, Path]) -> None:
    said = ask("pdfinfo", files["one"])
    assert re.search(r"^Tagged:\s+yes$", said, re.MULTILINE)
    assert re.search(r"^Title:\s+Gemeinsame Forderungen$", said, re.MULTILINE)
    tree = ask("pdfinfo", "-struct-text", files["one"])
    order = ("Weg 1 · 70173", "Dr. Ada Amsel", "Telefon", "Gemeinsame", "Sehr geehrte", "Präambel", "Mit freundlichen")
    places = [tree.index(words) for words in (*order, "Sprecherin", "Mitgezeichnet haben:", "Anlage")]
    assert places == sorted(places)
    assert len(re.findall(r"\bH1\b", tree)) == 1


@needs_weasyprint
def test_pages_are_numbered_from_the_second_and_each_letter_counts_its_own(files: dict[str, Path]) -> None:
    pages = list_pages(files["several"])
    firsts = [place for place, page in enumerate(pages) if "Anlage" not in page and "Netzwerk · Weg 1" in page]
    assert len(firsts) == 3
    for first, end in pairwise([*firsts, len(pages)]):
        for number, page in enumerate(pages[first:end], 1):
            said = [] if number == 1 else [(str(number), str(end - first))]
            assert re.findall(r"Seite (\d+) von (\d+)", page) == said


@needs_weasyprint
def test_the_one_page_version_has_the_paper_behind_it(files: dict[str, Path]) -> None:
    first, *rest = list_pages(files["short"])
    assert "Guten Tag Kim Kolibri," in first
    assert "Forderung 2: Personal." in first
    assert "Mitgezeichnet haben 3 Kommunen; siehe das Ende der Anlage." in first
    assert "Wir kommen wieder." not in first
    assert "Seite 2 von 2" in rest[-1]
    assert "Städte: Stadt Calw, Stadt [Unterschrift]" in rest[-1]


def test_everybody_who_signs_has_a_paragraph_and_the_foot_a_short_subject() -> None:
    frame = replace(LETTER.frame, signature=("Ada Amsel", "", "Ben Buche"), subject="Wort " * 20)
    page = write_letter_page(replace(LETTER, frame=frame), [ADA])
    assert '<p class="letter__signature">Ada Amsel</p><p class="letter__signature">Ben Buche</p>' in page
    assert f'data-running="{"Wort " * 13}Wort…"' in page


@needs_weasyprint
def test_one_for_each_goes_into_a_zip_whose_pages_are_counted_on(files: dict[str, Path]) -> None:
    told: list[int] = []
    counted: list[tuple[int, int]] = []
    data = write_pdf_letters(SIGNED, [ADA, BEN], progress=told.append, count=lambda *each: counted.append(each))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["Amsel, Ministerium.pdf", "Buche.pdf"]
        # The same letter gives the same bytes.
        assert archive.read("Amsel, Ministerium.pdf") == files["one"].read_bytes()
    assert max(told) > 2
    assert counted == [(0, 2), (1, 2), (2, 2)]
    assert "Mitzeichnende<br>Praxisbeispiele<br>Sondervoten" in letter_html(replace(SIGNED, annexes=ENCLOSED), ADA)


@needs_weasyprint
def test_a_letter_that_follows_another_is_the_same_as_set_alone(tmp_path: Path) -> None:
    said = "Das Land regelt die Wege und bezahlt, was sie kosten, bevor die Kommunen damit beginnen. " * 5
    link = "[Mehr](https://land.example)"
    units = tuple(Unit(str(n), str(n), parse(f"# Weg {n}\n\n{said} {link}\n")) for n in range(1, 18))
    letter, ben = replace(SIGNED, parts=(Part("Recht", units),)), replace(BEN, leads=())
    told: list[int] = []
    writer = PdfLetters(letter, progress=told.append)
    writer.write(ADA)
    assert told == [1, 2, 3, 4, 4]

    # His first page is laid out with a little of the next; all pages behind the first are hers.
    told.clear()
    followed = writer.write(ben)
    assert told == [5, 6, 8]
    assert followed == write_pdf_letter(letter, [ben])
    (tmp_path / "ben.pdf").write_bytes(followed)
    first, second, *_ = list_pages(tmp_path / "ben.pdf")
    # A demand of one paragraph stays with its heading, not with the next one: the text begins on the first page.
    assert "Weg 1" in first
    assert not second.strip().startswith("Recht")

    # In one file with hers his links are his own: each stands in the tree of tags, at its own place.
    both = unpack(write_pdf_letter(letter, [ADA, ben]))
    assert both.count(b"/Subtype /Link") == 34
    assert len(set(re.findall(rb"/Obj (\d+) 0 R", both))) == 34

    # A salutation of so many lines pushes the text on: no page is like hers.
    told.clear()
    writer.write(replace(ADA, salutation="Sehr geehrte Frau Ministerin, " * 30))
    assert told == [9, 10, 9, 10, 11, 12, 13, 13]


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(documents(), min_size=1, max_size=3), st.booleans(), st.booleans())
def test_any_text_passes_the_check_word_by_word(texts: list[Document], short: bool, reasons: bool) -> None:
    units = tuple(Unit(str(place), str(place), text) for place, text in enumerate(texts))
    letter = replace(SIGNED, parts=(Part("Recht", units),), is_short=short, priorities=("0",), has_reasons=reasons)
    page = write_letter_page(letter, [ADA, replace(BEN, leads=("0",))])
    said = [each.split() for each in read_html(page)]
    for stretch in list_words(letter, ADA):
        assert all(paragraph.split() in said for paragraph in stretch)


def test_a_page_with_another_word_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_correspondence, "list_words", lambda letter, copy: [["Wir fordern alle Wege. Später."]])
    with pytest.raises(InvalidInputError, match="weicht vom beschlossenen Stand ab"):
        write_letter_page(LETTER, [ADA])
