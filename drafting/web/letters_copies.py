"""The letter for its recipients: how it reads, and its files: one, a ZIP of one for each, or all in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.annexes import lay_out_annexes
from drafting.exports.correspondence import Copy, Correspondence
from drafting.exports.html_prints import print_html
from drafting.exports.packing import name_files
from drafting.queries.people import Viewer
from drafting.web.forms import read_form
from drafting.web.jobs_folder import Order
from drafting.web.offers import WORD
from drafting.web.orders import carry_out
from drafting.web.pages import render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

if TYPE_CHECKING:
    from drafting.exports.docx_views import View

PDF, ZIP = "application/pdf", "application/zip"


async def preview(request: Request) -> Response:
    """Show how one recipient's letter reads, and what goes with it."""
    viewer = await get_organizer(request)
    recipient = request.path_params["recipient_id"]
    page = await read(request, queries.letter_pages.get_preview, viewer.conference_id, recipient)
    view = await compute(request, _show_one, page.letter, page.copy, page.letterhead) if page.letterhead else None
    sheet = lay_out_annexes(page.letter.annexes) if page.letter.annexes else None
    enclosed = await compute(request, print_html, sheet) if sheet else ""
    return render(request, "letters/preview.html", {"page": page, "view": view, "enclosed": enclosed})


async def preview_style(request: Request) -> Response:
    """Hand out how the letterhead's sheet looks in the preview; pages may hold no styles of their own."""
    viewer = await get_organizer(request)
    recipient = request.path_params["recipient_id"]
    page = await read(request, queries.letter_pages.get_preview, viewer.conference_id, recipient)
    if not page.letterhead:
        raise NotFoundError
    view = await compute(request, _show_one, page.letter, page.copy, page.letterhead)
    return Response(view.style, media_type="text/css", headers={"Cache-Control": "no-store"})


async def download(request: Request) -> Response:
    """Hand out one recipient's letter as a Word file."""
    viewer = await get_organizer(request)
    source, copies, letterhead = await read(
        request, queries.letter_pages.get_letters, viewer.conference_id, request.path_params["recipient_id"]
    )
    data = await compute(request, _write_one, source.letter, copies, letterhead)
    return _hand_out(data, WORD, name_files([copies[0].name], ".docx")[0])


async def order(request: Request) -> Response:
    """Have all letters written: one for each in a ZIP, or all in one file whose letters count their own pages.

    The annexes are in the ZIP; beside one file of all letters they are a file of their own.
    """
    viewer = await get_organizer(request)
    form = await read_form(request)
    bundle = _BUNDLES.get(form.value("datei"))
    if bundle is None:
        raise NotFoundError
    if bundle.kind == "annexes":
        return await carry_out(request, _make_order(bundle, viewer))
    _source, copies, _letterhead = await read(request, queries.letter_pages.get_letters, viewer.conference_id)
    if not copies:
        raise InvalidInputError("Der Brief hat noch keinen Empfänger.")
    return await carry_out(request, _make_order(bundle, viewer))


async def order_pdf(request: Request) -> Response:
    """Have one recipient's letter set as PDF."""
    viewer = await get_organizer(request)
    recipient = request.path_params["recipient_id"]
    _source, copies, _letterhead = await read(
        request, queries.letter_pages.get_letters, viewer.conference_id, recipient
    )
    bundle = _Bundle("pdf", name_files([copies[0].name], ".pdf")[0], PDF)
    return await carry_out(request, _make_order(bundle, viewer, "--recipient", recipient))


@dataclass(frozen=True, slots=True)
class _Bundle:
    """What can be had of all letters: the kind the command line knows, and the file."""

    kind: str
    filename: str
    media_type: str


_BUNDLES = {
    "alle.zip": _Bundle("letter", "Briefe.zip", ZIP),
    "alle.docx": _Bundle("letter", "Briefe.docx", WORD),
    "alle-pdf.zip": _Bundle("pdf", "Briefe als PDF.zip", ZIP),
    "alle.pdf": _Bundle("pdf", "Briefe.pdf", PDF),
    "anlagen.docx": _Bundle("annexes", "Anlagen.docx", WORD),
    "anlagen.pdf": _Bundle("annexes", "Anlagen.pdf", PDF),
}


def _make_order(bundle: _Bundle, viewer: Viewer, *more: str) -> Order:
    command = ("letter", "export", "--kind", bundle.kind, "--conference", viewer.conference_id, "--progress", *more)
    return Order(
        title="Anlagen" if bundle.kind == "annexes" else "Brief",
        filename=bundle.filename,
        media_type=bundle.media_type,
        command=command,
        conference_id=viewer.conference_id,
        page="/brief",
        person_id=viewer.person_id,
    )


def _write_one(letter: Correspondence, copies: tuple[Copy, ...], letterhead: bytes | None) -> bytes:
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_correspondence import Letters

    return Letters(letter, letterhead).write(copies[0])


def _show_one(letter: Correspondence, copy: Copy, letterhead: bytes) -> View:
    from drafting.exports.docx_views import view_letter

    return view_letter(_write_one(letter, (copy,), letterhead))


def _hand_out(data: bytes, media_type: str, name: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": disposition})
