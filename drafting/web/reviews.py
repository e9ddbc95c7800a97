"""The Bilanz: the list of what became of the earlier paper, its table, and the small form beside a demand."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.exports.reviews import reviews_csv
from drafting.queries.people import Viewer
from drafting.queries.reviews import ReviewsPage
from drafting.rules.reviews import REVIEW_LABELS, ReviewStatus
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write

# What stands in the address of the list; "" shows all.
STATES: dict[str, str | None] = {
    "": None,
    "erfuellt": ReviewStatus.FULFILLED,
    "teilweise": ReviewStatus.PARTLY,
    "offen": ReviewStatus.OPEN,
    "ohne": "",
}


async def index(request: Request) -> Response:
    """List the demands of the earlier paper with what became of each."""
    viewer = await get_viewer(request)
    state = request.query_params.get("stand", "")
    page = await _list(request, viewer, state)
    replies = await read(request, queries.replies.list_replies, viewer.conference_id, viewer=viewer)
    context = {
        "page": page,
        "state": state if state in STATES else "",
        "states": STATES,
        "labels": REVIEW_LABELS,
        "replies": {each.demand.id: each for each in replies},
    }
    return render(request, "reviews/index.html", context)


async def download(request: Request) -> Response:
    """Hand out the list as a table."""
    viewer = await get_viewer(request)
    page = await _list(request, viewer, request.query_params.get("stand", ""))
    headers = {"Content-Disposition": 'attachment; filename="bilanz.csv"'}
    return Response(reviews_csv(row.cells for row in page.rows), media_type="text/csv; charset=utf-8", headers=headers)


async def _list(request: Request, viewer: Viewer, state: str) -> ReviewsPage:
    status = STATES.get(state)
    return await read(request, queries.reviews.list_reviews, viewer.conference_id, viewer=viewer, status=status)


async def show_form(request: Request) -> Response:
    """Show the form for one demand on a page of its own."""
    return await _show_form(request, None, _next(request.query_params.get("weiter", "")))


async def _show_form(request: Request, form: Form | None, address: str, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]
    panel = await read(request, queries.reviews.get_panel, demand_id, viewer=viewer)
    replies = await read(request, queries.replies.list_replies, viewer.conference_id, viewer=viewer)
    reply = next((each for each in replies if each.demand.id == demand_id), None)
    context = {"review": panel, "form": form, "next": address, "reply": reply}
    return render(request, "reviews/edit.html", context, status=status)


async def review(request: Request) -> Response:
    """Say what became of a demand."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]
    form = await read_form(request)
    try:
        await write(
            request,
            services.reviews.review,
            demand_id,
            status=form.value("status"),
            evidence=form.value("evidence"),
            link=form.value("link"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "status")
        return await _show_form(request, form, _next(form.value("weiter")), status=422)
    address = _next(form.value("weiter")) or f"/forderungen/{demand_id}"
    return redirect(request, address, notice=_("Gespeichert."))


def _next(address: str) -> str:
    """Whoever came from the list goes back there, to the next one."""
    return "/bilanz" if address == "/bilanz" else ""
