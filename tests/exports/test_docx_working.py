"""The file sent out for work and the working copy: anchors that stay, changes recorded, lines as the product counts."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from drafting.exports.docx_copies import write_working_copy
from drafting.exports.docx_papers import write_paper
from drafting.exports.docx_styles import W
from drafting.exports.docx_working import cut_section, cut_unit, write_working_file
from drafting.exports.papers import Paper, PaperSection
from drafting.rules.anchors import anchor_demand, anchor_section, read_anchor
from drafting.text.document import Word
from drafting.text.lines import number_lines
from drafting.text.markdown import parse
from tests.exports.papers import make_paper, make_unit
from tests.exports.resolving import open_part, read

LONG = "Wir fordern das Land auf, alle Schriftformerfordernisse zu streichen und die Verfahren zu vereinfachen. " * 3
PAPER = make_paper(
    PaperSection(
        "s1",
        "Recht",
        (
            make_unit(
                "d1", parse(f"# Schriftform\n\n{LONG}\n\n- eins,\n- zwei **drei**.\n\n> Weil."), number="1", serial=1
            ),
            make_unit("d2", parse("# Niveaus\n\nEs gilt:\n\na) eins."), number="2", serial=2),
        ),
    ),
    PaperSection("s2", "Geld", (make_unit("d3", parse("# Geld\n\nViel."), number="3", serial=3),)),
    preamble="# Präambel\n\nWir sind viele.",
    closing="# Ausblick\n\nWir helfen.",
    place="Heilbronn",
)


def list_bookmarks(file: bytes) -> dict[str, str]:
    """By the name of each bookmark the words it holds, paragraphs as lines."""
    body = open_part(file)
    held: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for each in body.iter():
        tag = etree.QName(each).localname
        number = each.get(f"{{{W}}}id") or ""
        if tag == "bookmarkStart":
            names[number] = each.get(f"{{{W}}}name") or ""
            held[names[number]] = []
        elif tag == "bookmarkEnd":
            del names[number]
        elif tag in ("t", "tab", "pPr"):
            for name in names.values():
                held[name].append("\n" if tag == "pPr" else "\t" if tag == "tab" else each.text or "")
    assert not names, "every bookmark ends"
    return {name: "".join(words).strip("\n") for name, words in held.items()}


def list_properties(file: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    return {each.get("name") or "": "".join(str(text) for text in each.itertext()) for each in root}


def test_every_block_has_a_bookmark_of_its_own_inside_that_of_its_demand() -> None:
    found = list_bookmarks(write_working_file(PAPER))

    unit = anchor_demand("d2")
    assert found[unit.name] == "2.\tNiveaus\nEs gilt:\neins."
    assert [found[replace(unit, block=block).name] for block in range(3)] == ["2.\tNiveaus", "Es gilt:", "eins."]
    assert found[anchor_section("s1").name] == "Recht"
    assert found[replace(anchor_demand("d1"), block=4).name] == "Begründung: Weil."
    assert all(read_anchor(name) is not None and len(name) <= 40 for name in found)


def test_the_file_says_which_versions_it_is_based_on() -> None:
    units = ("preamble", "d1", "d2", "d3", "closing")
    assert list_properties(write_working_file(PAPER)) == {
        "drafting.format": "1",
        "drafting.paper": "paper",
        "drafting.scope": "paper",
        **{f"drafting.{anchor_demand(name).name}": f"{name}:{name}-1" for name in units},
        **{f"drafting.{anchor_section(name).name}": name for name in ("s1", "s2")},
    }


def test_word_records_every_change() -> None:
    settings = open_part(write_working_file(PAPER), "word/settings.xml")

    names = [etree.QName(each).localname for each in settings]
    assert names[:3] == ["zoom", "trackRevisions", "defaultTabStop"]


def test_the_words_are_those_of_the_paper() -> None:
    assert read(write_working_file(PAPER)) == read(write_paper(PAPER))


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        (cut_section(PAPER, "s2"), ["Geld", "3.\tGeld", "Viel."]),
        (cut_unit(PAPER, "d2"), ["Recht", "2.\tNiveaus", "Es gilt:", "eins."]),
        (cut_unit(PAPER, "preamble"), ["Präambel", "Wir sind viele."]),
    ],
    ids=["section", "demand", "preamble"],
)
def test_a_part_stands_by_itself_below_the_papers_title(cut: Paper, words: list[str]) -> None:
    found = [each.text for each in read(write_working_file(cut, scope="demand"))]

    assert found[:-1] == ["Verlässliche Regeln", *words]


@pytest.mark.parametrize("width", [40, 80])
def test_the_working_copy_breaks_and_numbers_lines_as_the_product_counts_them(width: int) -> None:
    body = open_part(write_working_copy(PAPER, width=width))
    lines = []
    for paragraph in body.iter(f"{{{W}}}p"):
        line: list[str] = []
        for each in paragraph.iter(f"{{{W}}}t", f"{{{W}}}br", f"{{{W}}}r"):
            tag = etree.QName(each).localname
            if tag == "br":
                lines.append("".join(line))
                line = []
            elif tag == "t":
                line.append(each.text or "")
            elif each.find(f"{{{W}}}tab") is not None:
                line.append("\t")
        lines.append("".join(line))

    document = next(unit.document for unit in PAPER.units() if unit.id == "d1")
    tokens = document.tokens()
    for counted in number_lines(document, width)[1:]:
        words = [word.text + word.blank for word in tokens[counted.start : counted.end] if isinstance(word, Word)]
        start, end = f"\t{counted.number}\t", "".join(words).strip()
        assert any(line.startswith(start) and line.endswith(end) for line in lines), counted


def test_the_working_copy_names_the_version_and_the_marks_of_items() -> None:
    texts = [each.text for each in read(write_working_copy(PAPER))]

    assert texts[0] == "Arbeitsfassung"
    assert texts.count("Fassung 1") == 5
    assert any(text.endswith("\ta)\teins.") for text in texts)
