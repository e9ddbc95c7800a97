"""Merging on a page: choosing amendments, seeing the text they make together, deciding where they collide."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, OutdatedError
from drafting.queries.merges import MergePage, Selection
from drafting.queries.people import Viewer
from drafting.text.resolution import KEEP, Choice, Take, Write
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import ngettext, say
from drafting.web.pages import is_partial, redirect, render
from drafting.web.security import get_moderator
from drafting.web.work import read, write

CHOICE, WORDS, AGREED = "wahl-", "worte-", "einig-"


async def show(request: Request) -> Response:
    """Show the preview with all chosen that fits together, or what the address names (``?antrag=…``)."""
    viewer = await get_moderator(request)
    wanted = tuple(request.query_params.getlist("antrag"))
    page = await read(request, queries.merges.get_merge, request.path_params["demand_id"], viewer=viewer, wanted=wanted)
    return _render(request, page, Form())


async def merge(request: Request) -> Response:
    """Show what is chosen so far (``tun=vorschau``), or make it the new version; a refusal keeps the choice."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    selection = read_selection(form)
    status, problem = 200, ""
    if form.value("tun") != "vorschau":
        try:
            return await _carry_out(request, viewer, form, selection)
        except InvalidInputError as error:
            form.refuse_with(error, "antrag")
            status = 422
        except (OutdatedError, ClosedError, NotAllowedError) as error:
            status, problem = find_status(error), say(error)
    page = await read(
        request, queries.merges.get_merge, request.path_params["demand_id"], viewer=viewer, selection=selection
    )
    if form.value("fassung") not in ("", page.base_version_id) and not problem:
        problem = _("Der Text ist inzwischen geändert worden. Dies ist die Vorschau auf der neuen Fassung.")
    return _render(request, page, form, problem=problem, status=status)


async def _carry_out(request: Request, viewer: Viewer, form: Form, selection: Selection) -> Response:
    demand_id = request.path_params["demand_id"]
    if not selection.amendment_ids:
        raise InvalidInputError("Bitte wählen Sie mindestens einen Antrag.", field="antrag")
    version_id = await write(
        request,
        services.merges.merge,
        demand_id,
        selection.amendment_ids,
        selection.choices,
        base_version_id=form.value("fassung"),
        actor=viewer.person_id,
        agreed=selection.agreed,
        revisions=_read_wordings(form),
    )
    if not version_id:
        notice = _("Empfohlen: annehmen. Das Plenum entscheidet.")
        return redirect(request, f"/leitung/forderungen/{demand_id}", notice=notice)
    demand = await read(request, queries.demands.get_demand, demand_id, viewer=viewer)
    made = demand.versions[0]
    wholly = sum(not by.is_partial for by in made.amendments)
    notice = ngettext(
        "Fassung %(version)s gilt. %(num)s Antrag ist darin.",
        "Fassung %(version)s gilt. %(num)s Anträge sind darin.",
        wholly,
    ) % {"version": made.number, "num": wholly}
    if not wholly:
        notice = _("Fassung %(version)s gilt.") % {"version": made.number}
    return redirect(request, f"/forderungen/{demand_id}", notice=notice)


def read_selection(form: Form) -> Selection:
    """Take from the form what is chosen; whoever has written no words keeps the text."""
    choices: dict[str, Choice] = {}
    words: dict[str, str] = {}
    agreed = set(form.several("geaendert"))
    for name, value in form.values.items():
        if name.startswith(WORDS):
            words[name.removeprefix(WORDS)] = value
        elif name.startswith(CHOICE):
            key = name.removeprefix(CHOICE)
            choices[key] = _read_choice(value, form.value(WORDS + key))
            if isinstance(choices[key], Write):
                agreed.update(form.value(AGREED + key).split())
    return Selection(form.several("antrag"), choices, words, frozenset(agreed), form.value("fassung"))


def _read_choice(value: str, words: str) -> Choice:
    if value == "write":
        return Write(words) if words.strip() else KEEP
    return KEEP if value in ("", "keep") else Take(value)


def _read_wordings(form: Form) -> dict[str, str]:
    """The wordings that were on screen, by amendment."""
    return dict(pair.split(":", 1) for pair in form.several("wortlaut") if ":" in pair)


def _render(request: Request, page: MergePage, form: Form, *, problem: str = "", status: int = 200) -> Response:
    form = _without_lost(form, page)
    name = "merges/_merge.html" if is_partial(request) else "merges/show.html"
    return render(request, name, {"page": page, "form": form, "problem": problem}, status=status)


def _without_lost(form: Form, page: MergePage) -> Form:
    """Say a refusal beside a place that is still shown, else above all."""
    shown = {AGREED + decision.key for decision in page.decisions}
    for name in [name for name in form.errors if name.startswith(AGREED) and name not in shown]:
        form.refuse("antrag", form.errors.pop(name))
    return form
