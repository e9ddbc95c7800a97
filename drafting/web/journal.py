"""The record of everything decided, and its check."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.web.pages import render
from drafting.web.security import get_organizer, get_viewer
from drafting.web.work import read

PAGE = 100


async def show(request: Request) -> Response:
    """Show the latest entries, or those before one."""
    viewer = await get_viewer(request)
    before = request.query_params.get("vor", "")
    entries = await read(
        request,
        queries.journal.list_entries,
        viewer.conference_id,
        before=int(before) if before.isdecimal() else None,
        limit=PAGE,
    )
    return render(request, "journal/show.html", {"entries": entries, "page_size": PAGE})


async def verify(request: Request) -> Response:
    """Recompute the whole record and say what was found."""
    viewer = await get_organizer(request)
    found = await read(request, queries.journal.verify, viewer.conference_id)
    return render(request, "journal/verified.html", {"found": found})
