"""Choosing among several answers: named cases, and laws that hold for all numbers."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.choosing import Chosen, choose, explain_choice, find_medians, rank
from drafting.rules.voting import Quorum, Rule, Tally, Verdict

LABELS = {1: "Ä3", 2: "Ä5", 3: "Text so lassen"}
RULES = st.sampled_from(list(Rule))
COUNTS = st.dictionaries(st.integers(1, 6), st.integers(0, 60), min_size=2)


def tally(counts: dict[int, int], abstain: int = 0, entitled: int = 250, invalid: int = 0) -> Tally:
    return Tally(0, 0, abstain, entitled, invalid, marked=sum(counts.values()))


@pytest.mark.parametrize(
    ("rule", "counts", "abstain", "chosen"),
    [
        (Rule.SIMPLE, {1: 40, 2: 32, 3: 30}, 9, Chosen(Verdict.ADOPTED, 1)),
        (Rule.SIMPLE, {1: 30, 2: 32, 3: 40}, 9, Chosen(Verdict.REJECTED, 3)),
        (Rule.SIMPLE, {1: 40, 2: 40, 3: 3}, 0, Chosen(Verdict.UNDECIDED)),
        (Rule.SIMPLE, {1: 40, 2: 3, 3: 40}, 0, Chosen(Verdict.UNDECIDED)),
        (Rule.SIMPLE, {1: 0, 2: 0, 3: 0}, 5, Chosen(Verdict.UNDECIDED)),
        (Rule.SIMPLE, {1: 1, 2: 0, 3: 0}, 19, Chosen(Verdict.ADOPTED, 1)),
        (Rule.ABSOLUTE_OF_CAST, {1: 51, 2: 30, 3: 10}, 10, Chosen(Verdict.ADOPTED, 1)),
        (Rule.ABSOLUTE_OF_CAST, {1: 50, 2: 30, 3: 10}, 10, Chosen(Verdict.UNDECIDED)),
        (Rule.ABSOLUTE_OF_ENTITLED, {1: 126, 2: 1, 3: 1}, 0, Chosen(Verdict.ADOPTED, 1)),
        (Rule.ABSOLUTE_OF_ENTITLED, {1: 125, 2: 1, 3: 1}, 0, Chosen(Verdict.UNDECIDED)),
        (Rule.TWO_THIRDS, {1: 66, 2: 30, 3: 3}, 50, Chosen(Verdict.ADOPTED, 1)),
        (Rule.TWO_THIRDS, {1: 66, 2: 30, 3: 4}, 50, Chosen(Verdict.UNDECIDED)),
        (Rule.TWO_THIRDS_OF_CAST, {1: 1, 2: 4, 3: 20}, 5, Chosen(Verdict.REJECTED, 3)),
        (Rule.TWO_THIRDS_OF_ENTITLED, {1: 167, 2: 0, 3: 0}, 0, Chosen(Verdict.ADOPTED, 1)),
    ],
)
def test_the_table(rule: Rule, counts: dict[int, int], abstain: int, chosen: Chosen) -> None:
    assert choose(rule, counts, tally(counts, abstain), keep=3) == chosen


@pytest.mark.parametrize(("invalid", "verdict"), [(1, Verdict.INVALID), (2, Verdict.ADOPTED)])
def test_a_quorum_counts_every_ballot(invalid: int, verdict: Verdict) -> None:
    counts = {1: 5, 2: 1}
    assert choose(Rule.SIMPLE, counts, tally(counts, 2, 20, invalid), quorum=Quorum(1, 2)).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "counts", "sentence"),
    [
        (
            Rule.SIMPLE,
            {1: 40, 2: 32, 3: 30},
            "Mehr Stimmen als jede andere Antwort: 40 für Ä3, danach 32 für Ä5.",
        ),
        (
            Rule.SIMPLE,
            {1: 40, 2: 40, 3: 30},
            "Mehr Stimmen als jede andere Antwort: Stimmengleichheit, je 40 für Ä3 und Ä5.",
        ),
        (Rule.SIMPLE, {1: 0, 2: 0}, "Mehr Stimmen als jede andere Antwort: keine Stimme für eine Antwort."),
        (
            Rule.TWO_THIRDS,
            {1: 10, 2: 40, 3: 10},
            "Mindestens zwei Drittel aller Stimmen für eine Antwort: Ä5 mit 40 von 60, nötig 40.",
        ),
    ],
)
def test_the_formula_in_words(rule: Rule, counts: dict[int, int], sentence: str) -> None:
    assert str(explain_choice(rule, counts, LABELS, tally(counts))) == sentence


def test_equal_answers_share_a_place_and_the_next_stand_behind() -> None:
    assert rank({1: 5, 2: 9, 3: 5, 4: 1}) == {2: 1, 1: 2, 3: 2, 4: 4}


@given(RULES, COUNTS)
def test_one_more_vote_for_the_winner_never_loses(rule: Rule, counts: dict[int, int]) -> None:
    won = choose(rule, counts, tally(counts, entitled=1_000))
    if won.key is not None:
        more = {**counts, won.key: counts[won.key] + 1}
        assert choose(rule, more, tally(more, entitled=1_000)) == won


@given(RULES, COUNTS)
def test_whoever_wins_has_more_votes_than_any_other(rule: Rule, counts: dict[int, int]) -> None:
    won = choose(rule, counts, tally(counts))
    if won.key is not None:
        assert all(counts[won.key] > number for key, number in counts.items() if key != won.key)


@given(RULES, COUNTS)
def test_the_order_of_answers_does_not_matter(rule: Rule, counts: dict[int, int]) -> None:
    turned = dict(reversed(counts.items()))
    assert choose(rule, counts, tally(counts)) == choose(rule, turned, tally(turned))
    assert rank(counts) == rank(turned)


@given(COUNTS)
def test_more_votes_rank_before_fewer_and_equal_ones_together(counts: dict[int, int]) -> None:
    places = rank(counts)
    for one, other in ((a, b) for a in counts for b in counts):
        assert (counts[one] > counts[other]) == (places[one] < places[other])


@given(COUNTS)
def test_the_median_is_that_of_all_single_votes(counts: dict[int, int]) -> None:
    votes = [key for key, number in counts.items() for _ in range(number)]
    middle = {statistics.median_low(votes), statistics.median_high(votes)} if votes else set()
    assert find_medians(counts) == tuple(sorted(middle))
