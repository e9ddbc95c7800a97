"""Visits: noting, after a page of the paper was sent, that somebody reads it."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.people import Viewer
from drafting.web.work import read, write


def noted(request: Request, viewer: Viewer, response: Response) -> Response:
    """Let a reading be noted once the page is on its way, so that nobody waits for it."""
    response.background = BackgroundTask(_note, request, viewer.person_id)
    return response


async def _note(request: Request, person_id: str) -> None:
    if (await read(request, queries.visits.get_visit, person_id)).is_due:
        await write(request, services.visits.note, person_id)
