"""Proposing: amending a demand, and writing a new one; the same editor with other beginnings and other ends."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.papers import OutlineSection
from drafting.queries.people import Viewer
from drafting.services.particulars import Particulars
from drafting.web.editing import answer, show_editor
from drafting.web.editor_fields import Fields
from drafting.web.editor_particulars import Besides
from drafting.web.editors import Editor
from drafting.web.languages import gettext as _
from drafting.web.security import get_viewer
from drafting.web.work import read, write

FIRST, LAST, AFTER = "anfang", "ende", "nach:"


async def show(request: Request) -> Response:
    """Show the editor with a demand's text, opened at the paragraph whose pencil was used."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _amending(request, viewer))


async def propose(request: Request) -> Response:
    """Preview an amendment, keep it as a draft, or hand it in."""
    viewer = await get_viewer(request)
    demand_id = request.path_params["demand_id"]

    async def hand_in(text: str, editor: Editor, given: Particulars) -> tuple[str, str]:
        amendment_id = await write(
            request,
            services.amendments.propose,
            demand_id,
            text=text,
            reason=editor.reason or "",
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
            besides=given,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist eingereicht.")

    return await answer(request, viewer, await _amending(request, viewer), hand_in)


async def show_new(request: Request) -> Response:
    """Show the empty editor for a new demand."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _adding(request, viewer))


async def propose_new(request: Request) -> Response:
    """Preview a new demand, keep it as a draft, or hand it in."""
    viewer = await get_viewer(request)
    beginning = await _adding(request, viewer)

    async def hand_in(text: str, editor: Editor, given: Particulars) -> tuple[str, str]:
        amendment_id = await write(
            request,
            services.amendments.propose_new,
            editor.paper_id,
            text=text,
            reason=editor.reason or "",
            section_id=request.path_params["section_id"],
            after_demand_id=editor.spot.removeprefix(AFTER) if editor.spot.startswith(AFTER) else None,
            is_first=editor.spot == FIRST,
            actor=viewer.person_id,
            besides=given,
        )
        return f"/antraege/{amendment_id}", _("Ihr Antrag ist eingereicht.")

    return await answer(request, viewer, beginning, hand_in)


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
        demand_id=page.demand_id,
        requires_reason=page.requires_reason,
        may_send=page.may_propose,
        why_not=_(page.why_not) if page.why_not else "",
        draft=f"change:{page.demand_id}",
        place=Fields.find_place(page.text, int(wanted)) if wanted.isdecimal() and len(wanted) < 6 else None,
        besides=Besides(),
    )


async def _adding(request: Request, viewer: Viewer) -> Editor:
    section_id = request.path_params["section_id"]
    paper_id, section, requires_reason = await read(request, _look_up_section, viewer, section_id)
    after = request.query_params.get("nach", "")
    return Editor(
        heading=_("Neue Forderung in „%(section)s“") % {"section": section.heading},
        action=f"/papier/abschnitte/{section_id}/neu",
        back=(f"/papier/abschnitte/{section_id}", section.heading),
        send_label=_("Einreichen"),
        base_version_id="",
        fields=Fields("", "", ""),
        requires_reason=requires_reason,
        may_send=viewer.may_propose,
        why_not=_("Zurzeit werden keine Anträge angenommen."),
        draft=f"new:{section_id}",
        is_new=True,
        paper_id=paper_id,
        spots=_list_spots(section),
        spot=f"{AFTER}{after}" if after else LAST,
        besides=Besides(),
    )


def _look_up_section(session: Session, viewer: Viewer, section_id: str) -> tuple[str, OutlineSection, bool]:
    outline = queries.papers.get_outline(session, viewer.conference_id)
    section = queries.papers.get_section(outline, section_id)
    return outline.paper_id, section, queries.settings.get_settings(session, viewer.conference_id).requires_reason


def _list_spots(section: OutlineSection) -> tuple[tuple[str, str], ...]:
    """Where a new demand can stand: first, after each that is there, or at the end."""
    between = [demand for demand in section.demands if not demand.is_struck]
    return (
        *([(FIRST, _("Am Anfang des Abschnitts"))] if between else []),
        *(
            (
                f"{AFTER}{demand.id}",
                _("Nach Forderung %(number)s: %(title)s") % {"number": demand.number, "title": demand.title},
            )
            for demand in between
        ),
        (LAST, _("Am Ende des Abschnitts")),
    )
