"""Recipients of the letter: read from a table, typed in, addressed otherwise than the rules say, taken off the list."""

from __future__ import annotations

from dataclasses import fields

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.imports.recipients import read_recipients
from drafting.queries.recipients import RecipientRow
from drafting.rules.addresses import FORM_LABELS, Addressee
from drafting.rules.addresses import Form as AddressForm
from drafting.rules.addresses import read_form as read_address_form
from drafting.services.recipients import RecipientEntry
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.letters import TO_SETTLE, asks_to_settle, show_letter
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read, write

_WORDS = tuple(each.name for each in fields(Addressee))[1:]
_OWN = ("own_first_line", "own_lines", "own_salutation")


async def upload(request: Request) -> Response:
    """Read a table of recipients; what is doubtful is named on the page."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine Tabelle auswählen."))
        return await show_letter(request, {"table": form}, status=422)
    try:
        table = await compute(request, read_recipients, file.filename, await file.read())
        report = await write(
            request,
            services.recipients.read_in,
            viewer.conference_id,
            table.recipients,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "datei")
        return await show_letter(request, {"table": form}, status=422)
    said = _("%(added)s neu, %(changed)s geändert, %(unchanged)s unverändert.") % {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
    }
    return await show_letter(request, {}, read=said, problems=table.problems)


async def show_new(request: Request) -> Response:
    """Ask for a recipient."""
    return await _show(request, Form(), None)


async def show(request: Request) -> Response:
    """Show everything known of a recipient, to be changed."""
    viewer = await get_organizer(request)
    row = await read(
        request, queries.recipients.get_recipient, viewer.conference_id, request.path_params["recipient_id"]
    )
    return await _show(request, Form(_as_fields(row)), row, leads=row.leads)


def _as_fields(row: RecipientRow) -> dict[str, str]:
    return {
        "form": row.to.form.value,
        **{name: getattr(row.to, name) for name in _WORDS},
        "email": row.email,
        "own_first_line": row.first_line,
        "own_lines": "\n".join(row.lines),
        "own_salutation": row.salutation,
        "opening": row.opening,
    }


async def add(request: Request) -> Response:
    """Keep a new recipient."""
    return await _save(request, None)


async def change(request: Request) -> Response:
    """Keep what was changed of a recipient."""
    return await _save(request, request.path_params["recipient_id"])


async def _save(request: Request, recipient_id: str | None) -> Response:
    viewer = await get_organizer(request)
    form = await read_form(request)
    leads = form.several("leads")
    entry = RecipientEntry(
        to=Addressee(
            read_address_form(form.value("form")) or AddressForm.UNKNOWN,
            *(" ".join(form.value(name).split()) for name in _WORDS),
        ),
        email=form.value("email"),
        own_first_line=form.value("own_first_line"),
        own_lines=form.value("own_lines"),
        own_salutation=form.value("own_salutation"),
        opening=form.value("opening"),
        leads=leads,
    )
    try:
        kept = await write(
            request, services.recipients.save, viewer.conference_id, recipient_id, entry, actor=viewer.person_id
        )
    except InvalidInputError as error:
        form.refuse_with(error, "name")
        row = None
        if recipient_id:
            row = await read(request, queries.recipients.get_recipient, viewer.conference_id, recipient_id)
        return await _show(request, form, row, leads=leads, status=422)
    return redirect(request, _find_list(form, kept), notice=_("Gespeichert."))


async def _show(
    request: Request, form: Form, row: RecipientRow | None, *, leads: tuple[str, ...] = (), status: int = 200
) -> Response:
    viewer = await get_organizer(request)
    source = await read(request, queries.correspondence.get_source, viewer.conference_id)
    forms = [(each.value, _(FORM_LABELS[each])) for each in AddressForm]
    context = {
        "form": form,
        "row": row,
        "forms": forms,
        "choices": source.choices,
        "leads": leads,
        "to_settle": asks_to_settle(request, form),
    }
    return render(request, "letters/recipient.html", context, status=status)


async def override(request: Request) -> Response:
    """Say first line, address and salutation by hand, in the table itself."""
    viewer = await get_organizer(request)
    recipient_id = request.path_params["recipient_id"]
    form = await read_form(request)
    first_line, lines, salutation = (form.value(name) for name in _OWN)
    try:
        await write(
            request,
            services.recipients.override,
            viewer.conference_id,
            recipient_id,
            first_line=first_line,
            lines=lines,
            salutation=salutation,
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "own_salutation")
        return await show_letter(request, {recipient_id: form}, status=422)
    return redirect(request, _find_list(form, recipient_id), notice=_("Gespeichert."))


def _find_list(form: Form, recipient_id: str) -> str:
    """Where one came from: the whole list, or what is to be settled in it."""
    return TO_SETTLE if form.value("zu") else f"/brief#empfaenger-{recipient_id}"


async def remove(request: Request) -> Response:
    """Take a recipient off the list."""
    viewer = await get_organizer(request)
    await write(
        request,
        services.recipients.remove,
        viewer.conference_id,
        request.path_params["recipient_id"],
        actor=viewer.person_id,
    )
    return redirect(request, "/brief#empfaenger", notice=_("Der Empfänger ist entfernt."))
