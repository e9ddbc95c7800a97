"""Revising and adapting one's own amendment, in the same editor."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import NotAllowedError
from drafting.queries.cards import AmendmentCard
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import AmendmentKind
from drafting.services.particulars import Particulars
from drafting.web.editing import answer, show_editor
from drafting.web.editor_fields import Fields
from drafting.web.editor_particulars import Besides
from drafting.web.editors import Editor
from drafting.web.languages import gettext as _
from drafting.web.security import get_viewer
from drafting.web.work import read, write


async def show_revision(request: Request) -> Response:
    """Show the editor with one's own amendment."""
    viewer = await get_viewer(request)
    return await show_editor(request, viewer, await _revising(request, viewer))


async def revise(request: Request) -> Response:
    """Preview or save another wording of one's own amendment."""
    viewer = await get_viewer(request)
    amendment_id = request.path_params["amendment_id"]

    async def hand_in(text: str, editor: Editor, given: Particulars) -> tuple[str, str]:
        await write(
            request,
            services.amendments.revise,
            amendment_id,
            text=text,
            reason=editor.reason,
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
            besides=given,
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

    async def hand_in(text: str, editor: Editor, given: Particulars) -> tuple[str, str]:
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


async def _revising(request: Request, viewer: Viewer) -> Editor:
    page = await read(request, queries.amendments.get_amendment, request.path_params["amendment_id"], viewer=viewer)
    card = page.card
    _refuse_without_wording(card)
    invited = await read(request, queries.invitations.list_invited, card.id)
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
        paper_id=card.paper_id,
        draft=f"revise:{card.id}",
        revises=card.id,
        besides=Besides(
            headline=card.headline,
            editorial=card.editorial,
            organisation=card.organisation_id,
            names=tuple(each.label for each in invited),
        ),
    )


def _refuse_without_wording(card: AmendmentCard) -> None:
    if card.kind in {AmendmentKind.STRIKE, AmendmentKind.MOVE}:
        raise NotAllowedError(
            "Eine Streichung oder Verschiebung hat keinen eigenen Wortlaut. "
            "Sie können den Antrag zurückziehen und neu stellen."
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
        draft=f"adapt:{card.id}",
        revises=card.id,
    )
    return editor, {"collision": page.collision, "card": card}
