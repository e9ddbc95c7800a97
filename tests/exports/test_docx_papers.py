"""The paper as a Word file: written, reopened and read, checked by a linter and laid out by LibreOffice."""

import dataclasses
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_styles import COMMENT, COMMENT_MARK
from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.exports.samples import UNUSUAL, USUAL, as_paper

LINTER = Path(__file__).resolve().parents[3] / "shared/tools/docx_check.py"


def reopen(letter: Letter, *, reasons: bool = True) -> WordDocument:
    return docx.Document(io.BytesIO(write_paper(as_paper(letter), reasons=reasons)))


def paragraphs(letter: Letter) -> list[tuple[str, str]]:
    return [(p.style.name or "", p.text) for p in reopen(letter).paragraphs if p.style]


def part(letter: Letter, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(write_paper(as_paper(letter)))) as archive:
        return archive.read(name).decode()


def test_parts_come_in_order_with_their_styles() -> None:
    found = paragraphs(USUAL)
    assert found[:5] == [
        ("Title", "Verlässliche Regeln für digitale Rathäuser"),
        ("Subtitle", "Forderungspapier an Bund und Land"),
        ("Date", "Beschlossen am 12. November 2026 in Heilbronn"),
        ("Heading 1", "Präambel"),
        ("Body Text", "Wir verantworten die Digitalisierung. Rund vier von fünf Leistungen liegen bei uns."),
    ]
    assert found[-7:] == [
        ("Heading 1", "Ausblick"),
        ("Body Text", "Wir bieten unsere Mitarbeit an."),
        ("Ort und Datum", "Heilbronn, den 12. November 2026"),
        ("Heading 1", "Unterzeichnende"),
        ("Unterzeichnende", "Marlene Haselbrunn, Stadt Heilbronn"),
        ("Unterzeichnende", "Joachim Tannenried, Stadt Calw"),
        ("Schlusszeile", "Ende des Textes · Netzwerk der Kommunen"),
    ]


def test_demands_show_their_own_numbers_with_gaps_and_additions() -> None:
    titles = [text for style, text in paragraphs(USUAL) if style == "Heading 2"]
    assert titles == [
        "1.\tSchriftform abbauen",
        "2.\tNiveaus festlegen",
        "7.\tDauerhaft finanzieren",
        "7a.\tPersonal gewinnen",
        "12.\tSicherheit stärken",
    ]


def test_marks_and_links_survive() -> None:
    document = reopen(USUAL)
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.bold] == ["vier von fünf"]
    assert [run.text for run in runs if run.italic and not run.text.startswith("Begr")] == ["bis 2027"]
    links = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert [(link.text, link.address) for link in links] == [("die Liste", "https://liste.example/a?b=1&c=2")]


def test_an_address_word_would_call_damage_stays_plain_text() -> None:
    odd = parse("# T\n\n[Wort](https://[kaputt)")
    letter = dataclasses.replace(USUAL, sections=(LetterSection("A", (LetterDemand("1", odd),)),))
    assert not [link for paragraph in reopen(letter).paragraphs for link in paragraph.hyperlinks]


def test_first_reason_alone_is_introduced() -> None:
    reasons = [text for style, text in paragraphs(USUAL) if style == "Begründung"]
    assert reasons[:2] == ["Begründung: Der Medienbruch kostet Zeit.", "Er schafft keine Sicherheit."]


def test_reasons_can_be_left_out() -> None:
    texts = [paragraph.text for paragraph in reopen(USUAL, reasons=False).paragraphs]
    assert not [text for text in texts if "Begründung" in text or "Medienbruch" in text]
    assert "Das gilt auch künftig." in texts


def shown_items(letter: Letter) -> list[str]:
    """The items with the numbers Word would show, counted from the file's own numberings."""
    document = reopen(letter)
    numbering = document.part.numbering_part.element
    formats = {a.get(qn("w:abstractNumId")): a.find(f".//{qn('w:numFmt')}").get(qn("w:val")) for a in numbering[:3]}
    lists = {n.numId: formats[str(n.abstractNumId.val)] for n in numbering.num_lst}
    counts: dict[int, int] = {}
    shown = []
    for paragraph in document.element.body.iter(qn("w:p")):
        if paragraph.pPr is None or paragraph.pPr.numPr is None:
            continue
        number = paragraph.pPr.numPr.numId.val
        counts[number] = counts.get(number, 0) + 1
        text = "".join(paragraph.itertext(qn("w:t")))
        shown.append(f"{paragraph.pPr.numPr.ilvl.val} {lists[number]} {counts[number]} {text}")
    return shown


def test_lists_are_real_with_levels_and_begin_again() -> None:
    assert shown_items(USUAL) == [
        "0 bullet 1 Anträge auf Wohngeld,",
        "0 bullet 2 Bauanträge.",
        "0 lowerLetter 1 eins,",
        "0 lowerLetter 2 zwei.",
        "0 decimal 1 Geld,",
        "1 lowerLetter 1 viel,",
        "1 lowerLetter 2 sicher,",
        "0 decimal 2 Zeit.",
        "0 decimal 1 eins,",
        "0 decimal 2 zwei.",
        "0 decimal 1 drei.",
    ]


