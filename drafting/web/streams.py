"""The stream a page listens to."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import ASGIApp

from drafting.errors import NotFoundError
from drafting.web.connected import Connected, ConnectedStream
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
    stream = await follow(request, topics, seat=viewer.session_id)
    connected: Connected = request.app.state.connected
    return LongAnswer(ConnectedStream(stream, connected, viewer.person_id))


async def follow(request: Request, topics: Sequence[Topic], *, seat: str) -> ASGIApp:
    """The stream of these topics, which whoever asks may watch; ``seat`` is whose streams are counted together."""
    hub: Hub = request.app.state.hub
    painter: Painter = request.app.state.painter
    audience = hub.join(topics)
    try:
        await painter.prepare(topics)
    except BaseException:
        hub.leave(audience)
        raise
    seats: Seats = request.app.state.seats
    return SeatedStream(EventStream(hub, audience), seats, seat)
