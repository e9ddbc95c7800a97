"""The moderators' board: what still needs a decision, and one demand's amendments by place in the order of votes."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.boards import Board
from drafting.queries.people import Viewer
from drafting.queries.polls import DeskPage
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write


def find_panel_id(request: Request, viewer: Viewer) -> str:
    """Tell which panel's desk is looked at: the one asked for, else the panel this person moderates."""
    if "ag" in request.query_params:
        return request.query_params["ag"]
    return next((panel.id for panel in viewer.panels if panel.moderates and not viewer.may_organize), "")


def board_address(demand_id: str, panel_id: str) -> str:
    """Return the address of a demand's board, or of what belongs to no demand."""
    path = f"/leitung/forderungen/{demand_id}" if demand_id else "/leitung/neu"
    return f"{path}?ag={panel_id}"


async def index(request: Request) -> Response:
    """List what still needs a decision, of a panel or of the whole paper."""
    viewer = await get_moderator(request)
    panel_id = find_panel_id(request, viewer)
    page = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer, panel_id=panel_id)
    left = await read(request, queries.plenary.get_open, viewer.conference_id, viewer=viewer, panel_id=panel_id)
    return render(request, "boards/open.html", {"page": page, "left": left, "demand_id": ""})


async def show(request: Request) -> Response:
    """Show the board of a demand."""
    viewer = await get_moderator(request)
    return await show_board(request, viewer, Form(), demand_id=request.path_params["demand_id"])


async def show_apart(request: Request) -> Response:
    """Show the board of new demands and moved sections."""
    viewer = await get_moderator(request)
    return await show_board(request, viewer, Form(), demand_id="")


async def show_board(
    request: Request, viewer: Viewer, form: Form, *, demand_id: str, problem: str = "", status: int = 200
) -> Response:
    """Show a board with what was chosen on it before, and what did not work."""
    panel_id = form.value("ag") or find_panel_id(request, viewer)
    page: DeskPage = await read(request, queries.polls.get_desk, viewer.conference_id, viewer=viewer, panel_id=panel_id)
    board: Board = (
        await read(request, queries.boards.get_board, viewer.conference_id, demand_id, viewer=viewer)
        if demand_id
        else await read(request, queries.boards.get_apart, viewer.conference_id, panel_id=panel_id, viewer=viewer)
    )
    context = {"page": page, "board": board, "demand_id": demand_id, "form": form, "problem": problem}
    return render(
        request, "boards/show.html", {**context, "board_at": board_address(demand_id, panel_id)}, status=status
    )


async def put_in_order(request: Request) -> Response:
    """Put an amendment at another position of its place, or let the proposed order hold again."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    among = form.several("unter")
    amendment_id, _colon, position = form.value("platz").rpartition(":")
    if position.isdigit():
        await write(
            request,
            services.rankings.place,
            amendment_id,
            position=int(position),
            among=among,
            actor=viewer.person_id,
        )
        notice = _("Die Reihenfolge ist geändert.")
    else:
        await write(request, services.rankings.reset, among=among, actor=viewer.person_id)
        notice = _("Es gilt wieder die vorgeschlagene Reihenfolge.")
    return redirect(request, board_address(form.value("forderung"), form.value("ag")), notice=notice)
