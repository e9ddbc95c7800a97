"""The letter to its recipients as PDF: one, one for each in a ZIP, or all in one file.

It stands on its own sheet, DIN 5008 form B or plain paper: a letterhead is a Word file, which only Word or LibreOffice
can turn into a PDF. Before a page is set, the paper's words are read back from it and held against the decided edition.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from drafting.exports.bundles import Count, write_bundle
from drafting.exports.checks import check_paragraphs
from drafting.exports.correspondence import Copy, Correspondence, list_words
from drafting.exports.html_correspondence import letter_html, read_html
from drafting.exports.lines import plain
from drafting.exports.pdf import Progress, bind_page, read_style, set_page

STYLE = "letters-paper.css"


def write_pdf_letter(letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None) -> bytes:
    """Write one letter, or several into one file; raises InvalidInputError where its words are not the edition's."""
    return set_page(write_letter_page(letter, copies), read_style(STYLE), progress=progress)


def write_pdf_letters(
    letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None, count: Count | None = None
) -> bytes:
    """Write a ZIP with one PDF for each recipient, and the annexes; all pages and letters are counted on."""
    style, counted = read_style(STYLE), 0

    def write(copy: Copy) -> bytes:
        nonlocal counted
        told = [0]

        def tell(page: int, before: int = counted, told: list[int] = told) -> None:
            told[0] = max(told[0], page)
            if progress is not None:
                progress(before + page)

        data = set_page(write_letter_page(letter, [copy]), style, progress=tell)
        counted += told[0]
        return data

    return write_bundle(letter, copies, write, format_="pdf", count=count)


def write_letter_page(letter: Correspondence, copies: Sequence[Copy]) -> str:
    """Write the page from which the PDF is set, its words checked."""
    page = bind_page(
        Markup("").join(letter_html(letter, copy) for copy in copies),
        style=STYLE,
        look=f"{'din' if letter.is_din else 'plain'} {'several' if len(copies) > 1 else 'single'}",
        title=letter.subject or "Brief",
        author=plain(letter.sender),
        moment=letter.moment,
    )
    wanted = [[[paragraph.split() for paragraph in stretch] for stretch in list_words(letter, copy)] for copy in copies]
    check_paragraphs(read_html(page), wanted)
    return page
