"""Putting a question: every kind there is, with what it is about and its terms; it then stands in the queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.database import UnitOfWork
from drafting.errors import ClosedError, DraftingError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.queries.people import Viewer
from drafting.rules.questions import ProceduralAct, Question
from drafting.web.errors import find_status
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import redirect, render
from drafting.web.poll_terms import list_choices, read_terms, show_usual
from drafting.web.security import get_moderator
from drafting.web.work import read, write


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: its name in addresses, its title, and what it is for."""

    slug: str
    question: Question
    label: str
    note: str


SLUGS = {
    Question.AMENDMENT: "antrag",
    Question.SEVERAL: "zusammen",
    Question.CHOICE: "auswahl",
    Question.PANEL_TEXT: "ag-text",
    Question.DEMAND: "forderung",
    Question.PAPER: "papier",
    Question.PROCEDURE: "verfahren",
    Question.PRIORITIES: "schwerpunkte",
    Question.SINGLE: "eine-antwort",
    Question.MULTIPLE: "mehrere-antworten",
    Question.SCALE: "skala",
    Question.TEST: "probe",
}
KIND_LABELS = {
    Question.AMENDMENT: ("Ein Antrag", "Ja oder Nein zu einem Änderungsantrag."),
    Question.SEVERAL: ("Mehrere Anträge zusammen", "Ein Ja oder Nein zu Anträgen, die zusammenpassen."),
    Question.CHOICE: ("Auswahl", "Eine von mehreren Fassungen, oder der Text bleibt."),
    Question.PANEL_TEXT: ("Text der Arbeitsgruppe", "Der empfohlene Text gegen den bisherigen."),
    Question.DEMAND: ("Eine Forderung", "Ein Nein streicht sie aus dem Papier."),
    Question.PAPER: ("Das ganze Papier", "Die Schlussabstimmung über den Text, wie er dann ist."),
    Question.PROCEDURE: ("Verfahren", "Vertagen, verweisen oder Schluss der Debatte."),
    Question.PRIORITIES: ("Schwerpunkte", "Jede Person nennt die wichtigsten Forderungen."),
    Question.SINGLE: ("Stimmungsbild: eine Antwort", "Entscheidet nichts."),
    Question.MULTIPLE: ("Stimmungsbild: mehrere Antworten", "Entscheidet nichts."),
    Question.SCALE: ("Stimmungsbild: Skala", "Entscheidet nichts."),
    Question.TEST: ("Probeabstimmung", "Damit alle einmal abgestimmt haben, bevor es zählt."),
}
KINDS = tuple(Kind(slug, question, *KIND_LABELS[question]) for question, slug in SLUGS.items())
ACT_SENTENCES = {
    ProceduralAct.ADJOURN: "Vertagen: Die Anträge werden jetzt nicht behandelt und können wieder aufgenommen werden.",
    ProceduralAct.REFER: "An die Redaktion verweisen: Sie arbeitet die Anträge ein oder legt sie wieder vor.",
    ProceduralAct.END_DEBATE: "Schluss der Debatte: Über die Anträge wird danach sofort abgestimmt.",
}


async def index(request: Request) -> Response:
    """List the kinds of questions."""
    await get_moderator(request)
    chosen = request.query_params.getlist("antrag")
    context = {"kinds": KINDS, "chosen": chosen, "panel_id": request.query_params.get("ag", "")}
    return render(request, "polls/kinds.html", context)


async def choose(request: Request) -> Response:
    """Go on from the board to the kinds of questions with what is ticked there."""
    await get_moderator(request)
    form = await read_form(request)
    ticked = form.several("wahl")
    chosen = [amendment_id for amendment_id in form.several("zeile") if amendment_id in ticked]
    return redirect(request, "/leitung/frage" + _as_query(form.value("ag"), chosen))


def _as_query(panel_id: str, amendment_ids: list[str]) -> str:
    return f"?ag={panel_id}" + "".join(f"&antrag={amendment_id}" for amendment_id in amendment_ids)


async def show(request: Request) -> Response:
    """Ask for what a question of this kind needs."""
    viewer = await get_moderator(request)
    return await _show(request, viewer, None)


