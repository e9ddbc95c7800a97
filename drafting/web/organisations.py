"""The organisations that propose through representatives, for the organizers."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import DraftingError, InvalidInputError
from drafting.web.editor_particulars import find_candidate
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """List the organisations with their representatives."""
    return await _show(request, Form())


async def add(request: Request) -> Response:
    """Add an organisation."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    try:
        await write(
            request,
            services.organisations.add,
            viewer.conference_id,
            name=form.value("name"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "name")
        return await _show(request, form, status=422)
    return redirect(request, "/organisationen", notice=_("Die Organisation steht in der Liste."))


async def change(request: Request) -> Response:
    """Appoint or dismiss a representative, or remove the organisation; asked for in ``tun``."""
    viewer = await get_organizer(request)
    organisation_id = request.path_params["organisation_id"]
    form = await read_form(request)
    act, _colon, person_id = form.value("tun").partition(":")
    try:
        if act == "entfernen":
            await write(request, services.organisations.remove, organisation_id, actor=viewer.person_id)
            return redirect(request, "/organisationen", notice=_("Die Organisation ist entfernt."))
        service = services.organisations.dismiss if act == "abberufen" else services.organisations.appoint
        if act != "abberufen":
            candidates = await read(request, queries.invitations.list_candidates, viewer=viewer)
            person_id = find_candidate(form.value("person"), f"person-{organisation_id}", form, candidates)
        if form.ok:
            await write(request, service, organisation_id, person_id, actor=viewer.person_id)
            return redirect(request, "/organisationen", notice=_("Gespeichert."))
        return await _show(request, form, status=422)
    except DraftingError as error:
        form.refuse(f"person-{organisation_id}", say(error))
        return await _show(request, form, status=find_status(error))


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    context = {
        "form": form,
        "organisations": await read(request, queries.organisations.list_organisations, viewer.conference_id),
        "candidates": await read(request, queries.invitations.list_candidates, viewer=viewer),
    }
    return render(request, "organisations/index.html", context, status=status)
