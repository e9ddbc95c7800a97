"""Polls for those who vote: the ballot, casting it, the result, all decisions."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, NotAllowedError
from drafting.queries.people import Viewer
from drafting.queries.polls import ResultPage
from drafting.rules.lifecycle import Choice, PollState
from drafting.web.errors import find_status
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write

DONE = (PollState.CLOSED, PollState.ANNULLED)


async def index(request: Request) -> Response:
    """List what was decided, the latest first."""
    viewer = await get_viewer(request)
    decisions = await read(request, queries.polls.list_decisions, viewer.conference_id)
    return render(request, "polls/index.html", {"decisions": decisions})


async def show(request: Request) -> Response:
    """Show the ballot while a poll runs, and its result afterwards."""
    return await _show(request, await get_viewer(request))


async def cast(request: Request) -> Response:
    """Store a ballot; whoever asks by script gets the ballot alone, as it is now stored."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    poll_id = request.path_params["poll_id"]
    choice = form.choice("choice", set(Choice), missing=_("Bitte wählen Sie Ja, Nein oder Enthaltung."))
    if not form.ok:
        return await _show(request, viewer, problem=form.error("choice"), status=422)
    try:
        await write(
            request,
            services.polls.cast,
            poll_id,
            Choice(choice),
            actor=viewer.person_id,
            session_id=viewer.session_id,
        )
    except (ClosedError, NotAllowedError) as error:
        return await _show(request, viewer, problem=_problem(error), status=find_status(error))
    if is_partial(request):
        return await _show(request, viewer)
    return redirect(request, f"/abstimmungen/{poll_id}")


def _problem(error: DraftingError) -> str:
    if isinstance(error, ClosedError):
        return _("Die Abstimmung ist schon geschlossen. Ihre Stimme wurde nicht gezählt.")
    return say(error)


async def _show(request: Request, viewer: Viewer, *, problem: str = "", status: int = 200) -> Response:
    poll_id = request.path_params["poll_id"]
    ballot = await read(request, queries.polls.get_ballot, poll_id, viewer=viewer)
    if is_partial(request):
        return render(request, "polls/_ballot.html", {"ballot": ballot, "problem": problem}, status=status)
    result: ResultPage | None = None
    if ballot.state in DONE:
        result = await read(request, queries.polls.get_result, poll_id)
    context = {"ballot": ballot, "result": result, "problem": problem}
    return render(request, "polls/show.html", context, status=status)
