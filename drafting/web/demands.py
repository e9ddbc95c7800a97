"""A demand: its text, its history and its amendments."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.web.pages import render
from drafting.web.security import get_viewer
from drafting.web.visits import noted
from drafting.web.work import read


async def show(request: Request) -> Response:
    """Show a demand with everything that is proposed for it."""
    viewer = await get_viewer(request)
    demand = await read(request, queries.demands.get_demand, request.path_params["demand_id"], viewer=viewer)
    outline = await read(request, queries.papers.get_outline, viewer.conference_id)
    context = {
        "demand": demand,
        "outline": outline,
        "follow": await read(request, queries.follows.get_demand_state, demand.id, person_id=viewer.person_id),
        "review": await read(request, queries.reviews.get_panel, demand.id, viewer=viewer),
        "examples": await read(request, queries.examples.list_for_demand, demand.id, viewer=viewer),
        "comments": await read(request, queries.comments.get_comments, demand_id=demand.id, viewer=viewer),
    }
    return noted(request, render(request, "demands/show.html", context))
