"""How many people live in each municipality: a list to fill in, and a table to read in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.imports.municipalities import read_municipalities, read_population
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read, write


async def index(request: Request) -> Response:
    """List the municipalities people come from, those without a number first."""
    return await _show(request, Form())


async def save(request: Request) -> Response:
    """Keep the numbers typed into the list."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    wanted: dict[str, int | None] = {}
    for name in form.several("kommune"):
        typed = form.value(f"einwohner:{name}").strip()
        wanted[name] = read_population(typed) if typed else None
        if typed and not wanted[name]:
            form.refuse(f"einwohner:{name}", _("Das ist keine Einwohnerzahl."))
    if not form.ok:
        return await _show(request, form, status=422)
    await write(request, services.municipalities.set_populations, viewer.conference_id, wanted, actor=viewer.person_id)
    return redirect(request, "/kommunen", notice=_("Gespeichert."))


async def upload(request: Request) -> Response:
    """Read a table of municipalities with their inhabitants."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine Tabelle auswählen."))
        return await _show(request, form, status=422)
    try:
        table = await compute(request, read_municipalities, file.filename, await file.read())
        changed = await write(
            request,
            services.municipalities.set_populations,
            viewer.conference_id,
            table.populations,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "datei")
        return await _show(request, form, status=422)
    said = ngettext("%(num)s Einwohnerzahl übernommen.", "%(num)s Einwohnerzahlen übernommen.", changed)
    return await _show(request, Form(), result=said % {"num": changed}, problems=table.problems)


async def _show(request: Request, form: Form, *, status: int = 200, **result: object) -> Response:
    viewer = await get_organizer(request)
    page = await read(request, queries.municipalities.list_municipalities, viewer.conference_id)
    context = {"page": page, "form": form, "result": "", "problems": (), **result}
    return render(request, "municipalities/index.html", context, status=status)
