"""What the numbers of a poll come to, for every kind of question."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.deciding import Answer, Decided, decide_question
from drafting.rules.questions import DECIDING_NOTHING, Question, has_receipts_by_default
from drafting.rules.voting import Quorum, Rule, Tally, Verdict

NUMBERS = st.integers(0, 120)


@pytest.mark.parametrize("question", sorted(DECIDING_NOTHING))
def test_what_decides_nothing_has_no_verdict_whatever_the_numbers(question: Question) -> None:
    assert decide_question(question, Rule.SIMPLE, Tally(5, 1, 0, 9), quorum=Quorum(1, 1)) == Decided(None)


@pytest.mark.parametrize("question", sorted(set(Question) - DECIDING_NOTHING - {Question.CHOICE}))
def test_a_yes_or_no_is_decided_alike_whatever_was_asked(question: Question) -> None:
    words = (
        "Mehr Stimmen für den Text der Arbeitsgruppe als dagegen" if question == "panel_text" else "Mehr Ja als Nein"
    )
    decided = decide_question(question, Rule.SIMPLE, Tally(2, 2, 1, 9))
    assert (decided.verdict, str(decided.formula)) == (Verdict.TIE, f"{words}: 2 gegen 2.")


def test_a_choice_names_the_answer_that_won() -> None:
    answers = [Answer(1, "Ä3", 4), Answer(2, "Text so lassen", 3, keeps=True)]
    tally = Tally(0, 0, 1, 9, marked=7)
    decided = decide_question(Question.CHOICE, Rule.SIMPLE, tally, answers=answers)
    assert (decided.verdict, decided.key) == (Verdict.ADOPTED, 1)
    assert str(decided.formula) == "Mehr Stimmen als jede andere Antwort: 4 für Ä3, danach 3 für Text so lassen."


@given(st.sampled_from(list(Rule)), st.lists(NUMBERS, min_size=2, max_size=4), NUMBERS, NUMBERS)
def test_the_order_of_answers_does_not_matter(rule: Rule, numbers: list[int], abstain: int, absent: int) -> None:
    answers = [Answer(key, f"Ä{key}", count, keeps=key == 1) for key, count in enumerate(numbers, start=1)]
    tally = Tally(0, 0, abstain, sum(numbers) + abstain + absent, marked=sum(numbers))
    found = {
        (decided.verdict, decided.key)
        for order in itertools.permutations(answers)
        for decided in [decide_question(Question.CHOICE, rule, tally, answers=order)]
    }
    assert len(found) == 1


@given(st.tuples(*[NUMBERS] * 6))
def test_all_parts_add_up_to_the_entitled(parts: tuple[int, ...]) -> None:
    yes, no, abstain, invalid, marked, absent = parts
    tally = Tally(yes, no, abstain, sum(parts), invalid, marked)
    assert (tally.cast + tally.not_voted, tally.not_voted) == (tally.entitled, absent)


def test_only_the_whole_paper_has_receipts_unless_said_otherwise() -> None:
    assert [question for question in Question if has_receipts_by_default(question)] == [Question.PAPER]