def test_leaving_out_a_reason_between_two_lists_does_not_join_them() -> None:
    text = parse("# T\n\n1. eins\n\n> Grund.\n\n1. neu")
    letter = dataclasses.replace(USUAL, sections=(LetterSection("A", (LetterDemand("1", text),)),))
    numbering = [
        paragraph.pPr.numPr.numId.val
        for paragraph in reopen(letter, reasons=False).element.body.iter(qn("w:p"))
        if paragraph.pPr.numPr is not None
    ]
    assert len(set(numbering)) == 2


def test_page_is_a4_in_german_with_page_numbers_from_the_second_page() -> None:
    document = reopen(USUAL)
    section = document.sections[0]
    assert [side and round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""
    assert section.footer.paragraphs[0].text.startswith("Verlässliche Regeln für digitale Rathäuser\tSeite ")
    assert 'w:lang w:val="de-DE"' in part(USUAL, "word/styles.xml").split("</w:docDefaults>")[0]


def test_properties_say_who_what_and_when() -> None:
    core = reopen(USUAL).core_properties
    assert (core.title, core.author, core.language) == (USUAL.title, "Netzwerk der Kommunen", "de-DE")
    assert core.created is not None
    assert core.created.isoformat()[:16] == "2026-11-12T16:30"


def test_same_letter_gives_same_bytes() -> None:
    assert write_paper(as_paper(USUAL)) == write_paper(as_paper(USUAL))
    assert write_paper(as_paper(UNUSUAL)) == write_paper(as_paper(dataclasses.replace(UNUSUAL)))


def test_nothing_of_the_library_template_is_left() -> None:
    with zipfile.ZipFile(io.BytesIO(write_paper(as_paper(USUAL)))) as archive:
        names, everything = set(archive.namelist()), b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything
    assert b"en-US" not in everything
    assert b"2013" not in everything
    assert not {name for name in names if "thumbnail" in name or "customXml" in name or "theme" in name}
    assert b'w:name="compatibilityMode"' in everything
    assert b'w:val="15"' in everything


def test_every_style_offered_is_used() -> None:
    document = reopen(USUAL)
    used = set(re.findall(r'w:(?:pStyle|rStyle|basedOn|next) w:val="([^"]+)"', part(USUAL, "word/styles.xml")))
    for name in ("word/document.xml", "word/footer1.xml"):
        used |= set(re.findall(r'w:(?:pStyle|rStyle) w:val="([^"]+)"', part(USUAL, name)))
    # The redline, laid out alike, has comments.
    assert {style.style_id for style in document.styles} <= used | {COMMENT, COMMENT_MARK}


def test_english_letter_speaks_english() -> None:
    letter = dataclasses.replace(USUAL, language="en")
    texts = [text for _, text in paragraphs(letter)]
    assert "Reason: Der Medienbruch kostet Zeit." in texts
    assert "Signatories" in texts
    assert 'w:lang w:val="en-GB"' in part(letter, "word/styles.xml")


def test_demands_without_section_stay_in_an_unbroken_outline() -> None:
    demand = LetterDemand("1", parse("# Allein\n\nText."))
    letter = dataclasses.replace(USUAL, preamble=Document.of(()), sections=(LetterSection("", (demand,)),))
    heading = next(p for p in reopen(letter).paragraphs if p.text == "1.\tAllein")
    levels = [level.get(qn("w:val")) for level in heading._p.iter(qn("w:outlineLvl"))]
    assert levels == ["0"]


def test_characters_no_xml_can_hold_are_dropped() -> None:
    letter = dataclasses.replace(USUAL, title="Ein\x00 \ufffeTitel\x0b\ud800")
    assert paragraphs(letter)[0][1].replace("\ufffd", "") == "Ein Titel"


def test_right_to_left_paragraph_runs_from_right_to_left() -> None:
    found = [p for p in reopen(UNUSUAL).paragraphs if p.text.startswith("مرحبا")]
    assert found
    assert all(list(p._p.iter(qn("w:bidi"))) for p in found)


@pytest.mark.parametrize("letter", [USUAL, UNUSUAL], ids=["usual", "unusual"])
def test_linter_finds_nothing(letter: Letter, tmp_path: Path) -> None:
    if not LINTER.exists():
        pytest.skip("the linter ../shared/tools/docx_check.py is not here")
    file = tmp_path / "brief.docx"
    file.write_bytes(write_paper(as_paper(letter)))
    command = [sys.executable, str(LINTER), "lint", str(file), "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    # The unusual letter holds paragraphs that look like typed items on purpose.
    warnings = [warning for warning in found["warnings"] if not warning.startswith("looks like a typed list item")]
    assert (found["errors"], warnings) == ([], [])


@pytest.mark.skipif(not shutil.which("soffice") or not shutil.which("pdftotext"), reason="LibreOffice is not here")
@pytest.mark.parametrize("letter", [USUAL, UNUSUAL], ids=["usual", "unusual"])
def test_libreoffice_lays_out_every_demand_with_its_number(letter: Letter, tmp_path: Path) -> None:
    (tmp_path / "brief.docx").write_bytes(write_paper(as_paper(letter)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "brief.docx"),
    ]
    subprocess.run(convert, capture_output=True, check=True, timeout=120)
    pages = subprocess.run(["pdftotext", "-layout", str(tmp_path / "brief.pdf"), "-"], capture_output=True, check=True)
    text = pages.stdout.decode()
    for section in letter.sections:
        for demand in section.demands:
            first_word = demand.document.title.split()[0]
            assert re.search(rf"^\s*{re.escape(demand.number)}\.\s+{first_word}", text, re.MULTILINE), demand.number
    assert "Seite 1 von" not in text
