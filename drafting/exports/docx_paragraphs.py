"""Paragraphs of the paper's layout as Word markup: their properties, their runs, and the lists they are counted in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import BULLETS, Marks, Paragraph
from drafting.exports.docx_lists import FORMATS, define_list, number_properties
from drafting.exports.docx_runs import is_address, text_runs
from drafting.exports.docx_styles import LINK, W
from drafting.text.document import Kind


def make_properties(paragraph: Paragraph) -> list[Element]:
    """What Word is to know of a paragraph, in the order of the schema."""
    made = [element("pStyle", val=paragraph.style)]
    if paragraph.numbering:
        made.append(number_properties(paragraph.numbering, paragraph.level))
    if paragraph.is_right_to_left:
        made.append(element("bidi"))
    if not paragraph.hangs:
        made.append(element("ind", left="0", firstLine="0"))
    if paragraph.outline is not None:
        made.append(element("outlineLvl", val=paragraph.outline))
    return made


def make_runs(text: str, marks: Marks) -> Iterator[Element]:
    """The runs of characters that look alike; a tab is one of its own."""
    if text == "\t":
        run = element("r")
        run.append(element("tab"))
        yield run
        return
    style = LINK if is_address(marks.link) else marks.style
    yield from text_runs(text, bold=marks.bold, italic=marks.italic, style=style)


def split_tabs(text: str) -> list[str]:
    """Cut characters so that each tab stands by itself."""
    return [piece for piece in _TABS.split(text) if piece] if "\t" in text else [text]


_TABS = re.compile("(\t)")


def make_link(document: WordDocument, address: str) -> Element:
    """What stands around the runs of a link."""
    around = element("hyperlink")
    around.set(qn("r:id"), document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return around


def define_lists(document: WordDocument, paragraphs: Iterable[Paragraph]) -> None:
    """Write the numberings of these paragraphs: each list counts from its beginning."""
    numbering = document.part.numbering_part.element
    for abstract, kind in enumerate(FORMATS):
        numbering.append(define_list(abstract, kind))
    found = {each.numbering: (each.kind, each.level) for each in paragraphs if each.numbering}
    for number, (kind, level) in sorted({BULLETS: (Kind.BULLET, 0), **found}.items()):
        restart = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
        numbering.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{list(FORMATS).index(kind)}"/>'
                f"{'' if kind is Kind.BULLET else restart}</w:num>"
            )
        )
