"""Exports: everything there is to take away on one page, to look at, and written to files in the background."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.html_prints import print_html
from drafting.exports.pdf import PDF_SENTENCES, can_write_pdf
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.files import Wish
from drafting.queries.people import Viewer
from drafting.queries.prints import KINDS, Choice
from drafting.web.forms import Form, read_form
from drafting.web.jobs_folder import Order
from drafting.web.languages import gettext as _
from drafting.web.offers import FORMATS, GROUP_LABELS, GROUPS, LETTER, OFFERS, Offer
from drafting.web.orders import carry_out, find_job, follow, jobs, list_own
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

YES, NO = "ja", "nein"


async def index(request: Request) -> Response:
    """Show everything there is to take away."""
    return await _show(request, Form(dict(request.query_params)))


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    editions = await read(request, queries.editions.list_editions, outline.paper_id) if outline else ()
    context = {
        "outline": outline,
        "letter": LETTER,
        "groups": [(key, GROUP_LABELS[key], offers) for key, offers in GROUPS.items()],
        "formats": FORMATS,
        "states": [(NOW, _("Jetziger Stand")), *((row.key, row.name) for row in reversed(editions))],
        "form": form,
        "stale": await read(request, queries.paper_details.find_stale, viewer.conference_id),
        "own": await list_own(request, viewer),
        "missing": "" if await compute(request, can_write_pdf) else PDF_SENTENCES["missing"],
    }
    return render(request, "exports/index.html", context, status=status)


async def preview(request: Request) -> Response:
    """Show an export as a page."""
    viewer = await get_organizer(request)
    offer = _find(request.path_params["kind"])
    if offer.kind not in KINDS:
        raise NotFoundError
    choice = _read_choice(Form(dict(request.query_params)))
    sheet = await read(request, queries.prints.get_print, viewer.conference_id, offer.kind, choice)
    chosen = {"von": choice.before, "bis": choice.after, "begruendungen": YES if choice.reasons else NO}
    context = {
        "offer": offer,
        "formats": FORMATS,
        "sheet": sheet,
        "body": await compute(request, print_html, sheet),
        "chosen": chosen,
        "back_to": f"/ausgaben?{urlencode(chosen)}#ausgabe-{offer.kind}",
        "missing": not await compute(request, can_write_pdf),
    }
    return render(request, "exports/preview.html", context)


async def order(request: Request) -> Response:
    """Hand out a file: at once where writing it takes no time, else from a process of its own."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    kind, _dot, extension = form.value("datei").partition(".")
    offer = _find(kind)
    if extension not in offer.formats:
        form.refuse("datei", _("Dieses Format gibt es davon nicht."))
        return await _show(request, form, status=422)
    choice = _read_choice(form)
    # What cannot be made is said here, not by a process that has to begin for it.
    await read(request, _check, viewer.conference_id, choice)
    if offer.is_quick and extension == offer.formats[0]:
        reasons = choice.reasons or offer.kind == "copy"
        wish = Wish(edition=choice.after, against=choice.before, reasons=reasons)
        write = await read(request, queries.files.prepare, viewer.conference_id, kind, wish)
        return _hand_out(await compute(request, write), f"{offer.filename}.{extension}")
    return await carry_out(request, _make_order(offer, extension, choice, viewer))


async def show_job(request: Request) -> Response:
    """Show how far a file is, and hand it out once it is written."""
    return render(request, "exports/job.html", await _look_up(request))


async def show_state(request: Request) -> Response:
    """Show the part of that page that changes."""
    return render(request, "exports/_job.html", await _look_up(request))


async def _look_up(request: Request) -> dict[str, object]:
    job = await find_job(request, await get_organizer(request))
    return {"job": job, "before": jobs(request).count_before(job)}


async def order_again(request: Request) -> Response:
    """Have a file written after all that was not finished."""
    viewer = await get_organizer(request)
    job = await find_job(request, viewer)
    if not job.may_be_ordered_again:
        return redirect(request, f"/ausgaben/dateien/{job.id}")
    return await follow(request, jobs(request).begin_again(job, viewer.person_id))


async def download(request: Request) -> Response:
    """Hand out what was written."""
    job = await find_job(request, await get_organizer(request))
    if job.is_over and job.state != "done":
        return redirect(request, f"/ausgaben/dateien/{job.id}")
    data = await compute(request, jobs(request).read, job)
    return _hand_out(data, job.order.filename, job.order.media_type)


def _hand_out(data: bytes, name: str, media_type: str = "") -> Response:
    media_type = media_type or FORMATS[name.partition(".")[2]].media_type
    plain = f'filename="{name}"' if name.isascii() else f"filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": f"attachment; {plain}"})


def _find(kind: str) -> Offer:
    if kind not in OFFERS:
        raise NotFoundError("Diese Ausgabe gibt es nicht.")
    return OFFERS[kind]


def _read_choice(form: Form) -> Choice:
    """What was chosen for all exports; each takes of it what it depends on."""
    return Choice(
        before=form.value("von", IMPORT), after=form.value("bis", NOW), reasons=form.value("begruendungen", YES) != NO
    )


def _check(session: Session, conference_id: str, choice: Choice) -> None:
    if queries.papers.find_outline(session, conference_id) is None:
        raise InvalidInputError("Es ist noch kein Papier eingelesen.")
    for name in (choice.before, choice.after):
        queries.prints.find_state(session, conference_id, name)


def _make_order(offer: Offer, extension: str, choice: Choice, viewer: Viewer) -> Order:
    return Order(
        title=offer.title,
        filename=f"{offer.filename}.{extension}",
        media_type=FORMATS[extension].media_type,
        command=(
            "letter", "export", "--kind", offer.kind, "--conference", viewer.conference_id, "--progress",
            f"--against={choice.before}", f"--edition={choice.after}",
            "--reasons" if choice.reasons else "--no-reasons",
        ),
        conference_id=viewer.conference_id,
        person_id=viewer.person_id,
    )  # fmt: skip
