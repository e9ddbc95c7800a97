"""Minority notes: reading them, writing one, declaring that one's municipality stands behind one or no longer does."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.services.minority_notes import Authority
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer, get_viewer
from drafting.web.work import read, write

ADDRESS = "/sondervoten"
JOIN, LEAVE = "anschliessen", "verlassen"


async def index(request: Request) -> Response:
    """List all notes."""
    return await _show(request, Form())


async def add(request: Request) -> Response:
    """Write a note."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    try:
        note_id = await write(
            request,
            services.minority_notes.write,
            form.value("forderung"),
            title=form.value("title"),
            text=form.value("text"),
            authority=_read(form),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "text")
        return await _show(request, form, status=422)
    return redirect(request, f"{ADDRESS}#sondervotum-{note_id}", notice=_("Gespeichert."))


async def ask_join(request: Request) -> Response:
    """Ask in which function somebody declares that their municipality stands behind a note."""
    return await _ask(request, Form(), JOIN)


async def join(request: Request) -> Response:
    """Declare that the viewer's municipality stands behind a note."""
    viewer, note_id = await get_viewer(request), request.path_params["note_id"]
    form = await read_form(request)
    try:
        await write(request, services.minority_notes.join, note_id, authority=_read(form), actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "befugt")
        return await _ask(request, form, JOIN, status=422)
    return redirect(request, f"{ADDRESS}#sondervotum-{note_id}", notice=_("Ihre Kommune steht jetzt dahinter."))


async def ask_leave(request: Request) -> Response:
    """Ask in which function somebody takes back what another has declared for their municipality."""
    return await _ask(request, Form(), LEAVE)


async def leave(request: Request) -> Response:
    """Take the viewer's municipality back."""
    viewer, note_id = await get_viewer(request), request.path_params["note_id"]
    form = await read_form(request)
    authority = _read(form) if "funktion" in form.values else None
    try:
        await write(request, services.minority_notes.leave, note_id, authority=authority, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "befugt")
        return await _ask(request, form, LEAVE, status=422)
    return redirect(request, f"{ADDRESS}#sondervotum-{note_id}", notice=_("Ihre Kommune steht nicht mehr dahinter."))


async def remove(request: Request) -> Response:
    """Take back what somebody has declared for a municipality; organizers only."""
    viewer, note_id = await get_organizer(request), request.path_params["note_id"]
    form = await read_form(request)
    await write(request, services.minority_notes.remove, note_id, form.value("wer"), actor=viewer.person_id)
    return redirect(request, f"{ADDRESS}#sondervotum-{note_id}", notice=_("Die Kommune steht nicht mehr dahinter."))


async def withdraw(request: Request) -> Response:
    """Take one's own note back."""
    viewer, note_id = await get_viewer(request), request.path_params["note_id"]
    await write(request, services.minority_notes.withdraw, note_id, actor=viewer.person_id)
    return redirect(request, ADDRESS, notice=_("Das Sondervotum ist zurückgezogen."))


async def set_minimum(request: Request) -> Response:
    """Say how many municipalities a note needs."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    said = form.value("mindestzahl").strip()
    try:
        number = int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0
        await write(
            request,
            services.minority_notes.set_minimum,
            viewer.conference_id,
            municipalities=number,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "mindestzahl")
        return await _show(request, form, status=422)
    return redirect(request, ADDRESS, notice=_("Gespeichert."))


def _read(form: Form) -> Authority:
    return Authority(form.value("kommune"), form.value("funktion"), is_confirmed=form.checked("befugt"))


async def _ask(request: Request, form: Form, act: str, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    card = await read(request, queries.minority_notes.get_note, viewer, request.path_params["note_id"])
    return render(request, "minority_notes/declare.html", {"card": card, "act": act, "form": form}, status=status)


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    page = await read(request, queries.minority_notes.list_notes, viewer)
    return render(request, "minority_notes/index.html", {"page": page, "form": form}, status=status)
