"""Recommending: several amendments at once from the board, one with all that is seldom needed, and publishing."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import Advice
from drafting.services.recommendations import Proposal
from drafting.web.boards import board_address, show_board
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import local_address, redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def recommend(request: Request) -> Response:
    """Keep what was chosen on the board: line by line, and one advice for all that are ticked."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    demand_id = form.value("forderung")
    try:
        proposals = _read_proposals(form)
        count = await write(
            request,
            services.recommendations.recommend,
            viewer.conference_id,
            proposals,
            actor=viewer.person_id,
        )
    except (ClosedError, InvalidInputError) as error:
        return await show_board(
            request, viewer, form, demand_id=demand_id, problem=say(error), status=find_status(error)
        )
    notice = ngettext("%(num)s Empfehlung gespeichert.", "%(num)s Empfehlungen gespeichert.", count) % {"num": count}
    if count:
        notice += " " + _("Andere sehen sie erst, wenn Sie sie veröffentlichen.")
    return redirect(request, board_address(demand_id, form.value("ag")), notice=notice)


def _read_proposals(form: Form) -> list[Proposal]:
    """What has been changed on the page: a line left as it was shown overwrites nothing."""
    ticked, for_all = form.several("wahl"), form.value("alle")
    note = form.value("vermerk").strip()
    if (for_all or note) and not ticked:
        raise InvalidInputError("Bitte kreuzen Sie an, für welche Anträge das gilt.", field="alle")
    proposals = []
    for amendment_id in form.several("zeile"):
        shown = form.value(f"war-{amendment_id}")
        chosen = form.value(f"empfehlung-{amendment_id}", shown)
        is_ticked = amendment_id in ticked
        if is_ticked and for_all:
            chosen = for_all
        if chosen != shown or (is_ticked and note):
            proposals.append(_propose(amendment_id, chosen, note=note if is_ticked and note else None))
    return proposals


def _propose(amendment_id: str, chosen: str, *, reason: str | None = None, note: str | None = None) -> Proposal:
    """Read „adopt“, „settled_by:ID“ or nothing, as the form sends it."""
    verdict, _colon, settled_by = chosen.partition(":")
    if verdict and verdict not in set(Advice):
        raise InvalidInputError("Diese Empfehlung gibt es nicht.", field="empfehlung")
    return Proposal(
        amendment_id, Advice(verdict) if verdict else None, settled_by_id=settled_by, reason=reason, note=note
    )


async def publish(request: Request) -> Response:
    """Show recommendations to everybody: of a demand, of a panel, or all."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    count = await write(
        request,
        services.recommendations.publish,
        viewer.conference_id,
        panel_id=form.value("ag") or None,
        demand_id=form.value("forderung") or None,
        actor=viewer.person_id,
    )
    notice = ngettext("%(num)s Empfehlung veröffentlicht.", "%(num)s Empfehlungen veröffentlicht.", count) % {
        "num": count
    }
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=notice)


async def show(request: Request) -> Response:
    """Show one amendment with everything a moderator can recommend or do."""
    viewer = await get_moderator(request)
    return await _show(request, viewer, Form())


async def _show(request: Request, viewer: Viewer, form: Form, *, refusal: DraftingError | None = None) -> Response:
    page = await read(request, queries.moderating.get_page, request.path_params["amendment_id"], viewer=viewer)
    panel_id = form.value("ag") or request.query_params.get("ag", "")
    context = {
        "page": page,
        "form": form,
        "problem": say(refusal) if refusal else "",
        "panel_id": panel_id,
        "board_at": board_address(page.card.demand_id, panel_id),
    }
    return render(request, "recommendations/show.html", context, status=find_status(refusal) if refusal else 200)


async def keep(request: Request) -> Response:
    """Keep the recommendation for one amendment, with its reason and the internal note."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    try:
        proposal = _propose(
            request.path_params["amendment_id"],
            form.value("empfehlung"),
            reason=form.value("grund"),
            note=form.value("vermerk"),
        )
        await write(
            request,
            services.recommendations.recommend,
            viewer.conference_id,
            [proposal],
            actor=viewer.person_id,
        )
    except (ClosedError, InvalidInputError) as error:
        return await _show(request, viewer, form, refusal=error)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=_("Gespeichert."))


async def refer(request: Request) -> Response:
    """Leave an amendment to the editors."""
    return await _put_aside(request, services.moderating.refer, _("An die Redaktion verwiesen."))


async def adjourn(request: Request) -> Response:
    """Put an amendment off."""
    return await _put_aside(request, services.moderating.adjourn, _("Vertagt."))


async def _put_aside(request: Request, service: Callable[..., None], notice: str) -> Response:
    viewer = await get_moderator(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    try:
        await write(request, service, amendment_id, note=form.value("wo"), actor=viewer.person_id)
    except (ClosedError, InvalidInputError) as error:
        return await _show(request, viewer, form, refusal=error)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=notice)


async def settle(request: Request) -> Response:
    """End an amendment because another decision covers it."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    try:
        is_done = await write(
            request,
            services.moderating.settle,
            request.path_params["amendment_id"],
            settled_by_id=form.value("durch"),
            actor=viewer.person_id,
        )
    except (ClosedError, InvalidInputError) as error:
        return await _show(request, viewer, form, refusal=error)
    notice = _("Erledigt.") if is_done else _("Empfohlen: erledigt. Das Plenum entscheidet.")
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=notice)


async def resume(request: Request) -> Response:
    """Take an amendment up again that was referred or adjourned."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    await write(request, services.moderating.resume, amendment_id, actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/leitung"), notice=_("Wieder offen."))
