"""The press version for organizers: its text modules, proposed from what the conference has decided."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.queries.press_releases import PressPage
from drafting.services.press_releases import MOST_DEMANDS, PressEntry
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import read, write


async def show(request: Request) -> Response:
    """Show the text modules."""
    return await _show(request)


async def keep(request: Request) -> Response:
    """Keep the text modules."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    publication_id = request.path_params["publication_id"]
    entry = PressEntry(
        headline=form.value("headline"),
        lead=form.value("lead"),
        demands=tuple(form.value(f"demand{number}") for number in range(1, MOST_DEMANDS + 1)),
        quote=form.value("quote"),
        speaker=form.value("speaker"),
        releaser=form.value("releaser"),
        about=form.value("about"),
        contact=form.value("press_contact"),
        is_public=form.checked("is_public"),
    )
    try:
        await write(request, services.press_releases.keep, publication_id, entry, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "headline")
        return await _show(request, form, status=422)
    return redirect(request, f"/veroeffentlichung/{publication_id}/presse", notice=_("Gespeichert."))


async def _show(request: Request, form: Form | None = None, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    publication_id = request.path_params["publication_id"]
    page = await read(request, queries.press_releases.get_page, publication_id, viewer.conference_id)
    context = {"page": page, "form": form or Form(_as_fields(page)), "count": MOST_DEMANDS}
    return render(request, "publications/press.html", context, status=status)


def _as_fields(page: PressPage) -> dict[str, str]:
    demands = {f"demand{number}": demand for number, demand in enumerate(page.demands, start=1)}
    return {
        "headline": page.headline,
        "lead": page.lead,
        **demands,
        "quote": page.quote,
        "speaker": page.speaker,
        "releaser": page.releaser,
        "about": page.about,
        "press_contact": page.contact,
        "is_public": "ja" if page.is_public else "",
    }
