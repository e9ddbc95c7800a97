"""Editorial changes: making one with its reason, the list of all, and objecting with one tap."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import NotAllowedError
from drafting.models import now
from drafting.queries.people import Viewer
from drafting.services.particulars import Particulars
from drafting.web.dates import ZONE, as_local
from drafting.web.editing import answer, show_editor
from drafting.web.editor_fields import Fields
from drafting.web.editors import Editor
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import is_partial, local_address, redirect, render
from drafting.web.security import get_viewer
from drafting.web.work import read, write

ALL, EVENING = "alle", "gestern"
# What was decided by then people had seen when they went to dinner.
_EVENING = time(18)


async def index(request: Request) -> Response:
    """List the editorial changes: all, those since yesterday evening, or since a moment."""
    viewer = await get_viewer(request)
    wanted = request.query_params.get("seit", ALL)
    since = read_since(wanted, now())
    rows = await read(request, queries.editorials.list_editorials, viewer.conference_id, since=since, viewer=viewer)
    chosen = wanted if since is not None or wanted == ALL else ALL
    context = {"rows": rows, "chosen": chosen, "since": since, "begins": _for_field(since)}
    return render(request, "editorials/index.html", context)


def read_since(wanted: str, moment: datetime) -> datetime | None:
    """Read from when on changes are wanted; None for all of them, also where it is no moment."""
    if wanted == EVENING:
        return datetime.combine(as_local(moment).date() - timedelta(days=1), _EVENING, ZONE)
    try:
        found = datetime.fromisoformat(wanted)
        return (found if found.tzinfo else found.replace(tzinfo=ZONE)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _for_field(since: datetime | None) -> str:
    return as_local(since).strftime("%Y-%m-%dT%H:%M") if since else ""


async def object_to(request: Request) -> Response:
    """Object to an editorial change, or take the objection back."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    version_id = request.path_params["version_id"]
    withdrawn = form.value("einspruch") == "nein"
    service = services.objections.withdraw_objection if withdrawn else services.objections.raise_objection
    await write(request, service, version_id, actor=viewer.person_id)
    if is_partial(request):
        row = await read(request, queries.editorials.get_editorial, version_id, viewer=viewer)
        return render(request, "editorials/_objection.html", {"objections": row.objections})
    return redirect(request, local_address(form.value("weiter"), f"/redaktion#editorials-row-{version_id}"))


async def show_edit(request: Request) -> Response:
    """Show the editor for an editorial change."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _begin(request, viewer))


async def edit(request: Request) -> Response:
    """Preview, keep as a draft or make an editorial change."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]

    async def hand_in(text: str, editor: Editor, given: Particulars) -> tuple[str, str]:
        await write(
            request,
            services.demands.edit,
            demand_id,
            text=text,
            reason=editor.reason or "",
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
        )
        await write(request, services.drafts.discard, editor.draft, actor=viewer.person_id)
        return f"/forderungen/{demand_id}", _(
            "Der Text ist geändert. Einspruch ist in der Liste der Redaktion möglich."
        )

    return await answer(request, viewer, await _begin(request, viewer), hand_in)


async def _begin(request: Request, viewer: Viewer) -> Editor:
    if not viewer.may_edit:
        raise NotAllowedError("Redaktionell ändern kann nur die Redaktion.")
    page = await read(request, queries.editors.get_editor, request.path_params["demand_id"], viewer=viewer)
    return Editor(
        heading=_("%(label)s redaktionell ändern") % {"label": page.label},
        action=f"/forderungen/{page.demand_id}/bearbeiten",
        back=(f"/forderungen/{page.demand_id}", page.label),
        send_label=_("Text ändern"),
        base_version_id=page.base_version_id,
        fields=Fields.of(page.text),
        draft=f"edit:{page.demand_id}",
        may_send=not page.is_struck,
        why_not=_("Diese Forderung ist gestrichen."),
        template="editorials/edit.html",
    )
