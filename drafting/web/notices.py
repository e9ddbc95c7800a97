"""Notices: the list behind the bell, how often they are mailed, and following a demand or an amendment."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.follows import FollowState
from drafting.rules.notices import MAIL_RHYTHM_LABELS, MailRhythm
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import is_partial, local_address, redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write


async def index(request: Request) -> Response:
    """Show what somebody was told, newest first; what is shown counts as read from now on."""
    return await _show(request, Form())


async def mark_read(request: Request) -> Response:
    """Mark everything as read, also what stands on older pages."""
    viewer = await get_viewer(request)
    await write(request, services.notices.mark_read, actor=viewer.person_id)
    return redirect(request, "/mitteilungen")


async def open_notice(request: Request) -> Response:
    """Go where a notice leads: what mails link to, so that it is read there too."""
    viewer = await get_viewer(request)
    notice_id = request.path_params["notice_id"]
    row = await read(request, queries.notices.get_notice, notice_id, person_id=viewer.person_id)
    if row.is_new:
        await write(request, services.notices.mark_read, [notice_id], actor=viewer.person_id)
    return redirect(request, row.address)


async def choose_rhythm(request: Request) -> Response:
    """Take how often somebody wants notices to be mailed."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    rhythm = form.choice("rhythmus", list(MailRhythm), missing=_("Bitte wählen Sie, wie oft."))
    if not form.ok:
        return await _show(request, form, status=422)
    await write(request, services.notices.choose_rhythm, MailRhythm(rhythm), actor=viewer.person_id)
    return redirect(request, "/mitteilungen", notice=_("Gespeichert."))


async def follow_demand(request: Request) -> Response:
    """Follow a demand, or no more."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    demand_id = request.path_params["demand_id"]
    stop = form.value("folgen") == "nein"
    service = services.follows.unfollow_demand if stop else services.follows.follow_demand
    await write(request, service, demand_id, actor=viewer.person_id)
    state = await read(request, queries.follows.get_demand_state, demand_id, person_id=viewer.person_id)
    return _answer_follow(request, form, state)


async def follow_amendment(request: Request) -> Response:
    """Follow an amendment, or no more."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    stop = form.value("folgen") == "nein"
    service = services.follows.unfollow_amendment if stop else services.follows.follow_amendment
    await write(request, service, amendment_id, actor=viewer.person_id)
    state = await read(request, queries.follows.get_amendment_state, amendment_id, person_id=viewer.person_id)
    return _answer_follow(request, form, state)


def _answer_follow(request: Request, form: Form, state: FollowState) -> Response:
    if is_partial(request):
        return render(request, "notices/_follow.html", {"follow": state})
    return redirect(request, local_address(form.value("weiter"), state.address))


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    wanted = request.query_params.get("seite", "1")
    number = max(1, int(wanted)) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1
    page = await read(request, queries.notices.list_notices, viewer.person_id, page=number)
    followed = await read(request, queries.follows.list_followed, viewer.person_id)
    new = [row.id for row in page.rows if row.is_new]
    if new:
        await write(request, services.notices.mark_read, new, actor=viewer.person_id)
    request.state.frame = replace(request.state.frame, unread=page.unread - len(new))
    context = {
        "page": page,
        "new": len(new),
        "followed": followed,
        "form": form,
        "open": status != 200,
        "rhythms": MAIL_RHYTHM_LABELS,
        "rhythm_label": MAIL_RHYTHM_LABELS[page.rhythm],
    }
    return render(request, "notices/index.html", context, status=status)
