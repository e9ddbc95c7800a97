"""Word files that have lost what says what their paragraphs are: styles, numbers, bookmarks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from drafting.exports.papers import Paper, PaperUnit
from drafting.imports.base_papers import BaseDemand, BasePaper, BaseVersion
from drafting.text.document import Document, Kind, counters
from drafting.text.markdown import to_markdown
from tests.imports.tracked import file
from tests.imports.word import paragraph, run

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STAYS = {f"{_W}rPr", f"{_W}sectPr"}


def strip(data: bytes, *, style: str = "") -> bytes:
    """A file without the styles and numbers of its paragraphs, without bookmarks and without properties of its own.

    ``style`` is the one all paragraphs have instead.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "word/document.xml":
                content = _strip(etree.fromstring(content), style)
            elif name == "docProps/custom.xml":
                root = etree.fromstring(content)
                etree.strip_elements(root, "{*}property")
                content = etree.tostring(root)
            after.writestr(name, content)
    return stream.getvalue()


def _strip(root: etree._Element, style: str) -> bytes:
    for properties in root.iter(f"{_W}pPr"):
        for child in list(properties):
            if child.tag not in _STAYS:
                properties.remove(child)
        if style:
            properties.insert(0, etree.Element(f"{_W}pStyle", {f"{_W}val": style}))
    etree.strip_elements(root, f"{_W}bookmarkStart", f"{_W}bookmarkEnd", with_tail=False)
    return etree.tostring(root)


def typed(paper: Paper, *, bold: bool = False, gaps: bool = False) -> bytes:
    """The paper with nothing but words: numbers and marks typed, headings at most ``bold``, ``gaps`` between all."""
    marks = "b" if bold else ""
    headings = [paper.title, paper.subtitle, paper.date]
    lines = [_line(line, marks) for line in headings if line]
    lines += _type(paper.preamble, marks) if paper.preamble else ()
    for section in paper.sections:
        lines += [_line(section.heading, marks)] if section.heading else []
        for unit in section.units:
            lines += _type(unit, marks)
    lines += _type(paper.closing, marks) if paper.closing else ()
    lines += [_line(line) for line in (paper.place, *paper.signatories) if line]
    return file(*(piece for line in lines for piece in ((line, paragraph()) if gaps else (line,))))


def _type(unit: PaperUnit, marks: str) -> Iterator[str]:
    title, *blocks = unit.document.blocks
    number = f"{unit.number}.\t" if unit.number else ""
    if number or title.words:
        yield _line(number + title.plain, marks)
    before = Kind.TITLE
    for block, counter in zip(blocks, counters(blocks), strict=True):
        lead = "Begründung:" if block.kind is Kind.REASON and before is not Kind.REASON else counter
        yield _line(f"{lead} {block.plain}" if lead else block.plain)
        before = block.kind


def _line(text: str, marks: str = "") -> str:
    return paragraph(run(text, marks))


def base_of(paper: Paper) -> BasePaper:
    """A paper of the exports as the one that files are compared with."""
    units = [("demand", section.id, unit) for section in paper.sections for unit in section.units]
    if paper.preamble:
        units.insert(0, ("preamble", "", paper.preamble))
    if paper.closing:
        units.append(("closing", "", paper.closing))
    return BasePaper(
        tuple((section.id, section.heading) for section in paper.sections),
        tuple(
            BaseDemand(
                unit.id,
                kind,
                unit.number,
                f"Forderung {unit.number}" if unit.number else unit.document.title,
                section or None,
                (BaseVersion(unit.version_id, 1, to_markdown(unit.document)),),
            )
            for kind, section, unit in units
        ),
        above=tuple(line for line in (paper.title, paper.subtitle, paper.date) if line),
        below=tuple(line for line in (paper.place, *paper.signatories) if line),
    )


def exchange(paper: Paper, name: str, document: Document) -> Paper:
    """The paper with another text of one of its units."""

    def other(unit: PaperUnit | None) -> PaperUnit | None:
        return replace(unit, document=document) if unit is not None and unit.id == name else unit

    sections = tuple(
        replace(section, units=tuple(unit for each in section.units if (unit := other(each))))
        for section in paper.sections
    )
    return replace(paper, preamble=other(paper.preamble), sections=sections, closing=other(paper.closing))
