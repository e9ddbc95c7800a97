"""Writing amendments: amending a demand, proposing a new one, revising and adapting one's own.

All four are the same editor with other beginnings and other ends.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.people import Viewer
from drafting.web.editing import Editor, Fields, answer, show_editor
from drafting.web.languages import gettext as _
from drafting.web.security import get_viewer
from drafting.web.work import read, write


async def show(request: Request) -> Response:
    """Show the editor with a demand's text, opened at the paragraph whose pencil was used."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _amending(request, viewer))


async def propose(request: Request) -> Response:
    """Preview an amendment, or hand it in."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]

    async def hand_in(text: str, editor: Editor) -> tuple[str, str]:
        amendment_id = await write(
            request,
            services.amendments.propose,
            demand_id,
            text=text,
            reason=editor.reason or "",
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist eingereicht.")

    return await answer(request, viewer, await _amending(request, viewer), hand_in)


async def show_revision(request: Request) -> Response:
    """Show the editor with one's own amendment."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _revising(request, viewer))


async def revise(request: Request) -> Response:
    """Preview or save another wording of one's own amendment."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]

    async def hand_in(text: str, editor: Editor) -> tuple[str, str]:
        await write(
            request,
            services.amendments.revise,
            amendment_id,
            text=text,
            reason=editor.reason,
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist geändert.")

    return await answer(request, viewer, await _revising(request, viewer), hand_in)


async def show_adaptation(request: Request) -> Response:
    """Show the editor for „Anpassen“: the present text, with the own and the decided words above it."""
    viewer = await get_viewer(request)
    editor, context = await _adapting(request, viewer)
    return await show_editor(request, viewer, editor, context)


async def adapt(request: Request) -> Response:
    """Preview or save the answer to a collision."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]

    async def hand_in(text: str, editor: Editor) -> tuple[str, str]:
        await write(
            request,
            services.amendments.adapt,
            amendment_id,
            text=text,
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist an den neuen Text angepasst.")

    editor, context = await _adapting(request, viewer)
    return await answer(request, viewer, editor, hand_in, context)


async def show_new(request: Request) -> Response:
    """Show the empty editor for a new demand."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _adding(request, viewer))


async def propose_new(request: Request) -> Response:
    """Preview a new demand, or hand it in."""
    viewer = await get_viewer(request)
    section_id = request.path_params["section_id"]
    outline = await read(request, queries.papers.get_outline, viewer.conference_id)

    async def hand_in(text: str, editor: Editor) -> tuple[str, str]:
        amendment_id = await write(
            request,
            services.amendments.propose_new,
            outline.paper_id,
            text=text,
            reason=editor.reason or "",
            section_id=section_id,
            after_demand_id=editor.base_version_id or None,
            actor=viewer.person_id,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist eingereicht.")

    return await answer(request, viewer, await _adding(request, viewer), hand_in)


async def _amending(request: Request, viewer: Viewer) -> Editor:
    page = await read(request, queries.editors.get_editor, request.path_params["demand_id"], viewer=viewer)
    wanted = request.query_params.get("absatz", "")
    return Editor(
        heading=_("Änderungsantrag zu %(label)s") % {"label": page.label},
        action=f"/forderungen/{page.demand_id}/aendern",
        back=(f"/forderungen/{page.demand_id}", page.label),
        send_label=_("Einreichen"),
        base_version_id=page.base_version_id,
        fields=Fields.of(page.text),
        requires_reason=page.requires_reason,
        may_send=page.may_propose,
        why_not=page.why_not,
        draft=f"{viewer.person_id}:{page.demand_id}:{page.base_version_number}",
        place=Fields.find_place(page.text, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else None,
    )


async def _revising(request: Request, viewer: Viewer) -> Editor:
    page = await read(request, queries.amendments.get_amendment, request.path_params["amendment_id"], viewer=viewer)
    card = page.card
    return Editor(
        heading=_("%(label)s bearbeiten") % {"label": card.label},
        action=f"/antraege/{card.id}/aendern",
        back=(f"/antraege/{card.id}", card.label),
        send_label=_("Speichern"),
        base_version_id=card.base_version_id,
        fields=Fields.of(page.own_text),
        reason=card.reason,
        may_send=card.may_revise,
        why_not=_("Dieser Antrag lässt sich nicht mehr ändern."),
        is_new=card.kind == "new",
    )


async def _adapting(request: Request, viewer: Viewer) -> tuple[Editor, dict[str, Any]]:
    page = await read(request, queries.amendments.get_amendment, request.path_params["amendment_id"], viewer=viewer)
    card = page.card
    editor = Editor(
        heading=_("%(label)s anpassen") % {"label": card.label},
        action=f"/antraege/{card.id}/anpassen",
        back=(f"/antraege/{card.id}", card.label),
        send_label=_("Angepasst einreichen"),
        base_version_id=page.present_version_id,
        fields=Fields.of(page.adapted_text),
        reason=None,
        may_send=page.may_answer,
        why_not=_("Hier ist nichts mehr zu beantworten."),
    )
    return editor, {"collision": page.collision, "card": card}


async def _adding(request: Request, viewer: Viewer) -> Editor:
    section_id = request.path_params["section_id"]
    page = await read(request, queries.papers.get_paper, viewer.conference_id, section_id=section_id, viewer=viewer)
    after = request.query_params.get("nach", "")
    return Editor(
        heading=_("Neue Forderung in „%(section)s“") % {"section": page.sections[0].heading},
        action=f"/papier/abschnitte/{section_id}/neu",
        back=(f"/papier/abschnitte/{section_id}", page.sections[0].heading),
        send_label=_("Einreichen"),
        base_version_id=after,
        fields=Fields("", "", ""),
        may_send=page.may_propose,
        why_not=_("Zurzeit werden keine Anträge angenommen."),
        draft=f"{viewer.person_id}:{section_id}:neu",
        is_new=True,
    )
