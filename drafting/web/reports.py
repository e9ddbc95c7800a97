"""Reports: a panel in five minutes, on one page to read out or print."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.web.pages import render
from drafting.web.security import get_moderator
from drafting.web.work import read


async def show(request: Request) -> Response:
    """Show what changed, what is disputed, and what the plenary must decide."""
    viewer = await get_moderator(request)
    panel_id = request.query_params.get("ag", "")
    report = await read(request, queries.reports.get_report, viewer.conference_id, panel_id=panel_id, viewer=viewer)
    return render(request, "reports/show.html", {"report": report})
