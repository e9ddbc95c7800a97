"""The stream a page listens to."""

from __future__ import annotations

from starlette.requests import Request
from starlette.types import ASGIApp

from drafting.errors import NotFoundError
from drafting.web.fragments import Painter, may_watch
from drafting.web.languages import get_language
from drafting.web.live import EventStream, Hub, Topic
from drafting.web.seats import SeatedStream, Seats
from drafting.web.security import get_viewer
from drafting.web.stream_lane import LongAnswer

MOST_TOPICS = 40


async def listen(request: Request) -> ASGIApp:
    """Keep the elements named in ``t`` up to date for as long as the page is open."""
    viewer = await get_viewer(request)
    names = request.query_params.getlist("t")
    if not names or len(names) > MOST_TOPICS or not all(may_watch(viewer, name) for name in names):
        raise NotFoundError
    topics = [Topic(viewer.conference_id, get_language(), name) for name in names]
    hub: Hub = request.app.state.hub
    painter: Painter = request.app.state.painter
    audience = hub.join(topics)
    try:
        await painter.prepare(topics)
    except BaseException:
        hub.leave(audience)
        raise
    seats: Seats = request.app.state.seats
    return LongAnswer(SeatedStream(EventStream(hub, audience), seats, viewer.session_id))
