"""Coming and going: by oneself, by list, and at the door, where a scanner types the codes of badges."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, NotFoundError
from drafting.queries.people import Viewer
from drafting.web.badges import tell_arrival
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import local_address, redirect, render
from drafting.web.security import get_moderator, get_viewer
from drafting.web.work import read, write


async def check_myself(request: Request) -> Response:
    """Note that the person looking has come, or goes; only those present vote."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    if form.value("da") == "nein":
        await write(request, services.people.check_out, viewer.person_id, actor=viewer.person_id)
        if await read(request, queries.polls.list_rolls, viewer.person_id):
            said = _(
                "Sie sind ausgetragen. In der laufenden Abstimmung zählt Ihre Stimme noch, in den nächsten nicht mehr."
            )
        else:
            said = _("Sie sind ausgetragen und stimmen nicht mehr mit ab.")
        return redirect(request, "/", notice=said)
    await write(request, services.people.check_in, viewer.person_id, actor=viewer.person_id)
    return redirect(request, "/", notice=_("Sie sind als anwesend eingetragen."))


async def show(request: Request) -> Response:
    """Show the desk at the door: the field for the scanner, and the list."""
    viewer = await get_moderator(request)
    return await _show(request, viewer, Form(), search=request.query_params.get("suche", ""))


async def _show(request: Request, viewer: Viewer, form: Form, *, search: str = "", status: int = 200) -> Response:
    page = await read(request, queries.people.list_people, viewer.conference_id, search=search)
    desk = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer)
    context = {"page": page, "desk": desk, "search": search, "form": form}
    return render(request, "people/presence.html", context, status=status)


async def scan(request: Request) -> Response:
    """Take the code of a badge, alone or at the end of an address, and be ready for the next."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    badge = form.text("schild", missing=_("Bitte ein Namensschild scannen."), longest=300)
    if form.ok:
        try:
            arrival = await write(
                request, services.badges.check_in, viewer.conference_id, badge, actor=viewer.person_id
            )
        except (NotFoundError, ClosedError) as error:
            form.refuse("schild", say(error))
        else:
            return redirect(request, "/anwesenheit/liste", notice=await tell_arrival(request, arrival))
    form.values["schild"] = ""
    return await _show(request, viewer, form, status=422)


async def check(request: Request) -> Response:
    """Note that somebody in the list has come or gone."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    service = services.people.check_in if form.value("da") == "ja" else services.people.check_out
    await write(request, service, request.path_params["person_id"], actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/anwesenheit/liste"))
