"""The named examples: what must become of amendments real drafts see."""

from itertools import combinations

import pytest

from drafting.text.diff import find_edits
from drafting.text.edits import apply
from drafting.text.markdown import normalise, parse
from drafting.text.merge import Merge, merge
from tests.text.examples import Example
from tests.text.examples_alone import ALONE
from tests.text.examples_knots import KNOTS
from tests.text.examples_pairs import CONFLICTS, IDENTICAL, INDEPENDENT, LOST_STARTS, MOVES, NEIGHBOURS, PARTLY_EQUAL

EXAMPLES = (*ALONE, *IDENTICAL, *INDEPENDENT, *NEIGHBOURS, *PARTLY_EQUAL, *LOST_STARTS, *CONFLICTS, *MOVES, *KNOTS)
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)


def merged(example: Example) -> Merge:
    return merge(parse(example.base), {key: parse(text) for key, text in example.proposed.items()})


def groups(letters: str) -> set[str]:
    return set(letters.split())


def pairs(group_list: list[tuple[str, ...]]) -> set[str]:
    return {a + b for group in group_list for a, b in combinations(sorted(group), 2)}


def test_there_are_enough_examples_and_each_has_its_name() -> None:
    assert len({example.name for example in EXAMPLES}) == len(EXAMPLES) >= 80


@every_example
def test_the_merged_text_is_as_expected(example: Example) -> None:
    assert merged(example).text == normalise(example.text)


@every_example
def test_the_conflicts_are_as_expected(example: Example) -> None:
    found = ["".join(conflict.amendments) for conflict in merged(example).conflicts]
    assert set(found) == groups(example.conflicts)


# Where the rules leave something open, the example says nothing of it.
@pytest.mark.parametrize(
    "example", [each for each in EXAMPLES if each.neighbours is not None], ids=lambda each: each.name
)
def test_the_neighbours_are_as_expected(example: Example) -> None:
    assert example.neighbours is not None
    found = pairs([neighbour.amendments for neighbour in merged(example).neighbours])
    expected = groups(example.neighbours)
    assert expected <= found
    assert {letter for pair in found for letter in pair} == {letter for pair in expected for letter in pair}


@pytest.mark.parametrize(
    "example", [each for each in EXAMPLES if each.identical is not None], ids=lambda each: each.name
)
def test_the_identical_are_as_expected(example: Example) -> None:
    assert example.identical is not None
    found = {"".join(identical.amendments) for identical in merged(example).identical}
    assert found == groups(example.identical)


@every_example
def test_every_proposal_is_what_its_edits_make(example: Example) -> None:
    base = parse(example.base)
    for text in example.proposed.values():
        assert apply(base, find_edits(base, parse(text))) == parse(text)


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if example.proposals], ids=lambda example: example.name
)
def test_a_conflict_shows_what_stands_and_what_each_proposes(example: Example) -> None:
    (conflict,) = merged(example).conflicts
    assert example.proposals is not None
    shown = {"": conflict.base.strip(), **{key: text.strip() for key, text in conflict.proposals.items()}}
    assert shown == example.proposals
