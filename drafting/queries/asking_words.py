"""Asking in words: what a question is about, the question itself, and what a yes and a no are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from drafting.models import Amendment, Demand, Poll
from drafting.rules.lifecycle import AmendmentKind
from drafting.rules.questions import ProceduralAct, Question


class Subject(Protocol):
    """What the words need to know of a question."""

    @property
    def poll(self) -> Poll:
        """The poll."""

    @property
    def amendment(self) -> Amendment | None:
        """The one amendment it is about."""

    @property
    def demand(self) -> Demand | None:
        """The one demand it is about."""

    @property
    def listed(self) -> Sequence[Amendment]:
        """The amendments it is about, where they are several."""

    @property
    def strikes(self) -> bool:
        """Whether it only strikes words."""

    @property
    def label(self) -> str:
        """The amendments by name."""

    @property
    def place(self) -> str:
        """The demand in words."""


SUBJECT_LABELS = {
    Question.PAPER: "Das ganze Papier",
    Question.PRIORITIES: "Schwerpunkte",
    Question.SINGLE: "Stimmungsbild",
    Question.MULTIPLE: "Stimmungsbild",
    Question.SCALE: "Stimmungsbild",
    Question.TEST: "Probeabstimmung",
}
QUESTION_SENTENCES = {
    Question.CHOICE: "Welche Fassung soll gelten?",
    Question.PAPER: "Soll das Papier so beschlossen werden?",
    Question.PRIORITIES: "Welche Forderungen sind die wichtigsten?",
    Question.TEST: "Probe: Kommt diese Frage bei Ihnen an?",
}
_ACT_NAMES = {
    ProceduralAct.ADJOURN: "Vertagung",
    ProceduralAct.REFER: "Verweisung an die Redaktion",
    ProceduralAct.END_DEBATE: "Schluss der Debatte",
}
ANSWER_LABELS = {
    Question.SEVERAL: ("Ja, alle annehmen", "Nein, alle ablehnen"),
    Question.PANEL_TEXT: ("Text der Arbeitsgruppe", "Bisheriger Text"),
    Question.DEMAND: ("Ja, behalten", "Nein, streichen"),
    Question.PAPER: ("Ja, beschließen", "Nein, nicht beschließen"),
}
ACT_ANSWER_LABELS = {
    ProceduralAct.ADJOURN: ("Ja, vertagen", "Nein, jetzt behandeln"),
    ProceduralAct.REFER: ("Ja, verweisen", "Nein, hier entscheiden"),
    ProceduralAct.END_DEBATE: ("Ja, Schluss der Debatte", "Nein, weiter beraten"),
}
KIND_ANSWER_LABELS = {
    AmendmentKind.STRIKE: ("Ja, streichen", "Nein, behalten"),
    AmendmentKind.NEW: ("Ja, aufnehmen", "Nein, nicht aufnehmen"),
    AmendmentKind.MOVE: ("Ja, verschieben", "Nein, so lassen"),
    AmendmentKind.CHANGE: ("Ja, ändern", "Nein, so lassen"),
}


def name_subject(question: Question, subject: Subject) -> str:
    """What a question is about, for a line in a list: „Ä12 zu Forderung 4“, „Gemeinsam: Ä2, Ä14“."""
    if subject.amendment is not None:
        name = f"{subject.label} zu {subject.place}" if subject.demand else f"{subject.label}: {subject.place}"
        return f"Text der Arbeitsgruppe: {name}" if question is Question.PANEL_TEXT else name
    match question:
        case Question.CONSENT:
            return f"Gemeinsam: {subject.label}" if subject.listed else "Gemeinsam"
        case Question.SEVERAL:
            return f"Zusammen: {subject.label}"
        case Question.CHOICE:
            return f"Auswahl: {subject.label}"
        case Question.DEMAND:
            return subject.place
        case Question.PROCEDURE:
            return f"{_ACT_NAMES[ProceduralAct(subject.poll.act)]}: {subject.label}"
        case _:
            return subject.poll.title or SUBJECT_LABELS[question]


def ask(question: Question, subject: Subject) -> str:
    """The question itself."""
    if subject.amendment is not None:
        return _ask_about_one(question, subject, AmendmentKind(subject.amendment.kind))
    if subject.poll.title:
        return subject.poll.title
    match question:
        case Question.CONSENT:
            return f"{name_subject(question, subject)}: {_ask_jointly(subject)}"
        case Question.SEVERAL:
            return f"{subject.label}: Sollen diese Änderungen alle angenommen werden?"
        case Question.DEMAND:
            return f"{subject.place}: Soll sie so im Papier stehen?"
        case Question.CHOICE if subject.demand is not None:
            return f"{subject.place}: {QUESTION_SENTENCES[question]}"
        case Question.PROCEDURE:
            return _ask_to_proceed(subject)
        case _:
            return QUESTION_SENTENCES[question]


def _ask_about_one(question: Question, subject: Subject, kind: AmendmentKind) -> str:
    if question is Question.PANEL_TEXT and kind is AmendmentKind.CHANGE:
        return f"{subject.place}: Text der Arbeitsgruppe oder bisheriger Text?"
    match kind:
        case AmendmentKind.STRIKE:
            return f"{subject.place}: Soll sie gestrichen werden?"
        case AmendmentKind.NEW:
            return "Soll diese Forderung aufgenommen werden?"
        case AmendmentKind.CHANGE if subject.strikes:
            return f"{subject.place}: Soll das gestrichen werden?"
        case _:
            return f"{subject.place}: Soll der Text so geändert werden?"


def _ask_jointly(subject: Subject) -> str:
    what = "Soll diese unstrittige Änderung" if len(subject.listed) == 1 else "Sollen diese unstrittigen Änderungen"
    return f"{what} {'zur Annahme empfohlen' if subject.poll.recommends else 'angenommen'} werden?"


def _ask_to_proceed(subject: Subject) -> str:
    verb = "Soll" if len(subject.listed) == 1 else "Sollen"
    match ProceduralAct(subject.poll.act):
        case ProceduralAct.ADJOURN:
            return f"{verb} {subject.label} vertagt werden?"
        case ProceduralAct.REFER:
            return f"{verb} {subject.label} an die Redaktion verwiesen werden?"
        case ProceduralAct.END_DEBATE:
            return f"Soll die Debatte über {subject.label} enden und sofort abgestimmt werden?"


def name_answers(question: Question, subject: Subject) -> tuple[str, str]:
    """What a yes and a no are called."""
    if question is Question.CONSENT:
        if subject.poll.recommends:
            return "Ja, alle empfehlen", "Nein, keine Empfehlung"
        return "Ja, alle annehmen", "Nein, alle offen lassen"
    if question is Question.PROCEDURE:
        return ACT_ANSWER_LABELS[ProceduralAct(subject.poll.act)]
    if subject.amendment is None:
        return ANSWER_LABELS.get(question, ("Ja", "Nein"))
    kind = AmendmentKind(subject.amendment.kind)
    if question is Question.PANEL_TEXT and kind is AmendmentKind.CHANGE:
        return ANSWER_LABELS[question]
    return KIND_ANSWER_LABELS[AmendmentKind.STRIKE if subject.strikes else kind]
