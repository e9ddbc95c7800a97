"""Panels: their names, their sections, and whether they decide or recommend."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import read, write

_WORDS = ("entscheidet", "empfiehlt")


async def index(request: Request) -> Response:
    """Show all panels."""
    return await _index(request, Form())


async def _index(request: Request, form: Form, *, panel_id: str = "") -> Response:
    viewer = await get_organizer(request)
    page = await read(request, queries.panels.get_panels, viewer.conference_id)
    context = {"page": page, "form": form, "changing": panel_id}
    return render(request, "panels/index.html", context, status=200 if form.ok else 422)


async def add(request: Request) -> Response:
    """Add a panel; it recommends until it is said to decide."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    name = form.text("neu", missing=_("Bitte geben Sie der Arbeitsgruppe einen Namen."), longest=200)
    if not form.ok:
        return await _index(request, form)
    await write(request, services.conferences.add_panel, viewer.conference_id, name=name, actor=viewer.person_id)
    return redirect(request, "/arbeitsgruppen", notice=_("Die Arbeitsgruppe ist angelegt."))


async def change(request: Request) -> Response:
    """Name a panel, say whether it decides, and give it its sections."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    panel_id = request.path_params["panel_id"]
    name = form.text("name", missing=_("Bitte geben Sie der Arbeitsgruppe einen Namen."), longest=200)
    word = form.choice("wort", _WORDS, missing=_("Bitte wählen Sie, ob sie entscheidet oder empfiehlt."))
    if not form.ok:
        return await _index(request, form, panel_id=panel_id)
    try:
        await write(
            request,
            services.panels.change,
            panel_id,
            name=name,
            decides=word == "entscheidet",
            section_ids=form.several("abschnitt"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "name")
        return await _index(request, form, panel_id=panel_id)
    return redirect(request, "/arbeitsgruppen", notice=_("Gespeichert."))
