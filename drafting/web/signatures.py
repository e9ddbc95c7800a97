"""Signatures for organizers: what is signed until when, who was asked, links, signed papers; and the list for all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.exports.signatories import write_table
from drafting.rules.signing import LEVEL_LABELS, SignatureState, Standing
from drafting.services.declarations import Declaration
from drafting.services.signatures import Asked
from drafting.settings import Settings
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer, get_viewer
from drafting.web.work import compute, read, write

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOME = "/mitzeichnungen"
FOLDER = "signed-papers"


async def index(request: Request) -> Response:
    """Show what is signed and everybody who was asked, what needs attention first."""
    return await _show(request, Form())


async def begin(request: Request) -> Response:
    """Put an edition forward to be signed."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    last = _read_day(form, "frist", _("Bitte geben Sie an, bis wann gezeichnet werden kann."))
    if last is not None:
        try:
            await write(
                request,
                services.signings.open_signing,
                viewer.conference_id,
                edition_id=form.value("stand"),
                last=last,
                actor=viewer.person_id,
            )
            return redirect(request, HOME, notice=_("Die Mitzeichnung hat begonnen."))
        except InvalidInputError as error:
            form.refuse_with(error, "stand")
    return await _show(request, form, status=422)


async def change_deadline(request: Request) -> Response:
    """Let signing end with another day."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    last = _read_day(form, "frist", _("Bitte geben Sie an, bis wann gezeichnet werden kann."))
    if last is not None:
        try:
            await write(
                request, services.signings.change_deadline, viewer.conference_id, last=last, actor=viewer.person_id
            )
            return redirect(request, HOME, notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "frist")
    return await _show(request, form, status=422)


async def replace_edition(request: Request) -> Response:
    """Let another edition be signed from now on, and tell those who signed."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    art = form.choice("art", ("schreibfehler", "inhalt"), missing=_("Bitte wählen Sie, was sich geändert hat."))
    if form.ok:
        try:
            told = await write(
                request,
                services.signings.replace_edition,
                viewer.conference_id,
                edition_id=form.value("stand"),
                is_slip=art == "schreibfehler",
                note=form.value("hinweis"),
                base_url=_settings(request).base_url,
                actor=viewer.person_id,
            )
            said = ngettext(
                "Gespeichert. %(num)s Mail an Zeichnende ist unterwegs.",
                "Gespeichert. %(num)s Mails an Zeichnende sind unterwegs.",
                told,
            )
            return redirect(request, HOME, notice=said % {"num": told})
        except InvalidInputError as error:
            form.refuse_with(error, "art")
    return await _show(request, form, status=422)


