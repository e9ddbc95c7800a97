"""The joint letter, to download."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.exports.letters import Letter
from drafting.web.pages import render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _write(letter: Letter, *, reasons: bool) -> bytes:
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_letters import write_letter

    return write_letter(letter, reasons=reasons)


async def show(request: Request) -> Response:
    """Show what can be downloaded."""
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    return render(request, "letters/show.html", {"outline": outline})


async def download(request: Request) -> Response:
    """Hand out the letter as a Word file, with or without the reasons."""
    viewer = await get_organizer(request)
    letter = await read(request, queries.letters.get_letter, viewer.conference_id)
    reasons = request.query_params.get("begruendungen") == "ja"
    data = await compute(request, _write, letter, reasons=reasons)
    name = "Brief mit Begruendungen.docx" if reasons else "Brief.docx"
    return Response(data, media_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})
