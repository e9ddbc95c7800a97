"""Carrying an amendment over by hand: the moderators' editor, begun with the author's words on the present text."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.queries.people import Viewer
from drafting.services.particulars import Particulars
from drafting.web.editing import answer, show_editor
from drafting.web.editor_fields import Fields
from drafting.web.editors import Editor
from drafting.web.languages import gettext as _
from drafting.web.security import get_moderator
from drafting.web.work import read, write


async def show(request: Request) -> Response:
    """Show the editor with both wordings above it."""
    viewer = await get_moderator(request)
    editor, context = await _begin(request, viewer)
    return await show_editor(request, viewer, editor, context)


async def carry(request: Request) -> Response:
    """Preview or save the amendment on the present text."""
    viewer = await get_moderator(request)
    amendment_id = request.path_params["amendment_id"]
    editor, context = await _begin(request, viewer)
    label = context["card"].label

    async def hand_in(text: str, editor: Editor, _given: Particulars) -> tuple[str, str]:
        await write(
            request,
            services.hand_carries.carry_by_hand,
            amendment_id,
            text=text,
            base_version_id=editor.base_version_id,
            actor=viewer.person_id,
        )
        return f"/antraege/{amendment_id}", _("%(label)s steht jetzt auf dem heutigen Text.") % {"label": label}

    return await answer(request, viewer, editor, hand_in, context)


async def _begin(request: Request, viewer: Viewer) -> tuple[Editor, dict[str, Any]]:
    amendment_id = request.path_params["amendment_id"]
    found = await read(request, queries.hand_carries.get_hand_carry, amendment_id, viewer=viewer)
    card = found.page.card
    editor = Editor(
        heading=_("%(label)s von Hand übertragen") % {"label": card.label},
        action=f"/leitung/antraege/{card.id}/uebertragen",
        back=(f"/antraege/{card.id}", card.label),
        send_label=_("Auf Fassung %(number)s übertragen") % {"number": found.page.present_version_number},
        base_version_id=found.page.present_version_id,
        fields=Fields.of(found.text),
        reason=None,
        may_send=found.may_carry,
        why_not=_("Hier ist nichts zu übertragen."),
        made_of=frozenset({card.id}),
    )
    return editor, {"collision": found.page.collision, "card": card}
