"""The outbox for organizers, and ending mails by the address in each of them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.web.languages import ngettext
from drafting.web.pages import redirect, render
from drafting.web.security import find_viewer, get_organizer
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """Show what waits, what was sent and what was given up, with the server's words."""
    viewer = await get_organizer(request)
    outbox = await read(request, queries.mails.list_mails, viewer.conference_id)
    settings = request.app.state.settings
    return render(request, "mails/index.html", {"outbox": outbox, "server": settings.smtp_host})


async def try_again(request: Request) -> Response:
    """Send once more what did not go out."""
    viewer = await get_organizer(request)
    number = await write(request, services.mails.try_again, viewer.conference_id, actor=viewer.person_id)
    sentence = ngettext(
        "%(num)s Mail wird noch einmal verschickt.", "%(num)s Mails werden noch einmal verschickt.", number
    )
    return redirect(request, "/personen/mail", notice=sentence % {"num": number})


async def ask_unsubscribe(request: Request) -> Response:
    """Ask whether mails are to end; looking at the page changes nothing, as scanners of mails open addresses too."""
    await find_viewer(request)
    address = await read(request, queries.mails.get_recipient, request.path_params["mail_id"])
    return render(request, "mails/unsubscribe.html", {"address": address, "done": False})


async def unsubscribe(request: Request) -> Response:
    """End mails for whoever got this one; works without signing in, also for mail programs that do it by themselves."""
    await find_viewer(request)
    mail_id = request.path_params["mail_id"]
    address = await read(request, queries.mails.get_recipient, mail_id)
    await write(request, services.mails.unsubscribe, mail_id)
    return render(request, "mails/unsubscribe.html", {"address": address, "done": True})
