"""One poll as its moderators have it before them: prepared, running, at its end; nothing of its result before that."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.queries.people import Viewer
from drafting.queries.polls import DeskPage, PollRow
from drafting.rules.lifecycle import PollState
from drafting.web.connected import Connected
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.poll_terms import list_choices, show_terms
from drafting.web.security import get_moderator
from drafting.web.work import read, write

MORE_SECONDS = 30
LIMIT_SECONDS = 60


async def show(request: Request) -> Response:
    """Show a poll: its terms before it opens, how many have voted while it runs, its result after that."""
    viewer = await get_moderator(request)
    return await _show(request, viewer, Form())


async def _show(request: Request, viewer: Viewer, form: Form, *, status: int = 200) -> Response:
    poll = await _find(request)
    if poll.state == PollState.PREPARED:
        return await show_prepared(request, viewer, form, status=status)
    ballot = await read(request, queries.polls.get_ballot, poll.id, viewer=viewer)
    context = {"poll": poll, "ballot": ballot, "form": form, **await _stand(request, viewer, poll)}
    return render(request, "polls/running.html", context, status=status)


async def show_standing(request: Request) -> Response:
    """Show alone what changes while a poll runs: for the page that asks for it again."""
    viewer = await get_moderator(request)
    poll = await _find(request)
    # Once it has ended, by whomever, the whole page is another.
    headers = {} if poll.state == PollState.OPEN else {"HX-Refresh": "true"}
    return render(
        request, "polls/_standing.html", {"poll": poll, **await _stand(request, viewer, poll)}, headers=headers
    )


async def _find(request: Request) -> PollRow:
    poll: PollRow = await read(request, queries.polls.get_poll, request.path_params["poll_id"])
    return poll


async def _stand(request: Request, viewer: Viewer, poll: PollRow) -> dict[str, object]:
    """How a poll stands, and which comes next."""
    if poll.state == PollState.PREPARED:
        raise NotFoundError
    connected: Connected = request.app.state.connected
    is_open = poll.state == PollState.OPEN
    turnout = await read(request, queries.turnouts.get_turnout, poll.id, connected=connected.people)
    terms = await read(request, queries.askable.get_terms, poll.id)
    desk = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer, panel_id=terms.panel_id)
    return {
        "turnout": turnout,
        "participation": turnout,
        "result": None if is_open else await read(request, queries.polls.get_result, poll.id),
        "next": desk.next_poll,
        "may_open": desk.may_open and not _list_rivals(desk, terms.panel_id),
        "left": desk.queue_count,
        "more_seconds": MORE_SECONDS,
        "limit_seconds": LIMIT_SECONDS,
        "leads": viewer.leads(terms.panel_id),
    }


def _list_rivals(desk: DeskPage, panel_id: str) -> list[PollRow]:
    """The running polls of the same people, whose end this one waits for."""
    return [row for row in desk.running if row.panel_id == panel_id]


async def show_prepared(request: Request, viewer: Viewer, form: Form, *, status: int = 200) -> Response:
    """Show a question of the queue as everybody will see it, with its terms."""
    poll = await _find(request)
    ballot = await read(request, queries.polls.get_ballot, poll.id, viewer=viewer)
    page = await read(request, queries.askable.get_page, viewer.conference_id, viewer=viewer)
    terms = await read(request, queries.askable.get_terms, poll.id)
    desk = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer, panel_id=terms.panel_id)
    is_refused = not form.ok
    if not is_refused:
        form = Form(show_terms(terms))
    context = {
        "poll": poll,
        "ballot": ballot,
        "page": page,
        "terms": terms,
        "form": form,
        "is_refused": is_refused,
        "desk": desk,
        "running_here": _list_rivals(desk, terms.panel_id),
        "leads": viewer.leads(terms.panel_id),
        **list_choices(page, form, may_give=viewer.may_give(terms.panel_id)),
    }
    return render(request, "polls/prepared.html", context, status=status)


async def extend(request: Request) -> Response:
    """Give more time, or a limit to a vote that has none."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = request.path_params["poll_id"]
    if form.value("so") == "grenze":
        await write(request, services.polls.limit, poll_id, seconds=LIMIT_SECONDS, actor=viewer.person_id)
    else:
        await write(request, services.polls.extend, poll_id, seconds=MORE_SECONDS, actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def close(request: Request) -> Response:
    """Close a poll; its result is then there for everybody."""
    viewer = await get_moderator(request)
    poll_id = request.path_params["poll_id"]
    await write(request, services.polls.close_poll, poll_id, actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def confirm(request: Request) -> Response:
    """Let the verdict of a closed poll take effect that waits for it."""
    viewer = await get_moderator(request)
    poll_id = request.path_params["poll_id"]
    await write(request, services.polls.confirm, poll_id, actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}", notice=_("Bestätigt. Der Text ist geändert."))


async def annul(request: Request) -> Response:
    """Declare a poll without effect, with a reason."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = request.path_params["poll_id"]
    reason = form.text("grund", missing=_("Bitte sagen, warum."), longest=1_000)
    if not form.ok:
        return await _show(request, viewer, form, status=422)
    await write(request, services.polls.annul, poll_id, reason=reason, actor=viewer.person_id)
    poll = await _find(request)
    said = _("Die Abstimmung ist aufgehoben. Der Antrag bleibt offen.")
    return redirect(request, "/leitung", notice=said if poll.amendment_id else _("Die Abstimmung ist aufgehoben."))
