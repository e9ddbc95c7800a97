"""Opening an amendment again that was rejected, settled, referred, adjourned or no longer dealt with."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def ask(request: Request) -> Response:
    """Ask why an amendment is to be opened again."""
    return await _show(request, Form())


async def reopen(request: Request) -> Response:
    """Open an amendment again."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    try:
        await write(
            request,
            services.reopening.reopen,
            amendment_id,
            reason=form.value("reason"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return await _show(request, form, status=422)
    except ClosedError as error:
        return await _show(request, form, problem=say(error), status=find_status(error))
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Der Antrag ist wieder offen."))


async def _show(request: Request, form: Form, *, problem: str = "", status: int = 200) -> Response:
    viewer = await get_moderator(request)
    card = await read(request, queries.amendments.get_card, request.path_params["amendment_id"], viewer=viewer)
    version_id = await read(request, queries.undoing.find_version, card.id)
    context = {"card": card, "form": form, "problem": problem, "version_id": version_id}
    return render(request, "amendments/reopen.html", context, status=status)
