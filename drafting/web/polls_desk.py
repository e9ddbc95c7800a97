"""Votes at the moderators' desk: into the queue and out of it, one amendment to the vote, the running poll, its end."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.people import Viewer
from drafting.services.asking import Terms
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext
from drafting.web.pages import local_address, redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def open_poll(request: Request) -> Response:
    """Put an amendment to an open vote of those present."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = await write(
        request,
        services.polls.open_now,
        request.path_params["amendment_id"],
        actor=viewer.person_id,
        terms=Terms(panel_id=form.value("ag") or None),
    )
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def queue(request: Request) -> Response:
    """Put the ticked amendments into the queue of votes, in the order of the board."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    ticked = form.several("wahl")
    count = await write(
        request,
        services.questions.prepare_all,
        [amendment_id for amendment_id in form.several("zeile") if amendment_id in ticked],
        actor=viewer.person_id,
        terms=Terms(panel_id=form.value("ag") or None),
    )
    notice = ngettext("%(num)s Abstimmung vorgemerkt.", "%(num)s Abstimmungen vorgemerkt.", count) % {"num": count}
    demand_id = form.value("forderung")
    path = f"/leitung/forderungen/{demand_id}" if demand_id else "/leitung/neu"
    return redirect(request, f"{path}?ag={form.value('ag')}", notice=notice)


async def open_next(request: Request) -> Response:
    """Open a poll from the queue."""
    viewer = await get_moderator(request)
    poll_id = request.path_params["poll_id"]
    await write(request, services.polls.open_poll, poll_id, actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def unqueue(request: Request) -> Response:
    """Take a poll out of the queue; its amendment stays open."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    await write(request, services.polls.unqueue, request.path_params["poll_id"], actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=_("Herausgenommen."))


async def take_over(request: Request) -> Response:
    """Adopt an amendment nobody disputes, without a vote."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    version = await write(
        request, services.amendments.take_over, request.path_params["amendment_id"], actor=viewer.person_id
    )
    notice = _("Übernommen. Der Text ist geändert.") if version else _("Empfohlen: annehmen. Das Plenum entscheidet.")
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=notice)


async def show_poll(request: Request) -> Response:
    """Show a running poll with how many have voted; once it is closed, its result."""
    viewer = await get_moderator(request)
    return await _show_running(request, viewer, Form())


async def _show_running(request: Request, viewer: Viewer, form: Form, *, status: int = 200) -> Response:
    poll_id = request.path_params["poll_id"]
    poll = await read(request, queries.polls.get_poll, poll_id)
    if poll.state in ("closed", "annulled"):
        return redirect(request, f"/abstimmungen/{poll_id}")
    ballot = await read(request, queries.polls.get_ballot, poll_id, viewer=viewer)
    participation = await read(request, queries.polls.get_participation, poll_id)
    context = {"poll": poll, "ballot": ballot, "participation": participation, "form": form}
    return render(request, "polls/running.html", context, status=status)


async def close_poll(request: Request) -> Response:
    """Close a poll; its result is then there for everybody."""
    viewer = await get_moderator(request)
    poll_id = request.path_params["poll_id"]
    await write(request, services.polls.close_poll, poll_id, actor=viewer.person_id)
    return redirect(request, f"/abstimmungen/{poll_id}")


async def annul_poll(request: Request) -> Response:
    """Declare a poll without effect, with a reason."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = request.path_params["poll_id"]
    reason = form.text("grund", missing=_("Bitte sagen, warum."), longest=1_000)
    if not form.ok:
        return await _show_running(request, viewer, form, status=422)
    await write(request, services.polls.annul, poll_id, reason=reason, actor=viewer.person_id)
    return redirect(request, "/leitung", notice=_("Die Abstimmung ist aufgehoben. Der Antrag bleibt offen."))
