"""Joint decisions: drawing up a list, reading it, pulling items out, its vote or its end."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError
from drafting.models import now
from drafting.queries.consents import ConsentPage
from drafting.queries.people import Viewer
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.security import get_moderator, get_viewer
from drafting.web.work import read, write

# When a list takes effect where nobody pulls anything out, in minutes; 0 waits for a vote.
END_LABELS = {
    "0": "durch eine Abstimmung, die Sie eröffnen",
    "15": "in 15 Minuten von selbst",
    "30": "in 30 Minuten von selbst",
    "60": "in einer Stunde von selbst",
    "180": "in drei Stunden von selbst",
    "1440": "morgen um diese Zeit von selbst",
}
_END = "30"


async def index(request: Request) -> Response:
    """Show what could be decided together, ready to be put on a list."""
    viewer = await get_moderator(request)
    form = Form({"ag": request.query_params.get("ag", "")})
    return await _show_proposals(request, viewer, form, wanted=request.query_params.getlist("antrag"))


async def draw_up(request: Request) -> Response:
    """Put the ticked amendments on a list."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    wanted = form.several("antrag")
    minutes = int(form.value("ende")) if form.value("ende") in END_LABELS else int(_END)
    try:
        list_id = await write(
            request,
            services.consents.draw_up,
            viewer.conference_id,
            wanted,
            actor=viewer.person_id,
            panel_id=form.value("ag") or None,
            title=form.text("titel", longest=200),
            closes_at=now() + timedelta(minutes=minutes) if minutes else None,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "antrag")
        return await _show_proposals(request, viewer, form, wanted=wanted, refusal=error)
    except ClosedError as error:
        form.refuse("antrag", say(error))
        return await _show_proposals(request, viewer, form, wanted=wanted, refusal=error)
    return redirect(request, f"/gemeinsam/{list_id}", notice=_("Die Liste ist offen. Alle können sie lesen."))


async def _show_proposals(
    request: Request,
    viewer: Viewer,
    form: Form,
    *,
    wanted: tuple[str, ...] | list[str] = (),
    refusal: DraftingError | None = None,
) -> Response:
    page = await read(
        request,
        queries.undisputed.get_proposals,
        viewer.conference_id,
        viewer=viewer,
        panel_id=form.value("ag"),
        wanted=wanted,
    )
    context = {
        "page": page,
        "form": form,
        "ends": [(value, _(label)) for value, label in END_LABELS.items()],
        "end": _END,
        "chosen": frozenset(wanted) if refusal else page.chosen,
    }
    return render(request, "consents/new.html", context, status=find_status(refusal) if refusal else 200)


async def show(request: Request) -> Response:
    """Show a list with its items; one whose period is over takes effect now, if it has not yet."""
    viewer = await get_viewer(request)
    list_id = request.path_params["list_id"]
    page: ConsentPage = await read(request, queries.consents.get_list, list_id, viewer=viewer)
    if page.is_due:
        await write(request, services.consents.adopt_due, list_id)
        page = await read(request, queries.consents.get_list, list_id, viewer=viewer)
    return render(request, "consents/show.html", {"page": page})


async def pull(request: Request) -> Response:
    """Pull an item out, or put it back; whoever asks by script gets the item alone."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    list_id, amendment_id = request.path_params["list_id"], request.path_params["amendment_id"]
    service = services.pulls.put_back if form.value("einzeln") == "nein" else services.pulls.pull
    await write(request, service, list_id, amendment_id, actor=viewer.person_id)
    if not is_partial(request):
        return redirect(request, f"/gemeinsam/{list_id}#consents-item-{amendment_id}")
    page: ConsentPage = await read(request, queries.consents.get_list, list_id, viewer=viewer)
    item = next(each for each in page.items if each.card.id == amendment_id)
    return render(request, "consents/_item.html", {"page": page, "item": item})


async def vote(request: Request) -> Response:
    """Put the list to one vote."""
    viewer = await get_moderator(request)
    poll_id = await write(request, services.polls.open_list, request.path_params["list_id"], actor=viewer.person_id)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}")


async def drop(request: Request) -> Response:
    """Give the list up."""
    viewer = await get_moderator(request)
    list_id = request.path_params["list_id"]
    await write(request, services.consents.drop, list_id, actor=viewer.person_id)
    return redirect(request, f"/gemeinsam/{list_id}", notice=_("Die Liste ist aufgelöst. Alle Anträge bleiben offen."))
