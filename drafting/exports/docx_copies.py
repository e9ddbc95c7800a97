"""The working copy, for print: the paper with our line numbers in the margin and the version of each demand.

Lines end where the product counts them to end, so that "Fassung 3, Zeile 4–5" is the same on paper as on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from drafting.exports import docx_styles as styles
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import ENGLISH, Atom, Item, Marks, Paragraph, lay_out, pair_blanks, wording
from drafting.exports.docx_package import new_package
from drafting.exports.docx_papers import save_paper, write_atoms, write_paragraph
from drafting.exports.lines import plain
from drafting.exports.papers import Paper, PaperUnit
from drafting.text.document import Word, counters
from drafting.text.lines import WIDTH, number_lines

# A line of the usual length has room beside the column of numbers.
_RIGHT_MARGIN = 1021
_NUMBERS, _EDGE = -900, -1400


def write_working_copy(paper: Paper, *, reasons: bool = True, width: int = WIDTH) -> bytes:
    """Write a state of the paper for print; the same state gives the same bytes."""
    words = wording(paper)
    state = plain(f"{'Working copy' if words is ENGLISH else 'Arbeitsfassung'} · {paper.state}").strip(" ·")
    document = new_package(
        language=words.tag, running_title=state[:70], page_words=words.page, styles=styles.copy_styles(width)
    )
    page = document.element.body[-1]
    page.find(qn("w:pgMar")).set(qn("w:right"), str(_RIGHT_MARGIN))
    version = "Version" if words is ENGLISH else "Fassung"
    page.addprevious(write_paragraph(document, Paragraph(styles.STATE, (Word(state),))))
    for item in lay_out(paper, reasons=reasons):
        for written in _write_item(document, item, width=width, version=version):
            page.addprevious(written)
    return save_paper(document, paper, title=f"{plain(paper.title) or words.paper} – {state}")


def _write_item(document: WordDocument, item: Item, *, width: int, version: str) -> Iterator[Element]:
    if item.unit is None:
        yield from (write_paragraph(document, each) for each in item.paragraphs if each is not None)
        return
    marks = counters(item.unit.document.blocks)
    rows = _list_rows(item.unit, width)
    for number, (paragraph, mark, lines) in enumerate(zip(item.paragraphs, marks, rows, strict=True)):
        if paragraph is not None:
            yield _write_block(document, paragraph, mark, lines)
        if number == 0:
            label = f"{version} {item.unit.version_number}"
            yield write_paragraph(document, Paragraph(styles.VERSION, (Word(label),)))


Rows = list[tuple[int, list[Atom]]]


def _list_rows(unit: PaperUnit, width: int) -> Iterator[Rows]:
    """For each block its lines, each with its number and its characters; the blank at a line's end goes."""
    lines = number_lines(unit.document, width)
    at = 0
    for block in unit.document.blocks:
        end = at + 1 + len(block.words)
        pairs = pair_blanks(block.words)
        rows = []
        for line in lines:
            if at <= line.start < end:
                here = pairs[max(0, line.start - at - 1) : line.end - at - 1]
                atoms = [atom for pair in here for atom in pair if atom is not None]
                rows.append((line.number, atoms[:-1] if here and here[-1][1] else atoms))
        yield rows
        at = end


def _write_block(document: WordDocument, paragraph: Paragraph, mark: str, rows: Rows) -> Element:
    """Write a block line by line: the line's number, what stands before the words, the words."""
    written, properties = element("p"), element("pPr")
    stops, lead = _set_columns(paragraph, mark)
    tabs = element("tabs")
    tabs.append(element("tab", val="right", pos=_NUMBERS))
    tabs.extend([element("tab", val="left", pos=stop) for stop in stops])
    # Behind a break a line begins at the edge; only a line by itself can hang, and then go on below its words.
    hanging = {"left": stops[-1], "hanging": stops[-1] - _EDGE}
    indent = element("ind", **(hanging if len(rows) <= 1 else {"left": _EDGE, "firstLine": 0}))
    properties.extend([element("pStyle", val=paragraph.style), tabs, indent])
    written.append(properties)
    for place, (number, atoms) in enumerate(rows or [(0, [])]):
        if place:
            written.append(_break())
        numbers = [Atom(str(number), Marks(style=styles.LINE))] if number else []
        before = lead if place == 0 else [Atom("\t") for atom in lead if atom.text == "\t"]
        written.extend(list(write_atoms(document, [Atom("\t"), *numbers, Atom("\t"), *before, *atoms])))
    return written


def _set_columns(paragraph: Paragraph, mark: str) -> tuple[list[int], list[Atom]]:
    """Where the columns of a block begin, and what stands in those before its words."""
    if mark:
        indent = styles.ITEM_WIDTH * paragraph.level
        return [indent, indent + styles.ITEM_WIDTH], [Atom(mark), Atom("\t")]
    if paragraph.style == styles.DEMAND:
        return [-styles.NUMBER_WIDTH, 0], list(paragraph.lead) or [Atom("\t")]
    return [0], list(paragraph.lead)


def _break() -> Element:
    run = element("r")
    run.append(element("br"))
    return run
