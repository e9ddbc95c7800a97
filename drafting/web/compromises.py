"""Compromises: choosing what one is made of, writing it, and the answers of those who are asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.models import now
from drafting.queries.compromises import DraftPage
from drafting.queries.people import Viewer
from drafting.services.particulars import Particulars
from drafting.web.editing import answer, show_editor
from drafting.web.editor_fields import Fields
from drafting.web.editors import Editor
from drafting.web.forms import read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_moderator, get_viewer
from drafting.web.work import read, write

# How long those asked have to answer, in minutes.
PERIOD_LABELS = {
    "15": "15 Minuten",
    "30": "30 Minuten",
    "60": "eine Stunde",
    "180": "drei Stunden",
    "1440": "bis morgen um diese Zeit",
    "10080": "eine Woche",
}
_PERIOD = "30"


async def show(request: Request) -> Response:
    """Show the editor of a compromise, or first the amendments to choose from."""
    viewer = await get_moderator(request)
    page = await _look_up(request, viewer)
    if not page.chosen:
        wanted = set(request.query_params.getlist("vor"))
        return render(request, "compromises/choose.html", {"page": page, "wanted": wanted})
    return await show_editor(request, viewer, _edit(page), _context(page))


async def draft(request: Request) -> Response:
    """Preview a compromise, or propose it."""
    viewer = await get_moderator(request)
    page = await _look_up(request, viewer)

    async def hand_in(text: str, editor: Editor, _given: Particulars) -> tuple[str, str]:
        form = await read_form(request)
        minutes = form.value("frist") if form.value("frist") in PERIOD_LABELS else _PERIOD
        compromise_id = await write(
            request,
            services.compromises.draft,
            page.demand_id,
            request.query_params.getlist("antrag"),
            text=text,
            reason=editor.reason or "",
            base_version_id=editor.base_version_id,
            answers_until=now() + timedelta(minutes=int(minutes)),
            actor=viewer.person_id,
        )
        return f"/antraege/{compromise_id}", _("Der Kompromiss ist vorgeschlagen. Die Antragstellenden sind gefragt.")

    return await answer(request, viewer, _edit(page), hand_in, _context(page))


async def reply(request: Request) -> Response:
    """Agree to a compromise made of one's own amendment, or decline."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    agrees = form.choice("einverstanden", ("ja", "nein"), missing=_("Bitte wählen Sie eine Antwort.")) == "ja"
    amendment_id = form.value("antrag")
    if form.ok:
        service = services.compromises.agree if agrees else services.compromises.decline
        await write(request, service, request.path_params["compromise_id"], amendment_id, actor=viewer.person_id)
    notice = _("Gespeichert: einverstanden.") if agrees else _("Gespeichert: nicht einverstanden.")
    return redirect(request, f"/antraege/{amendment_id}", notice=notice if form.ok else form.error("einverstanden"))


async def _look_up(request: Request, viewer: Viewer) -> DraftPage:
    return await read(
        request,
        queries.compromises.get_draft,
        request.path_params["demand_id"],
        request.query_params.getlist("antrag"),
        viewer=viewer,
    )


def _edit(page: DraftPage) -> Editor:
    address = f"/leitung/forderungen/{page.demand_id}"
    chosen = "&".join(f"antrag={card.id}" for card in page.chosen)
    return Editor(
        heading=_("Kompromiss zu %(label)s") % {"label": page.label},
        action=f"{address}/kompromiss?{chosen}",
        back=(address, page.label),
        send_label=_("Kompromiss vorschlagen"),
        base_version_id=page.base_version_id,
        fields=Fields.of(page.text),
        requires_reason=False,
        may_send=page.may_draft,
        why_not=page.why_not,
        draft=services.drafts.name_compromise(page.demand_id, [card.id for card in page.chosen]),
        made_of=frozenset(card.id for card in page.chosen),
        template="compromises/edit.html",
    )


def _context(page: DraftPage) -> dict[str, Any]:
    return {"page": page, "periods": [(value, _(label)) for value, label in PERIOD_LABELS.items()], "period": _PERIOD}
