"""The file sent out for work: the paper, a section or a demand, with every change recorded and anchors that stay.

How it is read again stands in docs/word.md; what is written here and what is said there must be the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import Item, lay_out
from drafting.exports.docx_papers import open_paper, save_paper, write_paragraph
from drafting.exports.docx_paragraphs import define_lists
from drafting.exports.papers import Paper, PaperUnit
from drafting.rules.anchors import Anchor, anchor_demand, anchor_section

FORMAT = "1"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def write_working_file(paper: Paper, *, scope: str = "paper") -> bytes:
    """Write a paper, or what was cut out of it (``scope`` "section" or "demand"), to be worked in."""
    document = open_paper(paper)
    page = document.element.body[-1]
    items = lay_out(paper)
    writer = _Writer(document)
    for item in items:
        for paragraph in writer.write(item):
            page.addprevious(paragraph)
    define_lists(document, [each for item in items for each in item.paragraphs if each is not None])
    _record_changes(document)
    _attach_properties(document, list(_list_properties(paper, scope)))
    return save_paper(document, paper)


def cut_section(paper: Paper, section_id: str) -> Paper:
    """A section by itself, with the paper's title above it."""
    sections = tuple(section for section in paper.sections if section.id == section_id)
    return _cut(paper, sections=sections)


def cut_unit(paper: Paper, unit_id: str) -> Paper:
    """A demand by itself below its heading, or the preamble or the closing."""
    sections = tuple(
        replace(section, units=tuple(unit for unit in section.units if unit.id == unit_id))
        for section in paper.sections
        if any(unit.id == unit_id for unit in section.units)
    )
    return _cut(
        paper,
        sections=sections,
        preamble=_keep(paper.preamble, unit_id),
        closing=_keep(paper.closing, unit_id),
    )


def _keep(unit: PaperUnit | None, unit_id: str) -> PaperUnit | None:
    return unit if unit is not None and unit.id == unit_id else None


def _cut(paper: Paper, **parts: object) -> Paper:
    nothing = {"preamble": None, "closing": None, "place": "", "signatories": ()}
    return replace(paper, **{**nothing, **parts})  # type: ignore[arg-type]


class _Writer:
    """Writes paragraphs with their bookmarks, which are numbered from 1 on."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.last = 0

    def write(self, item: Item) -> Iterator[Element]:
        written = [None if each is None else write_paragraph(self.document, each) for each in item.paragraphs]
        standing = [each for each in written if each is not None]
        if item.section is not None and standing:
            self._mark(anchor_section(item.section.id), standing[0], standing[-1])
        if item.unit is not None:
            unit = anchor_demand(item.unit.id)
            for block, paragraph in enumerate(written):
                if paragraph is not None:
                    self._mark(replace(unit, block=block), paragraph, paragraph)
            if standing:
                # Around the bookmarks of its first and its last block.
                self._mark(unit, standing[0], standing[-1])
        yield from standing

    def _mark(self, anchor: Anchor, first: Element, last: Element) -> None:
        self.last += 1
        first.insert(1, element("bookmarkStart", id=self.last, name=anchor.name))
        last.append(element("bookmarkEnd", id=self.last))


def _record_changes(document: WordDocument) -> None:
    settings = document.settings.element
    settings.insert(1, element("trackRevisions"))


def _list_properties(paper: Paper, scope: str) -> Iterator[tuple[str, str]]:
    yield "drafting.format", FORMAT
    yield "drafting.paper", paper.id
    yield "drafting.scope", scope
    for unit in paper.units():
        yield f"drafting.{anchor_demand(unit.id).name}", f"{unit.id}:{unit.version_id}"
    for section in paper.sections:
        yield f"drafting.{anchor_section(section.id).name}", section.id


def _attach_properties(document: WordDocument, properties: Sequence[tuple[str, str]]) -> None:
    listed = "".join(
        f"<property fmtid={quoteattr(_FORMAT_ID)} pid={quoteattr(str(number))} name={quoteattr(name)}>"
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        # The format begins to count at two.
        for number, (name, value) in enumerate(properties, start=2)
    )
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_VALUES}">{listed}</Properties>'
    )
    package = document.part.package
    assert package is not None
    package.relate_to(Part(PackURI("/docProps/custom.xml"), _TYPE, data.encode(), package), _RELATION)
