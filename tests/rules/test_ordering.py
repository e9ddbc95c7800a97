"""Laws and named examples of the proposed order of votes."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.rules.ordering import Candidate, Deed, Reach, arrange, is_tied, measure, propose
from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.markdown import parse
from tests.text.strategies import pairs

BASE = "# Digitalcheck\n\nEs sind drei Kommunen unterschiedlicher Größe zu beteiligen.\n\nDas Ergebnis zählt.\n"


@st.composite
def reaches(draw: st.DrawFn) -> Reach:
    of = draw(st.integers(1, 12))
    words = draw(st.integers(0, of))
    deed = Deed.STRIKES_ALL if words == of else draw(st.sampled_from([Deed.REPLACES, Deed.ADDS, Deed.STRIKES]))
    return Reach(deed, words, of, draw(st.integers(0, 5)))


RANKS = st.none() | st.integers(1, 4)
CANDIDATES = st.lists(
    st.builds(Candidate, id=st.uuids().map(str), number=st.integers(1, 9), reach=reaches(), rank=RANKS),
    unique_by=lambda each: each.id,
    max_size=8,
)


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_the_order_is_the_same_whatever_the_order_given(candidates: list[Candidate], chance: object) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert propose(shuffled) == propose(candidates)
    assert arrange(shuffled) == arrange(candidates)


@given(CANDIDATES)
def test_the_order_has_each_once(candidates: list[Candidate]) -> None:
    for order in (propose(candidates), arrange(candidates)):
        assert sorted(each.id for each in order) == sorted(each.id for each in candidates)


@given(CANDIDATES)
def test_a_strike_of_all_is_before_any_change_and_more_before_less(candidates: list[Candidate]) -> None:
    order = propose(candidates)
    for one, next_one in pairwise(order):
        assert (one.reach.deed is Deed.STRIKES_ALL) >= (next_one.reach.deed is Deed.STRIKES_ALL)
        if (one.reach.deed is Deed.STRIKES_ALL) == (next_one.reach.deed is Deed.STRIKES_ALL):
            assert one.reach.share >= next_one.reach.share
            if is_tied(one, next_one):
                assert one.number <= next_one.number


@given(CANDIDATES)
def test_the_moderators_order_stands_first_and_the_rule_tells_the_rest(candidates: list[Candidate]) -> None:
    order = arrange(candidates)
    ranked = [each for each in order if each.rank is not None]
    assert order[: len(ranked)] == tuple(ranked)
    assert [each.rank for each in ranked] == sorted(each.rank or 0 for each in ranked)
    assert order[len(ranked) :] == propose(each for each in candidates if each.rank is None)


@given(pairs())
def test_the_share_lies_between_nothing_and_all(pair: tuple[Document, Document]) -> None:
    base, proposed = pair
    reach = measure(base, find_edits(base, proposed))
    assert Fraction(0) <= reach.share <= Fraction(1)


@pytest.mark.parametrize(
    ("proposed", "deed", "words", "added"),
    [
        (BASE.replace("drei Kommunen unterschiedlicher Größe", "fünf Kommunen"), Deed.REPLACES, 3, 1),
        (BASE.replace("drei Kommunen", "vier Kommunen"), Deed.REPLACES, 1, 1),
        (BASE.replace(" unterschiedlicher Größe", ""), Deed.STRIKES, 2, 0),
        (BASE.replace("zählt.", "zählt. Es ist zu veröffentlichen."), Deed.ADDS, 0, 4),
        (BASE.replace("zählt.", "zählt!"), Deed.SIGNS, 0, 0),
        ("", Deed.STRIKES_ALL, 12, 0),
    ],
)
def test_what_an_amendment_does_is_counted_in_words(proposed: str, deed: Deed, words: int, added: int) -> None:
    base = parse(BASE)
    reach = measure(base, find_edits(base, parse(proposed)))
    assert (reach.deed, reach.words, reach.of, reach.added) == (deed, words, 12, added)


def test_a_block_moved_is_neither_struck_nor_put_in() -> None:
    base = parse("# Titel\n\n- erstens ein Punkt\n- zweitens noch ein Punkt\n- drittens der letzte Punkt\n")
    moved = parse("# Titel\n\n- zweitens noch ein Punkt\n- drittens der letzte Punkt\n- erstens ein Punkt\n")
    reach = measure(base, find_edits(base, moved))
    assert (reach.deed, reach.words, reach.added) == (Deed.MOVES, 0, 0)
