"""Exports: everything there is to take away on one page, to look at, and written to files in the background."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.errors import InvalidInputError, NotFoundError
from drafting.exports.html_prints import print_html
from drafting.exports.pdf import PDF_SENTENCES, can_write_pdf
from drafting.queries.editions import IMPORT, NOW
from drafting.queries.prints import Choice
from drafting.web.forms import Form, read_form
from drafting.web.jobs import Job, Jobs, Order
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.security import get_organizer
from drafting.web.work import compute, read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = {"docx": ("Word", WORD), "pdf": ("PDF", "application/pdf")}
YES, NO = "ja", "nein"


# What each is called, and what is in it.
EXPORT_LABELS = {
    "letter": ("Brief", "Das Papier, wie es jetzt beschlossen ist, mit seinen Unterzeichnenden."),
    "synopsis": (
        "Synopse",
        "Zwei Stände des Papiers nebeneinander, Satz für Satz, auf Wunsch mit Beschluss und Begründung.",
    ),
    "minutes": (
        "Protokoll der Abstimmungen",
        "Alle beendeten Abstimmungen mit jeder Zahl, der Regel und ihrer Formel, namentliche Stimmen mit Namen.",
    ),
    "amendments": (
        "Liste der Änderungsanträge",
        "Alle Anträge nach Forderung und Stelle, mit Änderungssatz, Antragstellenden und Stand.",
    ),
    "annexes": ("Anlagen", "Was dem Brief beiliegt: Mitzeichnende, Praxisbeispiele und Sondervoten."),
}


@dataclass(frozen=True, slots=True)
class Export:
    """A line of the page; ``choice`` is "reasons", "states" for two states and the decisions beside them, or "".

    The kinds are those of ``drafting letter export``.
    """

    kind: str
    filename: str
    choice: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return EXPORT_LABELS[self.kind][0]

    @property
    def sentence(self) -> str:
        """What is in it."""
        return EXPORT_LABELS[self.kind][1]


# What there is to take away, a line each.
EXPORTS = (
    Export("letter", "Brief", "reasons"),
    Export("synopsis", "Synopse", "states"),
    Export("minutes", "Protokoll der Abstimmungen"),
    Export("amendments", "Liste der Antraege", "reasons"),
    Export("annexes", "Anlagen"),
)
_KNOWN = {export.kind: export for export in EXPORTS}


def jobs(request: Request) -> Jobs:
    """Return the jobs of the application that answers this request."""
    found: Jobs = request.app.state.jobs
    return found


async def index(request: Request) -> Response:
    """Show everything there is to take away."""
    return await _show(request, Form())


async def _show(request: Request, form: Form, *, status: int = 200) -> Response:
    viewer = await get_organizer(request)
    outline = await read(request, queries.papers.find_outline, viewer.conference_id)
    editions = await read(request, queries.editions.list_editions, outline.paper_id) if outline else ()
    context = {
        "outline": outline,
        "exports": EXPORTS,
        "states": [(row.key, row.name) for row in editions] + [(NOW, _("Jetzt"))],
        "form": form,
        "missing": "" if await compute(request, can_write_pdf) else PDF_SENTENCES["missing"],
    }
    return render(request, "exports/index.html", context, status=status)


async def preview(request: Request) -> Response:
    """Show an export as a page."""
    viewer = await get_organizer(request)
    export = _find(request.path_params["kind"])
    choice = _read_choice(export, Form(dict(request.query_params)))
    sheet = await read(request, queries.prints.get_print, viewer.conference_id, export.kind, choice)
    context = {
        "export": export,
        "sheet": sheet,
        "body": await compute(request, print_html, sheet),
        "choice": choice,
        "reasons": YES if choice.reasons else NO,
        "missing": not await compute(request, can_write_pdf),
    }
    return render(request, "exports/preview.html", context)


async def order(request: Request) -> Response:
    """Have a file written; hand it out at once where it is quick, else show how far it is."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    export = _find(form.value("art"))
    extension = form.choice("format", FORMATS, missing=_("Bitte wählen Sie Word oder PDF."))
    if not form.ok:
        return await _show(request, form, status=422)
    choice = _read_choice(export, form)
    # What cannot be made is said here, not by a process that has to begin for it.
    await read(request, _check, viewer.conference_id, choice)
    job = jobs(request).begin(_make_order(export, extension, choice, viewer.conference_id))
    job = await jobs(request).wait(job)
    address = f"/ausgaben/dateien/{job.id}"
    return redirect(request, f"{address}/datei" if job.state == "done" else address)


async def show_job(request: Request) -> Response:
    """Show how far a file is, and hand it out once it is written."""
    return render(request, "exports/job.html", await _look_up(request))


async def show_state(request: Request) -> Response:
    """Show the part of that page that changes."""
    return render(request, "exports/_job.html", await _look_up(request))


async def _look_up(request: Request) -> dict[str, object]:
    viewer = await get_organizer(request)
    job = await compute(request, jobs(request).get, request.path_params["job_id"], viewer.conference_id)
    return {"job": job, "before": jobs(request).count_before(job)}


async def download(request: Request) -> Response:
    """Hand out what was written."""
    viewer = await get_organizer(request)
    job: Job = await compute(request, jobs(request).get, request.path_params["job_id"], viewer.conference_id)
    data = await compute(request, jobs(request).read, job)
    headers = {"Content-Disposition": f'attachment; filename="{job.order.filename}"'}
    return Response(data, media_type=job.order.media_type, headers=headers)


def _find(kind: str) -> Export:
    if kind not in _KNOWN:
        raise NotFoundError("Diese Ausgabe gibt es nicht.")
    return _KNOWN[kind]


def _read_choice(export: Export, form: Form) -> Choice:
    """What was chosen for an export; what it does not ask for stays as it is usual."""
    reasons = form.value("begruendungen", YES) != NO if export.choice else True
    if export.choice != "states":
        return Choice(reasons=reasons)
    return Choice(before=form.value("von", IMPORT), after=form.value("bis", NOW), reasons=reasons)


def _check(session: Session, conference_id: str, choice: Choice) -> None:
    if queries.papers.find_outline(session, conference_id) is None:
        raise InvalidInputError("Es ist noch kein Papier eingelesen.")
    for name in (choice.before, choice.after):
        queries.prints.find_state(session, conference_id, name)


def _make_order(export: Export, extension: str, choice: Choice, conference_id: str) -> Order:
    return Order(
        title=export.title,
        filename=f"{export.filename}.{extension}",
        media_type=FORMATS[extension][1],
        command=(
            "letter", "export", "--kind", export.kind, "--conference", conference_id, "--progress",
            f"--against={choice.before}", f"--edition={choice.after}",
            "--reasons" if choice.reasons else "--no-reasons",
        ),
        conference_id=conference_id,
    )  # fmt: skip
