"""Signing by link, without an account: reading the whole text, answering in two steps, the receipt, withdrawing.

Whoever has the link acts for the municipality; nothing is stored before the second step, and looking changes nothing.
"""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotFoundError, OutdatedError
from drafting.queries.signing import SigningByLink
from drafting.rules.signing import SignatureState
from drafting.services.declarations import Declaration, check, check_signer, find_problems
from drafting.settings import Settings
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.work import compute, read, write

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Search engines learn nothing of the link.
_UNSEEN = {"X-Robots-Tag": "noindex, nofollow"}


async def show(request: Request) -> Response:
    """Show what is signed with the form to answer, or the receipt of what was declared."""
    return await _show(request, Form())


async def answer(request: Request) -> Response:
    """Take an answer: first ask whether it is meant so, then keep it."""
    form = await read_form(request)
    if form.value("schritt") == "zurueck":
        return await _show(request, form)
    declaration = _read(form)
    for problem in find_problems(declaration):
        form.refuse_with(problem, "antwort")
    if not form.ok:
        return await _show(request, form, status=422)
    checked = check(declaration)
    if form.value("schritt") != "erklaeren":
        return await _ask(request, form, checked)
    if not form.checked("befugt"):
        form.refuse("befugt", _("Bitte bestätigen Sie, dass Sie dazu befugt sind."))
        return await _ask(request, form, checked, status=422)
    try:
        await write(
            request,
            services.declarations.declare,
            request.path_params["token"],
            checked,
            edition_id=form.value("stand"),
            revision=_number(form.value("folge")),
            base_url=_settings(request).base_url,
        )
    except (OutdatedError, ClosedError) as error:
        return await _show(request, Form(), trouble=say(error), status=find_status(error))
    except NotFoundError as error:
        return _refuse(request, error)
    return redirect(request, request.url.path)


async def ask_withdrawal(request: Request) -> Response:
    """Ask whether a yes is to be taken back, and by whom."""
    return await _ask_withdrawal(request, Form())


async def withdraw(request: Request) -> Response:
    """Take a yes back."""
    form = await read_form(request)
    try:
        check_signer(form.value("name"))
    except InvalidInputError as error:
        form.refuse_with(error, "name")
    if not form.checked("befugt"):
        form.refuse("befugt", _("Bitte bestätigen Sie, dass Sie dazu befugt sind."))
    if not form.ok:
        return await _ask_withdrawal(request, form, status=422)
    try:
        await write(
            request,
            services.declarations.withdraw_by_link,
            request.path_params["token"],
            signer=form.value("name"),
            revision=_number(form.value("folge")),
            base_url=_settings(request).base_url,
        )
    except (OutdatedError, ClosedError) as error:
        return await _show(request, Form(), trouble=say(error), status=find_status(error))
    except NotFoundError as error:
        return _refuse(request, error)
    return redirect(request, _address(request))


async def download_draft(request: Request) -> Response:
    """Hand out the draft for the council."""
    try:
        draft = await read(request, queries.signing.get_council_paper_by_link, request.path_params["token"])
    except DraftingError as error:
        return _refuse(request, error)
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_council import write_council_paper

    data = await compute(request, write_council_paper, draft)
    headers = {"Content-Disposition": 'attachment; filename="Beschlussvorlage.docx"', **_UNSEEN}
    return Response(data, media_type=WORD, headers=headers)


async def _show(request: Request, form: Form, *, trouble: str = "", status: int = 200) -> Response:
    try:
        page: SigningByLink = await read(request, queries.signing.get_by_link, request.path_params["token"])
    except DraftingError as error:
        return _refuse(request, error, trouble=trouble)
    confirms = page.may_confirm and (bool(form.values) or request.query_params.get("bestaetigen") == "ja")
    if confirms and not form.values:
        until = page.until.isoformat() if page.until else ""
        form = Form({"antwort": "signed", "name": page.signer, "funktion": page.function, "bis": until})
    context = {
        "page": page,
        "form": form,
        "trouble": trouble,
        "address": _address(request),
        "shows_form": page.may_answer or confirms or (bool(form.values) and not page.is_over),
    }
    return render(request, "signing/show.html", context, status=status, headers=_UNSEEN)


async def _ask(request: Request, form: Form, declaration: Declaration, *, status: int = 200) -> Response:
    try:
        page = await read(request, queries.signing.get_by_link, request.path_params["token"])
    except DraftingError as error:
        return _refuse(request, error)
    if form.value("stand") != page.text.edition_id:
        trouble = _("Der Wortlaut hat sich inzwischen geändert. Bitte lesen Sie ihn noch einmal.")
        return await _show(request, form, trouble=trouble, status=409)
    if page.is_over and not (page.may_confirm and declaration.answer == SignatureState.SIGNED):
        if page.may_withdraw and declaration.answer == SignatureState.DECLINED:
            return redirect(request, f"{_address(request)}/zurueckziehen")
        trouble = _("Die Frist zur Mitzeichnung ist abgelaufen. Nichts wurde erklärt.")
        return await _show(request, Form(), trouble=trouble, status=409)
    context = {"page": page, "form": form, "declaration": declaration, "address": _address(request)}
    return render(request, "signing/confirm.html", context, status=status, headers=_UNSEEN)


async def _ask_withdrawal(request: Request, form: Form, *, status: int = 200) -> Response:
    try:
        page = await read(request, queries.signing.get_by_link, request.path_params["token"])
    except DraftingError as error:
        return _refuse(request, error)
    if not page.may_withdraw:
        return redirect(request, _address(request))
    context = {"page": page, "form": form, "address": _address(request)}
    return render(request, "signing/withdraw.html", context, status=status, headers=_UNSEEN)


def _refuse(request: Request, error: DraftingError, *, trouble: str = "") -> Response:
    context = {"sentence": trouble or say(error)}
    status = 410 if isinstance(error, ClosedError) else find_status(error)
    return render(request, "signing/over.html", context, status=status, headers=_UNSEEN)


def _read(form: Form) -> Declaration:
    until = None
    if form.value("antwort") == SignatureState.RESERVED:
        try:
            until = date.fromisoformat(form.value("bis").strip())
        except ValueError:
            until = None
    return Declaration(form.value("antwort"), form.value("name"), form.value("funktion"), until)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _address(request: Request) -> str:
    return f"/mitzeichnung/{request.path_params['token']}"


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found
