"""The letter to its recipients as PDF: one, one for each in a ZIP, or all in one file.

It stands on its own sheet, DIN 5008 form B or plain paper: a letterhead is a Word file, which only Word or LibreOffice
can turn into a PDF. Before a page is set, the paper's words are read back from it and held against the decided edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from drafting.exports.bundles import Count, write_bundle
from drafting.exports.checks import check_paragraphs
from drafting.exports.correspondence import Copy, Correspondence, list_words
from drafting.exports.html_correspondence import bind_letter, letter_blocks, letter_html, read_html
from drafting.exports.lines import plain
from drafting.exports.pdf import Progress, bind_page, lay_out, read_style, write_laid_out
from drafting.exports.pdf_pages import RepeatedPage

STYLE = "letters-paper.css"
# So many models are kept: letters that differ in which demands come first have one each.
_MODELS = 8
# So many blocks behind a page decide where it ends, and some more: headings stay with what is below them.
_AHEAD = 6


def write_pdf_letter(letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None) -> bytes:
    """Write one letter, or several into one file; raises InvalidInputError where its words are not the edition's."""
    return PdfLetters(letter, progress=progress).write_together(copies)


def write_pdf_letters(
    letter: Correspondence, copies: Sequence[Copy], *, progress: Progress | None = None, count: Count | None = None
) -> bytes:
    """Write a ZIP with one PDF for each recipient, and the annexes; all pages and letters are counted on."""
    return PdfLetters(letter, progress=progress).write_each(copies, count=count)


def write_letter_page(letter: Correspondence, copies: Sequence[Copy]) -> str:
    """Write the page from which the PDF is set, its words checked."""
    page = _bind(letter, (letter_html(letter, copy) for copy in copies))
    wanted = [[[paragraph.split() for paragraph in stretch] for stretch in list_words(letter, copy)] for copy in copies]
    check_paragraphs(read_html(page), wanted)
    return page


def _bind(letter: Correspondence, letters: Iterable[Markup]) -> str:
    return bind_page(
        Markup("").join(letters),
        style=STYLE,
        look="din" if letter.is_din else "plain",
        title=letter.subject or "Brief",
        author=plain(letter.sender),
        moment=letter.moment,
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """A letter as it was laid out, for others with the same text behind their opening.

    ``lines`` is what of that text stands on its first page, ``reach`` so many of its blocks as decide where that ends.
    """

    document: Any
    lines: list[str]
    reach: int


class PdfLetters:
    """Writes one letter to many recipients.

    Most have the same text, and only what stands above it is each recipient's own. So a letter is laid out as a whole
    only where none was before that has the same text; of any other the first page is, with a little of what is behind
    it. If that page ends with the same line, all pages behind it are the same, for what decides where a page ends is
    only what is left of the text; if not, the letter is laid out as a whole.
    """

    def __init__(self, letter: Correspondence, *, progress: Progress | None = None) -> None:
        self._letter = letter
        self._style = read_style(STYLE)
        self._progress = progress
        self._counted = 0
        self._models: dict[tuple[str, str], _Model] = {}

    def write(self, copy: Copy) -> bytes:
        """Write one recipient's letter; raises InvalidInputError where its words are not the edition's."""
        page = write_letter_page(self._letter, [copy])
        return write_laid_out(self._lay_out(copy, page), page)

    def write_each(self, copies: Sequence[Copy], *, count: Count | None = None) -> bytes:
        """Write a ZIP with one PDF for each recipient, and the annexes."""
        return write_bundle(self._letter, copies, self.write, format_="pdf", count=count)

    def write_together(self, copies: Sequence[Copy]) -> bytes:
        """Write all letters into one file, each with its own page numbers."""
        pages = [write_letter_page(self._letter, [copy]) for copy in copies]
        documents = [self._lay_out(copy, page, is_alone=False) for copy, page in zip(copies, pages, strict=True)]
        return write_laid_out(documents[0].copy([page for each in documents for page in each.pages]), *pages)

    def _lay_out(self, copy: Copy, page: str, *, is_alone: bool = True) -> Any:
        own, shared = letter_blocks(self._letter, copy)
        text = (copy.opening, "".join(shared))
        model = self._models.pop(text, None)
        # A link belongs to one place: WeasyPrint tags no page right that has one and stands twice in a file.
        may_follow = model is not None and (is_alone or not any(page.links for page in model.document.pages[1:]))
        document = self._follow(model, copy, own, shared) if model is not None and may_follow else None
        if document is None:
            document = self._set(page)
            document = document.copy([document.pages[0], *map(RepeatedPage, document.pages[1:])])
            model = _read_model(document, len(own))
        if model is not None:
            self._models[text] = model
            if len(self._models) > _MODELS:
                del self._models[next(iter(self._models))]
        self._counted += len(document.pages)
        self._tell(0)
        return document

    def _follow(self, model: _Model, copy: Copy, own: list[Markup], shared: list[Markup]) -> Any | None:
        """The letter with the model's pages behind its own first one; None where that ends with another line."""
        first = self._set(_bind(self._letter, [bind_letter(copy, [*own, *shared[: model.reach]])])).pages[0]
        if _list_lines(first, len(own)) != model.lines:
            return None
        return model.document.copy([first, *model.document.pages[1:]])

    def _set(self, page: str) -> Any:
        return lay_out(page, self._style, progress=self._tell)

    def _tell(self, page: int) -> None:
        if self._progress is not None:
            self._progress(self._counted + page)


def _read_model(document: Any, own: int) -> _Model | None:
    """A letter as a model for others; none where too little would be spared."""
    if len(document.pages) < 3 or not (lines := _list_lines(document.pages[0], own)):
        return None
    return _Model(document, lines, 1 + max(_list_blocks(document.pages[0])) + _AHEAD - own)


def _list_lines(page: Any, own: int) -> list[str]:
    """The lines on a page that belong to the text behind so many blocks."""
    return [
        line.text
        for place, block in _list_blocks(page).items()
        if place >= own
        for line in block.descendants()
        if hasattr(line, "text")
    ]


def _list_blocks(page: Any) -> dict[int, Any]:
    """A letter's blocks on a page by their place in the letter, as WeasyPrint laid them out."""
    article = next(box for box in page._page_box.descendants() if box.element_tag == "article")
    places = {element: place for place, element in enumerate(article.element)}
    return {places[box.element]: box for box in article.children}
