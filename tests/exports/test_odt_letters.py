"""The letter as OpenDocument: reopened and read, and laid out and read aloud by LibreOffice."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from drafting.exports.letters import Letter
from drafting.exports.odt_letters import write_odt
from drafting.exports.odt_package import BOLD, ITALIC, NAMESPACES
from drafting.text.document import Document, counters
from tests.exports.samples import UNUSUAL, USUAL

LETTERS = pytest.mark.parametrize("letter", [USUAL, UNUSUAL], ids=["usual", "unusual"])


def part(letter: Letter, name: str, *, reasons: bool = True) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(write_odt(letter, reasons=reasons))) as archive:
        return etree.fromstring(archive.read(name))


def find(root: etree._Element, path: str) -> list[etree._Element]:
    found = root.xpath(path, namespaces=NAMESPACES)
    assert isinstance(found, list)
    return [each for each in found if isinstance(each, etree._Element)]


def words(node: etree._Element) -> str:
    return "".join(map(str, node.itertext()))


def get(node: etree._Element, name: str) -> str:
    prefix, tag = name.split(":")
    return node.get(f"{{{NAMESPACES[prefix]}}}{tag}") or ""


def test_the_file_says_first_what_it_is() -> None:
    with zipfile.ZipFile(io.BytesIO(write_odt(USUAL))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        listed = find(etree.fromstring(archive.read("META-INF/manifest.xml")), "//*[local-name()='file-entry']")
        paths = {value for entry in listed for value in entry.attrib.values()}
        assert {"content.xml", "styles.xml", "meta.xml"} <= paths


def test_headings_have_their_levels_and_demands_their_numbers() -> None:
    headings = find(part(USUAL, "content.xml"), "//text:h")
    assert [(get(node, "text:outline-level"), words(node)) for node in headings] == [
        ("1", "Präambel"),
        ("1", "Recht"),
        ("2", "1.Schriftform abbauen"),
        ("2", "2.Niveaus festlegen"),
        ("1", "Finanzen"),
        ("2", "7.Dauerhaft finanzieren"),
        ("2", "7a.Personal gewinnen"),
        ("2", "12.Sicherheit stärken"),
        ("1", "Ausblick"),
        ("1", "Unterzeichnende"),
    ]


def test_lists_are_lists_and_each_counts_anew() -> None:
    content = part(USUAL, "content.xml")
    lists = find(content, "//text:list[not(ancestor::text:list)]")
    assert [(get(node, "text:style-name"), len(find(node, "text:list-item"))) for node in lists] == [
        ("Liste_Strich", 2),
        ("Liste_Buchstabe", 2),
        ("Liste_Zahl", 2),
        ("Liste_Zahl", 2),
        ("Liste_Zahl", 1),
    ]
    (nested,) = find(content, "//text:list//text:list")
    assert (get(nested, "text:style-name"), len(find(nested, "text:list-item"))) == ("Liste_Buchstabe", 2)


def test_marks_and_links_survive() -> None:
    content = part(USUAL, "content.xml")
    strong, slanted = (find(content, f"//text:span[@text:style-name='{name}']") for name in (BOLD, ITALIC))
    assert [words(node) for node in strong] == ["vier von fünf"]
    assert [words(node) for node in slanted] == ["bis 2027", "Begründung:", "Begründung:"]
    assert [(words(node), get(node, "xlink:href")) for node in find(content, "//text:a")] == [
        ("die Liste", "https://liste.example/a?b=1&c=2")
    ]


def test_language_and_properties_are_set() -> None:
    (text,) = find(part(USUAL, "styles.xml"), "//style:default-style/style:text-properties")
    assert (get(text, "fo:language"), get(text, "fo:country")) == ("de", "DE")
    (meta,) = find(part(USUAL, "meta.xml"), "//office:meta")
    assert {etree.QName(node).localname: node.text for node in meta} == {
        "generator": "drafting",
        "title": "Verlässliche Regeln für digitale Rathäuser",
        "initial-creator": "Netzwerk der Kommunen",
        "creator": "Netzwerk der Kommunen",
        "creation-date": "2026-11-12T16:30:00Z",
        "date": "2026-11-12T16:30:00Z",
        "language": "de-DE",
    }


@LETTERS
def test_every_style_that_is_used_is_there(letter: Letter) -> None:
    content, styles = part(letter, "content.xml"), part(letter, "styles.xml")
    known = {get(node, "style:name") for root in (content, styles) for node in find(root, "//*[@style:name]")}
    assert {get(node, "text:style-name") for node in find(content, "//*[@text:style-name]")} <= known


@LETTERS
def test_the_same_letter_gives_the_same_bytes(letter: Letter) -> None:
    assert write_odt(letter) == write_odt(letter)


def test_without_reasons_there_are_none() -> None:
    assert "Begründung:" not in words(part(USUAL, "content.xml", reasons=False))


def expected(letter: Letter) -> list[str]:
    """The letter's text in order, with numbers and list signs as they are read."""
    rows = [letter.title or "Forderungspapier", letter.subtitle, letter.date, letter.preamble.title]
    rows += list_blocks(letter.preamble)
    for section in letter.sections:
        rows.append(section.heading)
        for demand in section.demands:
            rows += [f"{demand.number}. {demand.document.title}", *list_blocks(demand.document)]
    rows += [letter.closing.title or "Schluss", *list_blocks(letter.closing), letter.place]
    return [*rows, *(["Unterzeichnende", *letter.signatories] if letter.signatories else [])]


def list_blocks(text: Document) -> list[str]:
    rows = []
    follows = False
    for block, counter in zip(text.blocks[1:], counters(text.blocks[1:]), strict=True):
        is_reason = block.kind == "reason"
        lead = "Begründung:" if is_reason and not follows else counter
        rows.append(f"{lead} {block.plain}")
        follows = is_reason
    return rows


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_reads_every_word_of_the_paper_in_order(tmp_path: Path) -> None:
    letters = {"usual": USUAL, "unusual": UNUSUAL}
    for name, letter in letters.items():
        (tmp_path / f"{name}.odt").write_bytes(write_odt(letter))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, *(str(tmp_path / f"{name}.odt") for name in letters)], capture_output=True, check=True, timeout=120
    )
    for name, letter in letters.items():
        # In plain text LibreOffice has bullets of its own, one for each level.
        found = (tmp_path / f"{name}.txt").read_text("utf-8-sig").replace("•", "–").replace("▪", "–")
        assert found.split() == " ".join(expected(letter)).split()
