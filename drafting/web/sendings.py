"""Sending the letter: to whom, with which mail, a test, the last question before it, and what became of each."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotFoundError, OutdatedError
from drafting.exports.pdf import PDF_SENTENCES, can_write_pdf
from drafting.queries.sending_drafts import Candidate, MailText, SendingDraft
from drafting.rules.sendings import SendingAct
from drafting.services.mails import MEDIA_TYPES
from drafting.services.sendings import TextEntry
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read, write

HOME = "/brief/versand"


async def index(request: Request) -> Response:
    """Show to whom the letter goes, to whom it cannot and why, and what became of those sent."""
    return await _show(request, None)


async def change_text(request: Request) -> Response:
    """Keep the mail around the letter."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    entry = TextEntry(form.value("betreff"), form.value("text"), form.value("antwort"), form.value("format"))
    try:
        await write(request, services.sendings.change_text, viewer.conference_id, entry, actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "text")
        return await _show(request, form, status=422)
    return redirect(request, f"{HOME}#mail", notice=_("Die Mail ist gespeichert."))


async def preview(request: Request) -> Response:
    """Show one mail as it would go out, with its attachment."""
    viewer = await get_organizer(request)
    draft = await read(request, queries.sending_drafts.get_draft, viewer.conference_id)
    candidate = queries.sending_drafts.get_candidate(draft, request.path_params["recipient_id"])
    settings = request.app.state.settings
    context = {"draft": draft, "candidate": candidate, "words": draft.say(candidate), "sender": settings.mail_sender}
    context["own"] = await read(request, queries.sending_drafts.find_own_address, viewer.person_id)
    return render(request, "sendings/preview.html", context)


async def preview_file(request: Request) -> Response:
    """Hand out the Word file as it would hang on a mail; a PDF is written in the background, by its own address."""
    viewer = await get_organizer(request)
    draft = await read(request, queries.sending_drafts.get_draft, viewer.conference_id)
    candidate = queries.sending_drafts.get_candidate(draft, request.path_params["recipient_id"])
    if draft.text.format != "docx":
        return RedirectResponse(f"{HOME}/vorschau/{candidate.row.id}", 303)
    data = await compute(request, _write, draft, candidate)
    return _hand_out(data, draft.text.format, draft.file_name)


def _write(draft: SendingDraft, candidate: Candidate) -> bytes:
    # Loaded only where it is used, as elsewhere.
    from drafting.exports.attachments import AttachmentWriter

    return AttachmentWriter(draft.source.letter, draft.letterhead, draft.text.format).write(candidate.copy)


async def send_test(request: Request) -> Response:
    """Send one mail to the organizer who asks."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    try:
        is_new = await write(
            request,
            services.sendings.send_test,
            viewer.conference_id,
            form.value("wie"),
            address=form.value("adresse"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "adresse")
        return await _show(request, form, status=422)
    said = _("Die Mail an Sie selbst ist unterwegs.") if is_new else _("Diese Mail an Sie selbst wartet schon.")
    return redirect(request, f"{HOME}#mail", notice=said)


async def check(request: Request) -> Response:
    """Ask once more, with the number of mails and everybody's address, before anything goes out."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    draft = await read(request, queries.sending_drafts.get_draft, viewer.conference_id)
    wanted = form.several("empfaenger")
    chosen = [each for each in draft.ready if each.row.id in wanted]
    if not draft.edition_id or not chosen:
        form.refuse("empfaenger", _("Bitte wählen Sie, an wen der Brief geht."))
        return await _show(request, form, status=422)
    sender = request.app.state.settings.mail_sender
    is_deaf = not draft.text.reply_to and "no-reply@" in sender
    context = {"draft": draft, "chosen": chosen, "server": request.app.state.settings.smtp_host, "sender": sender}
    context["is_deaf"] = is_deaf
    return render(request, "sendings/confirm.html", context)