async def ask(request: Request) -> Response:
    """Put a municipality on the list, or all that people are registered from."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    if form.value("tun") == "alle":
        count = await write(request, services.signatures.ask_registered, viewer.conference_id, actor=viewer.person_id)
        said = ngettext("%(num)s Kommune ist dazugekommen.", "%(num)s Kommunen sind dazugekommen.", count)
        return redirect(request, f"{HOME}#liste", notice=said % {"num": count})
    try:
        await write(request, services.signatures.ask, viewer.conference_id, _read_asked(form), actor=viewer.person_id)
    except InvalidInputError as error:
        form.refuse_with(error, "kommune")
        return await _show(request, form, status=422)
    return redirect(request, f"{HOME}#liste", notice=_("Gespeichert."))


async def send_all(request: Request) -> Response:
    """Mail the link to all who have not answered and have an address."""
    viewer = await get_organizer(request)
    count = await write(
        request,
        services.signatures.send_links,
        viewer.conference_id,
        (Standing.ASKED, Standing.OUTDATED),
        base_url=_settings(request).base_url,
        actor=viewer.person_id,
    )
    said = ngettext("%(num)s Mail ist unterwegs.", "%(num)s Mails sind unterwegs.", count)
    return redirect(request, HOME, notice=said % {"num": count})


async def show(request: Request) -> Response:
    """Show one municipality: its state, and all that can be done."""
    return await _show_one(request, Form())


async def act(request: Request) -> Response:
    """Show or renew a link, mail it, end it; put particulars right; withdraw; take off the list."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    signature_id, actor = request.path_params["signature_id"], viewer.person_id
    here, base_url = f"{HOME}/{signature_id}", _settings(request).base_url
    try:
        match form.value("tun"):
            case "link":
                token = await write(request, services.signatures.show_link, signature_id, actor=actor)
                return await _show_one(request, form, link=_link(request, token))
            case "neuer-link":
                token = await write(request, services.signatures.renew_link, signature_id, actor=actor)
                return await _show_one(request, form, link=_link(request, token))
            case "mail":
                await write(request, services.signatures.send_link, signature_id, base_url=base_url, actor=actor)
                return redirect(request, here, notice=_("Die Mail ist unterwegs."))
            case "link-beenden":
                await write(request, services.signatures.revoke_link, signature_id, actor=actor)
                return redirect(request, here, notice=_("Der Link gilt nicht mehr."))
            case "angaben":
                await write(request, services.signatures.correct, signature_id, _read_asked(form), actor=actor)
                return redirect(request, here, notice=_("Gespeichert."))
            case "zurueckziehen":
                await write(request, services.signatures.withdraw_for, signature_id, base_url=base_url, actor=actor)
                return redirect(request, here, notice=_("Die Mitzeichnung ist zurückgezogen."))
            case "entfernen":
                await write(request, services.signatures.remove, signature_id, actor=actor)
                return redirect(request, f"{HOME}#liste", notice=_("Die Kommune steht nicht mehr in der Liste."))
    except InvalidInputError as error:
        form.refuse_with(error, "tun")
        return await _show_one(request, form, status=422)
    except ClosedError as error:
        form.refuse("tun", say(error))
        return await _show_one(request, form, status=find_status(error))
    return redirect(request, here)


async def upload(request: Request) -> Response:
    """Keep a signed paper as a municipality's declaration."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    file = form.files.get("datei")
    if file is None or not file.filename:
        form.refuse("datei", _("Bitte die PDF-Datei auswählen."))
    if form.value("antwort") != SignatureState.DECLINED:
        form.text("name", missing=_("Bitte geben Sie an, wer unterschrieben hat."))
        form.text("funktion", missing=_("Bitte geben Sie an, in welcher Funktion."))
    until = _read_day(form, "bis", "") if form.value("antwort") == SignatureState.RESERVED else None
    if form.ok and file is not None:
        declaration = Declaration(form.value("antwort"), form.value("name"), form.value("funktion"), until)
        try:
            await write(
                request,
                services.declarations.declare_on_paper,
                request.path_params["signature_id"],
                declaration,
                data=await file.read(),
                folder=_folder(request),
                actor=viewer.person_id,
            )
            return redirect(request, f"{HOME}/{request.path_params['signature_id']}", notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "datei")
    if file is not None and file.filename and not form.error("datei"):
        # No browser sends a file a second time by itself.
        form.refuse("datei", _("Bitte die PDF-Datei noch einmal auswählen."))
    return await _show_one(request, form, status=422)


async def download_file(request: Request) -> Response:
    """Hand out a signed paper, as a download and to organizers alone."""
    viewer = await get_organizer(request)
    signature_id = request.path_params["signature_id"]
    name = await read(request, queries.signatures.find_file, signature_id, viewer.conference_id)
    return FileResponse(_folder(request) / Path(name).name, media_type="application/pdf", filename="Mitzeichnung.pdf")


async def download_draft(request: Request) -> Response:
    """Hand out the draft for a municipality's council."""
    viewer = await get_organizer(request)
    signature_id = request.path_params["signature_id"]
    draft = await read(request, queries.signing.get_council_paper, signature_id, viewer.conference_id)
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_council import write_council_paper

    return hand_out(await compute(request, write_council_paper, draft), "Beschlussvorlage.docx", WORD)


