"""The overview of the conference: what each person sees first, and the phases."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.rules.lifecycle import Phase
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext
from drafting.web.pages import redirect, render
from drafting.web.security import find_viewer, get_viewer
from drafting.web.work import read, write

# What an organizer still has to do, and the page that does it.
TASK_ADDRESSES = {
    "paper": "/einlesen",
    "people": "/personen/einlesen",
    "codes": "/personen/zugangskarten",
    "rule": "/einstellungen",
    "phase": "#phasen",
    "letter": "/brief",
}


async def show(request: Request) -> Response:
    """Show the overview; who has not signed in is asked to."""
    viewer = await find_viewer(request)
    if viewer is None:
        return redirect(request, "/anmelden")
    overview = await read(request, queries.conferences.get_overview, viewer.conference_id, viewer=viewer)
    drafts = await read(request, queries.drafts.list_drafts, viewer=viewer)
    name = "conferences/desk.html" if viewer.may_moderate else "conferences/show.html"
    return render(request, name, {"overview": overview, "task_addresses": TASK_ADDRESSES, "drafts": drafts})


async def set_phase(request: Request) -> Response:
    """Enter another phase."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    phase = form.choice("phase", set(Phase), missing="")
    if form.ok:
        await write(request, services.conferences.set_phase, viewer.conference_id, Phase(phase), actor=viewer.person_id)
    notice = _("Die Konferenz ist in der neuen Phase.") if form.ok else ""
    if form.ok and phase == Phase.CLOSING:
        left = await read(request, queries.closing.count_open, viewer.conference_id)
        if left:
            notice += " " + ngettext(
                "%(num)s Antrag ist noch nicht entschieden.", "%(num)s Anträge sind noch nicht entschieden.", left
            ) % {"num": left}
    return redirect(request, "/", notice=notice)
