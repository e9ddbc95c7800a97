"""Laws of taking a decision back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import apply, invert
from drafting.text.markdown import parse, to_markdown
from drafting.text.merge import merge
from drafting.text.rebase import rebase
from drafting.text.undo import Step, take_back
from tests.text.demand import DEMAND
from tests.text.strategies import CHUNKS, amendments, pairs, plain_chunks, tagged
from tests.text.vocabulary import REPEATED

Case = tuple[Document, dict[str, Document]]
CASES = st.one_of(tagged(), amendments(CHUNKS), amendments(plain_chunks(REPEATED)))


@given(pairs())
def test_the_inverse_of_an_amendment_gives_the_text_before_it(pair: tuple[Document, Document]) -> None:
    base, after = pair
    edits = find_edits(base, after)
    assert apply(apply(base, edits), invert(base, edits)) == base


@given(CASES)
def test_the_inverse_of_a_merge_gives_the_text_before_it(case: Case) -> None:
    base, texts = case
    merged = merge(base, texts)
    assert apply(apply(base, merged.edits), invert(base, merged.edits)) == base


@given(CASES)
def test_the_inverse_of_what_was_carried_over_gives_the_text_before_it(case: Case) -> None:
    base, texts = case
    carried = rebase(base, find_edits(base, texts["A"]), find_edits(base, texts["B"])).edits
    assert apply(apply(texts["B"], carried), invert(texts["B"], carried)) == texts["B"]


@given(pairs())
def test_a_decision_nothing_came_after_is_taken_back_to_the_text_before_it(pair: tuple[Document, Document]) -> None:
    base, after = pair
    found = take_back(base, [Step(after, find_edits(base, after))])
    assert found.document == base
    assert found.blockers == ()


@given(pairs())
def test_doing_again_what_was_taken_back_gives_the_decided_text(pair: tuple[Document, Document]) -> None:
    base, after = pair
    decision = Step(after, find_edits(base, after))
    back = take_back(base, [decision])
    again = take_back(after, [Step(back.document, back.edits)])
    assert again.document == after


@given(tagged(ids="AB"))
def test_what_was_decided_elsewhere_stays(case: Case) -> None:
    base, texts = case
    edits = {name: find_edits(base, text) for name, text in texts.items()}
    merged = merge(base, texts)
    if merged.conflicts or merged.neighbours or merged.identical or not edits["A"]:
        return
    second = rebase(base, edits["B"], edits["A"])
    found = take_back(base, [Step(texts["A"], edits["A"]), Step(second.document, second.edits)])
    # Where a block is joined to the next, what had stood at its end has no place to come back to.
    assert found.document == texts["B"] or found.blockers == (1,)


@given(tagged(ids="AB"))
def test_whatever_comes_out_is_the_present_text_with_the_edits(case: Case) -> None:
    base, texts = case
    first, second = find_edits(base, texts["A"]), find_edits(texts["A"], texts["B"])
    found = take_back(base, [Step(texts["A"], first), Step(texts["B"], second)])
    assert found.document == apply(texts["B"], found.edits)
    assert not (found.edits and found.blockers)


def test_the_inverse_keeps_two_insertions_at_one_place_apart() -> None:
    base = parse("# Eins zwei")
    merged = merge(base, {"A": parse("# zwei Eins"), "B": parse("# Eins zwei\n\nDrei")})
    assert apply(apply(base, merged.edits), invert(base, merged.edits)) == base


def test_what_was_decided_elsewhere_in_the_text_stays() -> None:
    found = take_back(parse(DEMAND), steps(DEMAND, FIVE, FIVE.replace("eigenen", "vielen")))
    assert to_markdown(found.document) == to_markdown(parse(DEMAND.replace("eigenen", "vielen")))


def steps(*texts: str) -> list[Step]:
    documents = [parse(text) for text in texts]
    return [Step(after, find_edits(before, after)) for before, after in pairwise(documents)]


FIVE = DEMAND.replace("2026", "2027")


def test_a_later_decision_on_the_same_words_stands_in_the_way() -> None:
    found = take_back(parse(DEMAND), steps(DEMAND, FIVE, FIVE.replace("2027", "2028")))
    assert (found.edits, found.blockers) == ((), (1,))


def test_one_behind_another_all_stand_in_the_way() -> None:
    texts = (DEMAND, FIVE, FIVE.replace("2027", "2028"), FIVE.replace("2027", "2029"))
    assert take_back(parse(DEMAND), steps(*texts)).blockers == (1, 2)


def test_what_was_taken_back_itself_stands_in_nobodys_way() -> None:
    found = take_back(parse(DEMAND), steps(DEMAND, FIVE, FIVE.replace("2027", "2028"), FIVE), undone={1})
    assert found.document == parse(DEMAND)


def test_not_even_where_something_else_was_decided_between() -> None:
    other = FIVE.replace("eigenen", "vielen")
    row = steps(DEMAND, FIVE, FIVE.replace("2027", "2028"), other.replace("2027", "2028"), other)
    found = take_back(parse(DEMAND), row, undone={1})
    assert to_markdown(found.document) == to_markdown(parse(DEMAND.replace("eigenen", "vielen")))


def test_what_was_taken_back_is_not_named_as_standing_in_the_way() -> None:
    row = steps(DEMAND, FIVE, FIVE.replace("2027", "2028"), FIVE, FIVE.replace("2027", "2030"))
    assert take_back(parse(DEMAND), row, undone={1, 2}).blockers == (3,)


def test_of_what_a_later_decision_struck_anyway_nothing_is_left_to_take_back() -> None:
    longer = DEMAND.rstrip() + "\n\nUnd noch ein Absatz.\n"
    found = take_back(parse(DEMAND), steps(DEMAND, longer, DEMAND))
    assert (found.edits, found.blockers) == ((), ())
    assert found.document == parse(DEMAND)
