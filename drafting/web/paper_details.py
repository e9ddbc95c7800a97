"""The lines the paper bears besides its text: shown beside what was read in, and changed by editors."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.queries.people import Viewer
from drafting.rules.paper_details import Detail
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write

ADDRESS = "/papier/angaben"


async def show(request: Request) -> Response:
    """Show the lines, and what they were."""
    return await _show(request, await _get_editor(request), None)


async def change(request: Request) -> Response:
    """Change the lines; a refusal is said beside its field."""
    viewer = await _get_editor(request)
    form = await read_form(request)
    lines = {detail: form.value(detail) for detail in Detail if detail in form.values}
    seen = {detail: form.value(f"was-{detail}") for detail in Detail if f"was-{detail}" in form.values}
    act = partial(services.paper_details.change, actor=viewer.person_id, known=seen or None)
    try:
        await write(request, act, viewer.conference_id, lines)
    except InvalidInputError as error:
        form.refuse_with(error, Detail.TITLE)
        return await _show(request, viewer, form, status=422)
    return redirect(request, ADDRESS, notice=_("Die Angaben zum Papier sind gespeichert."))


async def _get_editor(request: Request) -> Viewer:
    viewer = await get_viewer(request)
    if not viewer.may_edit:
        raise NotAllowedError("Die Angaben zum Papier ändern Organisation und Redaktion.")
    return viewer


async def _show(request: Request, viewer: Viewer, form: Form | None, *, status: int = 200) -> Response:
    page = await read(request, queries.paper_details.get_page, viewer.conference_id)
    form = form or Form({detail: page.details.get(detail) for detail in Detail})
    return render(request, "papers/details.html", {"page": page, "form": form}, status=status)
