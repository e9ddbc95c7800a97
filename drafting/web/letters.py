"""The joint letter: the page with its recipients, what stands in it and its letterhead, and the paper to download."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.exports.letters import Letter
from drafting.web.forms import Form
from drafting.web.pages import render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _write(letter: Letter, *, reasons: bool) -> bytes:
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_letters import write_letter

    return write_letter(letter, reasons=reasons)


async def show(request: Request) -> Response:
    """Show whom the letter goes to, and what can be downloaded."""
    return await show_letter(request, {})


async def show_letter(request: Request, forms: Mapping[str, Form], *, status: int = 200, **said: object) -> Response:
    """Show the page of the letter; ``forms`` are those that were refused, by what they are about."""
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    page = await read(request, queries.letter_pages.get_page, viewer.conference_id) if outline else None
    files = await read(request, queries.files.list_choices, viewer.conference_id)
    context = {
        "outline": outline,
        "page": page,
        "files": files,
        "forms": forms,
        "empty": Form(),
        "read": "",
        "problems": (),
    }
    return render(request, "letters/show.html", {**context, **said}, status=status)


async def download(request: Request) -> Response:
    """Hand out the paper alone as a Word file, with or without the reasons."""
    viewer = await get_organizer(request)
    letter = await read(request, queries.letters.get_letter, viewer.conference_id)
    reasons = request.query_params.get("begruendungen") == "ja"
    data = await compute(request, _write, letter, reasons=reasons)
    name = "Brief mit Begruendungen.docx" if reasons else "Brief.docx"
    return Response(data, media_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})
