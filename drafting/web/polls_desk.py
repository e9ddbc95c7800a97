"""Votes at the moderators' desk: into the queue, its order, out of it, and one amendment to the vote at once."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.services.asking import Terms
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import local_address, redirect
from drafting.web.poll_terms import read_terms
from drafting.web.polls_running import show_prepared
from drafting.web.security import get_moderator
from drafting.web.work import write


async def open_poll(request: Request) -> Response:
    """Put an amendment to an open vote of those present."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = await write(
        request,
        services.polls.open_now,
        request.path_params["amendment_id"],
        actor=viewer.person_id,
        terms=Terms(panel_id=form.value("ag") or None),
    )
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def open_test(request: Request) -> Response:
    """Let everybody vote once before it counts."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    terms = Terms(panel_id=form.value("ag") or None)
    poll_id = await write(request, services.polls.open_test, viewer.conference_id, actor=viewer.person_id, terms=terms)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def queue(request: Request) -> Response:
    """Put the ticked amendments into the queue of votes, in the order of the board."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    ticked = form.several("wahl")
    count = await write(
        request,
        services.questions.prepare_all,
        [amendment_id for amendment_id in form.several("zeile") if amendment_id in ticked],
        actor=viewer.person_id,
        terms=Terms(panel_id=form.value("ag") or None),
    )
    notice = ngettext("%(num)s Abstimmung vorgemerkt.", "%(num)s Abstimmungen vorgemerkt.", count) % {"num": count}
    demand_id = form.value("forderung")
    path = f"/leitung/forderungen/{demand_id}" if demand_id else "/leitung/neu"
    return redirect(request, f"{path}?ag={form.value('ag')}", notice=notice)


async def open_next(request: Request) -> Response:
    """Open a poll from the queue."""
    viewer = await get_moderator(request)
    poll_id = request.path_params["poll_id"]
    await write(request, services.polls.open_poll, poll_id, actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def unqueue(request: Request) -> Response:
    """Take a poll out of the queue; its amendment stays open."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    await write(request, services.polls.unqueue, request.path_params["poll_id"], actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=_("Herausgenommen."))


async def take_over(request: Request) -> Response:
    """Adopt an amendment nobody disputes, without a vote."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    version = await write(
        request, services.amendments.take_over, request.path_params["amendment_id"], actor=viewer.person_id
    )
    notice = _("Übernommen. Der Text ist geändert.") if version else _("Empfohlen: annehmen. Das Plenum entscheidet.")
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=notice)


async def arrange(request: Request) -> Response:
    """Move a question of the queue one place up or down; the others keep their order."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    order = list(form.several("liste"))
    poll_id, _colon, step = form.value("platz").rpartition(":")
    if poll_id in order and step in {"-1", "1"}:
        place = max(order.index(poll_id) + int(step), 0)
        order.remove(poll_id)
        order.insert(place, poll_id)
    await write(request, services.polls.arrange, viewer.conference_id, order, actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=_("Die Reihenfolge ist geändert."))


async def change_terms(request: Request) -> Response:
    """Change who votes on a question of the queue, how, and under which rule."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    poll_id = request.path_params["poll_id"]
    terms = read_terms(form)
    if not form.ok:
        return await show_prepared(request, viewer, form, status=422)
    try:
        await write(request, services.polls.change_terms, poll_id, terms, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "art")
        return await show_prepared(request, viewer, form, status=422)
    except NotAllowedError as error:
        form.refuse("recht", say(error))
        return await show_prepared(request, viewer, form, status=403)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}", notice=_("Gespeichert."))
