"""The sample paper of the field imports into what is known of it, without a correction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from drafting.imports.papers import DraftDemand, DraftPaper, read_paper

SHARED = Path(__file__).parents[3] / "shared" / "papers"
FILE = SHARED / "forderungspapier-2024.docx"
KINDS = {"absatz": "paragraph", "punkt": "bullet", "buchstabe": "letter", "begruendung": "reason"}

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="reads ../shared/papers, which is not here")


@pytest.fixture(scope="module")
def paper() -> DraftPaper:
    return read_paper(FILE.name, FILE.read_bytes())


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((SHARED / "forderungspapier-2024.facts.json").read_text())
    return facts


def test_what_stands_around_the_demands(paper: DraftPaper, facts: dict[str, Any]) -> None:
    assert (paper.title, paper.subtitle, paper.date) == (facts["titel"], facts["untertitel"], facts["datumszeile"])
    assert paper.preamble.title == facts["praeambel_ueberschrift"]
    assert [block.plain for block in paper.preamble.body] == facts["praeambel"]
    assert paper.closing.title == facts["schluss_ueberschrift"]
    assert [block.plain for block in paper.closing.body] == facts["schluss"]
    assert paper.place == facts["ort_datum"]
    assert list(paper.signatories) == facts["unterzeichnende"]


def _blocks(demand: DraftDemand) -> list[tuple[str, str]]:
    return [(block.kind.value, block.plain) for block in demand.document.blocks[1:]]


def test_sections_and_demands(paper: DraftPaper, facts: dict[str, Any]) -> None:
    assert [section.heading for section in paper.sections] == facts["abschnitte"]
    for demand, expected in zip(paper.demands, facts["forderungen"], strict=True):
        assert (demand.number, demand.document.title) == (str(expected["nr"]), expected["titel"])
        wanted = [(KINDS[b["typ"]], b["text"].removeprefix("Begründung: ")) for b in expected["bloecke"]]
        assert _blocks(demand) == wanted


def test_marks_stand_where_they_stood(paper: DraftPaper) -> None:
    bold = {demand.number for demand in paper.demands for b in demand.document.blocks[1:] for w in b.words if w.bold}
    italic = {demand.number for demand in paper.demands for b in demand.document.blocks for w in b.words if w.italic}
    links = {demand.number for demand in paper.demands for b in demand.document.blocks for w in b.words if w.link}
    assert (bold, italic, links) == ({"1", "4", "7", "15"}, {"2", "3", "12"}, {"6"})


def test_only_the_footer_is_left_out(paper: DraftPaper) -> None:
    assert [(left.kind, left.text) for left in paper.not_represented] == [("footer", "Forderungspapier 2024")]


@pytest.mark.parametrize("end", ["accepted"])
def test_open_changes_are_read_as_accepted(end: str) -> None:
    file = SHARED / "forderungspapier-2024-kommentiert.docx"
    paper = read_paper(file.name, file.read_bytes())
    expected = (SHARED / f"forderungspapier-2024-kommentiert.{end}.txt").read_text().split()
    found = " ".join(
        [
            *(paper.title, paper.subtitle, paper.date),
            *(block.plain for block in paper.preamble.blocks),
            *(
                text
                for section in paper.sections
                for text in (
                    section.heading,
                    *(b.plain for demand in section.demands for b in demand.document.blocks),
                )
            ),
            *(block.plain for block in paper.closing.blocks),
            *(paper.place, paper.signatories_heading, *paper.signatories),
        ]
    ).split()
    assert found == [word for word in expected if word != "Begründung:"]
    assert {left.kind for left in paper.not_represented} == {"footer", "comment", "tracked changes"}
    assert len(paper.demands) == 16
