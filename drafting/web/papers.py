"""The paper: its contents, and its text section by section."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.web.pages import render
from drafting.web.security import get_viewer
from drafting.web.work import read


async def show(request: Request) -> Response:
    """Show the contents of the paper."""
    viewer = await get_viewer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    return render(request, "papers/show.html", {"outline": outline})


async def show_section(request: Request) -> Response:
    """Show a section's demands with line numbers, touched words and the notes in the margin."""
    viewer = await get_viewer(request)
    section_id = request.path_params["section_id"]
    page = await read(request, queries.papers.get_paper, viewer.conference_id, section_id=section_id, viewer=viewer)
    section = page.sections[0]
    margin = await read(
        request,
        queries.margins.list_margins,
        viewer.conference_id,
        [demand.id for demand in section.demands if demand.open_amendments],
        viewer=viewer,
    )
    return render(request, "papers/section.html", {"page": page, "section": section, "margin": margin})
