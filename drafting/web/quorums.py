"""Quorums in forms: no minimum turnout, or one of the usual shares."""

from __future__ import annotations

from drafting.rules.voting import SHARE_LABELS, Quorum
from drafting.web.forms import Form
from drafting.web.languages import gettext as _

NONE = "0"
FIELD = "beteiligung"


def show_quorum(quorum: Quorum | None) -> str:
    """A quorum as the value of its field."""
    return f"{quorum.numerator}/{quorum.denominator}" if quorum else NONE


def read_quorum(form: Form) -> Quorum | None:
    """Take the quorum a form sends; what is no share is refused beside its field."""
    value = form.value(FIELD, NONE) or NONE
    if value == NONE:
        return None
    numerator, _slash, denominator = value.partition("/")
    try:
        if len(value) > 9 or not (numerator + denominator).isascii():
            raise ValueError
        return Quorum(int(numerator), int(denominator))
    except ValueError:
        form.refuse(FIELD, _("Bitte wählen Sie aus der Liste."))
        return None


def list_quorums(*present: Quorum | None) -> list[tuple[str, str]]:
    """What the field offers: none, the usual shares, and what holds at present, should it be another."""
    usual = [Quorum(*share) for share in SHARE_LABELS]
    others = [quorum for quorum in dict.fromkeys(present) if quorum and quorum not in usual]
    return [
        (NONE, _("Keine Mindestbeteiligung")),
        *(
            (show_quorum(quorum), _("Mindestens %(share)s der Stimmberechtigten") % {"share": _(quorum.label)})
            for quorum in (*usual, *others)
        ),
    ]
