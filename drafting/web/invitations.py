"""Answering an invitation to propose somebody's amendment too."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import services
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect
from drafting.web.security import get_viewer
from drafting.web.work import write


async def answer(request: Request) -> Response:
    """Agree to propose an amendment too, or decline."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    agrees = form.choice("antwort", ("ja", "nein"), missing=_("Bitte wählen Sie eine Antwort.")) == "ja"
    if form.ok:
        await write(request, services.invitations.answer, amendment_id, agrees=agrees, actor=viewer.person_id)
    said = _("Sie stellen diesen Antrag mit.") if agrees else _("Sie stellen diesen Antrag nicht mit.")
    return redirect(request, f"/antraege/{amendment_id}", notice=said if form.ok else form.error("antwort"))
