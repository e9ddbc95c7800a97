"""The editor: how a text reads while it is being written, keeping it as a draft, and handing it in.

Each editor is answered on one address, by what is asked for in ``tun``: "vorschau" shows how the text reads, "entwurf"
keeps it, "verwerfen" drops what is kept, "unterstuetzen:{id}" supports somebody else's amendment instead, anything
else hands it in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.models import now
from drafting.queries.editors import Preview
from drafting.queries.people import Viewer
from drafting.services.intake import AlreadyProposedError
from drafting.services.particulars import NO_PARTICULARS, Particulars
from drafting.web.editor_fields import Fields
from drafting.web.editor_particulars import Choices, list_choices
from drafting.web.editors import Editor
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.work import read, write

# A second click on the same button comes within this time.
_DOUBLE_CLICK = timedelta(minutes=1)


# Hands in the composed text with the editor as filled in, and returns where to go then and what to say there.
HandIn = Callable[[str, Editor, Particulars], Awaitable[tuple[str, str]]]


async def show_editor(
    request: Request, viewer: Viewer, editor: Editor, context: dict[str, Any] | None = None
) -> Response:
    """Show the editor as it begins, or as its draft goes on."""
    draft = await read(
        request, queries.drafts.find_draft, editor.draft, viewer=viewer, onto_version_id=editor.base_version_id
    )
    if draft is not None:
        editor = editor.resumed(draft)
    supported = request.query_params.get("unterstuetzt", "")
    card = await read(request, queries.amendments.get_card, supported, viewer=viewer) if supported else None
    status = 200 if editor.may_send else 403
    return await _show(request, viewer, editor, Form(), {"supported": card, **(context or {})}, status=status)


async def answer(
    request: Request, viewer: Viewer, editor: Editor, hand_in: HandIn, context: dict[str, Any] | None = None
) -> Response:
    """Answer what was sent; a refusal comes back with the text still there."""
    form = await read_form(request)
    act, _colon, key = form.value("tun").partition(":")
    if act == "verwerfen":
        await write(request, services.drafts.discard, editor.draft, actor=viewer.person_id)
        address = f"/antraege/{key}" if key else editor.back[0]
        return redirect(request, address, notice=_("Ihr Entwurf ist verworfen."))
    present_version_id = editor.base_version_id
    editor = editor.filled(form)
    text = editor.fields.compose()
    if act == "vorschau":
        return await _show(request, viewer, editor, form, context, status=200)
    try:
        if act == "entwurf":
            return await _keep(request, viewer, editor, text)
        if act == "unterstuetzen":
            return await _support_instead(request, viewer, editor, text, key)
        given = await _read_besides(request, viewer, editor, form)
        if form.ok:
            address, notice = await hand_in(text, editor, given)
            return redirect(request, address, notice=notice)
        status = 422
    except AlreadyProposedError as error:
        if await _is_second_click(request, viewer, editor, error):
            return redirect(request, f"/antraege/{error.amendment_id}", notice=_("Ihr Antrag ist eingereicht."))
        form.refuse_with(error, "text")
        status = 422
    except InvalidInputError as error:
        form.refuse_with(error, "text")
        status = 422
    except OutdatedError as error:
        editor = await _move_on(request, editor, text, present_version_id, error)
        status = find_status(error)
    except (ClosedError, NotAllowedError) as error:
        editor = replace(editor, problem=say(error))
        status = find_status(error)
    return await _show(request, viewer, editor, form, context, status=status)


async def _read_besides(request: Request, viewer: Viewer, editor: Editor, form: Form) -> Particulars:
    if editor.besides is None:
        return NO_PARTICULARS
    return editor.besides.read(form, await read(request, queries.invitations.list_candidates, viewer=viewer))


async def _keep(request: Request, viewer: Viewer, editor: Editor, text: str) -> Response:
    """Keep a draft; a script is told when, or nothing where there is nothing to keep."""
    kept = await write(
        request,
        services.drafts.save,
        editor.draft,
        fields=editor.as_draft(),
        text=text,
        base_version_id=editor.base_version_id,
        actor=viewer.person_id,
    )
    if is_partial(request):
        return Response(status_code=204, headers={"X-Draft": kept.isoformat() if kept else ""})
    return redirect(request, editor.action, notice=_("Entwurf gespeichert, nur für Sie sichtbar."))


async def _support_instead(request: Request, viewer: Viewer, editor: Editor, text: str, amendment_id: str) -> Response:
    """Support what somebody else has proposed; the own text stays as a draft until it is discarded."""
    await write(request, services.amendments.support, amendment_id, actor=viewer.person_id)
    await _keep(request, viewer, editor, text)
    joint = "&" if "?" in editor.action else "?"
    return redirect(request, f"{editor.action}{joint}unterstuetzt={amendment_id}")


async def _is_second_click(request: Request, viewer: Viewer, editor: Editor, error: AlreadyProposedError) -> bool:
    """Whether the very same was sent twice in a moment; with another reason it is not, and would be lost."""
    if editor.revises:
        return False
    card = await read(request, queries.amendments.get_card, error.amendment_id, viewer=viewer)
    return card.reason == (editor.reason or "").strip() and card.submitted_at > now() - _DOUBLE_CLICK


async def _move_on(
    request: Request, editor: Editor, text: str, present_version_id: str, error: DraftingError
) -> Editor:
    """Go on with the same words against the present text, both wordings in sight."""
    carried = await read(request, queries.drafts.carry_over, text, editor.base_version_id, present_version_id)
    return replace(
        editor,
        base_version_id=present_version_id,
        fields=Fields.of(carried.text) if carried else editor.fields,
        carried=carried,
        problem="" if carried else say(error),
    )


async def _show(
    request: Request,
    viewer: Viewer,
    editor: Editor,
    form: Form,
    context: dict[str, Any] | None = None,
    *,
    status: int,
) -> Response:
    """Show how the text reads, alone for a script that asks for it, else with the whole editor."""
    preview = await read(request, _preview, editor, viewer)
    if is_partial(request) and form.value("tun") == "vorschau":
        return render(request, "amendments/_preview.html", {"editor": editor, "preview": preview})
    choices: Choices | None = None
    if editor.besides is not None:
        choices = await read(request, list_choices, viewer, editor.revises)
    page = {
        "editor": editor,
        "form": form,
        "preview": preview,
        "choices": choices,
        "collision": None,
        "supported": None,
        **(context or {}),
    }
    return render(request, editor.template, page, status=status)


def _preview(session: Session, editor: Editor, viewer: Viewer) -> Preview | None:
    text = editor.fields.compose()
    if editor.is_new:
        return queries.editors.preview_new(session, editor.paper_id, text, viewer=viewer, apart_from={editor.revises})
    apart_from = editor.made_of | {editor.revises}
    return queries.editors.preview(session, editor.base_version_id, text, viewer=viewer, apart_from=apart_from)
