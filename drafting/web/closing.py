"""Closing: how much is left when time runs out, and ending it with a place to go on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def show(request: Request) -> Response:
    """Tell how many would be ended."""
    return await _show(request, Form(), panel_id=request.query_params.get("ag", ""))


async def _show(request: Request, form: Form, *, panel_id: str, refusal: DraftingError | None = None) -> Response:
    viewer = await get_moderator(request)
    page = await read(request, queries.closing.get_closing, viewer.conference_id, panel_id=panel_id, viewer=viewer)
    problem = say(refusal) if refusal and not isinstance(refusal, InvalidInputError) else ""
    context = {"page": page, "form": form, "problem": problem}
    return render(request, "closing/show.html", context, status=find_status(refusal) if refusal else 200)


async def close(request: Request) -> Response:
    """End what is left, with a place to go on."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    panel_id = form.value("ag")
    try:
        ended = await write(
            request,
            services.closing.close_remaining,
            viewer.conference_id,
            note=form.value("wo"),
            panel_id=panel_id or None,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse("wo", say(error))
        return await _show(request, form, panel_id=panel_id, refusal=error)
    except ClosedError as error:
        return await _show(request, form, panel_id=panel_id, refusal=error)
    notice = ngettext(
        "%(num)s Antrag wird nicht mehr behandelt.", "%(num)s Anträge werden nicht mehr behandelt.", len(ended)
    ) % {"num": len(ended)}
    return redirect(request, f"/leitung?ag={panel_id}", notice=notice)
