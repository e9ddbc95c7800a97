"""Amendments: what became of one, supporting, answering, withdrawing, striking."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.queries.people import Viewer
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, local_address, redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write


async def show(request: Request) -> Response:
    """Show one amendment and what became of it."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]
    context: dict[str, Any] = {
        "page": await read(request, queries.amendments.get_amendment, amendment_id, viewer=viewer),
        "follow": await read(request, queries.follows.get_amendment_state, amendment_id, person_id=viewer.person_id),
        "compromise": await read(request, queries.compromises.get_notes, amendment_id, viewer=viewer),
        "list_id": await read(request, queries.consents.find_open_list, amendment_id),
        "totals": await read(request, queries.supports.get_totals, amendment_id),
        "comments": await read(request, queries.comments.get_comments, amendment_id=amendment_id, viewer=viewer),
    }
    context |= await read(request, _look_up_invitations, amendment_id, viewer)
    return render(request, "amendments/show.html", context)


def _look_up_invitations(session: Session, amendment_id: str, viewer: Viewer) -> dict[str, Any]:
    """Who is asked to propose it too: the viewer, or, for its author, everybody."""
    return {
        "invitation": queries.invitations.find_invitation(session, amendment_id, viewer=viewer),
        "invited": queries.invitations.list_invited(session, amendment_id),
    }


async def support(request: Request) -> Response:
    """Support an amendment, or take the support back."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    amendment_id = request.path_params["amendment_id"]
    withdrawn = form.value("unterstuetzen") == "nein"
    service = services.amendments.unsupport if withdrawn else services.amendments.support
    await write(request, service, amendment_id, actor=viewer.person_id)
    if is_partial(request):
        card = await read(request, queries.amendments.get_card, amendment_id, viewer=viewer)
        return render(request, "amendments/_card.html", {"card": card})
    return redirect(request, local_address(form.value("weiter"), f"/antraege/{amendment_id}"))


async def keep(request: Request) -> Response:
    """Answer a collision with „So lassen“."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]
    await write(request, services.amendments.keep, amendment_id, actor=viewer.person_id)
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Ihr Wortlaut bleibt, wie er ist."))


async def ask_withdrawal(request: Request) -> Response:
    """Ask whether an amendment is really to be withdrawn."""
    viewer = await get_viewer(request)
    card = await read(request, queries.amendments.get_card, request.path_params["amendment_id"], viewer=viewer)
    if not (card.may_withdraw or card.needs_answer):
        raise NotAllowedError
    return render(request, "amendments/withdraw.html", {"card": card})


async def withdraw(request: Request) -> Response:
    """Withdraw one's own amendment."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]
    await write(request, services.amendments.withdraw, amendment_id, actor=viewer.person_id)
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Ihr Antrag ist zurückgezogen."))


async def show_strike(request: Request) -> Response:
    """Ask for the reason for striking a whole demand."""
    return await _show_strike(request, Form())


async def strike(request: Request) -> Response:
    """Hand in that a demand be struck."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    try:
        amendment_id = await write(
            request,
            services.amendments.propose_strike,
            request.path_params["demand_id"],
            reason=form.value("reason").strip(),
            base_version_id=form.value("fassung"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return await _show_strike(request, form, refusal=error)
    except (ClosedError, NotAllowedError, OutdatedError) as error:
        return await _show_strike(request, form, refusal=error)
    return redirect(request, f"/antraege/{amendment_id}", notice=_("Ihr Antrag ist eingereicht."))


async def _show_strike(request: Request, form: Form, *, refusal: DraftingError | None = None) -> Response:
    viewer = await get_viewer(request)
    demand = await read(request, queries.demands.get_demand, request.path_params["demand_id"], viewer=viewer)
    problem = say(refusal) if refusal and not isinstance(refusal, InvalidInputError) else ""
    status = find_status(refusal) if refusal else 200 if demand.may_propose else 403
    return render(
        request, "amendments/strike.html", {"demand": demand, "form": form, "problem": problem}, status=status
    )
