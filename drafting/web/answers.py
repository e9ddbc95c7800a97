"""Answers of recipients for organizers: who replied what, recording it, its file, releasing it for the public page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, OutdatedError
from drafting.exports.reviews import reviews_csv
from drafting.queries.answers import AnswerRow
from drafting.rules.answers import ANSWER_FORM_LABELS, STANCE_LABELS, AnswerForm
from drafting.services.answers import AnswerEntry
from drafting.settings import Settings
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import read, write

HOME = "/antworten"
FOLDER = "answers"
_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


async def index(request: Request) -> Response:
    """Show what was replied, by recipient and by demand, and who has not."""
    return await _show_index(request, None)


async def set_posting(request: Request) -> Response:
    """Keep the day on which the letter was posted."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    day = _read_day(form, "posted_on", required=False)
    if form.ok:
        try:
            await write(request, services.answers.set_posting, viewer.conference_id, day, actor=viewer.person_id)
            return redirect(request, HOME, notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "posted_on")
    return await _show_index(request, form, status=422)


async def download(request: Request) -> Response:
    """Hand out the demands with what was replied, as the next conference reads its Bilanz."""
    viewer = await get_organizer(request)
    released = request.query_params.get("nur") == "freigegebene"
    cells = await read(request, queries.replies.list_review_cells, viewer.conference_id, released=released)
    headers = {"Content-Disposition": 'attachment; filename="bilanz-aus-antworten.csv"'}
    return Response(reviews_csv(cells), media_type="text/csv; charset=utf-8", headers=headers)


async def show_new(request: Request) -> Response:
    """Ask what a recipient replied."""
    return await _show_form(request, Form())


async def record(request: Request) -> Response:
    """Keep what a recipient replied."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    entry = _read_entry(form)
    recipient_id = request.path_params["recipient_id"]
    # Somebody else's recipient is none.
    await read(request, queries.recipients.get_recipient, viewer.conference_id, recipient_id)
    if form.ok:
        try:
            kept = await write(request, services.answers.record, recipient_id, entry, actor=viewer.person_id)
            return redirect(request, f"{HOME}/{kept}", notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "summary")
    return await _show_form(request, form, status=422)


async def show(request: Request) -> Response:
    """Show an answer with its file, its history and whether it is released."""
    return await _show(request, Form())


async def show_form(request: Request) -> Response:
    """Show an answer to be changed."""
    viewer = await get_organizer(request)
    row = await read(request, queries.answers.get_answer, request.path_params["answer_id"], viewer.conference_id)
    return await _show_form(request, Form(_as_fields(row)), row)


async def change(request: Request) -> Response:
    """Keep an answer otherwise than before."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    entry, answer_id = _read_entry(form), request.path_params["answer_id"]
    row = await read(request, queries.answers.get_answer, answer_id, viewer.conference_id)
    status = 422
    if form.ok:
        try:
            await write(
                request,
                services.answers.change,
                answer_id,
                entry,
                revision=_read_revision(form),
                actor=viewer.person_id,
            )
            return redirect(request, f"{HOME}/{answer_id}", notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "summary")
        except OutdatedError as error:
            # What was typed stays in the form, and whoever saves it now knows of the other change.
            form.refuse("revision", say(error))
            form.values["revision"], status = str(row.revision), find_status(error)
    return await _show_form(request, form, row, status=status)


async def act(request: Request) -> Response:
    """Release an answer, take that back, or throw it or its file away."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    answer_id, actor = request.path_params["answer_id"], viewer.person_id
    await read(request, queries.answers.get_answer, answer_id, viewer.conference_id)
    here = f"{HOME}/{answer_id}"
    try:
        match form.value("tun"):
            case "freigeben":
                revision = _read_revision(form)
                await write(request, services.answers.release, answer_id, revision=revision, actor=actor)
                return redirect(request, here, notice=_("Freigegeben."))
            case "zuruecknehmen":
                await write(request, services.answers.take_back, answer_id, actor=actor)
                return redirect(request, here, notice=_("Die Antwort steht nicht mehr auf der öffentlichen Seite."))
            case "schreiben-loeschen":
                await write(request, services.answers.remove_reply, answer_id, folder=_folder(request), actor=actor)
                return redirect(request, here, notice=_("Das Antwortschreiben ist gelöscht."))
            case "loeschen":
                await write(request, services.answers.remove, answer_id, folder=_folder(request), actor=actor)
                return redirect(request, HOME, notice=_("Die Antwort ist gelöscht."))
    except (ClosedError, OutdatedError) as error:
        form.refuse("tun", say(error))
        return await _show(request, form, status=find_status(error))
    return redirect(request, here)


async def upload(request: Request) -> Response:
    """Keep the reply itself."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    answer_id = request.path_params["answer_id"]
    await read(request, queries.answers.get_answer, answer_id, viewer.conference_id)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine PDF- oder Word-Datei (.docx) auswählen."))
    else:
        try:
            data, folder, actor = await file.read(), _folder(request), viewer.person_id
            await write(request, services.answers.keep_reply, answer_id, data=data, folder=folder, actor=actor)
            return redirect(request, f"{HOME}/{answer_id}#schreiben", notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "datei")
    return await _show(request, form, status=422)


