"""Polls for those who vote: the ballot, casting it, the result, all decisions."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.queries.people import Viewer
from drafting.queries.polls import ResultPage
from drafting.rules.lifecycle import PollState
from drafting.web.pages import render
from drafting.web.security import get_viewer
from drafting.web.work import read

DONE = (PollState.CLOSED, PollState.ANNULLED)


async def index(request: Request) -> Response:
    """List what was decided, the latest first."""
    viewer = await get_viewer(request)
    decisions = await read(request, queries.polls.list_decisions, viewer.conference_id)
    return render(request, "polls/index.html", {"decisions": decisions})


async def show(request: Request) -> Response:
    """Show the ballot while a poll runs, and its result afterwards."""
    return await show_ballot(request, await get_viewer(request))


async def show_ballot(request: Request, viewer: Viewer, *, problem: str = "", status: int = 200) -> Response:
    """Show the ballot, or the result; ``problem`` says why a ballot just sent was not stored."""
    poll_id = request.path_params["poll_id"]
    ballot = await read(request, queries.polls.get_ballot, poll_id, viewer=viewer)
    result: ResultPage | None = None
    if ballot.state in DONE:
        result = await read(request, queries.polls.get_result, poll_id)
    context = {"ballot": ballot, "result": result, "problem": problem}
    return render(request, "polls/show.html", context, status=status)
