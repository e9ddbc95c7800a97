"""The terms of a question as fields of a form: who votes, how, and under which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drafting.queries.askable import AskPage, PollTerms
from drafting.rules.questions import CountedBy, Question, VoteKind, has_receipts_by_default, usual_kind
from drafting.rules.voting import RULE_LABELS, Rule
from drafting.services.asking import Terms
from drafting.web.forms import Form
from drafting.web.languages import gettext as _
from drafting.web.quorums import FIELD, list_quorums, read_quorum, show_quorum

_MOST_DIGITS = 5


def read_terms(form: Form) -> Terms:
    """Take the terms a form sends; what cannot be is refused beside its field, the rest is checked where it is kept."""
    kind = form.value("art") or VoteKind.OPEN
    counts_by = form.value("je") or CountedBy.PERSON
    rule = form.value("regel")
    if kind not in set(VoteKind) or counts_by not in set(CountedBy) or (rule and rule not in set(Rule)):
        form.refuse("art", _("Bitte wählen Sie aus der Liste."))
        return Terms()
    return Terms(
        panel_id=form.value("ag") or None,
        present_only=form.value("wer") != "alle",
        kind=VoteKind(kind),
        counts_by=CountedBy(counts_by),
        is_weighted=form.checked("gewichtet"),
        rule=Rule(rule) if rule else None,
        rule_reason=form.value("begruendung"),
        sets_quorum=bool(form.value(FIELD)),
        quorum=read_quorum(form),
        has_receipts={"ja": True, "nein": False}.get(form.value("quittung")),
        time_limit=_read_seconds(form),
    )


def _read_seconds(form: Form) -> int | None:
    value = form.value("zeit").strip()
    if not value:
        return None
    if not value.isascii() or not value.isdecimal() or len(value) > _MOST_DIGITS:
        form.refuse("zeit", _("Bitte geben Sie eine ganze Zahl ein."))
        return None
    return int(value)


def show_usual(page: AskPage, question: Question, *, panel_id: str) -> dict[str, str]:
    """The usual terms of the conference as a form shows them at first."""
    return {
        "ag": panel_id if any(panel.id == panel_id and panel.is_led for panel in page.panels) else "",
        "wer": "da",
        "art": usual_kind(question),
        "je": CountedBy.PERSON,
        "quittung": "ja" if has_receipts_by_default(question) else "nein",
        "regel": page.rule,
        FIELD: show_quorum(page.quorum),
        "zeit": str(page.poll_seconds),
    }


def show_terms(terms: PollTerms) -> dict[str, str]:
    """The terms of a question in the queue as a form shows them."""
    return {
        "ag": terms.panel_id,
        "wer": "da" if terms.present_only else "alle",
        "art": terms.kind,
        "je": terms.counts_by,
        "gewichtet": "ja" if terms.is_weighted else "",
        "quittung": "ja" if terms.has_receipts else "nein",
        "regel": terms.rule,
        "begruendung": terms.rule_reason,
        FIELD: show_quorum(terms.quorum),
        "zeit": str(terms.time_limit),
    }


def list_choices(page: AskPage, form: Form, *, may_give: bool = True) -> Mapping[str, Any]:
    """What the fields of the terms offer: the panels this person leads, and what was chosen already.

    ``may_give`` says that they may give the question to other voters.
    """
    offered = [panel for panel in page.panels if (may_give and panel.is_led) or panel.id == form.value("ag")]
    return {
        "panels": [("", _("Plenum")), *((panel.id, panel.name) for panel in offered)],
        "kinds": [
            (VoteKind.OPEN, _("Offen: Im Protokoll stehen nur Zahlen")),
            (VoteKind.NAMED, _("Namentlich: Im Protokoll stehen die Namen")),
            (VoteKind.SECRET, _("Geheim: Niemand erfährt, wer wie abgestimmt hat")),
        ],
        "counts": [
            (CountedBy.PERSON, _("Jede Person hat eine Stimme")),
            (CountedBy.MUNICIPALITY, _("Jede Kommune hat eine Stimme")),
        ],
        "rules": [(rule.value, _(RULE_LABELS[rule])) for rule in Rule],
        "usual_rule": _(RULE_LABELS[Rule(page.rule)]),
        "quorums": list_quorums(page.quorum),
    }