async def download_reply(request: Request) -> Response:
    """Hand out the reply, as a download and to organizers alone."""
    viewer = await get_organizer(request)
    answer_id = request.path_params["answer_id"]
    name = Path(await read(request, queries.answers.find_file, answer_id, viewer.conference_id)).name
    extension = name.rpartition(".")[2]
    return FileResponse(_folder(request) / name, media_type=_KINDS[extension], filename=f"Antwortschreiben.{extension}")


async def _show_index(request: Request, form: Form | None, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    page = await read(request, queries.answer_pages.get_page, viewer.conference_id)
    posted_on = page.posted_on.isoformat() if page.posted_on else ""
    context = {"page": page, "form": form or Form({"posted_on": posted_on})}
    return render(request, "answers/index.html", context, status=status)


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    answer_id = request.path_params["answer_id"]
    context = {
        "row": await read(request, queries.answers.get_answer, answer_id, viewer.conference_id),
        "history": await read(request, queries.answer_pages.list_history, answer_id, viewer.conference_id),
        "form": form,
    }
    return render(request, "answers/show.html", context, status=status)


async def _show_form(request: Request, form: Form, row: AnswerRow | None = None, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    recipient_id = row.recipient_id if row else request.path_params["recipient_id"]
    context = {
        "row": row,
        "recipient": await read(request, queries.recipients.get_recipient, viewer.conference_id, recipient_id),
        "demands": await read(request, queries.answers.list_demands, viewer.conference_id),
        "form": form,
        "forms": [(each.value, _(ANSWER_FORM_LABELS[each])) for each in AnswerForm],
        "stances": [(each.value, _(label)) for each, label in STANCE_LABELS.items()],
    }
    return render(request, "answers/edit.html", context, status=status)


def _read_entry(form: Form) -> AnswerEntry:
    demands = [name.removeprefix("stance-") for name in form.values if name.startswith("stance-")]
    return AnswerEntry(
        answered_on=_read_day(form, "answered_on", required=True),
        form=form.value("form"),
        summary=form.value("summary"),
        quote=form.value("quote"),
        stances={each: (form.value(f"stance-{each}"), form.value(f"note-{each}")) for each in demands},
    )


def _read_day(form: Form, name: str, *, required: bool) -> date | None:
    typed = form.value(name).strip()
    if not typed and not required:
        return None
    # Where a browser has no calendar, one types a day as one writes it.
    written = "-".join(part.zfill(2) for part in reversed(typed.split("."))) if "." in typed else typed
    try:
        return date.fromisoformat(written)
    except ValueError:
        form.refuse(name, _("Bitte geben Sie einen Tag an, zum Beispiel %(day)s.") % {"day": "31.01.2027"})
        return None


def _read_revision(form: Form) -> int:
    typed = form.value("revision")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _as_fields(row: AnswerRow) -> dict[str, str]:
    stances = {f"stance-{each.demand.id}": each.stance.value for each in row.stances}
    notes = {f"note-{each.demand.id}": each.note for each in row.stances}
    return {
        "answered_on": row.answered_on.isoformat(),
        "form": row.form.value,
        "summary": row.summary,
        "quote": row.quote,
        "revision": str(row.revision),
        **stances,
        **notes,
    }


def _folder(request: Request) -> Path:
    settings: Settings = request.app.state.settings
    return settings.data_dir / FOLDER
