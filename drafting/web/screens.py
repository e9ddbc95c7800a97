"""The projector: its page and stream, open to whoever has the link, and the page on which the links are made."""

from __future__ import annotations

import time
from functools import lru_cache

from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.queries.screens import ScreenPage, Turnout, make_mark
from drafting.web.cards import draw_qr, show_host
from drafting.web.forms import read_form
from drafting.web.languages import get_language, use_language
from drafting.web.languages import gettext as _
from drafting.web.live import Topic
from drafting.web.pages import THEMES, redirect, render
from drafting.web.security import get_moderator
from drafting.web.stream_lane import LongAnswer
from drafting.web.streams import SeatedStream, join
from drafting.web.work import read, write

# What stands in the address for each look; the link carries it, since the projector keeps no cookies.
LOOKS = {"hell": "light", "dunkel": "dark"}


async def show(request: Request) -> Response:
    """Show the wall; by a link that does not hold, that it does not, as large as the rest."""
    use_language(request.query_params.get("sprache", ""))
    look = LOOKS.get(request.query_params.get("darstellung", ""), "auto")
    look = look if look in THEMES else "auto"
    token = request.path_params["token"]
    try:
        screen, turnout = await read(request, _look_up, token)
    except NotFoundError:
        ended = ScreenPage(make_mark(token), is_ended=True, conference_name="")
        return render(request, "screens/ended.html", {"screen": ended, "look": look}, status=404)
    base_url = request.app.state.settings.base_url
    context = {
        "screen": screen,
        "turnout": turnout,
        "ended": ScreenPage(screen.mark, is_ended=True, conference_name=screen.conference_name),
        "address": f"/saal/{token}",
        "look": look,
        "now": _read_clock(),
        "qr": draw_join(base_url),
        "host": show_host(base_url),
    }
    return render(request, "screens/show.html", context)


def _look_up(session: Session, token: str) -> tuple[ScreenPage, Turnout]:
    conference_id, mark = queries.screens.get_conference_id(session, token), make_mark(token)
    return (
        queries.screens.get_screen(session, conference_id, mark),
        queries.screens.get_turnout(session, conference_id, mark),
    )


async def listen(request: Request) -> ASGIApp:
    """Keep the wall up to date: its own elements and no others."""
    use_language(request.query_params.get("sprache", ""))
    token = request.path_params["token"]
    conference_id = await read(request, queries.screens.get_conference_id, token)
    names = (f"screen-{make_mark(token)}", f"foot-{make_mark(token)}")
    topics = [Topic(conference_id, get_language(), name) for name in names]
    audience = await join(request, topics)
    state = request.app.state
    return LongAnswer(SeatedStream(state.hub, audience, state.seats, f"screen-{make_mark(token)}"))


async def tell_time(request: Request) -> Response:
    """Tell the server's time, so that a projector whose clock is wrong counts down rightly."""
    await read(request, queries.screens.get_conference_id, request.path_params["token"])
    return PlainTextResponse(str(_read_clock()))


def _read_clock() -> int:
    """Milliseconds since 1970, as scripts count."""
    return time.time_ns() // 1_000_000


@lru_cache(maxsize=8)
def draw_join(base_url: str) -> Markup:
    """Draw where people join as a QR code."""
    return draw_qr(base_url)


async def show_link(request: Request) -> Response:
    """Show moderators the links of all walls, or offer to make them."""
    viewer = await get_moderator(request)
    links = await read(request, queries.screens.list_links, viewer.conference_id)
    base_url = request.app.state.settings.base_url.rstrip("/")
    return render(request, "screens/link.html", {"links": links, "base_url": base_url})


async def renew_link(request: Request) -> Response:
    """Make a link; one that was there ends."""
    viewer = await get_moderator(request)
    panel_id = (await read_form(request)).value("ag")
    await write(request, services.screens.renew_link, viewer.conference_id, actor=viewer.person_id, panel_id=panel_id)
    return redirect(request, "/saal", notice=_("Der Link gilt ab jetzt."))


async def end_link(request: Request) -> Response:
    """Take the link away."""
    viewer = await get_moderator(request)
    panel_id = (await read_form(request)).value("ag")
    await write(request, services.screens.end_link, viewer.conference_id, actor=viewer.person_id, panel_id=panel_id)
    return redirect(request, "/saal", notice=_("Der Link gilt nicht mehr."))