async def list_signatories(request: Request) -> Response:
    """Show everybody who signs, and the reader's own support as an expert."""
    return await _show_list(request, Form())


async def support(request: Request) -> Response:
    """Stand behind the paper in one's own name, or take that back."""
    viewer = await get_viewer(request)
    form = await read_form(request)
    if form.value("tun") == "zuruecknehmen":
        await write(request, services.personal_supports.take_back, viewer.conference_id, actor=viewer.person_id)
        return redirect(request, f"{HOME}/liste", notice=_("Ihre Unterstützung ist zurückgenommen."))
    try:
        await write(
            request,
            services.personal_supports.give,
            viewer.conference_id,
            name=form.value("name"),
            function=form.value("funktion"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "name")
        return await _show_list(request, form, status=422)
    return redirect(request, f"{HOME}/liste", notice=_("Gespeichert."))


async def download_list(request: Request) -> Response:
    """Hand out the list of those who sign, as Word file or table."""
    viewer = await get_viewer(request)
    if request.path_params["extension"] not in ("csv", "docx"):
        raise NotFoundError
    found = await read(request, queries.signatories.get_signatories, viewer.conference_id)
    if request.path_params["extension"] == "csv":
        return hand_out(await compute(request, write_table, found), "Mitzeichnende.csv", "text/csv; charset=utf-8")
    # Loaded only where it is used: the server starts sooner and needs less memory.
    from drafting.exports.docx_signatories import write_signatories

    return hand_out(await compute(request, write_signatories, found), "Mitzeichnende.docx", WORD)


def hand_out(data: bytes, name: str, kind: str) -> Response:
    """Answer with a file to keep."""
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    page = await read(request, queries.signatures.get_page, viewer.conference_id)
    chosen = request.query_params.get("stand", "")
    rows = [row for row in page.rows if chosen in ("", row.standing)]
    context = {"page": page, "form": form, "levels": _levels(), "rows": rows, "chosen": chosen}
    return render(request, "signatures/index.html", context, status=status)


async def _show_one(request: Request, form: Form, *, link: str = "", status: int = 200) -> Response:
    viewer = await get_organizer(request)
    signature_id = request.path_params["signature_id"]
    row = await read(request, queries.signatures.get_row, signature_id, viewer.conference_id)
    page = await read(request, queries.signatures.get_page, viewer.conference_id)
    trace = await read(request, queries.declarations.get_trace, signature_id, viewer.conference_id)
    context = {
        "row": row,
        "trace": trace,
        "page": page,
        "form": form,
        "blank": Form(),
        "link": link,
        "levels": _levels(),
    }
    return render(request, "signatures/show.html", context, status=status)


async def _show_list(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_viewer(request)
    page = await read(request, queries.signatories.get_signatories_page, viewer.conference_id, viewer.person_id)
    may_support = viewer.may_vote or viewer.may_organize
    return render(
        request, "signatures/list.html", {"page": page, "form": form, "may_support": may_support}, status=status
    )


def _levels() -> list[tuple[str, str]]:
    return [(level.value, _(label)) for level, label in LEVEL_LABELS.items()]


def _read_asked(form: Form) -> Asked:
    return Asked(form.value("kommune"), form.value("ebene"), form.value("kontakt"), form.value("email"))


def _read_day(form: Form, name: str, missing: str) -> date | None:
    typed = form.value(name).strip()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        form.refuse(name, missing or _("Bitte geben Sie an, bis wann das Gremium entscheidet."))
        return None


def _settings(request: Request) -> Settings:
    found: Settings = request.app.state.settings
    return found


def _folder(request: Request) -> Path:
    return _settings(request).data_dir / FOLDER


def _link(request: Request, token: str) -> str:
    return f"{_settings(request).base_url.rstrip('/')}/mitzeichnung/{token}"
