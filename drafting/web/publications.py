"""Publications for organizers: preparing the public page of an edition, the check before, publishing, withdrawing."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError
from drafting.queries.publications import PublicationPage
from drafting.rules.publishing import FORMAT_LABELS, LEARNING_LABELS, Format, read_opening
from drafting.services.publications import PublicationEntry
from drafting.web.cards import show_host
from drafting.web.dates import as_local
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import redirect, render
from drafting.web.public_files import write_ahead
from drafting.web.security import get_organizer
from drafting.web.work import read, write

HOME = "/veroeffentlichung"
YES = "ja"


async def index(request: Request) -> Response:
    """Show the public pages there are, and what a new one can be of."""
    return await _show_list(request, Form())


async def prepare(request: Request) -> Response:
    """Begin the page of an edition."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    try:
        publication_id = await write(
            request,
            services.publications.prepare,
            viewer.conference_id,
            edition_id=form.value("edition"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "edition")
        return await _show_list(request, form, status=422)
    return redirect(request, f"{HOME}/{publication_id}")


async def show(request: Request) -> Response:
    """Show a page as organizers work on it, with the check before publishing."""
    return await _show(request)


async def change(request: Request) -> Response:
    """Keep what the page says and shows."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    entry = _read_entry(form)
    if form.ok:
        try:
            publication_id = request.path_params["publication_id"]
            await write(request, services.publications.change, publication_id, entry, actor=viewer.person_id)
            return redirect(request, f"{HOME}/{publication_id}", notice=_("Gespeichert."))
        except InvalidInputError as error:
            form.refuse_with(error, "title")
    return await _show(request, form, status=422)


async def tell(request: Request) -> Response:
    """Tell every author who does not know it what became of their amendments."""
    viewer = await get_organizer(request)
    people, mails = await write(
        request,
        services.publications.tell_authors,
        viewer.conference_id,
        base_url=request.app.state.settings.base_url,
        actor=viewer.person_id,
    )
    said = ngettext("%(num)s Person ist benachrichtigt", "%(num)s Personen sind benachrichtigt", people)
    mailed = ngettext("%(num)s Mail ist unterwegs.", "%(num)s Mails sind unterwegs.", mails)
    notice = f"{said % {'num': people}}, {mailed % {'num': mails}}"
    return redirect(request, f"{HOME}/{request.path_params['publication_id']}#pruefung", notice=notice)


async def publish(request: Request) -> Response:
    """Let the page go public at its moment, or at once."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    publication_id = request.path_params["publication_id"]
    # The page's fields are sent along: what was typed and not kept yet holds as well.
    typed = form if "title" in form.values else None
    entry = _read_entry(form) if typed else None
    if not form.ok:
        return await _show(request, typed, status=422)
    try:
        await write(
            request,
            services.publications.publish,
            publication_id,
            entry=entry,
            told_otherwise=form.checked("told_otherwise"),
            leaves_open=form.checked("leaves_open"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        checked = Form()
        for each in (checked, form):
            each.refuse_with(error, "told_otherwise")
        return await _show(request, typed, checked=checked, status=422)
    except ClosedError as error:
        return await _show(request, typed, trouble=say(error), status=409)
    await write_ahead(request.app, publication_id)
    return redirect(request, f"{HOME}/{publication_id}", notice=_("Freigegeben."))


async def withdraw(request: Request) -> Response:
    """Take the page from the public."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    publication_id = request.path_params["publication_id"]
    try:
        await write(
            request,
            services.publications.withdraw,
            publication_id,
            note=form.value("note"),
            actor=viewer.person_id,
        )
    except InvalidInputError as error:
        form.refuse_with(error, "note")
        return await _show(request, checked=form, status=422)
    except ClosedError as error:
        return await _show(request, trouble=say(error), status=409)
    return redirect(request, f"{HOME}/{publication_id}", notice=_("Zurückgezogen."))


async def discard(request: Request) -> Response:
    """Throw away a page that was never published."""
    viewer = await get_organizer(request)
    try:
        await write(
            request, services.publications.discard, request.path_params["publication_id"], actor=viewer.person_id
        )
    except ClosedError as error:
        return await _show(request, trouble=say(error), status=409)
    return redirect(request, HOME, notice=_("Verworfen."))


async def _show_list(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    found = await read(request, queries.publications.list_publications, viewer.conference_id)
    return render(request, "publications/index.html", {"found": found, "form": form}, status=status)


async def _show(
    request: Request,
    form: Form | None = None,
    *,
    checked: Form | None = None,
    trouble: str = "",
    status: int = 200,
) -> Response:
    """Show the page; ``form`` is what was typed into its fields, ``checked`` into those of publishing."""
    viewer = await get_organizer(request)
    publication_id = request.path_params["publication_id"]
    page = await read(request, queries.publications.get_page, publication_id, viewer.conference_id)
    base_url: str = request.app.state.settings.base_url
    context = {
        "page": page,
        "form": form or Form(_as_fields(page)),
        "formats": form.several("formats") if form else page.formats,
        "checked": checked or Form(),
        "trouble": trouble,
        "host": f"{show_host(base_url)}/oeffentlich/",
        "format_labels": [(each.value, FORMAT_LABELS[each]) for each in Format],
        "learning_labels": LEARNING_LABELS,
    }
    return render(request, "publications/show.html", context, status=status)


def _as_fields(page: PublicationPage) -> dict[str, str]:
    ticked = {
        "has_reasons": page.has_reasons,
        "shows_signatories": page.shows_signatories,
        "shows_proposers": page.shows_proposers,
        "shows_votes": page.shows_votes,
    }
    return {
        "edition": page.edition_id,
        "slug": page.row.slug,
        "title": page.row.title,
        "introduction": page.introduction,
        "contact": page.contact,
        "tag": as_local(page.row.opens_at).date().isoformat() if page.row.opens_at else "",
        "uhrzeit": f"{as_local(page.row.opens_at):%H:%M}" if page.row.opens_at else "",
        **{name: YES if is_ticked else "" for name, is_ticked in ticked.items()},
    }


def _read_entry(form: Form) -> PublicationEntry:
    """What the page says and shows, as typed; a moment that cannot be read is refused in the form."""
    return PublicationEntry(
        edition_id=form.value("edition"),
        slug=form.value("slug"),
        title=form.value("title"),
        introduction=form.value("introduction"),
        contact=form.value("contact"),
        has_reasons=form.checked("has_reasons"),
        shows_signatories=form.checked("shows_signatories"),
        shows_proposers=form.checked("shows_proposers"),
        shows_votes=form.checked("shows_votes"),
        formats=form.several("formats"),
        opens_at=_read_opening(form),
    )


def _read_opening(form: Form) -> datetime | None:
    try:
        return read_opening(form.value("tag"), form.value("uhrzeit"))
    except InvalidInputError as error:
        form.refuse_with(error, "tag")
        return None
