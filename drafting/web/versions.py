"""Versions of a demand: any two compared, one taken back or restored, and where each sentence comes from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write

REDLINE, SYNOPSIS = "redline", "synopse"


async def compare(request: Request) -> Response:
    """Compare two versions as redline or synopsis; without a choice, what the present one changed."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]
    before, after = request.query_params.get("von", ""), request.query_params.get("bis", "")
    if not (before and after):
        demand = await read(request, queries.demands.get_demand, demand_id, viewer=viewer)
        present = demand.versions[0]
        before, after = present.previous_id or present.id, present.id
    comparison = await read(request, queries.versions.compare, before, after)
    if comparison.demand_id != demand_id:
        raise NotFoundError
    return render(request, "versions/compare.html", {"comparison": comparison, "way": read_way(request)})


def read_way(request: Request) -> str:
    """Read how a comparison is to be shown."""
    return SYNOPSIS if request.query_params.get("art") == SYNOPSIS else REDLINE


async def show_origins(request: Request) -> Response:
    """Show where a demand's text comes from, for the sentence that was tapped."""
    viewer = await get_viewer(request)
    wanted = request.query_params.get("satz", "")
    page = await read(
        request,
        queries.origins.get_origins,
        request.path_params["demand_id"],
        sentence=int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0,
        viewer=viewer,
    )
    name = "versions/_origins.html" if is_partial(request) else "versions/origins.html"
    return render(request, name, {"page": page})


async def ask_undo(request: Request) -> Response:
    """Show what taking a decision back would do, and ask why."""
    return await _show_undo(request, Form())


async def undo(request: Request) -> Response:
    """Take a decision back."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    try:
        version_id = await write(
            request,
            services.undoing.undo,
            request.path_params["version_id"],
            reason=form.value("reason"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return await _show_undo(request, form, status=422)
    except ClosedError as error:
        return await _show_undo(request, form, status=find_status(error))
    page = await read(request, queries.undoing.get_undo, version_id, viewer=viewer)
    notice = _("Zurückgenommen. Es gilt Fassung %(number)s.") % {"number": page.version.number}
    return redirect(request, f"/forderungen/{page.demand_id}", notice=notice)


async def _show_undo(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    page = await read(request, queries.undoing.get_undo, request.path_params["version_id"], viewer=viewer)
    if not (page.may_undo or page.version.undone_by):
        raise NotAllowedError
    problem = say(page.refusal) if page.refusal else ""
    context = {"page": page, "form": form, "problem": problem}
    return render(request, "versions/undo.html", context, status=409 if problem else status)


async def ask_restore(request: Request) -> Response:
    """Show an earlier text against the present one, and ask why it is to be restored."""
    return await _show_restore(request, Form())


async def restore(request: Request) -> Response:
    """Give a demand an earlier text again."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    version_id = request.path_params["version_id"]
    page = await read(request, queries.undoing.get_restore, version_id, viewer=viewer)
    try:
        await write(
            request,
            services.restoring.restore,
            page.demand_id,
            version_id,
            reason=form.value("reason"),
            base_version_id=form.value("fassung"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return await _show_restore(request, form, refusal=error)
    except (ClosedError, OutdatedError) as error:
        return await _show_restore(request, form, refusal=error)
    notice = _("Der Text von Fassung %(number)s gilt wieder.") % {"number": page.version.number}
    return redirect(request, f"/forderungen/{page.demand_id}", notice=notice)


async def _show_restore(request: Request, form: Form, *, refusal: DraftingError | None = None) -> Response:
    viewer = await get_viewer(request)
    page = await read(request, queries.undoing.get_restore, request.path_params["version_id"], viewer=viewer)
    if not viewer.may_edit:
        raise NotAllowedError("Das kann die Redaktion.")
    problem = say(refusal) if refusal and not isinstance(refusal, InvalidInputError) else ""
    status = find_status(refusal) if refusal else 200
    return render(request, "versions/restore.html", {"page": page, "form": form, "problem": problem}, status=status)
