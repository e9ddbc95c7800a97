"""The commented sample paper of the field gives what its description says, change by change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import drafting
from drafting.errors import InvalidInputError
from drafting.imports.base_papers import BaseDemand, BasePaper
from drafting.imports.papers import read_paper
from drafting.imports.proposals import Reading
from drafting.text.document import Document
from drafting.text.markdown import to_markdown
from tests.imports.lost_looks import strip
from tests.imports.test_docx_proposals_office import through_office
from tests.imports.tracked import file, read, versions
from tests.imports.word import paragraph

PACKAGE = Path(drafting.__file__).parent
SHARED = Path(__file__).parents[3] / "shared" / "papers"
FILE = SHARED / "forderungspapier-2024-kommentiert.docx"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="reads ../shared/papers, which is not here")


def base_paper(file: Path) -> BasePaper:
    """The sample paper as it is stored after its import."""
    draft = read_paper(file.name, file.read_bytes())
    units: list[tuple[str, str, str | None, Document]] = [("preamble", "", None, draft.preamble)]
    for place, section in enumerate(draft.sections):
        units += [("demand", demand.number, f"s{place}", demand.document) for demand in section.demands]
    units.append(("closing", "", None, draft.closing))
    return BasePaper(
        tuple((f"s{place}", section.heading) for place, section in enumerate(draft.sections)),
        tuple(
            BaseDemand(
                f"d{number or kind}",
                kind,
                number,
                f"Forderung {number}" if number else document.title,
                section,
                versions(to_markdown(document), key=number or kind),
            )
            for kind, number, section, document in units
        ),
    )


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(FILE.read_bytes(), base_paper(SHARED / "forderungspapier-2024.docx"))


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SHARED / "forderungspapier-2024-kommentiert.changes.json").read_text())
    return found


def test_one_proposal_for_each_author_and_demand(reading: Reading, described: dict[str, Any]) -> None:
    kinds = {"insert-demand": "new", "delete-demand": "strike"}
    expected = {
        (str(change["demand"]) if change["demand"] else None, change["author"], kinds.get(change["type"], "change"))
        for change in described["tracked"]
        if change["type"] != "format-only"
    }
    found = [(p.number or None, p.authors[0], p.kind.value) for p in reading.proposals if p.tracked]
    assert set(found) == expected
    assert len(found) == len(expected) == 12


def test_every_change_is_in_the_text_of_its_author_and_of_nobody_else(
    reading: Reading, described: dict[str, Any]
) -> None:
    texts = {(p.number, p.authors[0]): p.text for p in reading.proposals if p.tracked}
    for change in described["tracked"]:
        if change["type"] not in ("replace", "insert", "insert-list-item", "replace-in-other-insertion"):
            continue
        number, new = str(change["demand"]), change["new"].strip()
        assert new in texts[(number, change["author"])]
        others = [text for (demand, who), text in texts.items() if demand == number and who != change["author"]]
        assert len(new) < 3 or all(new not in text for text in others)
    assert "10 Euro je Einwohner, die jeweils zum 1. März ausgezahlt" in texts[("12", "Gemeinde Kirchzarten")]
    assert "8 Euro je Einwohner, die ohne Einzelantrag ausgezahlt" in texts[("12", "Stadt Calw")]
    assert "31. Dezember 2026 zu streichen, soweit" in texts[("1", "Stadt Reutlingen")]
    assert texts[("4", "Stadt Reutlingen")].split("\n\n")[1].startswith("Zwischen Verkündung und Inkrafttreten")
    assert "verletzt werden" not in texts[("15", "Stadt Reutlingen")]


def test_what_was_not_tracked_is_shown_as_such(reading: Reading) -> None:
    (proposal,) = [each for each in reading.proposals if not each.tracked]
    assert (proposal.number, proposal.authors, proposal.kind) == ("13", (), "change")
    assert "bis 2030 verdoppeln" in proposal.text


def test_the_new_demand_stands_behind_the_seventh(reading: Reading) -> None:
    (proposal,) = [each for each in reading.proposals if each.kind == "new"]
    assert proposal.after_demand_id == "d7"
    assert proposal.text.startswith("# Freie Software bevorzugt beschaffen\n\nLand und Kommunen sollen")


def test_comments_and_changes_of_format_are_named(reading: Reading, described: dict[str, Any]) -> None:
    found = [(remark.author, remark.label, remark.about) for remark in reading.remarks]
    assert found == [(c["author"], f"Forderung {c['demand']}", c["anchor"]) for c in described["comments"]]
    assert [str(each) for each in reading.ignored] == [
        "Gemeinde Kirchzarten, Forderung 14: nur die Formatierung geändert (fett: „kostenfrei“)."
    ]


def test_wanted_formatting_is_a_proposal_of_its_own() -> None:
    paper = base_paper(SHARED / "forderungspapier-2024.docx")
    found = read(FILE.read_bytes(), paper, formatting=True)
    (proposal,) = [each for each in found.proposals if each.number == "14"]
    assert (proposal.authors, "**kostenfrei**" in proposal.text) == (("Gemeinde Kirchzarten",), True)
    assert len(found.proposals) == 14


@pytest.mark.parametrize("style", ["", "Forderungstext"])
def test_without_styles_and_numbers_it_gives_the_same(reading: Reading, style: str) -> None:
    found = read(strip(FILE.read_bytes(), style=style), base_paper(SHARED / "forderungspapier-2024.docx"))
    assert (found.proposals, found.ignored) == (reading.proposals, reading.ignored)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_through_libreoffice_which_loses_styles_around_what_is_deleted_it_gives_the_same(
    reading: Reading, tmp_path: Path
) -> None:
    back = through_office({FILE.name: FILE.read_bytes()}, tmp_path)[FILE.name]
    found = read(back, base_paper(SHARED / "forderungspapier-2024.docx"))
    assert (found.proposals, found.ignored) == (reading.proposals, reading.ignored)


def test_a_letterhead_and_another_paper_on_the_same_matter_are_other_documents() -> None:
    lines = (PACKAGE / "demo" / "data" / "paper.md").read_text().splitlines()
    other = file(*(paragraph(line.lstrip("# ")) for line in lines if line.strip()))
    for data, shared in ((SHARED / "briefkopf.docx").read_bytes(), "steht keiner"), (other, "nur 1."):
        with pytest.raises(InvalidInputError) as refusal:
            read(data, base_paper(SHARED / "forderungspapier-2024.docx"))
        assert refusal.value.values["count"] == 65
        assert shared in refusal.value.message
