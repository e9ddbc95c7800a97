"""A demand: its text, its history, its amendments, and the redline between any two of its versions."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import NotFoundError
from drafting.web.pages import render
from drafting.web.security import get_viewer
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
    return render(request, "demands/show.html", context)


async def compare(request: Request) -> Response:
    """Show the redline between two versions; without a choice, what the present one changed."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]
    before, after = request.query_params.get("von", ""), request.query_params.get("bis", "")
    if not (before and after):
        demand = await read(request, queries.demands.get_demand, demand_id, viewer=viewer)
        present = demand.versions[0]
        before, after = present.previous_id or present.id, present.id
    comparison = await read(request, queries.versions.compare, before, after)
    if comparison.demand_id != demand_id:
        raise NotFoundError
    return render(request, "demands/compare.html", {"comparison": comparison})
