"""The file sent out for work comes back: untouched it proposes nothing, changed it proposes what was changed."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from drafting.exports.docx_working import cut_section, cut_unit, write_working_file
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.imports.base_papers import BasePaper
from drafting.text.markdown import parse
from tests.imports.small_paper import LAW, MONEY, PEOPLE
from tests.imports.test_docx_proposals_office import through_office
from tests.imports.tracked import CALW, dele, ins, paper_of, read, told
from tests.imports.word import run

TEXTS = (MONEY, PEOPLE, LAW)
PAPER = paper_of(*TEXTS, sections=(2,))


def write(scope: str = "paper") -> bytes:
    """The paper of the tests, or its first section or second demand, as it is sent out."""
    units = [
        PaperUnit(demand.id, demand.number, parse(text), demand.present.id, 1, place)
        for place, (demand, text) in enumerate(zip(PAPER.demands, TEXTS, strict=True))
    ]
    sections = (
        PaperSection("s0", "Recht", tuple(units[:2])),
        PaperSection("s1", "Abschnitt 1", tuple(units[2:])),
    )
    paper = Paper("p", "Papier", "", "", None, sections, None, "", (), sender="Fachkonferenz")
    if scope == "section":
        paper = cut_section(paper, "s0")
    elif scope == "demand":
        paper = cut_unit(paper, "d2")
    return write_working_file(paper, scope=scope)


def change(data: bytes, old: str, new: str) -> bytes:
    """The file with one word replaced, as Word records it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                text = content.decode()
                assert text.count(old) == 1
                pieces = f"</w:t></w:r>{dele(old, CALW)}{ins(new, CALW)}{run('#')}".replace("#</w:t></w:r>", "")
                content = text.replace(old, pieces).encode()
            after.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("scope", ["paper", "section", "demand"])
def test_untouched_it_proposes_nothing(scope: str) -> None:
    reading = read(write(scope), PAPER)
    assert (reading.proposals, [note.key for note in reading.ignored]) == ((), ["nothing"])


@pytest.mark.parametrize("scope", ["paper", "section", "demand"])
def test_changed_it_proposes_the_change_on_its_version(scope: str) -> None:
    data = change(write(scope), "bildet", "bildet gut")
    newer: BasePaper = paper_of(MONEY, (PEOPLE, PEOPLE.replace("Stellen", "viele Stellen")), LAW, sections=(2,))
    assert told(read(data, PAPER)) == [("2", "change", CALW, "Das Land bildet gut aus.\n\nEs bezahlt Stellen.")]
    assert told(read(data, newer)) == [("2", "change", CALW, "Das Land bildet gut aus.\n\nEs bezahlt viele Stellen.")]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_through_libreoffice_it_says_the_same(tmp_path: Path) -> None:
    files = {f"{scope}.docx": change(write(scope), "bildet", "bildet gut") for scope in ("paper", "section", "demand")}
    for name, data in through_office(files, tmp_path).items():
        assert told(read(data, PAPER)) == told(read(files[name], PAPER)), name
