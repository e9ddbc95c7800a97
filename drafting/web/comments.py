"""Comments: the threads of a page as a partial, writing, answering, changing, and moderating with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.queries.comments import CommentPage, CommentPlace
from drafting.queries.people import Viewer
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.security import get_moderator, get_viewer
from drafting.web.work import read, write


async def list_on_demand(request: Request) -> Response:
    """Show the threads on a demand anew."""
    return await _list(request, demand_id=request.path_params["demand_id"])


async def list_on_amendment(request: Request) -> Response:
    """Show the threads on an amendment anew."""
    return await _list(request, amendment_id=request.path_params["amendment_id"])


async def _list(request: Request, **place: str) -> Response:
    viewer = await get_viewer(request)
    comments = await read(request, queries.comments.get_comments, **place, viewer=viewer)
    if not is_partial(request):
        return redirect(request, f"{comments.place.address}#kommentare")
    return render(request, "comments/_threads.html", {"comments": comments})


async def write_on_demand(request: Request) -> Response:
    """Write a comment on a demand."""
    demand_id = request.path_params["demand_id"]
    return await _write(request, services.comments.comment_on_demand, demand_id, {"demand_id": demand_id})


async def write_on_amendment(request: Request) -> Response:
    """Write a comment on an amendment."""
    amendment_id = request.path_params["amendment_id"]
    return await _write(request, services.comments.comment_on_amendment, amendment_id, {"amendment_id": amendment_id})


async def _write(request: Request, service: Callable[..., str], id_: str, key: dict[str, str]) -> Response:
    viewer = await get_viewer(request)
    form = await read_form(request)
    place = await read(request, queries.comments.get_place, **key)
    try:
        comment_id = await write(request, service, id_, text=form.value("text"), actor=viewer.person_id)
    except DraftingError as error:
        return _ask_again(request, form, error, place, f"{place.address}/kommentare", _("Kommentar"))
    return redirect(request, f"{place.address}#kommentar-{comment_id}")


async def show_answer(request: Request) -> Response:
    """Ask for an answer on a page of its own."""
    page = await _get_page(request)
    if not page.may_answer:
        raise NotAllowedError("Hier können Sie zurzeit nicht antworten.")
    return _show_form(request, Form(), page.place, _answer_address(page), _("Antworten"), about=page)


async def answer(request: Request) -> Response:
    """Answer a comment."""
    viewer = await get_viewer(request)
    form, page = await read_form(request), await _get_page(request)
    try:
        comment_id = await write(
            request, services.comments.answer, page.card.id, text=form.value("text"), actor=viewer.person_id
        )
    except DraftingError as error:
        return _ask_again(request, form, error, page.place, _answer_address(page), _("Antworten"), about=page)
    return redirect(request, f"{page.place.address}#kommentar-{comment_id}")


async def show_edit(request: Request) -> Response:
    """Show one's own comment for changing it."""
    page = await _get_page(request)
    if not page.card.may_edit:
        raise NotAllowedError("Diesen Kommentar können Sie nicht ändern.")
    return _show_form(request, Form({"text": page.raw}), page.place, _edit_address(page), _("Kommentar ändern"))


async def edit(request: Request) -> Response:
    """Change one's own comment."""
    viewer = await get_viewer(request)
    form, page = await read_form(request), await _get_page(request)
    try:
        await write(request, services.comments.edit, page.card.id, text=form.value("text"), actor=viewer.person_id)
    except DraftingError as error:
        return _ask_again(request, form, error, page.place, _edit_address(page), _("Kommentar ändern"))
    return redirect(request, _address_of(page))


async def show_hide(request: Request) -> Response:
    """Ask a moderator why a comment is to be hidden."""
    await get_moderator(request)
    return render(request, "comments/hide.html", {"page": await _get_page(request), "form": Form()})


async def hide(request: Request) -> Response:
    """Hide a comment with a reason."""
    viewer = await get_moderator(request)
    form, page = await read_form(request), await _get_page(request)
    try:
        await write(request, services.comments.hide, page.card.id, reason=form.value("reason"), actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "reason")
        return render(request, "comments/hide.html", {"page": page, "form": form}, status=422)
    return redirect(request, _address_of(page))


async def unhide(request: Request) -> Response:
    """Show a hidden comment again."""
    viewer = await get_moderator(request)
    page = await _get_page(request)
    await write(request, services.comments.unhide, page.card.id, actor=viewer.person_id)
    return redirect(request, _address_of(page))


async def _get_page(request: Request) -> CommentPage:
    viewer: Viewer = await get_viewer(request)
    return await read(request, queries.comments.get_comment, request.path_params["comment_id"], viewer=viewer)


def _ask_again(
    request: Request, form: Form, error: DraftingError, place: CommentPlace, action: str, title: str, **more: Any
) -> Response:
    """Show the form with what was typed and what is wrong: whatever the refusal, no words are lost."""
    if isinstance(error, NotFoundError):
        raise error
    form.refuse("text", say(error))
    return _show_form(request, form, place, action, title, status=find_status(error), **more)


def _show_form(
    request: Request,
    form: Form,
    place: CommentPlace,
    action: str,
    title: str,
    *,
    about: CommentPage | None = None,
    status: int = 200,
) -> Response:
    context = {"form": form, "place": place, "action": action, "title": title, "about": about}
    return render(request, "comments/edit.html", context, status=status)


def _answer_address(page: CommentPage) -> str:
    return f"/kommentare/{page.card.id}/antworten"


def _edit_address(page: CommentPage) -> str:
    return f"/kommentare/{page.card.id}/bearbeiten"


def _address_of(page: CommentPage) -> str:
    return f"{page.place.address}#kommentar-{page.card.id}"
