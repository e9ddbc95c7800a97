"""Editions: the named states of the paper, freezing one, and any two states compared."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError, NotFoundError
from drafting.models import now
from drafting.queries.editions import IMPORT, NOW
from drafting.web.dates import name_edition
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer, get_viewer
from drafting.web.work import read, write

REDLINE, SYNOPSIS = "redline", "synopse"


async def index(request: Request) -> Response:
    """List the editions, each with what it can be compared with."""
    return await _show(request, Form())


async def freeze(request: Request) -> Response:
    """Give the paper as it stands a name."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    outline = await read(request, queries.papers.get_outline, viewer.conference_id)
    try:
        await write(
            request, services.papers.freeze_edition, outline.paper_id, name=form.value("name"), actor=viewer.person_id
        )
    except InvalidInputError as error:
        form.refuse_with(error, "name")
        return await _show(request, form, status=422)
    return redirect(request, "/papier/staende", notice=_("Der Stand ist festgehalten."))


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    if outline is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    editions = await read(request, queries.editions.list_editions, outline.paper_id)
    visit = await read(request, queries.visits.get_visit, viewer.person_id)
    context = {"outline": outline, "editions": editions, "visit": visit, "form": form, "proposed": name_edition(now())}
    return render(request, "editions/index.html", context, status=status)


async def compare(request: Request) -> Response:
    """Compare two states of the whole paper; without a choice, the paper as read in with the one of now."""
    viewer = await get_viewer(request)
    visit = await read(request, queries.visits.get_visit, viewer.person_id)
    comparison = await read(
        request,
        queries.editions.compare_paper,
        viewer.conference_id,
        request.query_params.get("von") or IMPORT,
        request.query_params.get("bis") or NOW,
        last_visit=visit.last_at,
    )
    way = SYNOPSIS if request.query_params.get("art") == SYNOPSIS else REDLINE
    return render(request, "editions/compare.html", {"comparison": comparison, "way": way})
