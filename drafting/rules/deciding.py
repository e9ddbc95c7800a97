"""Deciding: what the numbers of a poll come to, whatever it asked, with the formula in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting.rules.choosing import choose, explain_choice
from drafting.rules.questions import Question, decides
from drafting.rules.sayings import NOTHING, Saying
from drafting.rules.voting import PANEL_RULE_LABELS, RULE_LABELS, Quorum, Rule, Tally, Verdict, decide, formula


@dataclass(frozen=True, slots=True)
class Answer:
    """One of several answers with its votes; ``keeps`` is the one that leaves everything as it is."""

    key: int
    label: str | Saying
    count: int
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """How a poll ended; a question that decides nothing has no verdict. ``key`` is the answer that won a choice."""

    verdict: Verdict | None
    formula: Saying = NOTHING
    key: int | None = None


def decide_question(
    question: Question, rule: Rule, tally: Tally, *, answers: Sequence[Answer] = (), quorum: Quorum | None = None
) -> Decided:
    """Apply the rule of a poll to its numbers."""
    if not decides(question):
        return Decided(None)
    if question is not Question.CHOICE:
        labels_of_rules = PANEL_RULE_LABELS if question is Question.PANEL_TEXT else RULE_LABELS
        return Decided(decide(rule, tally, quorum), formula(rule, tally, quorum, labels=labels_of_rules))
    counts = {answer.key: answer.count for answer in answers}
    labels = {answer.key: answer.label for answer in answers}
    keep = next((answer.key for answer in answers if answer.keeps), None)
    chosen = choose(rule, counts, tally, keep=keep, quorum=quorum)
    return Decided(chosen.verdict, explain_choice(rule, counts, labels, tally, quorum=quorum), chosen.key)
