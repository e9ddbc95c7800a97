"""What stands around the paper in the letter, and the letterhead it is written on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.queries.correspondence import TEXTS, LetterSettingsPage
from drafting.services.letters import LetterEntry
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.letters import show_letter
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read, write

if TYPE_CHECKING:
    from drafting.imports.letterheads import LetterheadReport


async def show(request: Request) -> Response:
    """Show what stands in the letter."""
    viewer = await get_organizer(request)
    kept = await read(request, queries.correspondence.get_settings, viewer.conference_id)
    proposed: tuple[str, ...] = ()
    if not kept.priorities:
        proposed = await read(request, queries.letter_pages.suggest_priorities, viewer.conference_id)
    return await _show(request, Form(_as_fields(kept)), kept.priorities or proposed, is_proposed=bool(proposed))


async def change(request: Request) -> Response:
    """Keep what stands in the letter; a refusal is said beside its field."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    priorities = form.several("priorities")
    entry = LetterEntry(
        edition_id=form.value("edition"),
        layout=form.value("layout"),
        is_short=form.value("extent") == "short",
        has_reasons=form.checked("has_reasons"),
        texts={name: form.value(name) for name in TEXTS},
        priorities=priorities,
        has_annexes=form.checked("has_annexes"),
    )
    try:
        await write(request, services.letters.change_settings, viewer.conference_id, entry, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "subject")
        return await _show(request, form, priorities, status=422)
    return redirect(request, "/brief", notice=_("Die Angaben zum Brief sind gespeichert."))


def _as_fields(kept: LetterSettingsPage) -> dict[str, str]:
    return {
        **kept.texts,
        "edition": kept.edition_id,
        "layout": kept.layout,
        "extent": "short" if kept.is_short else "full",
        "has_reasons": "ja" if kept.has_reasons else "",
        "has_annexes": "ja" if kept.has_annexes else "",
    }


async def _show(
    request: Request, form: Form, priorities: tuple[str, ...], *, is_proposed: bool = False, status: int = 200
) -> Response:
    viewer = await get_organizer(request)
    source = await read(request, queries.correspondence.get_source, viewer.conference_id)
    editions = await read(request, queries.letter_pages.list_editions, viewer.conference_id)
    context = {"form": form, "parts": source.letter.parts, "editions": editions, "priorities": priorities}
    context["is_proposed"] = is_proposed
    return render(request, "letters/settings.html", context, status=status)


async def upload_letterhead(request: Request) -> Response:
    """Look an uploaded letterhead over and keep it."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    file = form.files.get("vorlage")
    if file is None or not file.filename:
        form.refuse("vorlage", _("Bitte eine Datei auswählen."))
        return await show_letter(request, {"letterhead": form}, status=422)
    try:
        data = await file.read()
        report = await compute(request, _look_over, data)
        await write(
            request,
            services.letters.keep_letterhead,
            viewer.conference_id,
            name=file.filename,
            data=data,
            report=report,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "vorlage")
        return await show_letter(request, {"letterhead": form}, status=422)
    return redirect(request, "/brief#briefkopf", notice=_("Der Briefkopf ist gespeichert."))


def _look_over(data: bytes) -> LetterheadReport:
    # Loaded only where they are used: the server starts sooner and needs less memory.
    from drafting.exports.docx_correspondence import try_letterhead
    from drafting.imports.letterheads import read_letterhead

    report = read_letterhead(data)
    try_letterhead(data)
    return report


async def remove_letterhead(request: Request) -> Response:
    """Write the letter without the letterhead again."""
    viewer = await get_organizer(request)
    await write(request, services.letters.remove_letterhead, viewer.conference_id, actor=viewer.person_id)
    return redirect(request, "/brief#briefkopf", notice=_("Der Briefkopf ist entfernt."))
