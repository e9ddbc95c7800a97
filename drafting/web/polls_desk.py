"""The moderators' desk: what is open by place, one amendment to the vote, the running poll, its end."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.queries.people import Viewer
from drafting.queries.polls import DeskDemand, DeskPage
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import local_address, redirect, render
from drafting.web.places import list_places
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """Show the desk with the demand that has most to decide first, or the one asked for."""
    viewer = await get_moderator(request)
    panel_id = request.query_params.get("ag", "")
    page = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer, panel_id=panel_id)
    demand = _find_demand(page, request.path_params.get("demand_id", ""))
    places = list_places(demand.open_amendments) if demand else ()
    return render(request, "polls/desk.html", {"page": page, "demand": demand, "places": places})


def _find_demand(page: DeskPage, demand_id: str) -> DeskDemand | None:
    if demand_id:
        found = next((demand for demand in page.demands if demand.id == demand_id), None)
        if found is None:
            raise NotFoundError
        return found
    return next((demand for demand in page.demands if demand.open_amendments), None)


async def open_poll(request: Request) -> Response:
    """Put an amendment to an open vote of those present."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = await write(
        request,
        services.polls.open_now,
        request.path_params["amendment_id"],
        actor=viewer.person_id,
        panel_id=form.value("ag") or None,
    )
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


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
