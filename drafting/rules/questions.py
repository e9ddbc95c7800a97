"""What a poll can ask, how it is cast, and what each kind of question and vote implies."""

from __future__ import annotations

from enum import StrEnum


class Question(StrEnum):
    """What is asked."""

    AMENDMENT = "amendment"
    CONSENT = "consent"
    SEVERAL = "several"
    CHOICE = "choice"
    PANEL_TEXT = "panel_text"
    DEMAND = "demand"
    PAPER = "paper"
    PROCEDURE = "procedure"
    PRIORITIES = "priorities"
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    TEST = "test"


class VoteKind(StrEnum):
    """How ballots are cast and kept: open (numbers only), by name (names in the minutes), secret (never linked)."""

    OPEN = "open"
    NAMED = "named"
    SECRET = "secret"  # noqa: S105 — no password


class CountedBy(StrEnum):
    """Who has a vote: each person, or each municipality by its delegate."""

    PERSON = "person"
    MUNICIPALITY = "municipality"


class ProceduralAct(StrEnum):
    """What a procedural question asks for."""

    ADJOURN = "adjourn"
    REFER = "refer"
    END_DEBATE = "end_debate"


QUESTION_LABELS = {
    Question.AMENDMENT: "Änderungsantrag",
    Question.CONSENT: "Gemeinsam",
    Question.SEVERAL: "Mehrere Anträge zusammen",
    Question.CHOICE: "Auswahl unter mehreren Anträgen",
    Question.PANEL_TEXT: "Text der Arbeitsgruppe",
    Question.DEMAND: "Forderung",
    Question.PAPER: "Schlussabstimmung",
    Question.PROCEDURE: "Verfahren",
    Question.PRIORITIES: "Schwerpunkte",
    Question.SINGLE: "Stimmungsbild, eine Antwort",
    Question.MULTIPLE: "Stimmungsbild, mehrere Antworten",
    Question.SCALE: "Stimmungsbild, Skala",
    Question.TEST: "Probeabstimmung",
}
# „offen“ alone would be read as „not yet decided“.
VOTE_KIND_LABELS = {VoteKind.OPEN: "offene Abstimmung", VoteKind.NAMED: "namentlich", VoteKind.SECRET: "geheim"}
COUNTED_BY_LABELS = {CountedBy.PERSON: "je Person", CountedBy.MUNICIPALITY: "je Kommune"}
ACT_LABELS = {
    ProceduralAct.ADJOURN: "vertagen",
    ProceduralAct.REFER: "an die Redaktion verweisen",
    ProceduralAct.END_DEBATE: "Schluss der Debatte",
}
# Answered by naming options instead of yes, no or abstention.
WITH_OPTIONS = frozenset({Question.CHOICE, Question.PRIORITIES, Question.SINGLE, Question.MULTIPLE, Question.SCALE})
# What decides nothing, and so has no verdict.
DECIDING_NOTHING = frozenset({Question.SINGLE, Question.MULTIPLE, Question.SCALE, Question.TEST, Question.PRIORITIES})
LEAST_FOR_SECRET = 5
FEWEST_TO_CHOOSE = 2


def may_be_changed(kind: VoteKind) -> bool:
    """Tell whether a ballot may be changed until closing; a sealed one cannot be found again."""
    return kind is not VoteKind.SECRET


def has_receipts_by_default(question: Question) -> bool:
    """Tell whether secret votes of this kind give receipts unless somebody switches them off."""
    return question is Question.PAPER


def usual_kind(question: Question) -> VoteKind:
    """How a question is put unless somebody chooses otherwise: that on the whole paper secretly, with receipts."""
    return VoteKind.SECRET if question is Question.PAPER else VoteKind.OPEN


def decides(question: Question) -> bool:
    """Tell whether a question has a verdict."""
    return question not in DECIDING_NOTHING
