"""Laws of deciding conflicts, and examples from real drafts."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from drafting.text.diff import find_edits
from drafting.text.document import Document, Word
from drafting.text.edits import Edit, apply
from drafting.text.merge import merge
from drafting.text.provenance import begin, trace
from drafting.text.resolution import KEEP, WRITTEN, Choice, Resolution, Take, Write, resolve
from tests.text.strategies import CHUNKS, WILD_CHUNKS, amendments, plain_chunks, tagged
from tests.text.vocabulary import REPEATED

Case = tuple[Document, dict[str, Document]]
CASES = st.one_of(tagged(), amendments(CHUNKS), amendments(WILD_CHUNKS), amendments(plain_chunks(REPEATED)))
WORDS = st.sampled_from(
    ["", "neu", "ganz neue Worte.", "Satz eins.\n\n- Punkt", "> Begründung", "# kein Titel", "., x"]
)


def edits_of(case: Case) -> dict[str, tuple[Edit, ...]]:
    base, texts = case
    return {name: find_edits(base, text) for name, text in texts.items()}


def decide(case: Case, choose: st.SearchStrategy[int], data: st.DataObject) -> tuple[Resolution, dict[str, Choice]]:
    """Resolve with a choice drawn for each conflict, also for those that come up only after a choice."""
    edits = edits_of(case)
    choices: dict[str, Choice] = {}
    while True:
        result = resolve(case[0], edits, choices)
        asked = [decision for decision in result.decisions if decision.key not in choices]
        if not asked:
            return result, choices
        for decision in asked:
            way = data.draw(choose)
            names = decision.amendments
            choices[decision.key] = (
                KEEP if way == 0 else Write(data.draw(WORDS)) if way == 1 else Take(names[way % len(names)])
            )


WAYS = st.integers(0, 5)


@given(CASES)
def test_without_conflict_it_is_the_merge(case: Case) -> None:
    base, texts = case
    merged = merge(base, texts)
    result = resolve(base, edits_of(case))
    if not merged.conflicts:
        assert (result.document, result.edits) == (merged.document, merged.edits)
        assert (result.neighbours, result.identical) == (merged.neighbours, merged.identical)
        assert (result.partial, result.out) == ((), ())
        assert result.decisions == ()


@given(CASES)
def test_with_conflicts_and_no_choice_the_base_stands_there(case: Case) -> None:
    base, _ = case
    result = resolve(base, edits_of(case))
    assert all(decision.choice == KEEP for decision in result.decisions)
    assert bool(result.decisions) == bool(merge(*case).conflicts)


@given(CASES, st.data())
def test_the_edits_give_the_text_whatever_is_chosen(case: Case, data: st.DataObject) -> None:
    base, _ = case
    result, _choices = decide(case, WAYS, data)
    assert apply(base, result.edits) == result.document
    assert all(before.end <= after.start for before, after in zip(result.edits, result.edits[1:], strict=False))
    assert all(block.words for block in result.document.blocks[1:])
    assert len(set(result.edits)) == len(result.edits)


@given(CASES, st.data())
def test_every_edit_has_owners_and_provenance_covers_every_word(case: Case, data: st.DataObject) -> None:
    base, texts = case
    result, _choices = decide(case, WAYS, data)
    for change in result.changes:
        assert change.owners
        assert set(change.owners) <= {*texts, WRITTEN}
    found = trace(begin(base, "import"), base, result.edits, [change.owners for change in result.changes])
    assert sum(run.length for run in found.runs) == len(result.document.tokens())


@given(CASES, st.data())
def test_the_order_of_amendments_and_choices_does_not_matter(case: Case, data: st.DataObject) -> None:
    base, texts = case
    result, choices = decide(case, WAYS, data)
    for order in permutations(texts.items()):
        shuffled = dict(reversed(choices.items()))
        assert resolve(base, edits_of((base, dict(order))), shuffled) == result


@given(CASES, st.data())
def test_every_amendment_is_whole_partial_or_out(case: Case, data: st.DataObject) -> None:
    result, _choices = decide(case, WAYS, data)
    edits = edits_of(case)
    assert sorted((*result.whole, *result.partial, *result.out)) == sorted(name for name in edits if edits[name])
    for name in result.whole:
        assert all((edit, True) in [(c.edit, name in c.owners) for c in result.changes] for edit in edits[name])
    for name in result.out:
        assert not any(name in change.owners for change in result.changes)


@given(CASES, st.data())
def test_one_taken_at_every_conflict_is_wholly_in(case: Case, data: st.DataObject) -> None:
    base, texts = case
    edits = edits_of(case)
    name = data.draw(st.sampled_from(sorted(texts)))
    choices: dict[str, Choice] = {}
    while True:
        result = resolve(base, edits, choices)
        asked = [decision for decision in result.decisions if decision.key not in choices]
        if not asked:
            break
        for decision in asked:
            mine = name in decision.amendments
            choices[decision.key] = Take(name) if mine else Take(data.draw(st.sampled_from(decision.amendments)))
    assert name in result.whole or not edits[name]


@given(tagged(), st.data())
def test_every_new_word_is_in_the_text_or_in_a_conflict_decided_otherwise(case: Case, data: st.DataObject) -> None:
    result, _choices = decide(case, WAYS, data)
    entered = {
        (token.text, owner)
        for c in result.changes
        for token in c.edit.inserted
        if isinstance(token, Word)
        for owner in c.owners
    }
    for name, edits in edits_of(case).items():
        lost = {
            edit
            for decision in result.decisions
            if decision.choice != Take(name)
            for edit in decision.edits.get(name, ())
        }
        for edit in edits:
            for token in edit.inserted:
                assert edit in lost or not isinstance(token, Word) or (token.text, name) in entered
