"""Taking in a paper: upload, a preview in which everything can be put right, and only then saving.

Nothing is kept on the server until it is saved: the preview's rows travel in the form itself, so it works without
scripts, in two windows at once, and the browser's way back is the undo.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.imports.building import build
from drafting.imports.outline import Rows, dump_rows, load_rows, perform
from drafting.imports.papers import read_rows
from drafting.imports.rows import ROLE_LABELS
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read, write


async def show_upload(request: Request) -> Response:
    """Ask for the file."""
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    return render(request, "papers/upload.html", {"form": Form(), "outline": outline})


async def upload(request: Request) -> Response:
    """Read the file and show what was found in it."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine Datei auswählen."))
    else:
        try:
            rows = await compute(request, read_rows, file.filename, await file.read())
            return _show_preview(request, rows, source=file.filename)
        except InvalidInputError as error:
            form.refuse("datei", say(error))
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    return render(request, "papers/upload.html", {"form": form, "outline": outline}, status=422)


def _show_preview(
    request: Request, rows: Rows, *, source: str, problem: str = "", at: int | None = None, status: int = 200
) -> Response:
    context = {
        "rows": rows,
        "state": dump_rows(rows),
        "draft": build(rows),
        "source": source,
        "roles": ROLE_LABELS,
        "problem": problem,
        "at": at,
    }
    return render(request, "papers/preview.html", context, status=status)


async def revise(request: Request) -> Response:
    """Do one thing to the preview, after what was typed into it: split, join, move, give a row another part."""
    await get_organizer(request)
    form = await read_form(request)
    rows = await compute(request, load_rows, form.value("stand"), form.values)
    act, source = form.value("tun"), form.value("quelle")
    if not act:
        return _show_preview(request, rows, source=source)
    try:
        return _show_preview(request, perform(rows, act), source=source, at=_place(act))
    except InvalidInputError as error:
        return _show_preview(request, rows, source=source, problem=say(error), at=_place(act), status=422)


def _place(act: str) -> int | None:
    index = act.split(":")[1] if ":" in act else ""
    return int(index) if index.isdecimal() else None


async def save(request: Request) -> Response:
    """Save the preview as the conference's paper."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    rows = await compute(request, load_rows, form.value("stand"), form.values)
    draft = build(rows)
    await write(
        request,
        services.papers.import_paper,
        viewer.conference_id,
        draft,
        actor=viewer.person_id,
        source=form.value("quelle"),
    )
    return redirect(request, "/papier", notice=_("Das Papier ist gespeichert."))
