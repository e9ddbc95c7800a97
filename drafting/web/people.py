"""Signing in and out, and the people of the conference: list, table to read in, access cards."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError, NotAllowedError
from drafting.imports.people import read_registrations
from drafting.imports.registrations import RegistrationList
from drafting.web.cards import make_cards, show_host
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import local_address, redirect, render
from drafting.web.security import (
    find_viewer,
    forget_session,
    get_organizer,
    keep_session,
    session_token,
)
from drafting.web.work import compute, read, write


async def show_sign_in(request: Request) -> Response:
    """Ask for the access code."""
    if await find_viewer(request):
        return redirect(request, "/")
    return render(request, "people/sign_in.html", {"form": Form(), "next": request.query_params.get("weiter", "/")})


async def sign_in(request: Request) -> Response:
    """Take a typed access code; typing it is confirmation enough."""
    form = await read_form(request)
    code = form.text("code", missing=_("Bitte den Zugangscode eingeben."), longest=60)
    if form.ok:
        try:
            return await _enter(request, code, form.value("weiter", "/"))
        except NotAllowedError as error:
            form.refuse("code", say(error))
    return render(request, "people/sign_in.html", {"form": form, "next": form.value("weiter", "/")}, status=422)


async def _enter(request: Request, code: str, next_address: str) -> Response:
    days = request.app.state.settings.session_days
    session = await write(request, services.people.sign_in_with_code, code, days=days)
    response = redirect(request, local_address(next_address))
    keep_session(request, response, session.token, days=days)
    return response


async def show_code(request: Request) -> Response:
    """Show whose code a scanned one is, and ask before signing in: scanners and previews open addresses too."""
    code = request.path_params["code"]
    try:
        owner = await write(request, services.people.recognise_code, code)
    except NotAllowedError as error:
        return _refuse_code(request, code, error)
    return render(request, "people/confirm.html", {"owner": owner, "action": f"/anmelden/{code}"})


async def sign_in_with_code(request: Request) -> Response:
    """Sign in the person who has confirmed to be the one of the code."""
    code = request.path_params["code"]
    try:
        return await _enter(request, code, "/")
    except NotAllowedError as error:
        return _refuse_code(request, code, error)


def _refuse_code(request: Request, code: str, error: NotAllowedError) -> Response:
    form = Form({"code": code})
    form.refuse("code", say(error))
    return render(request, "people/sign_in.html", {"form": form, "next": "/"}, status=403)


async def show_link(request: Request) -> Response:
    """Show whose one-time link this is; looking does not use it up."""
    token = request.path_params["token"]
    owner = await read(request, queries.people.find_link_owner, token)
    if owner is None:
        return render(request, "people/link_over.html", status=403)
    return render(request, "people/confirm.html", {"owner": owner, "action": f"/anmelden/link/{token}"})


async def sign_in_with_link(request: Request) -> Response:
    """Sign in by a one-time link and use it up."""
    days = request.app.state.settings.session_days
    try:
        session = await write(request, services.people.sign_in_with_link, request.path_params["token"], days=days)
    except NotAllowedError:
        return render(request, "people/link_over.html", status=403)
    response = redirect(request, "/")
    keep_session(request, response, session.token, days=days)
    return response


async def sign_out(request: Request) -> Response:
    """End this device's session."""
    await write(request, services.people.sign_out, session_token(request))
    response = redirect(request, "/anmelden", notice=_("Abgemeldet."))
    forget_session(request, response)
    return response


async def index(request: Request) -> Response:
    """List everybody registered."""
    viewer = await get_organizer(request)
    search = request.query_params.get("suche", "")
    page = await read(request, queries.people.list_people, viewer.conference_id, search=search)
    return render(request, "people/index.html", {"page": page, "search": search})


async def check(request: Request) -> Response:
    """Note that a person has come or gone."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    service = services.people.check_in if form.value("da") == "ja" else services.people.check_out
    await write(request, service, request.path_params["person_id"], actor=viewer.person_id)
    return redirect(request, local_address(form.value("weiter"), "/personen"))


async def show_import(request: Request) -> Response:
    """Ask for a table of people."""
    await get_organizer(request)
    return render(request, "people/import.html", {"form": Form()})


async def import_people(request: Request) -> Response:
    """Read a table and register everybody in it who is not there yet."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    table = await _read_table(request, form)
    if table is None:
        return render(request, "people/import.html", {"form": form}, status=422)
    report = await write(
        request, services.people.register, viewer.conference_id, table.registrations, actor=viewer.person_id
    )
    added = len(report.added)
    summary = ngettext("%(num)s Person ist dazugekommen.", "%(num)s Personen sind dazugekommen.", added)
    return render(
        request, "people/imported.html", {"table": table, "report": report, "summary": summary % {"num": added}}
    )


async def _read_table(request: Request, form: Form) -> RegistrationList | None:
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte eine Tabelle auswählen."))
        return None
    try:
        return await compute(request, read_registrations, file.filename, await file.read())
    except InvalidInputError as error:
        form.refuse_with(error, "datei")
        return None


async def show_cards(request: Request) -> Response:
    """Ask for whom access cards are to be made; making them ends earlier codes."""
    viewer = await get_organizer(request)
    page = await read(request, queries.people.list_people, viewer.conference_id)
    return render(request, "people/cards.html", {"page": page})


async def print_cards(request: Request) -> Response:
    """Make fresh codes and show them once, as cards to print."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    chosen = form.several("person") or None
    issued = await write(
        request, services.people.issue_codes, viewer.conference_id, actor=viewer.person_id, person_ids=chosen
    )
    cards = await compute(request, make_cards, issued, request.app.state.settings.base_url)
    return render(
        request, "people/sheets.html", {"cards": cards, "address": show_host(request.app.state.settings.base_url)}
    )
