"""Asking in words: what a question is about, the question itself, and what a yes and a no are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from drafting.models import Amendment, Demand, Poll, PollOption
from drafting.queries.sayings import Saying, as_it_is, saying
from drafting.rules.lifecycle import AmendmentKind
from drafting.rules.questions import CountedBy, ProceduralAct, Question


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
    def label(self) -> Saying:
        """The amendments by name."""

    @property
    def place(self) -> Saying:
        """The demand in words."""


_NUMBERED = re.compile(r"Forderung (\S+): (.+)", re.DOTALL)
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
ACT_NAME_LABELS = {
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


def name_answer(question: Question, option: PollOption) -> Saying:
    """An answer as it is called: a demand by its number, the text as it is, an amendment, or somebody's own words."""
    if option.demand_id and (numbered := _NUMBERED.fullmatch(option.label)):
        return saying("%(place)s: %(title)s", place=name_demand(numbered[1], ""), title=numbered[2])
    if question is Question.CHOICE and option.amendment_id is None:
        return Saying(option.label)
    return as_it_is(option.label)


def name_demand(number: str, otherwise: str) -> Saying:
    """A demand by its number, or, where it has none, by what it is called."""
    return saying("Forderung %(number)s", number=number) if number else as_it_is(otherwise)


def name_electorate(panel_name: str, *, present_only: bool, counts_by: str) -> Saying:
    """Who votes; without a panel it is the plenary."""
    who = as_it_is(panel_name) or saying("Plenum")
    everybody = saying("Alle Stimmberechtigten, %(who)s", who=who)
    if present_only:
        everybody = saying("Alle Anwesenden, %(who)s", who=who)
    by_town = counts_by == CountedBy.MUNICIPALITY
    return saying("%(everybody)s, je Kommune", everybody=everybody) if by_town else everybody


def name_subject(question: Question, subject: Subject) -> Saying:
    """What a question is about, for a line in a list: „Ä12 zu Forderung 4“, „Gemeinsam: Ä2, Ä14“."""
    if subject.amendment is not None:
        name = (
            saying("%(label)s zu %(place)s", label=subject.label, place=subject.place)
            if subject.demand
            else saying("%(label)s: %(place)s", label=subject.label, place=subject.place)
        )
        return saying("Text der Arbeitsgruppe: %(name)s", name=name) if question is Question.PANEL_TEXT else name
    match question:
        case Question.CONSENT:
            return saying("Gemeinsam: %(labels)s", labels=subject.label) if subject.listed else saying("Gemeinsam")
        case Question.SEVERAL:
            return saying("Zusammen: %(labels)s", labels=subject.label)
        case Question.CHOICE:
            return saying("Auswahl: %(labels)s", labels=subject.label)
        case Question.DEMAND:
            return subject.place
        case Question.PROCEDURE:
            act = saying(ACT_NAME_LABELS[ProceduralAct(subject.poll.act)])
            return saying("%(act)s: %(labels)s", act=act, labels=subject.label)
        case _:
            return as_it_is(subject.poll.title) or saying(SUBJECT_LABELS[question])


def ask(question: Question, subject: Subject) -> Saying:
    """The question itself."""
    if subject.amendment is not None:
        return _ask_about_one(question, subject, AmendmentKind(subject.amendment.kind))
    if subject.poll.title:
        return as_it_is(subject.poll.title)
    match question:
        case Question.CONSENT:
            return saying(
                "%(what)s: %(question)s", what=name_subject(question, subject), question=_ask_jointly(subject)
            )
        case Question.SEVERAL:
            return saying("%(labels)s: Sollen diese Änderungen alle angenommen werden?", labels=subject.label)
        case Question.DEMAND:
            return saying("%(place)s: Soll sie so im Papier stehen?", place=subject.place)
        case Question.CHOICE if subject.demand is not None:
            return saying("%(what)s: %(question)s", what=subject.place, question=saying(QUESTION_SENTENCES[question]))
        case Question.PROCEDURE:
            return _ask_to_proceed(subject)
        case _:
            return saying(QUESTION_SENTENCES[question])


def _ask_about_one(question: Question, subject: Subject, kind: AmendmentKind) -> Saying:
    if question is Question.PANEL_TEXT and kind is AmendmentKind.CHANGE:
        return saying("%(place)s: Text der Arbeitsgruppe oder bisheriger Text?", place=subject.place)
    match kind:
        case AmendmentKind.STRIKE:
            return saying("%(place)s: Soll sie gestrichen werden?", place=subject.place)
        case AmendmentKind.NEW:
            return saying("Soll diese Forderung aufgenommen werden?")
        case AmendmentKind.CHANGE if subject.strikes:
            return saying("%(place)s: Soll das gestrichen werden?", place=subject.place)
        case _:
            return saying("%(place)s: Soll der Text so geändert werden?", place=subject.place)


def _ask_jointly(subject: Subject) -> Saying:
    is_one, recommends = len(subject.listed) == 1, subject.poll.recommends
    if is_one and recommends:
        return saying("Soll diese unstrittige Änderung zur Annahme empfohlen werden?")
    if is_one:
        return saying("Soll diese unstrittige Änderung angenommen werden?")
    if recommends:
        return saying("Sollen diese unstrittigen Änderungen zur Annahme empfohlen werden?")
    return saying("Sollen diese unstrittigen Änderungen angenommen werden?")


def _ask_to_proceed(subject: Subject) -> Saying:
    is_one, labels = len(subject.listed) == 1, subject.label
    match ProceduralAct(subject.poll.act):
        case ProceduralAct.ADJOURN if is_one:
            return saying("Soll %(labels)s vertagt werden?", labels=labels)
        case ProceduralAct.ADJOURN:
            return saying("Sollen %(labels)s vertagt werden?", labels=labels)
        case ProceduralAct.REFER if is_one:
            return saying("Soll %(labels)s an die Redaktion verwiesen werden?", labels=labels)
        case ProceduralAct.REFER:
            return saying("Sollen %(labels)s an die Redaktion verwiesen werden?", labels=labels)
        case ProceduralAct.END_DEBATE:
            return saying("Soll die Debatte über %(labels)s enden und sofort abgestimmt werden?", labels=labels)


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
