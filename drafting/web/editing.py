"""The editor: three fields that make one text, how it reads while it is being written, and handing it in.

People edit a title, a text and a reason without their signs. Each editor is answered on one address: ``tun=vorschau``
shows how the text reads, anything else hands it in.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.queries.editors import Preview
from drafting.queries.people import Viewer
from drafting.text.document import Block, Document, Kind
from drafting.text.markdown import parse, to_markdown
from drafting.text.redline import redline
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.work import compute, read

_LABEL = re.compile(r"^\s*Begründung\s*:\s*", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the editor opens: "title", "text" or "reasons", and after how many of its characters."""

    field: str
    caret: int


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in the editor. ``reasons`` is None where reasons stand between other blocks and so in the text."""

    title: str
    text: str
    reasons: str | None

    @classmethod
    def of(cls, canonical: str) -> Fields:
        """Take a text in canonical form apart; ``Fields.of(text).compose()`` is that text again."""
        document = parse(canonical)
        title = to_markdown(Document(document.blocks[:1])).removeprefix("# ").strip()
        end = len(document.blocks)
        while end > 1 and document.blocks[end - 1].kind is Kind.REASON:
            end -= 1
        body, reasons = document.blocks[1:end], document.blocks[end:]
        if any(block.kind is Kind.REASON for block in body):
            return cls(title, _write(document.blocks[1:]), None)
        return cls(title, _write(body), _write_reasons(reasons))

    @classmethod
    def from_form(cls, form: Form) -> Fields:
        """Take what was sent."""
        return cls(form.value("title"), form.value("text"), form.values.get("reasons"))

    @staticmethod
    def find_place(canonical: str, index: int) -> Place:
        """Find where a block of a canonical text, counted from 0, the title's, ends in the fields."""
        document = parse(canonical)
        if not 0 < index < len(document.blocks):
            return Place("title", len(Fields.of(canonical).title))
        fields = Fields.of(canonical)
        own = document.blocks[1 : index + 1]
        if fields.reasons is None or own[-1].kind is not Kind.REASON:
            return Place("text", len(_write(own)))
        return Place("reasons", len(_write_reasons(tuple(block for block in own if block.kind is Kind.REASON))))

    def compose(self) -> str:
        """Make the whole text in canonical form."""
        title = " ".join(self.title.split())
        blocks = [
            *parse(f"# {title}").blocks[:1],
            *_read(self.text),
            *(block for part in _BLANK_LINE.split(self.reasons or "") for block in _read_reason(part)),
        ]
        return to_markdown(Document.of(blocks))


def _write(blocks: tuple[Block, ...]) -> str:
    return to_markdown(Document(blocks)).strip()


def _write_reasons(reasons: tuple[Block, ...]) -> str:
    return "\n\n".join(_write((block,)).removeprefix("> ") for block in reasons)


def _read(text: str) -> tuple[Block, ...]:
    # Under a title of its own, so that nothing in the text can become the title.
    return parse(f"# Titel\n\n{text}").blocks[1:]


def _read_reason(text: str) -> tuple[Block, ...]:
    words = " ".join(_LABEL.sub("", text).split())
    return _read(f"> {words}") if words else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """What the page needs to know of what is being written.

    ``reason`` is None where none is asked for; ``draft`` names the draft on the device, "" for none; ``place`` is
    where to begin; ``made_of`` are the amendments whose overlap with it is meant.
    """

    heading: str
    action: str
    back: tuple[str, str]
    send_label: str
    base_version_id: str
    fields: Fields
    reason: str | None = ""
    requires_reason: bool = True
    may_send: bool = True
    why_not: str = ""
    problem: str = ""
    draft: str = ""
    place: Place | None = None
    is_new: bool = False
    made_of: frozenset[str] = frozenset()
    template: str = "amendments/edit.html"

    def filled(self, form: Form) -> Editor:
        """Take over what was sent."""
        return replace(
            self,
            fields=Fields.from_form(form),
            reason=None if self.reason is None else form.value("reason").strip(),
            base_version_id=form.value("fassung"),
        )


# Hands in the composed text with the editor's reason and version, and returns where to go then.
HandIn = Callable[[str, Editor], Awaitable[tuple[str, str]]]


async def show_editor(
    request: Request, viewer: Viewer, editor: Editor, context: dict[str, Any] | None = None
) -> Response:
    """Show the editor as it begins."""
    preview = await _preview(request, viewer, editor, editor.fields.compose())
    status = 200 if editor.may_send else 403
    return _render(request, editor, Form(), preview, context, status=status)


async def answer(
    request: Request, viewer: Viewer, editor: Editor, hand_in: HandIn, context: dict[str, Any] | None = None
) -> Response:
    """Answer what was sent: show how it reads, or hand it in; a refusal comes back with the text still there."""
    form = await read_form(request)
    present_version_id = editor.base_version_id
    editor = editor.filled(form)
    text = editor.fields.compose()
    status = 200
    if form.value("tun") != "vorschau":
        try:
            address, notice = await hand_in(text, editor)
            return redirect(request, address, notice=notice)
        except InvalidInputError as error:
            form.refuse_with(error, "text")
            status = 422
        except OutdatedError as error:
            # From here on against the present text: what it would take back is seen in the preview.
            editor = replace(editor, base_version_id=present_version_id, problem=say(error))
            status = find_status(error)
        except (ClosedError, NotAllowedError) as error:
            editor = replace(editor, problem=say(error))
            status = find_status(error)
    preview = await _preview(request, viewer, editor, text)
    if is_partial(request) and form.value("tun") == "vorschau":
        return render(request, "amendments/_preview.html", {"editor": editor, "preview": preview})
    return _render(request, editor, form, preview, context, status=status)


async def _preview(request: Request, viewer: Viewer, editor: Editor, text: str) -> Preview | None:
    if editor.is_new:
        return await compute(request, _preview_new, text)
    preview = await read(request, _preview_change, editor.base_version_id, text, viewer)
    return replace(preview, overlaps=tuple(o for o in preview.overlaps if o.amendment_id not in editor.made_of))


def _preview_change(session: Session, version_id: str, text: str, viewer: Viewer) -> Preview:
    return queries.editors.preview(session, version_id, text, viewer=viewer)


def _preview_new(text: str) -> Preview | None:
    document = parse(text)
    if not document.title and not document.body:
        return None
    blocks = redline(document, ())
    return Preview(
        redline=blocks,
        excerpt=blocks,
        sentences=(),
        overlaps=(),
        words_before=0,
        words_after=sum(len(block.words) for block in document.blocks),
        is_changed=True,
        is_outdated=False,
        problem="",
    )


def _render(
    request: Request,
    editor: Editor,
    form: Form,
    preview: Preview | None,
    context: dict[str, Any] | None,
    *,
    status: int,
) -> Response:
    page = {"editor": editor, "form": form, "preview": preview, "collision": None, **(context or {})}
    return render(request, editor.template, page, status=status)
