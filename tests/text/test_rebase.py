"""Laws of carrying an open amendment to a new version."""

from hypothesis import given
from hypothesis import strategies as st

from drafting.text.diff import find_edits
from drafting.text.document import Document
from drafting.text.edits import apply
from drafting.text.markdown import normalise, parse, to_markdown
from drafting.text.merge import merge
from drafting.text.rebase import Rebase, rebase
from tests.text.demand import DEMAND, FEDERAL, SECOND
from tests.text.strategies import CHUNKS, amendments, pairs, plain_chunks, tagged
from tests.text.vocabulary import REPEATED

Case = tuple[Document, dict[str, Document]]
CASES = st.one_of(tagged(ids="AB"), amendments(CHUNKS, ids="AB"), amendments(plain_chunks(REPEATED), ids="AB"))


@given(pairs())
def test_over_itself_nothing_is_left(pair: tuple[Document, Document]) -> None:
    base, proposed = pair
    edits = find_edits(base, proposed)
    result = rebase(base, edits, edits)
    assert (result.status, result.edits, result.conflicts) == ("settled", (), ())
    assert result.document == proposed
    assert result.adopted or not edits


@given(pairs())
def test_over_nothing_it_stays_as_it_is(pair: tuple[Document, Document]) -> None:
    base, proposed = pair
    edits = find_edits(base, proposed)
    result = rebase(base, edits, ())
    assert result.edits == edits
    assert result.document == proposed
    assert result.status == ("applies" if edits else "settled")


@given(CASES)
def test_over_an_independent_edit_it_gives_the_merge_of_both(case: Case) -> None:
    base, texts = case
    merged = merge(base, texts)
    if merged.conflicts:
        return
    result = rebase(base, find_edits(base, texts["A"]), find_edits(base, texts["B"]))
    assert result.document == merged.document
    assert apply(texts["B"], result.edits) == result.document
    assert result.conflicts == ()


@given(CASES)
def test_the_status_is_the_worst_of_its_edits(case: Case) -> None:
    base, texts = case
    merged = merge(base, texts)
    result = rebase(base, find_edits(base, texts["A"]), find_edits(base, texts["B"]))
    assert (result.status == "conflict") == bool(merged.conflicts) == bool(result.conflicts)
    if not merged.conflicts:
        assert (result.status == "settled") == (result.edits == ())
    if not (merged.conflicts or merged.neighbours or merged.identical) and texts["A"] != base:
        assert result.status == "applies"


@given(CASES)
def test_the_text_is_the_new_base_with_the_kept_edits(case: Case) -> None:
    base, texts = case
    result = rebase(base, find_edits(base, texts["A"]), find_edits(base, texts["B"]))
    assert apply(texts["B"], result.edits) == result.document
    assert result.text == to_markdown(result.document)


@given(tagged(ids="ABC"))
def test_two_decisions_in_turn_keep_what_no_decision_touched(case: Case) -> None:
    base, texts = case
    if len(texts) < 3:
        return
    merged = merge(base, texts)
    if merged.conflicts or merged.neighbours or merged.identical:
        return
    first = rebase(base, find_edits(base, texts["A"]), find_edits(base, texts["B"]))
    decided = rebase(base, find_edits(base, texts["C"]), find_edits(base, texts["B"]))
    second = rebase(texts["B"], first.edits, decided.edits)
    assert second.document == merged.document


def over(amended: list[tuple[str, str]], decided: list[tuple[str, str]]) -> Rebase:
    def text(changes: list[tuple[str, str]]) -> Document:
        changed = DEMAND
        for old, new in changes:
            assert changed.count(old) == 1
            changed = changed.replace(old, new)
        return parse(changed)

    base = parse(DEMAND)
    return rebase(base, find_edits(base, text(amended)), find_edits(base, text(decided)))


def test_a_change_elsewhere_leaves_it_applying() -> None:
    result = over([("2026", "2027")], [("eigenen", "vielen")])
    assert result.status == "applies"
    assert result.text == normalise(DEMAND.replace("2026", "2027").replace("eigenen", "vielen"))
    assert len(result.edits) == 1


def test_a_change_in_the_same_sentence_makes_it_a_neighbour() -> None:
    result = over([("2026", "2027")], [("kostenfrei", "dauerhaft")])
    assert result.status == "neighbour"
    assert result.text == normalise(DEMAND.replace("2026", "2027").replace("kostenfrei", "dauerhaft"))


def test_another_wording_in_the_same_place_is_a_conflict() -> None:
    result = over([("2026", "2027")], [("2026", "2028")])
    assert result.status == "conflict"
    assert result.text == normalise(DEMAND.replace("2026", "2028"))
    assert result.edits == ()
    assert len(result.conflicts) == 1


def test_the_same_change_is_settled_and_adopted() -> None:
    result = over([("2026", "2027")], [("2026", "2027"), ("eigenen", "vielen")])
    assert (result.status, result.adopted) == ("settled", True)


def test_what_is_left_after_a_part_was_adopted_still_applies() -> None:
    result = over([("2026", "2027"), ("eigenen", "vielen")], [("2026", "2027")])
    assert result.status == "applies"
    assert not result.adopted
    assert result.text == normalise(DEMAND.replace("2026", "2027").replace("eigenen", "vielen"))


def test_the_worst_edit_decides() -> None:
    result = over([("2026", "2027"), ("eigenen", "vielen")], [("2026", "2028")])
    assert result.status == "conflict"
    assert not result.adopted
    assert len(result.edits) == 1


def test_a_struck_paragraph_takes_a_change_in_it_to_its_author() -> None:
    assert over([("eigenen", "vielen")], [(f"\n\n{FEDERAL}", "")]).status == "conflict"


def test_an_edit_is_shifted_by_a_long_insertion_before_it() -> None:
    result = over([("eigenen", "vielen")], [(SECOND, f"{SECOND} {'Noch mehr Worte. ' * 20}".strip())])
    assert result.status == "applies"
    assert "mit vielen Mitteln" in result.text


def test_insertions_keep_their_order_where_what_stood_between_them_is_struck() -> None:
    base, decided = parse("1. eins zwei,"), parse("1. eins")
    amended = parse("1. eins\n2. zwei, drei")
    result = rebase(base, find_edits(base, amended), find_edits(base, decided))
    assert result.text == normalise("1. eins\n2. drei")
    assert len(result.edits) == 1
