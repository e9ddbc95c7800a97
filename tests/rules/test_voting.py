"""The rules of voting: the table by example, and the laws every rule keeps."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.voting import Quorum, Rule, Tally, Verdict, decide, formula

RULES = st.sampled_from(list(Rule))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    yes, no, abstain, invalid, absent = (draw(st.integers(0, 400)) for _ in range(5))
    return Tally(yes, no, abstain, yes + no + abstain + invalid + absent, invalid)


@pytest.mark.parametrize(
    ("rule", "yes", "no", "abstain", "entitled", "verdict"),
    [
        (Rule.SIMPLE, 142, 61, 9, 250, "adopted"),
        (Rule.SIMPLE, 1, 0, 19, 20, "adopted"),
        (Rule.SIMPLE, 61, 142, 9, 250, "rejected"),
        (Rule.SIMPLE, 50, 50, 0, 250, "tie"),
        (Rule.SIMPLE, 0, 0, 0, 250, "tie"),
        (Rule.SIMPLE, 0, 0, 30, 250, "tie"),
        (Rule.ABSOLUTE_OF_CAST, 51, 40, 10, 250, "adopted"),
        (Rule.ABSOLUTE_OF_CAST, 50, 40, 10, 250, "rejected"),
        (Rule.ABSOLUTE_OF_ENTITLED, 126, 0, 0, 250, "adopted"),
        (Rule.ABSOLUTE_OF_ENTITLED, 125, 0, 0, 250, "rejected"),
        (Rule.TWO_THIRDS, 66, 33, 100, 250, "adopted"),
        (Rule.TWO_THIRDS, 66, 34, 0, 250, "rejected"),
        (Rule.TWO_THIRDS, 0, 0, 5, 250, "tie"),
        (Rule.TWO_THIRDS_OF_CAST, 20, 5, 5, 250, "adopted"),
        (Rule.TWO_THIRDS_OF_CAST, 19, 5, 5, 250, "rejected"),
        (Rule.TWO_THIRDS_OF_CAST, 0, 0, 0, 250, "tie"),
        (Rule.TWO_THIRDS_OF_ENTITLED, 167, 0, 0, 250, "adopted"),
        (Rule.TWO_THIRDS_OF_ENTITLED, 166, 0, 0, 250, "rejected"),
    ],
)
def test_the_table(rule: Rule, yes: int, no: int, abstain: int, entitled: int, verdict: str) -> None:
    assert decide(rule, Tally(yes, no, abstain, entitled)) == verdict


@pytest.mark.parametrize(("cast", "verdict"), [(124, Verdict.INVALID), (125, Verdict.ADOPTED), (126, Verdict.ADOPTED)])
def test_a_quorum_counts_every_vote_cast(cast: int, verdict: Verdict) -> None:
    tally = Tally(yes=10, no=0, abstain=cast - 13, entitled=250, invalid=3)

    assert decide(Rule.SIMPLE, tally, Quorum(1, 2)) is verdict


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule.SIMPLE, "Mehr Ja als Nein: 142 gegen 61."),
        (
            Rule.ABSOLUTE_OF_CAST,
            "Mehr als die Hälfte aller abgegebenen Stimmen, Enthaltungen eingerechnet: 142 von 212, nötig 107.",
        ),
        (Rule.ABSOLUTE_OF_ENTITLED, "Mehr als die Hälfte aller Stimmberechtigten: 142 von 250, nötig 126."),
        (Rule.TWO_THIRDS, "Mindestens zwei Drittel von Ja und Nein: 142 von 203, nötig 136."),
        (
            Rule.TWO_THIRDS_OF_CAST,
            "Mindestens zwei Drittel aller abgegebenen Stimmen, Enthaltungen eingerechnet: 142 von 212, nötig 142.",
        ),
        (Rule.TWO_THIRDS_OF_ENTITLED, "Mindestens zwei Drittel aller Stimmberechtigten: 142 von 250, nötig 167."),
    ],
)
def test_the_formula_in_words(rule: Rule, sentence: str) -> None:
    assert str(formula(rule, Tally(142, 61, 9, 250))) == sentence


def test_the_formula_names_the_quorum() -> None:
    said = str(formula(Rule.SIMPLE, Tally(3, 1, 0, 9), Quorum(1, 2)))
    assert said.endswith("Mindestbeteiligung die Hälfte: 4 von 9, nötig 5.")


@given(RULES, tallies())
def test_one_more_yes_never_loses(rule: Rule, tally: Tally) -> None:
    more = Tally(tally.yes + 1, tally.no, tally.abstain, tally.entitled + 1, tally.invalid)

    if decide(rule, tally) is Verdict.ADOPTED:
        assert decide(rule, more) is Verdict.ADOPTED


@given(RULES, tallies())
def test_one_more_no_never_wins(rule: Rule, tally: Tally) -> None:
    more = Tally(tally.yes, tally.no + 1, tally.abstain, tally.entitled + 1, tally.invalid)

    if decide(rule, tally) is not Verdict.ADOPTED:
        assert decide(rule, more) is not Verdict.ADOPTED


@given(RULES, tallies())
def test_a_yes_that_becomes_a_no_never_wins(rule: Rule, tally: Tally) -> None:
    if tally.yes and decide(rule, tally) is not Verdict.ADOPTED:
        turned = Tally(tally.yes - 1, tally.no + 1, tally.abstain, tally.entitled, tally.invalid)
        assert decide(rule, turned) is not Verdict.ADOPTED


@given(RULES, tallies())
def test_what_is_adopted_has_more_yes_than_no(rule: Rule, tally: Tally) -> None:
    if decide(rule, tally) is Verdict.ADOPTED:
        assert tally.yes > tally.no


@given(tallies())
def test_abstentions_count_in_no_rule_that_leaves_them_out(tally: Tally) -> None:
    without = Tally(tally.yes, tally.no, 0, tally.entitled, tally.invalid)

    for rule in (Rule.SIMPLE, Rule.TWO_THIRDS, Rule.ABSOLUTE_OF_ENTITLED, Rule.TWO_THIRDS_OF_ENTITLED):
        assert decide(rule, tally) is decide(rule, without)


@given(tallies())
def test_the_numbers_add_up(tally: Tally) -> None:
    assert tally.yes + tally.no + tally.abstain + tally.invalid + tally.not_voted == tally.entitled


@given(RULES, tallies())
def test_what_the_formula_says_is_needed_is_the_least_that_is_enough(rule: Rule, tally: Tally) -> None:
    if rule is Rule.SIMPLE or tally.yes == tally.no:
        return
    needed = int(str(formula(rule, tally)).rsplit("nötig ", 1)[1].rstrip("."))

    assert (decide(rule, tally) is Verdict.ADOPTED) == (tally.yes >= needed)


@given(tallies(), st.integers(1, 12), st.integers(1, 12))
def test_a_quorum_is_an_exact_fraction(tally: Tally, one: int, other: int) -> None:
    quorum = Quorum(min(one, other), max(one, other))
    share = Fraction(quorum.numerator, quorum.denominator)

    assert quorum.is_met(tally.cast, tally.entitled) == (tally.cast >= share * tally.entitled)


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (3, 2), (-1, 2), (1, 0)])
def test_a_quorum_outside_its_range_is_an_error(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="fraction"):
        Quorum(numerator, denominator)
