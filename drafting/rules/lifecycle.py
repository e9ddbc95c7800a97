"""Which state follows which: the only place that knows the steps of conferences, amendments and polls."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a conference stands; each phase says who may do what."""

    PREPARATION = "preparation"
    OPEN = "open"
    DECISION = "decision"
    CLOSING = "closing"
    ARCHIVED = "archived"


class AmendmentKind(StrEnum):
    """What an amendment asks for."""

    CHANGE = "change"
    NEW = "new"
    STRIKE = "strike"
    MOVE = "move"


class AmendmentState(StrEnum):
    """What has become of an amendment."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPEN = "open"
    TAKEN_OVER = "taken_over"
    ADOPTED = "adopted"
    ADOPTED_CHANGED = "adopted_changed"
    REJECTED = "rejected"
    SETTLED = "settled"
    REFERRED = "referred"
    ADJOURNED = "adjourned"
    NOT_DEALT_WITH = "not_dealt_with"
    WITHDRAWN = "withdrawn"


class Fit(StrEnum):
    """How an open amendment stands to its demand's present text, worst first in ``conflict``."""

    APPLIES = "applies"
    NEIGHBOUR = "neighbour"
    CONFLICT = "conflict"
    SETTLED = "settled"


class PollState(StrEnum):
    """Where a poll stands."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    ANNULLED = "annulled"


class ConsentState(StrEnum):
    """Where a list of undisputed amendments stands; items are pulled out while it is open."""

    OPEN = "open"
    VOTING = "voting"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    DROPPED = "dropped"


class Choice(StrEnum):
    """What a ballot says."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Advice(StrEnum):
    """What moderators or a panel recommend to do with an amendment (Empfehlung)."""

    ADOPT = "adopt"
    ADOPT_CHANGED = "adopt_changed"
    REJECT = "reject"
    VOTE = "vote"
    SETTLED_BY = "settled_by"
    REFER = "refer"
    ADJOURN = "adjourn"


PHASE_LABELS = {
    Phase.PREPARATION: "Vorbereitung",
    Phase.OPEN: "Anträge offen",
    Phase.DECISION: "Entscheidung",
    Phase.CLOSING: "Abschluss",
    Phase.ARCHIVED: "Archiv",
}
AMENDMENT_KIND_LABELS = {
    AmendmentKind.CHANGE: "Änderung",
    AmendmentKind.NEW: "Neue Forderung",
    AmendmentKind.STRIKE: "Streichung",
    AmendmentKind.MOVE: "Verschiebung",
}
AMENDMENT_STATE_LABELS = {
    AmendmentState.DRAFT: "Entwurf",
    AmendmentState.SUBMITTED: "eingereicht",
    AmendmentState.OPEN: "offen",
    AmendmentState.TAKEN_OVER: "übernommen",
    AmendmentState.ADOPTED: "angenommen",
    AmendmentState.ADOPTED_CHANGED: "geändert angenommen",
    AmendmentState.REJECTED: "abgelehnt",
    AmendmentState.SETTLED: "erledigt",
    AmendmentState.REFERRED: "an die Redaktion verwiesen",
    AmendmentState.ADJOURNED: "vertagt",
    AmendmentState.NOT_DEALT_WITH: "nicht mehr behandelt",
    AmendmentState.WITHDRAWN: "zurückgezogen",
}
FIT_LABELS = {
    Fit.APPLIES: "passt zum heutigen Text",
    Fit.NEIGHBOUR: "passt, steht neben einer Änderung",
    Fit.CONFLICT: "trifft auf geänderten Text",
    Fit.SETTLED: "nichts mehr zu entscheiden",
}
POLL_STATE_LABELS = {
    PollState.PREPARED: "vorbereitet",
    PollState.OPEN: "läuft",
    PollState.CLOSED: "beendet",
    PollState.ANNULLED: "aufgehoben",
}
CONSENT_STATE_LABELS = {
    ConsentState.OPEN: "offen",
    ConsentState.VOTING: "wird abgestimmt",
    ConsentState.ADOPTED: "angenommen",
    ConsentState.REJECTED: "nicht angenommen",
    ConsentState.DROPPED: "aufgelöst",
}
ADVICE_LABELS = {
    Advice.ADOPT: "annehmen",
    Advice.ADOPT_CHANGED: "geändert annehmen",
    Advice.REJECT: "ablehnen",
    Advice.VOTE: "abstimmen",
    Advice.SETTLED_BY: "erledigt durch …",
    Advice.REFER: "an die Redaktion",
    Advice.ADJOURN: "vertagen",
}
CHOICE_LABELS = {Choice.YES: "Ja", Choice.NO: "Nein", Choice.ABSTAIN: "Enthaltung"}

UNDECIDED = frozenset(
    {AmendmentState.SUBMITTED, AmendmentState.OPEN, AmendmentState.REFERRED, AmendmentState.ADJOURNED}
)
ADOPTED = frozenset({AmendmentState.TAKEN_OVER, AmendmentState.ADOPTED, AmendmentState.ADOPTED_CHANGED})
_ENDS = (ADOPTED | {AmendmentState.REJECTED, AmendmentState.SETTLED, AmendmentState.NOT_DEALT_WITH}) | {
    AmendmentState.WITHDRAWN
}
_AMENDMENT_STEPS: dict[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.DRAFT: frozenset({AmendmentState.SUBMITTED, AmendmentState.OPEN, AmendmentState.WITHDRAWN}),
    AmendmentState.SUBMITTED: frozenset(
        {
            AmendmentState.OPEN,
            AmendmentState.WITHDRAWN,
            AmendmentState.REJECTED,
            AmendmentState.SETTLED,
            AmendmentState.NOT_DEALT_WITH,
        }
    ),
    AmendmentState.OPEN: _ENDS | {AmendmentState.REFERRED, AmendmentState.ADJOURNED},
    AmendmentState.REFERRED: _ENDS | {AmendmentState.OPEN},
    AmendmentState.ADJOURNED: _ENDS | {AmendmentState.OPEN},
}
_POLL_STEPS: dict[PollState, frozenset[PollState]] = {
    PollState.PREPARED: frozenset({PollState.OPEN, PollState.ANNULLED}),
    PollState.OPEN: frozenset({PollState.CLOSED, PollState.ANNULLED}),
}


def may_amendment_become(state: AmendmentState, after: AmendmentState) -> bool:
    """Tell whether an amendment may go from one state to another; what is decided is reopened by no such step."""
    return after in _AMENDMENT_STEPS.get(state, frozenset())


def may_amendment_reopen(state: AmendmentState) -> bool:
    """Tell whether a journaled act may open an amendment again: whatever was decided, but not what its author ended."""
    return state in _ENDS - {AmendmentState.WITHDRAWN}


def may_poll_become(state: PollState, after: PollState) -> bool:
    """Tell whether a poll may go from one state to another."""
    return after in _POLL_STEPS.get(state, frozenset())


def takes_amendments(phase: Phase) -> bool:
    """Tell whether people may hand in amendments in this phase."""
    return phase is Phase.OPEN


def takes_decisions(phase: Phase) -> bool:
    """Tell whether polls may be opened in this phase; panels decide while the intake is still open."""
    return phase in {Phase.OPEN, Phase.DECISION}
