"""The rules of voting in exact integers, each with its formula in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drafting.rules.sayings import NOTHING, Saying, saying


class Rule(StrEnum):
    """What a question needs to be adopted."""

    SIMPLE = "simple"
    ABSOLUTE_OF_CAST = "absolute_of_cast"
    ABSOLUTE_OF_ENTITLED = "absolute_of_entitled"
    TWO_THIRDS = "two_thirds"
    TWO_THIRDS_OF_CAST = "two_thirds_of_cast"
    TWO_THIRDS_OF_ENTITLED = "two_thirds_of_entitled"


RULE_LABELS = {
    Rule.SIMPLE: "Mehr Ja als Nein",
    Rule.ABSOLUTE_OF_CAST: "Mehr als die Hälfte aller abgegebenen Stimmen, Enthaltungen eingerechnet",
    Rule.ABSOLUTE_OF_ENTITLED: "Mehr als die Hälfte aller Stimmberechtigten",
    Rule.TWO_THIRDS: "Mindestens zwei Drittel von Ja und Nein",
    Rule.TWO_THIRDS_OF_CAST: "Mindestens zwei Drittel aller abgegebenen Stimmen, Enthaltungen eingerechnet",
    Rule.TWO_THIRDS_OF_ENTITLED: "Mindestens zwei Drittel aller Stimmberechtigten",
}

# Where yes is called the panel's text, and no the text before.
PANEL_RULE_LABELS = {
    **RULE_LABELS,
    Rule.SIMPLE: "Mehr Stimmen für den Text der Arbeitsgruppe als dagegen",
    Rule.TWO_THIRDS: "Mindestens zwei Drittel für den Text der Arbeitsgruppe, ohne Enthaltungen",
}


SHARE_LABELS = {
    (1, 4): "ein Viertel",
    (1, 3): "ein Drittel",
    (1, 2): "die Hälfte",
    (2, 3): "zwei Drittel",
    (3, 4): "drei Viertel",
}


@dataclass(frozen=True, slots=True)
class Quorum:
    """The share of the entitled that must have cast a vote, as a fraction: ``Quorum(1, 2)`` is half of them."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError("a quorum is a fraction above 0 and up to 1")

    @property
    def label(self) -> str:
        """The share in words, „die Hälfte“, or as a fraction where there is no word."""
        return SHARE_LABELS.get((self.numerator, self.denominator), f"{self.numerator}/{self.denominator}")

    def is_met(self, cast: int, entitled: int) -> bool:
        """Tell whether enough have voted; invalid ballots count as cast."""
        return self.denominator * cast >= self.numerator * entitled


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of a poll; ``invalid`` comes from paper only, ``marked`` are ballots that named options."""

    yes: int
    no: int
    abstain: int
    entitled: int
    invalid: int = 0
    marked: int = 0

    @property
    def cast(self) -> int:
        """Every vote handed in, invalid ones included."""
        return self.yes + self.no + self.abstain + self.invalid + self.marked

    @property
    def not_voted(self) -> int:
        """The entitled who handed in nothing."""
        return self.entitled - self.cast


class Verdict(StrEnum):
    """How a poll ended; ``INVALID`` is a missed quorum, ``TIE`` a rejection, ``UNDECIDED`` a choice nobody won."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIE = "tie"
    INVALID = "invalid"
    UNDECIDED = "undecided"


VERDICT_LABELS = {
    Verdict.ADOPTED: "Angenommen",
    Verdict.REJECTED: "Abgelehnt",
    Verdict.TIE: "Abgelehnt: Stimmengleichheit",
    Verdict.INVALID: "Nicht gültig: zu wenige Stimmen",
    Verdict.UNDECIDED: "Keine Entscheidung",
}


def decide(rule: Rule, tally: Tally, quorum: Quorum | None = None) -> Verdict:
    """Apply a rule to the numbers; a tie of yes and no, also of none and none, is a rejection under every rule."""
    if quorum is not None and not quorum.is_met(tally.cast, tally.entitled):
        return Verdict.INVALID
    if tally.yes == tally.no:
        return Verdict.TIE
    return Verdict.ADOPTED if is_enough(rule, tally) else Verdict.REJECTED


def is_enough(rule: Rule, tally: Tally) -> bool:
    """Tell whether the yes votes reach what a rule asks for, by the table of the field's rules."""
    valid = tally.yes + tally.no + tally.abstain
    match rule:
        case Rule.SIMPLE:
            return tally.yes > tally.no
        case Rule.ABSOLUTE_OF_CAST:
            return 2 * tally.yes > valid
        case Rule.ABSOLUTE_OF_ENTITLED:
            return 2 * tally.yes > tally.entitled
        case Rule.TWO_THIRDS:
            return tally.yes > 0 and 3 * tally.yes >= 2 * (tally.yes + tally.no)
        case Rule.TWO_THIRDS_OF_CAST:
            return 3 * tally.yes >= 2 * valid
        case Rule.TWO_THIRDS_OF_ENTITLED:
            return 3 * tally.yes >= 2 * tally.entitled


def formula(
    rule: Rule, tally: Tally, quorum: Quorum | None = None, *, labels: Mapping[Rule, str] = RULE_LABELS
) -> Saying:
    """Say in words what the rule compared, with the numbers: „Mehr Ja als Nein: 142 gegen 61.“"""
    return explain(saying(labels[rule]), compare(rule, tally), tally, quorum)


def explain(rule: Saying, numbers: Saying, tally: Tally, quorum: Quorum | None) -> Saying:
    """Put the rule, the numbers it compared and the quorum into one line."""
    return saying("%(rule)s: %(numbers)s.%(quorum)s", rule=rule, numbers=numbers, quorum=say_quorum(tally, quorum))


def say_quorum(tally: Tally, quorum: Quorum | None) -> Saying:
    """Say how many have voted and how many had to, as a sentence to be added; nothing without a quorum."""
    if quorum is None:
        return NOTHING
    return saying(
        " Mindestbeteiligung %(share)s: %(cast)s von %(entitled)s, nötig %(needed)s.",
        share=saying(quorum.label),
        cast=tally.cast,
        entitled=tally.entitled,
        needed=-(-quorum.numerator * tally.entitled // quorum.denominator),
    )


def compare(rule: Rule, tally: Tally) -> Saying:
    """Say the numbers a rule compared: „142 gegen 61“, „142 von 203, nötig 136“."""
    valid = tally.yes + tally.no + tally.abstain
    match rule:
        case Rule.SIMPLE:
            return saying("%(yes)s gegen %(no)s", yes=tally.yes, no=tally.no)
        case Rule.ABSOLUTE_OF_CAST:
            return _of(tally.yes, valid, valid // 2 + 1)
        case Rule.ABSOLUTE_OF_ENTITLED:
            return _of(tally.yes, tally.entitled, tally.entitled // 2 + 1)
        case Rule.TWO_THIRDS:
            return _of(tally.yes, tally.yes + tally.no, max(1, _two_thirds(tally.yes + tally.no)))
        case Rule.TWO_THIRDS_OF_CAST:
            return _of(tally.yes, valid, _two_thirds(valid))
        case Rule.TWO_THIRDS_OF_ENTITLED:
            return _of(tally.yes, tally.entitled, _two_thirds(tally.entitled))


def _of(yes: int, all_of_them: int, needed: int) -> Saying:
    return saying("%(yes)s von %(all)s, nötig %(needed)s", yes=yes, all=all_of_them, needed=needed)


def _two_thirds(number: int) -> int:
    """The smallest whole number that is at least two thirds of ``number``."""
    return -(-2 * number // 3)
