"""The letter to its recipients as PDF: one, one for each in a ZIP, or all in one file.

It stands on its own sheet, DIN 5008 form B or plain paper: a letterhead is a Word file, which only Word or LibreOffice
can turn into a PDF. Before a page is set, the paper's words are read back from it and held against the decided edition.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from drafting.exports.checks import check_paragraphs
from drafting.exports.correspondence import Copy, Correspondence, list_words, plain
from drafting.exports.html_correspondence import letter_html, read_html
from drafting.exports.packing import name_files, pack
from drafting.exports.pdf import Progress, bind_page, set_page

LETTER_SENTENCES = {
    "letterhead": "PDF entsteht ohne Ihren Briefkopf. Mit Briefkopf: die Word-Datei nehmen und in Word als PDF "
    "speichern.",
}


def write_pdf_letter(letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None) -> bytes:
    """Write one letter, or several into one file; raises InvalidInputError where its words are not the edition's."""
    return set_page(write_letter_page(letter, copies), progress=progress)


def write_pdf_letters(letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None) -> bytes:
    """Write a ZIP with one PDF for each recipient; all pages are counted on."""
    names, files, counted = name_files([copy.name for copy in copies], ".pdf"), {}, 0
    for name, copy in zip(names, copies, strict=True):
        told = [0]

        def tell(page: int, before: int = counted, told: list[int] = told) -> None:
            told[0] = max(told[0], page)
            if progress is not None:
                progress(before + page)

        files[name] = write_pdf_letter(letter, [copy], progress=tell)
        counted += told[0]
    return pack(files, is_packed=False)


def write_letter_page(letter: Correspondence, copies: Sequence[Copy]) -> str:
    """Write the page from which the PDF is set, its words checked."""
    page = bind_page(
        Markup("").join(letter_html(letter, copy) for copy in copies),
        style="letters-paper.css",
        look=f"{'din' if letter.is_din else 'plain'} {'several' if len(copies) > 1 else 'single'}",
        title=letter.subject or "Brief",
        author=plain(letter.sender),
        moment=letter.moment,
    )
    wanted = [[[paragraph.split() for paragraph in stretch] for stretch in list_words(letter, copy)] for copy in copies]
    check_paragraphs(read_html(page), wanted)
    return page
