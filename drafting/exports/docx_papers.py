"""The paper alone as a Word file, laid out as in its redlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from docx.document import Document as WordDocument

from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import Atom, Paragraph, lay_out, list_atoms, wording
from drafting.exports.docx_package import new_package, save
from drafting.exports.docx_paragraphs import define_lists, make_link, make_properties, make_runs, split_tabs
from drafting.exports.docx_runs import is_address
from drafting.exports.docx_styles import PAPER_STYLES
from drafting.exports.lines import plain
from drafting.exports.papers import Paper


def write_paper(paper: Paper, *, reasons: bool = True) -> bytes:
    """Write a state of the paper as a Word file; the same state gives the same bytes."""
    document = open_paper(paper)
    page = document.element.body[-1]
    paragraphs = [each for item in lay_out(paper, reasons=reasons) for each in item.paragraphs if each is not None]
    for paragraph in paragraphs:
        page.addprevious(write_paragraph(document, paragraph))
    define_lists(document, paragraphs)
    return save_paper(document, paper)


def open_paper(paper: Paper) -> WordDocument:
    """Open an empty file for the paper, with its styles, its pages and its foot."""
    words = wording(paper)
    return new_package(
        language=words.tag,
        running_title=find_running_title(paper),
        page_words=words.page,
        styles=PAPER_STYLES,
    )


def find_running_title(paper: Paper) -> str:
    """What stands at the foot of every page; "" where the title is too long for it."""
    title = plain(paper.title) or wording(paper).paper
    return title if len(title) <= 70 else ""


def save_paper(document: WordDocument, paper: Paper, *, title: str = "") -> bytes:
    """Save with what the state says of itself; the clock is not asked."""
    words = wording(paper)
    return save(
        document,
        title=title or plain(paper.title) or words.paper,
        creator=plain(paper.sender) or "drafting",
        language=words.tag,
        moment=paper.moment,
    )


def write_paragraph(document: WordDocument, paragraph: Paragraph) -> Element:
    """Write a paragraph of the layout."""
    written = element("p")
    properties = element("pPr")
    properties.extend(make_properties(paragraph))
    written.append(properties)
    written.extend(list(write_atoms(document, [*paragraph.lead, *list_atoms(paragraph.words)])))
    return written


def write_atoms(document: WordDocument, atoms: Sequence[Atom]) -> Iterator[Element]:
    """Write characters as runs, and links around those that lead somewhere."""
    for marks, alike in groupby(atoms, key=lambda atom: atom.marks):
        text = "".join(atom.text for atom in alike)
        runs = [run for piece in split_tabs(text) for run in make_runs(piece, marks)]
        if is_address(marks.link):
            around = make_link(document, marks.link)
            around.extend(runs)
            yield around
        else:
            yield from runs
