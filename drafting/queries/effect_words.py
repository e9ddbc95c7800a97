"""Effects in words: what a poll did when it ended, or left as it was, and what a procedural yes would do."""

from __future__ import annotations

from drafting.queries.asking import Question
from drafting.queries.moves import Move
from drafting.queries.questions import PENDING
from drafting.queries.sayings import NOTHING, Saying, saying
from drafting.rules.lifecycle import AmendmentKind, PollState
from drafting.rules.questions import ProceduralAct
from drafting.rules.questions import Question as Asked
from drafting.rules.voting import Verdict

# What a yes and a no come to; a tie is a no.
EFFECT_SENTENCES = {
    Asked.PANEL_TEXT: ("Es gilt der Text der Arbeitsgruppe.", "Es bleibt beim bisherigen Text."),
    Asked.CONSENT: ("Die Änderungen sind angenommen.", "Alle Anträge bleiben offen."),
    Asked.SEVERAL: ("Die Änderungen sind angenommen.", "Die Änderungen sind abgelehnt."),
    Asked.CHOICE: ("Der Text ist geändert.", "Es bleibt beim bisherigen Text."),
    Asked.DEMAND: ("Die Forderung bleibt im Papier.", "Die Forderung ist gestrichen."),
    Asked.PAPER: (
        "Das Papier ist beschlossen, so wie es zu Beginn der Abstimmung stand.",
        "Das Papier ist nicht beschlossen.",
    ),
}
KIND_EFFECT_SENTENCES = {
    AmendmentKind.CHANGE: ("Der Text ist geändert.", "Es bleibt beim bisherigen Text."),
    AmendmentKind.STRIKE: ("Die Forderung ist gestrichen.", "Die Forderung bleibt im Papier."),
    AmendmentKind.NEW: ("Die Forderung ist aufgenommen.", "Die Forderung ist nicht aufgenommen."),
    AmendmentKind.MOVE: ("Die Reihenfolge ist geändert.", "Die Reihenfolge bleibt, wie sie ist."),
}
# Of one amendment, and of several: what a yes and what a no comes to.
STEP_SENTENCES = {
    ProceduralAct.ADJOURN: (
        "%(labels)s ist vertagt und kann wieder aufgenommen werden.",
        "%(labels)s sind vertagt und können wieder aufgenommen werden.",
    ),
    ProceduralAct.REFER: (
        "%(labels)s ist an die Redaktion verwiesen.",
        "%(labels)s sind an die Redaktion verwiesen.",
    ),
    ProceduralAct.END_DEBATE: ("Über %(labels)s wird jetzt abgestimmt.",) * 2,
}
NO_STEP_SENTENCES = {
    ProceduralAct.ADJOURN: ("%(labels)s wird jetzt behandelt.", "%(labels)s werden jetzt behandelt."),
    ProceduralAct.REFER: ("Über %(labels)s wird hier entschieden.",) * 2,
    ProceduralAct.END_DEBATE: ("Die Debatte über %(labels)s geht weiter.",) * 2,
}
PROSPECT_SENTENCES = {
    ProceduralAct.ADJOURN: (
        "Bei Ja wird der Antrag jetzt nicht behandelt. Er kann wieder aufgenommen werden.",
        "Bei Ja werden die Anträge jetzt nicht behandelt. Sie können wieder aufgenommen werden.",
    ),
    ProceduralAct.REFER: (
        "Bei Ja arbeitet die Redaktion den Antrag ein oder legt ihn wieder vor.",
        "Bei Ja arbeitet die Redaktion die Anträge ein oder legt sie wieder vor.",
    ),
    ProceduralAct.END_DEBATE: (
        "Bei Ja wird über den Antrag sofort abgestimmt.",
        "Bei Ja wird über die Anträge sofort abgestimmt.",
    ),
}


def tell_effect(question: Question, move: Move | None = None) -> Saying:
    """What became of what was asked; nothing of a poll that was annulled or decides nothing."""
    poll = question.poll
    if poll.state != PollState.CLOSED or not poll.verdict:
        return NOTHING
    verdict = Verdict(poll.verdict)
    if verdict is Verdict.INVALID:
        return _tell_invalid(question)
    if verdict is Verdict.UNDECIDED:
        return saying("Keine Antwort hat gewonnen. Alle Anträge bleiben offen.")
    is_yes = verdict is Verdict.ADOPTED
    if poll.recommends:
        return _tell_recommended(question, is_yes=is_yes)
    if poll.effect == PENDING:
        strikes = question.kind is Asked.DEMAND or _is_about(question, AmendmentKind.STRIKE)
        if strikes:
            return saying("Die Forderung wird gestrichen, sobald die Leitung es bestätigt.")
        return saying("Der Text ändert sich, sobald die Leitung es bestätigt.")
    return _tell_final(question, move, is_yes=is_yes)


def tell_prospect(question: Question) -> Saying:
    """What a yes would do, where the question alone does not say it: a procedural one, as yet undecided."""
    if question.kind is not Asked.PROCEDURE:
        return NOTHING
    return Saying(PROSPECT_SENTENCES[ProceduralAct(question.poll.act)][len(question.listed) != 1])


def _is_about(question: Question, kind: AmendmentKind) -> bool:
    return question.amendment is not None and question.amendment.kind == kind


def _tell_invalid(question: Question) -> Saying:
    if question.kind is Asked.PAPER:
        return saying("Über das Papier ist nicht entschieden.")
    if question.kind is Asked.DEMAND:
        return saying("Die Forderung bleibt, wie sie ist.")
    if question.amendment is not None or len(question.listed) == 1:
        return saying("Der Antrag bleibt offen.")
    return saying("Alle Anträge bleiben offen.")


def _tell_recommended(question: Question, *, is_yes: bool) -> Saying:
    if question.kind is not Asked.DEMAND:
        return NOTHING
    return saying("So würde sie im Papier bleiben.") if is_yes else saying("So würde sie gestrichen.")


def _tell_final(question: Question, move: Move | None, *, is_yes: bool) -> Saying:
    amendment, kind = question.amendment, question.kind
    if kind is Asked.PROCEDURE:
        sentences = (STEP_SENTENCES if is_yes else NO_STEP_SENTENCES)[ProceduralAct(question.poll.act)]
        return saying(sentences[len(question.listed) != 1], labels=question.label)
    if amendment is not None and (kind is Asked.AMENDMENT or amendment.kind != AmendmentKind.CHANGE):
        return _tell_amendment(question, AmendmentKind(amendment.kind), move, is_yes=is_yes)
    left = ", ".join(each.label for each in question.listed if each.is_undecided)
    if is_yes and left and kind in {Asked.CONSENT, Asked.SEVERAL}:
        return saying("Angenommen, soweit es ging. Offen bleibt: %(labels)s.", labels=left)
    return Saying(EFFECT_SENTENCES[kind][not is_yes])


def _tell_amendment(question: Question, kind: AmendmentKind, move: Move | None, *, is_yes: bool) -> Saying:
    if move is not None and is_yes:
        return Saying("%(moved)s.", {"moved": move.moved})
    if question.strikes and is_yes:
        return saying("Die Worte sind gestrichen.")
    return Saying(KIND_EFFECT_SENTENCES[kind][not is_yes])