async def ask(request: Request) -> Response:
    """Put the question into the queue, and show it there."""
    viewer = await get_moderator(request)
    form = await read_form(request)
    service, about = _choose_service(_find_kind(request), form, viewer)
    terms = read_terms(form)
    if not form.ok:
        return await _show(request, viewer, form)
    try:
        poll_id = await write(request, service, **about, actor=viewer.person_id, terms=terms)
    except (InvalidInputError, ClosedError, NotAllowedError) as error:
        # With what was filled in: it is lengthy, and most of it is as it should be.
        default = "recht" if isinstance(error, NotAllowedError) else "frage"
        form.refuse(getattr(error, "field", "") or default, say(error))
        return await _show(request, viewer, form, refusal=error)
    return redirect(request, f"/leitung/abstimmungen/{poll_id}", notice=_("Vorgemerkt. Die Frage steht in der Liste."))


def _find_kind(request: Request) -> Kind:
    for kind in KINDS:
        if kind.slug == request.path_params["kind"]:
            return kind
    raise NotFoundError


Service = Callable[..., str]


def _choose_service(kind: Kind, form: Form, viewer: Viewer) -> tuple[Service, dict[str, Any]]:
    """The act that puts a question of this kind, and what it is about."""
    title = form.text("frage", longest=300)
    conference = {"conference_id": viewer.conference_id}
    match kind.question:
        case Question.AMENDMENT:
            return services.questions.prepare, {"amendment_id": form.value("antrag")}
        case Question.PANEL_TEXT:
            return services.questions.ask_panel_text, {"amendment_id": form.value("antrag")}
        case Question.SEVERAL:
            return services.questions.ask_several, {"amendment_ids": form.several("antrag"), "title": title}
        case Question.CHOICE:
            return services.questions.ask_choice, {"amendment_ids": form.several("antrag"), "title": title}
        case Question.PROCEDURE:
            act = form.choice("schritt", set(ProceduralAct), missing=_("Bitte wählen Sie, worum es geht."))
            return _ask_procedure, {"act": act, "amendment_ids": form.several("antrag"), "title": title}
        case Question.DEMAND:
            return services.hall_questions.ask_demand, {"demand_id": form.value("forderung")}
        case Question.PAPER:
            return services.hall_questions.ask_paper, conference
        case Question.PRIORITIES:
            most = form.value("anzahl").strip()
            if not most.isascii() or not most.isdecimal() or len(most) > 3:
                form.refuse("anzahl", _("Bitte geben Sie eine ganze Zahl ein."))
            chosen = {"most": int(most) if form.ok else 0, "demand_ids": form.several("forderung"), "title": title}
            return services.hall_questions.ask_priorities, {**conference, **chosen}
        case Question.TEST:
            return services.hall_questions.ask_test, {**conference, "title": title}
        case _:
            answers = form.value("antworten").split("\n")
            opinion = {"question": kind.question, "title": title, "answers": answers}
            return services.hall_questions.ask_opinion, {**conference, **opinion}


def _ask_procedure(work: UnitOfWork, *, act: str, amendment_ids: tuple[str, ...], **given: Any) -> str:
    return services.questions.ask_procedure(work, ProceduralAct(act), amendment_ids, **given)


async def _show(
    request: Request, viewer: Viewer, form: Form | None, *, refusal: DraftingError | None = None
) -> Response:
    kind = _find_kind(request)
    page = await read(request, queries.askable.get_page, viewer.conference_id, viewer=viewer)
    chosen = form.several("antrag") if form else request.query_params.getlist("antrag")
    status = 200 if form is None else find_status(refusal) if refusal else 422
    if form is None:
        form = Form(show_usual(page, kind.question, panel_id=request.query_params.get("ag", "")))
    context = {
        "kind": kind,
        "page": page,
        "form": form,
        "chosen": frozenset(chosen),
        "chosen_demands": frozenset(form.several("forderung")),
        "acts": [(act.value, _(ACT_SENTENCES[act])) for act in ProceduralAct],
        **list_choices(page, form),
    }
    return render(request, "polls/ask.html", context, status=status)
