"""Badges: printed by the organizers, scanned at the door, by a scanner into a field or by a phone's camera."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, NotFoundError
from drafting.queries.badges import Badge
from drafting.services.badges import Arrival
from drafting.web.cards import draw_qr
from drafting.web.dates import show_time
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator, get_organizer, get_viewer
from drafting.web.work import compute, read, write


@dataclass(frozen=True, slots=True)
class PrintedBadge:
    """A badge with the drawing of its address."""

    badge: Badge
    qr: Markup


async def choose(request: Request) -> Response:
    """Ask whose badges are to be printed."""
    viewer = await get_organizer(request)
    page = await read(request, queries.people.list_people, viewer.conference_id)
    return render(request, "badges/choose.html", {"page": page})


async def show_sheets(request: Request) -> Response:
    """Show badges to print: everybody's, a panel's, or those of the people ticked."""
    viewer = await get_organizer(request)
    badges = await read(
        request,
        queries.badges.list_badges,
        viewer.conference_id,
        panel_id=request.query_params.get("ag", ""),
        person_ids=request.query_params.getlist("person"),
    )
    printed = await compute(request, _draw, badges, request.app.state.settings.base_url)
    return render(request, "badges/sheets.html", {"badges": printed})


def _draw(badges: tuple[Badge, ...], base_url: str) -> tuple[PrintedBadge, ...]:
    return tuple(PrintedBadge(badge, draw_qr(f"{base_url.rstrip('/')}/schild/{badge.code}")) for badge in badges)


async def replace(request: Request) -> Response:
    """Block a badge that was lost and show the new one to print."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    person_id = form.value("person")
    await write(request, services.badges.replace, viewer.conference_id, person_id, actor=viewer.person_id)
    notice = _("Das alte Schild ist gesperrt. Bitte das neue drucken.")
    return redirect(request, f"/personen/schilder/druck?person={person_id}", notice=notice)


async def show(request: Request) -> Response:
    """Show whose badge a camera has read; looking checks nobody in, since previews open addresses too."""
    viewer = await get_viewer(request)
    code = request.path_params["code"]
    badge = await read(request, queries.badges.find_badge, viewer.conference_id, code)
    if not viewer.may_moderate:
        # Whoever finds a badge does not learn from it whose it is.
        is_own = badge is not None and badge.person_id == viewer.person_id
        return render(request, "badges/found.html", {"is_own": is_own})
    return render(request, "badges/scanned.html", {"badge": badge, "code": code, "notice_text": "", "problem": ""})


async def check_in(request: Request) -> Response:
    """Check in whoever wears the badge a camera has read, and say so; the camera goes on with the next."""
    viewer = await get_moderator(request)
    code = request.path_params["code"]
    try:
        arrival = await write(request, services.badges.check_in, viewer.conference_id, code, actor=viewer.person_id)
    except (NotFoundError, ClosedError) as error:
        context = {"badge": None, "code": code, "notice_text": "", "problem": say(error)}
        return render(request, "badges/scanned.html", context, status=422)
    said = await tell_arrival(request, arrival)
    badge = await read(request, queries.badges.find_badge, viewer.conference_id, code)
    return render(request, "badges/scanned.html", {"badge": badge, "code": code, "notice_text": said, "problem": ""})


async def tell_arrival(request: Request, arrival: Arrival) -> str:
    """Say who has come, or that they had come before."""
    person = await read(request, queries.people.view_as, arrival.person_id)
    who = f"{person.name}, {person.municipality}" if person.municipality else person.name
    if arrival.since is None:
        return _("%(who)s ist da.") % {"who": who}
    return _("%(who)s ist schon da, seit %(time)s.") % {"who": who, "time": show_time(arrival.since)}
