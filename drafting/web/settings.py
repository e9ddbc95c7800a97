"""The settings of the conference, for its organizers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from drafting import queries, services
from drafting.errors import InvalidInputError
from drafting.queries.settings import SettingsPage
from drafting.rules.voting import RULE_LABELS, Rule
from drafting.web.dates import ZONE, as_local
from drafting.web.forms import Form, read_form
from drafting.web.languages import gettext as _
from drafting.web.pages import redirect, render
from drafting.web.quorums import FIELD, list_quorums, read_quorum, show_quorum
from drafting.web.security import get_organizer
from drafting.web.work import read, write

NUMBERS = (
    "length_budget",
    "minimum_supporters",
    "amendments_per_person",
    "pull_out_threshold",
    "objection_hours",
    "poll_seconds",
)
SWITCHES = ("requires_reason", "confirms_effects", "enables_weights")


async def show(request: Request) -> Response:
    """Show the settings."""
    viewer = await get_organizer(request)
    settings = await read(request, queries.settings.get_settings, viewer.conference_id)
    return _render(request, Form(_as_fields(settings)), settings)


async def change(request: Request) -> Response:
    """Save the settings; a refused one is said beside its field."""
    viewer = await get_organizer(request)
    form = await read_form(request)
    given = _read(form)
    if form.ok:
        try:
            await write(
                request, services.conferences.change_settings, viewer.conference_id, actor=viewer.person_id, **given
            )
        except InvalidInputError as error:
            form.refuse_with(error, "name")
        else:
            return redirect(request, "/einstellungen", notice=_("Die Einstellungen sind gespeichert."))
    settings = await read(request, queries.settings.get_settings, viewer.conference_id)
    return _render(request, form, settings, status=422)


def _as_fields(settings: SettingsPage) -> Mapping[str, str]:
    closes = settings.amendments_close_at
    return {
        "name": settings.name,
        "rule": settings.rule,
        FIELD: show_quorum(settings.quorum),
        **{name: "ja" if getattr(settings, name) else "" for name in SWITCHES},
        "amendments_close_at": as_local(closes).strftime("%Y-%m-%dT%H:%M") if closes else "",
        **{name: str(getattr(settings, name) or "0") for name in NUMBERS},
    }


def _read(form: Form) -> dict[str, Any]:
    """Take what was sent; an empty number is 0, an empty deadline is none."""
    rule = form.choice("rule", set(Rule), missing=_("Bitte wählen Sie eine Regel."))
    return {
        "name": form.text("name", missing=_("Bitte geben Sie der Konferenz einen Namen."), longest=200),
        **{name: form.checked(name) for name in SWITCHES},
        "rule": Rule(rule) if rule in set(Rule) else None,
        "sets_quorum": bool(form.value(FIELD)),
        "quorum": read_quorum(form),
        "has_deadline": bool(form.value("amendments_close_at").strip()),
        "amendments_close_at": _read_moment(form, "amendments_close_at"),
        **{name: _read_number(form, name) for name in NUMBERS},
    }


def _read_number(form: Form, name: str) -> int:
    value = form.value(name).strip().replace(".", "") or "0"
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        form.refuse(name, _("Bitte geben Sie eine ganze Zahl ein."))
        return 0
    return int(value)


def _read_moment(form: Form, name: str) -> datetime | None:
    value = form.value(name).strip()
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        form.refuse(name, _("Bitte geben Sie Tag und Uhrzeit an."))
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _render(request: Request, form: Form, settings: SettingsPage, *, status: int = 200) -> Response:
    rules = [(rule.value, _(RULE_LABELS[rule])) for rule in Rule]
    context = {"form": form, "rules": rules, "quorums": list_quorums(settings.quorum)}
    return render(request, "settings/show.html", context, status=status)