async def send(request: Request) -> Response:
    """Put the mails into the outbox; they go out from there by themselves."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    try:
        number = await write(
            request,
            services.sendings.confirm,
            viewer.conference_id,
            form.several("empfaenger"),
            digest=form.value("pruefsumme"),
            actor=viewer.person_id,
        )
    except (InvalidInputError, OutdatedError, ClosedError) as error:
        form.refuse("empfaenger", say(error))
        return await _show(request, form, status=409 if isinstance(error, OutdatedError) else 422)
    said = _("Diese Mails sind schon im Versand. Keine geht ein zweites Mal hinaus.")
    if number:
        said = ngettext("%(num)s Mail ist im Versand.", "%(num)s Mails sind im Versand.", number) % {"num": number}
    return redirect(request, HOME, notice=said)


async def show(request: Request) -> Response:
    """Show everything known of the letter to one recipient."""
    return await _show_one(request, Form())


async def act(request: Request) -> Response:
    """Do what an organizer decides about the letter to one recipient."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    sending_id = request.path_params["sending_id"]
    await read(request, queries.sendings.get_details, viewer.conference_id, sending_id)
    said = form.value("folge")
    actor, turn = viewer.person_id, int(said) if said.isdecimal() and len(said) < 10 else 0
    try:
        match form.value("tun"):
            case SendingAct.AGAIN:
                seal = form.value("siegel")
                await write(request, services.sendings.send_again, sending_id, turn=turn, seal=seal, actor=actor)
                said = _("Die Mail ist im Versand.")
            case SendingAct.SKIP:
                await write(request, services.sendings.skip, sending_id, turn=turn, actor=actor)
                said = _("An diesen Empfänger geht der Brief nicht hinaus.")
            case SendingAct.BOUNCE:
                reason = form.value("grund")
                await write(request, services.sendings.note_bounce, sending_id, turn=turn, reason=reason, actor=actor)
                said = _("Vermerkt: Die Mail ist zurückgekommen.")
            case SendingAct.ARRIVED:
                await write(request, services.sendings.note_arrived, sending_id, turn=turn, actor=actor)
                said = _("Vermerkt: Die Mail ist angekommen.")
            case _other:
                raise NotFoundError
    except (InvalidInputError, OutdatedError, ClosedError) as error:
        form.refuse(getattr(error, "field", "") or "tun", say(error))
        return await _show_one(request, form, status=409 if isinstance(error, OutdatedError) else 422)
    return redirect(request, f"{HOME}/{sending_id}", notice=said)


async def download(request: Request) -> Response:
    """Hand out the very file that hung on a mail."""
    viewer = await get_organizer(request)
    sending_id, turn = request.path_params["sending_id"], request.path_params["turn"]
    file = await read(request, queries.sendings.get_file, viewer.conference_id, sending_id, turn)
    return _hand_out(file.data, file.format, file.name)


async def download_annexes(request: Request) -> Response:
    """Hand out the very annexes that hung beside a letter."""
    viewer = await get_organizer(request)
    sending_id, turn = request.path_params["sending_id"], request.path_params["turn"]
    file = await read(request, queries.sendings.get_annexes_file, viewer.conference_id, sending_id, turn)
    return _hand_out(file.data, file.format, file.name)


async def _show(request: Request, form: Form | None, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    if await read(request, queries.papers.find_outline, viewer.conference_id) is None:
        return RedirectResponse("/brief", 303)
    draft = await read(request, queries.sending_drafts.get_draft, viewer.conference_id)
    edition_id = request.query_params.get("stand") or draft.edition_id
    form = form or Form()
    context = {
        "draft": draft,
        "page": await read(request, queries.sendings.get_page, viewer.conference_id, edition_id),
        "form": form,
        "mail": form if "betreff" in form.values else Form(_as_fields(draft.text)),
        "chosen": _list_chosen(draft, form),
        "own": await read(request, queries.sending_drafts.find_own_address, viewer.person_id),
        "server": request.app.state.settings.smtp_host,
        "sender": request.app.state.settings.mail_sender,
        "missing": "" if await compute(request, can_write_pdf) else PDF_SENTENCES["missing"],
    }
    return render(request, "sendings/index.html", context, status=status)


async def _show_one(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    details = await read(request, queries.sendings.get_details, viewer.conference_id, request.path_params["sending_id"])
    draft = await read(request, queries.sending_drafts.get_draft, viewer.conference_id)
    candidate = draft.find(details.row.recipient_id)
    may_again = candidate is not None and candidate.obstacle is None and draft.edition_id == details.row.edition_id
    context = {
        "row": details.row,
        "turns": details.turns,
        "form": form,
        "draft": draft,
        "candidate": candidate,
        "may_again": may_again,
        "seal": draft.seal(candidate) if candidate is not None else "",
    }
    return render(request, "sendings/show.html", context, status=status)


def _as_fields(text: MailText) -> dict[str, str]:
    return {"betreff": text.subject, "text": text.body.rstrip("\n"), "antwort": text.reply_to, "format": text.format}


def _list_chosen(draft: SendingDraft, form: Form) -> frozenset[str]:
    """Who is ticked: as it was sent, else all but those at whose address the letter is already."""
    if sent := form.several("empfaenger"):
        return frozenset(sent)
    return frozenset(each.row.id for each in draft.ready if not each.is_doubled)


def _hand_out(data: bytes, format_: str, name: str) -> Response:
    # A PDF may be looked at in the browser, a Word file is to be kept.
    kind = "inline" if format_ == "pdf" else "attachment"
    headers = {"Content-Disposition": f"{kind}; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=MEDIA_TYPES[format_], headers=headers)
