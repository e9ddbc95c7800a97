"""Moving: asking for a demand or a whole section to stand elsewhere in the paper."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError
from drafting.queries.move_forms import MovePage
from drafting.queries.people import Viewer
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write


async def show_demand(request: Request) -> Response:
    """Show the places a demand can be moved to."""
    viewer = await get_viewer(request)
    return _render(request, await _look_up_demand(request, viewer), Form())


async def move_demand(request: Request) -> Response:
    """Hand in that a demand be moved."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    page = await _look_up_demand(request, viewer)
    place = form.choice("place", _list_values(page), missing=_("Bitte wählen Sie eine Stelle."))
    if not form.ok:
        return _render(request, page, form, status=422)
    kind, _colon, id_ = place.partition(":")
    try:
        section_id = id_ if kind == "anfang" else await read(request, queries.move_forms.get_section_id, id_)
        amendment_id = await write(
            request,
            services.moves.propose_move,
            request.path_params["demand_id"],
            section_id=section_id,
            after_demand_id=id_ if kind == "nach" else None,
            reason=form.value("reason").strip(),
            actor=viewer.person_id,
        )
    except (InvalidInputError, ClosedError, NotAllowedError) as error:
        return _refuse(request, page, form, error)
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Ihr Antrag ist eingereicht."))


async def show_section(request: Request) -> Response:
    """Show the places a section can be moved to."""
    viewer = await get_viewer(request)
    return _render(request, await _look_up_section(request, viewer), Form())


async def move_section(request: Request) -> Response:
    """Hand in that a section be moved with all its demands."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    page = await _look_up_section(request, viewer)
    place = form.choice("place", _list_values(page), missing=_("Bitte wählen Sie eine Stelle."))
    if not form.ok:
        return _render(request, page, form, status=422)
    kind, _colon, id_ = place.partition(":")
    try:
        amendment_id = await write(
            request,
            services.moves.propose_section_move,
            request.path_params["section_id"],
            after_section_id=id_ if kind == "nach" else None,
            reason=form.value("reason").strip(),
            actor=viewer.person_id,
        )
    except (InvalidInputError, ClosedError, NotAllowedError) as error:
        return _refuse(request, page, form, error)
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Ihr Antrag ist eingereicht."))


async def _look_up_demand(request: Request, viewer: Viewer) -> MovePage:
    demand_id = request.path_params["demand_id"]
    return await read(request, queries.move_forms.get_demand_move, demand_id, viewer=viewer)


async def _look_up_section(request: Request, viewer: Viewer) -> MovePage:
    section_id = request.path_params["section_id"]
    return await read(request, queries.move_forms.get_section_move, section_id, viewer=viewer)


def _list_values(page: MovePage) -> set[str]:
    return {choice.value for group in page.groups for choice in group.choices}


def _refuse(request: Request, page: MovePage, form: Form, error: DraftingError) -> Response:
    problem = say(error)
    if isinstance(error, InvalidInputError):
        form.refuse_with(error, "place")
        problem = ""
    return _render(request, page, form, problem=problem, status=find_status(error))


def _render(request: Request, page: MovePage, form: Form, *, problem: str = "", status: int = 0) -> Response:
    status = status or (403 if page.why_not else 200)
    return render(request, "amendments/move.html", {"page": page, "form": form, "problem": problem}, status=status)
