"""The file sent out for work comes back: untouched it proposes nothing, changed it proposes what was changed."""

from __future__ import annotations

import copy
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from drafting.exports.docx_working import cut_section, cut_unit, write_working_file
from drafting.exports.papers import Paper, PaperSection, PaperUnit
from drafting.imports.base_papers import BasePaper
from drafting.text.markdown import parse
from tests.imports.small_paper import LAW, MONEY, PEOPLE
from tests.imports.test_docx_proposals_office import through_office
from tests.imports.tracked import CALW, dele, end, ins, paper_of, read, told
from tests.imports.word import part, run

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


def strike(
    data: bytes, begin: str, count: int, *, keeps_end: bool = False, new: str = "", office: bool = False
) -> bytes:
    """The file with some paragraphs struck, as Word records it, or as LibreOffice does.

    LibreOffice gives the paragraph behind them the style of the first. ``keeps_end`` leaves the last one's end, which
    is that paragraph then, with ``new`` words in place of the old.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                root = etree.fromstring(content)
                paragraphs = root.findall(".//{*}p")
                first = next(i for i, p in enumerate(paragraphs) if begin in "".join(map(str, p.itertext())))
                struck = paragraphs[first : first + count]
                for place, paragraph in enumerate(struck, 1):
                    _strike(paragraph, ends=place < count or not keeps_end)
                if office:
                    heir = paragraphs[first + count - keeps_end]
                    _properties(heir)[0] = copy.deepcopy(_properties(struck[0])[0])
                struck[-1].extend(_read(ins(new, CALW)) if new else [])
                content = etree.tostring(root)
            elif name == "docProps/app.xml" and office:
                content = b"<Properties><Application>LibreOffice/24.2</Application></Properties>"
            after.writestr(name, content)
    return stream.getvalue()


def _strike(paragraph: etree._Element, *, ends: bool) -> None:
    for text in paragraph.findall(".//{*}r/{*}t"):
        text.tag = text.tag[:-1] + "delText"
    for each in paragraph.findall("./{*}r"):
        (deleted,) = _read(dele("", CALW))
        each.addprevious(deleted)
        deleted[:] = [each]
    if ends:
        _properties(paragraph).extend(_read(end("del", CALW)))


def _properties(paragraph: etree._Element) -> etree._Element:
    return next(paragraph.iterfind("./{*}pPr"))


def _read(content: str) -> list[etree._Element]:
    return list(etree.fromstring(part("body", content)))


@pytest.mark.parametrize("office", [False, True])
def test_a_heading_struck_alone_leaves_its_demand(*, office: bool) -> None:
    for title, number, text in (("Betrieb", "1", MONEY), ("Personal", "2", PEOPLE), ("Recht ändern", "3", LAW)):
        reading = read(strike(write(), title, 1, office=office), PAPER)
        (proposal,) = reading.proposals
        assert (proposal.number, proposal.kind, proposal.authors) == (number, "change", (CALW,))
        assert proposal.text == text.partition("\n\n")[2].strip()
        assert [note.key for note in proposal.notes] == ["title_gone"]
        assert reading.ignored == ()


def test_a_demand_struck_without_its_last_end_is_nothing_but_struck() -> None:
    for title, count in (("Betrieb", 2), ("Personal", 3), ("Recht ändern", 4)):
        reading = read(strike(write(), title, count, keeps_end=True, office=True), PAPER)
        assert [(p.kind, p.authors) for p in reading.proposals] == [("strike", (CALW,))], title
        assert reading.ignored == ()


def test_a_heading_and_its_text_written_anew_in_one_go_are_a_change() -> None:
    reading = read(strike(write(), "Personal", 2, keeps_end=True, new="Leute finden", office=True), PAPER)
    assert [(p.number, p.kind, p.text) for p in reading.proposals] == [
        ("2", "change", "# Leute finden\n\nEs bezahlt Stellen.")
    ]
    assert reading.ignored == ()


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
