"""Who casts the vote of each municipality, and what it weighs where votes are weighted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.services.municipalities import Vote
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """List the municipalities with those who can vote for them."""
    await get_organizer(request)
    return await _show(request, Form())


async def save(request: Request) -> Response:
    """Keep who votes for which municipality, and the weights."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    votes = {}
    if form.checked("allein"):
        page = await read(request, queries.municipalities.list_votes, viewer.conference_id)
        votes = {row.name: Vote(row.candidates[0].id) for row in page.single}
    for name in form.several("kommune"):
        weight = form.value(f"gewicht:{name}").strip()
        if weight and not (weight.isascii() and weight.isdecimal() and len(weight) <= 6):
            form.refuse(f"gewicht:{name}", _("Bitte geben Sie eine ganze Zahl ein."))
            continue
        votes[name] = Vote(form.value(f"stimme:{name}") or None, int(weight) if weight else None)
    if form.ok:
        try:
            changed = await write(
                request, services.municipalities.set_votes, viewer.conference_id, votes, actor=viewer.person_id
            )
        except InvalidInputError as error:
            form.refuse("liste", say(error))
        else:
            notice = ngettext("%(num)s Kommune geändert.", "%(num)s Kommunen geändert.", changed) % {"num": changed}
            return redirect(request, "/kommunen/stimmen", notice=notice)
    return await _show(request, form, status=422)


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    page = await read(request, queries.municipalities.list_votes, viewer.conference_id)
    return render(request, "municipalities/votes.html", {"page": page, "form": form}, status=status)
