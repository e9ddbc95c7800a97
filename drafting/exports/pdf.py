"""Prints as PDF for everybody: tagged (PDF/UA-1), with language, title and bookmarks; set by WeasyPrint, an extra.

The pages are the same HTML as the preview, under an own style sheet for paper. Nothing is fetched: style sheet and
fonts are files of the product.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
from collections.abc import Callable
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from drafting.errors import InvalidInputError
from drafting.exports.html_prints import print_html
from drafting.exports.prints import Print
from drafting.settings import resource_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

# What is told on the way: how many pages are laid out so far.
Progress = Callable[[int], None]

PDF_SENTENCES = {
    "missing": "PDF kann hier noch nicht geschrieben werden: Es fehlt das Paket „weasyprint“ mit der Bibliothek Pango. "
    "Wie beides dazukommt, steht in docs/deployment.md. Word-Dateien gehen auch ohne.",
}
LETTER_SENTENCES = {
    "letterhead": "PDF entsteht ohne Ihren Briefkopf. Mit Briefkopf: die Word-Datei nehmen und in Word als PDF "
    "speichern.",
}
_VARIANT = "pdf/ua-1"
PRINTS = "prints-paper.css"
_LINK = Markup('<link rel="stylesheet" href="{style}">')
_PAGE = Markup(
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="author" content="{author}"><meta name="generator" content="drafting">{moment}'
    '{link}</head><body class="{look}"><main class="print">{body}</main></body></html>'
)


@cache
def can_write_pdf() -> bool:
    """Tell whether WeasyPrint and the library it draws with are there, without loading either."""
    return find_spec("weasyprint") is not None and find_library("pangoft2-1.0") is not None


def write_pdf(sheet: Print, *, progress: Progress | None = None) -> bytes:
    """Set a print as PDF; raises InvalidInputError, with what to do, where WeasyPrint is not there."""
    return set_page(write_page(sheet), read_style(PRINTS), progress=progress)


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet with its fonts, read once for all pages that are set with it."""

    name: str
    sheet: object
    fonts: object


def read_style(name: str) -> Style:
    """Read a style sheet; raises InvalidInputError, with what to do, where WeasyPrint is not there."""
    sentence = PDF_SENTENCES["missing"]
    try:
        with _without_collecting():
            from weasyprint import CSS
            from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError):
        raise InvalidInputError(sentence) from None
    fonts = FontConfiguration()
    return Style(name, CSS(filename=_static() / name, url_fetcher=_make_fetcher(), font_config=fonts), fonts)


def set_page(page: str, style: Style, *, progress: Progress | None = None) -> bytes:
    """Set a whole page as PDF."""
    return write_laid_out(lay_out(page, style, progress=progress), page)


def lay_out(page: str, style: Style, *, progress: Progress | None = None) -> Any:
    """Lay a whole page out: WeasyPrint's ``Document``, whose ``pages`` may be joined with those of another."""
    from weasyprint import HTML

    with _telling(progress), _without_collecting():
        return HTML(
            string=page.replace(_LINK.format(style=style.name), ""),
            base_url=_static().as_uri() + "/",
            url_fetcher=_make_fetcher(),
        ).render(pdf_variant=_VARIANT, stylesheets=[style.sheet], font_config=style.fonts)


def write_laid_out(document: Any, *pages: str) -> bytes:
    """Write what was laid out from these pages."""
    # The same pages have the same name: two files can be told to be one.
    name = hashlib.sha256("".join(pages).encode()).digest()[:16]
    with _without_collecting():
        written: bytes = document.write_pdf(pdf_variant=_VARIANT, pdf_identifier=name)
    return written


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage on the way: there is hardly any, and looking takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_page(sheet: Print) -> str:
    """The whole page from which a print's PDF is set."""
    return bind_page(
        # A hidden caption would become a table of its own among the tags; the heading above names the table.
        print_html(sheet, captions=False),
        style=PRINTS,
        look="wide" if sheet.is_wide else "upright",
        title=sheet.title,
        author=sheet.sender,
        moment=sheet.moment,
        language="en-GB" if sheet.language.startswith("en") else "de-DE",
    )


def bind_page(
    body: Markup,
    *,
    style: str,
    look: str,
    title: str,
    author: str,
    moment: datetime | None,
    language: str = "de-DE",
) -> str:
    """Put what is set as PDF into a whole page, with what the file says of itself."""
    dates = Markup("")
    if moment is not None:
        day = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        dates = Markup(
            '<meta name="dcterms.created" content="{0}"><meta name="dcterms.modified" content="{0}">'
        ).format(day.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return str(
        _PAGE.format(
            language=language,
            title=title,
            author=author or "drafting",
            moment=dates,
            link=_LINK.format(style=style),
            look=look,
            body=body,
        )
    )


def _static() -> Path:
    return resource_dir("static").resolve()


def _make_fetcher() -> object:
    """What hands files to WeasyPrint: those of ``static``, nothing of any network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    root = _static()

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> object:
            path = Path(unquote(urlsplit(url).path)).resolve()
            if not url.startswith("file:") or not path.is_relative_to(root):
                raise ValueError(url)
            if path.suffix == ".woff":
                return URLFetcherResponse(url, _unpack(path))
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=["file"])


def _unpack(path: Path) -> bytes:
    """Unpack a font; WeasyPrint itself would write the present time into it, and no file would be like another."""
    from fontTools.ttLib import TTFont

    unpacked = io.BytesIO()
    with TTFont(path, recalcTimestamp=False) as font:
        font.flavor = None
        font.save(unpacked)
    return unpacked.getvalue()


@contextmanager
def _telling(progress: Progress | None) -> Iterator[None]:
    """Tell of each page while WeasyPrint lays it out; it says so to a logger of its own."""
    if progress is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    listener = _Listener(progress)
    before = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(before)


class _Listener(logging.Handler):
    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage().split("Page ")
        if len(words) == 2 and words[1].strip().isdecimal():
            self.progress(int(words[1]))
