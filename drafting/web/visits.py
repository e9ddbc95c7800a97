"""Visits: noting, after a page of the paper was sent, that somebody reads it."""

from __future__ import annotations

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.people import Frame
from drafting.web.work import write


def noted(request: Request, response: Response) -> Response:
    """Let a reading be noted once the page is on its way, so that nobody waits for it."""
    frame: Frame = request.state.frame
    if queries.visits.is_due(frame.seen_at):
        response.background = BackgroundTask(write, request, services.visits.note, frame.viewer.person_id)
    return response
