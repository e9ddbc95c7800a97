"""The stream a page listens to, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.types import ASGIApp

from drafting.errors import NotFoundError
from drafting.web.connected import Connected
from drafting.web.devices import Devices
from drafting.web.fragments import Painter, may_watch
from drafting.web.languages import get_language
from drafting.web.live import Audience, EventStream, Hub, Topic
from drafting.web.seats import Seats
from drafting.web.security import get_viewer
from drafting.web.stream_lane import LongAnswer

MOST_TOPICS = 40


class SeatedStream(EventStream):
    """A stream that has a seat while it runs: one of a session, or of a screen."""

    __slots__ = ("_seat", "_seats")

    def __init__(self, hub: Hub, audience: Audience, seats: Seats, seat: str) -> None:
        super().__init__(hub, audience)
        self._seats = seats
        self._seat = seat

    def enter(self) -> None:
        """Take a seat."""
        super().enter()
        self._seats.take(self._seat, self)

    def leave(self) -> None:
        """Give the seat back."""
        self._seats.leave(self._seat, self)
        super().leave()


class PersonsStream(SeatedStream):
    """A stream by which its person is connected."""

    __slots__ = ("_connected", "_devices", "_person_id")

    def __init__(
        self,
        hub: Hub,
        audience: Audience,
        seats: Seats,
        seat: str,
        *,
        connected: Connected,
        devices: Devices,
        person_id: str,
    ) -> None:
        super().__init__(hub, audience, seats, seat)
        self._connected = connected
        self._devices = devices
        self._person_id = person_id

    def enter(self) -> None:
        """Let the person count as connected."""
        super().enter()
        self._connected.join(self._person_id)
        self._devices.join(self._person_id, self._seat, self)

    def leave(self) -> None:
        """Let the person count as gone, where no other stream of theirs is open."""
        self._devices.leave(self._person_id, self._seat, self)
        self._connected.leave(self._person_id)
        super().leave()


async def listen(request: Request) -> ASGIApp:
    """Keep the elements named in ``t`` up to date for as long as the page is open."""
    viewer = await get_viewer(request)
    names = request.query_params.getlist("t")
    if not names or len(names) > MOST_TOPICS or not all(may_watch(viewer, name) for name in names):
        raise NotFoundError
    topics = [Topic(viewer.conference_id, get_language(), name) for name in names]
    audience = await join(request, topics)
    state = request.app.state
    stream = PersonsStream(
        state.hub,
        audience,
        state.seats,
        viewer.session_id,
        connected=state.connected,
        devices=state.devices,
        person_id=viewer.person_id,
    )
    return LongAnswer(stream)


async def join(request: Request, topics: Sequence[Topic]) -> Audience:
    """Join those who listen to these topics, which whoever asks may watch; their state is known then."""
    hub: Hub = request.app.state.hub
    painter: Painter = request.app.state.painter
    audience = hub.join(topics)
    try:
        await painter.prepare(topics)
    except BaseException:
        hub.leave(audience)
        raise
    return audience
