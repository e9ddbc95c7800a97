"""Lists of amendments: everybody's with filters, each state of them an address one can share, and one's own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from drafting import queries
from drafting.queries.amendment_searches import Filters, ListOptions
from drafting.rules.lifecycle import AMENDMENT_KIND_LABELS, AmendmentKind
from drafting.web.languages import gettext as _
from drafting.web.languages import say
from drafting.web.pages import is_partial, render
from drafting.web.security import get_viewer
from drafting.web.work import read

# What stands in addresses, and what it means; the first of each is the default.
STATES = {
    "offen": "undecided",
    "alle": "",
    "angenommen": "adopted",
    "abgelehnt": "rejected",
    "erledigt": "settled",
    "wartet": "submitted",
    "verwiesen": "referred",
    "vertagt": "adjourned",
    "nicht-behandelt": "not_dealt_with",
    "zurueckgezogen": "withdrawn",
}
KINDS = {
    "": "",
    "aenderung": AmendmentKind.CHANGE,
    "neu": AmendmentKind.NEW,
    "streichung": AmendmentKind.STRIKE,
    "verschiebung": AmendmentKind.MOVE,
}
OVERLAPS = {
    "": "",
    "ueberschneidung": "conflict",
    "gleich": "identical",
    "nachbarn": "neighbour",
    "ohne": "none",
}
ORDERS = {"forderung": "demand", "neueste": "newest", "unterstuetzt": "supported"}
STATE_LABELS = {
    "offen": "noch offen",
    "alle": "alle",
    "angenommen": "angenommen",
    "abgelehnt": "abgelehnt",
    "erledigt": "erledigt",
    "wartet": "braucht Unterstützung",
    "verwiesen": "an die Redaktion verwiesen",
    "vertagt": "vertagt",
    "nicht-behandelt": "nicht mehr behandelt",
    "zurueckgezogen": "zurückgezogen",
}
OVERLAP_LABELS = {
    "ueberschneidung": "mit Überschneidung",
    "gleich": "gleichlautend",
    "nachbarn": "im selben Satz wie andere",
    "ohne": "ohne Berührung",
}
ORDER_LABELS = {
    "forderung": "nach Forderung",
    "neueste": "neueste zuerst",
    "unterstuetzt": "meiste Unterstützung zuerst",
}
_NAMES = ("suche", "stand", "ag", "forderung", "art", "ort", "lage", "folge")
_DEFAULTS = {"stand": "offen", "folge": "forderung"}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is set: ``values`` by name as they stand in addresses, and the filters they mean."""

    values: dict[str, str]
    filters: Filters

    @property
    def is_narrowed(self) -> bool:
        """Whether anything differs from the list one comes to first."""
        return any(self.values[name] != _DEFAULTS.get(name, "") for name in _NAMES)

    @property
    def folded(self) -> int:
        """How many of the folded filters are set."""
        return sum(bool(self.values[name]) for name in ("ag", "forderung", "art", "ort", "lage"))

    def address(self, offset: int = 0) -> str:
        """The address of this state; defaults are left out, so that it stays short."""
        given = {name: value for name, value in self.values.items() if value and value != _DEFAULTS.get(name)}
        query = urlencode({**given, **({"ab": str(offset)} if offset else {})})
        return f"/antraege?{query}" if query else "/antraege"


async def index(request: Request) -> Response:
    """List amendments by the filters in the address; what is not understood is ignored."""
    viewer = await get_viewer(request)
    options = await read(request, queries.amendment_searches.list_options, viewer.conference_id)
    chosen = read_filters(request.query_params, options)
    page = await read(
        request,
        queries.amendment_searches.find_page,
        viewer.conference_id,
        chosen.filters,
        viewer=viewer,
        offset=_read_offset(request.query_params),
    )
    name = "amendments/_results.html" if is_partial(request) else "amendments/index.html"
    lists = await read(request, queries.consents.list_lists, viewer.conference_id)
    context = {"page": page, "chosen": chosen, "fields": list_choices(options), "told": _summarize(chosen, options)}
    return render(request, name, {**context, "municipalities": options.municipalities, "lists": lists})


async def show_mine(request: Request) -> Response:
    """List one's own amendments: those that need an answer, the open ones, what was decided."""
    viewer = await get_viewer(request)
    cards = await read(request, queries.amendments.list_by_person, viewer.person_id, viewer=viewer)
    asked = [card for card in cards if card.needs_answer or card.wants_agreement]
    context = {
        "asked": asked,
        "open": [card for card in cards if card.is_open and card not in asked],
        "decided": [card for card in cards if not card.is_open],
        "drafts": await read(request, queries.drafts.list_drafts, viewer=viewer),
    }
    return render(request, "amendments/mine.html", context)


def read_filters(params: QueryParams, options: ListOptions) -> Chosen:
    """Take the filters out of an address."""
    allowed = {
        "stand": set(STATES),
        "ag": {panel_id for panel_id, _name in options.panels},
        "forderung": {demand_id for demand_id, _name, _title in options.demands},
        "art": set(KINDS),
        "lage": set(OVERLAPS),
        "folge": set(ORDERS),
    }
    values = {}
    for name in _NAMES:
        value = params.get(name, "").strip()[:_LONGEST]
        values[name] = value if value in allowed.get(name, {value}) else _DEFAULTS.get(name, "")
        values[name] = values[name] or _DEFAULTS.get(name, "")
    filters = Filters(
        panel_id=values["ag"],
        demand_id=values["forderung"],
        state=STATES[values["stand"]],
        kind=KINDS[values["art"]],
        municipality=values["ort"],
        overlap=OVERLAPS[values["lage"]],
        search=values["suche"],
        order=ORDERS[values["folge"]],
    )
    return Chosen(values, filters)


def _read_offset(params: QueryParams) -> int:
    offset = params.get("ab", "")
    return int(offset) if offset.isdecimal() and len(offset) < 7 else 0


def list_choices(options: ListOptions) -> dict[str, tuple[Choice, ...]]:
    """The options of each filter that is chosen from a list."""
    demands = (
        Choice(id_, f"{say(name)}: {title}" if title and title != say(name) else say(name))
        for id_, name, title in options.demands
    )
    return {
        "stand": tuple(Choice(value, _(STATE_LABELS[value])) for value in STATES),
        "ag": (Choice("", _("alle")), *(Choice(id_, name) for id_, name in options.panels)),
        "forderung": (Choice("", _("alle")), *demands),
        "art": (
            Choice("", _("alle")),
            *(Choice(value, _(AMENDMENT_KIND_LABELS[AmendmentKind(kind)])) for value, kind in KINDS.items() if kind),
        ),
        "lage": (Choice("", _("alle")), *(Choice(value, _(label)) for value, label in OVERLAP_LABELS.items())),
        "folge": tuple(Choice(value, _(label)) for value, label in ORDER_LABELS.items()),
    }


def _summarize(chosen: Chosen, options: ListOptions) -> str:
    """What is set, in a few words: „noch offen, Ulm, mit Überschneidung“."""
    values = chosen.values
    demands = {id_: say(name) for id_, name, _title in options.demands}
    words = [
        _(STATE_LABELS[values["stand"]]) if values["stand"] != "alle" else "",
        dict(options.panels).get(values["ag"], ""),
        demands.get(values["forderung"], ""),
        _(AMENDMENT_KIND_LABELS[AmendmentKind(KINDS[values["art"]])]) if values["art"] else "",
        values["ort"],
        _(OVERLAP_LABELS[values["lage"]]) if values["lage"] else "",
        f"„{values['suche']}“" if values["suche"] else "",
    ]
    return ", ".join(word for word in words if word)
