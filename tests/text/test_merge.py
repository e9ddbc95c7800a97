"""Laws of merging any number of amendments on one base."""

import re
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.diff import find_edits
from drafting.text.document import Block, Document, Kind, Word
from drafting.text.edits import Edit, apply
from drafting.text.markdown import normalise, parse, to_markdown
from drafting.text.merge import Merge, merge, merge_edits
from tests.text.strategies import CHUNKS, WILD_CHUNKS, amendments, pairs, plain_chunks, tagged
from tests.text.vocabulary import REPEATED

Case = tuple[Document, dict[str, Document]]
CASES = st.one_of(tagged(), amendments(CHUNKS), amendments(WILD_CHUNKS), amendments(plain_chunks(REPEATED)))
TAG = re.compile(r"[wABCD]\d+x")


@given(pairs())
def test_one_amendment_alone_gives_its_text(pair: tuple[Document, Document]) -> None:
    base, proposed = pair
    result = merge(base, {"A": proposed})
    assert result.document == proposed
    assert result.text == to_markdown(proposed)
    assert (result.conflicts, result.neighbours, result.identical) == ((), (), ())
    assert result.edits == find_edits(base, proposed)


@given(pairs())
def test_an_amendment_and_its_double_are_identical(pair: tuple[Document, Document]) -> None:
    base, proposed = pair
    result = merge(base, {"A": proposed, "B": proposed})
    assert result.document == proposed
    assert (result.conflicts, result.neighbours) == ((), ())
    assert all(identical.amendments == ("A", "B") for identical in result.identical)
    assert bool(result.identical) == (base != proposed)


@given(CASES)
def test_the_order_of_amendments_does_not_matter(case: Case) -> None:
    base, texts = case
    results = [merge(base, dict(order)) for order in permutations(texts.items())]
    assert all(result == results[0] for result in results)


@given(CASES)
def test_names_alone_decide_nothing(case: Case) -> None:
    base, texts = case
    renamed = dict(zip(texts, reversed(texts.values()), strict=True))
    one, other = merge(base, texts), merge(base, renamed)
    assert one.text == other.text
    assert len(one.conflicts) == len(other.conflicts)
    assert len(one.neighbours) == len(other.neighbours)


@given(CASES)
def test_an_amendment_elsewhere_changes_nothing_here(case: Case) -> None:
    base, texts = case
    alone = merge(base, texts)
    tail = Block(Kind.REASON, 0, (Word("Ende"),))
    longer = Document((*base.blocks, tail))
    others = {key: Document((*text.blocks, tail)) for key, text in texts.items()}
    changed = Document((*base.blocks, Block(Kind.REASON, 0, (Word("Schluss"),))))
    together = merge(longer, {**others, "Z": changed})
    # A change at the very end of the text may stand beside the new one; conflicts it must not make.
    expected = to_markdown(Document((*alone.document.blocks, changed.blocks[-1])))
    edits_at_end = any(edit.end >= len(base.tokens()) for text in texts.values() for edit in find_edits(base, text))
    assert edits_at_end or together.text == expected
    assert edits_at_end or together.conflicts == alone.conflicts


@given(CASES)
def test_an_amendment_that_changes_nothing_changes_no_merge(case: Case) -> None:
    base, texts = case
    assert merge(base, {**texts, "Z": base}) == merge(base, texts)


@given(CASES)
def test_merging_texts_is_merging_their_edits(case: Case) -> None:
    base, texts = case
    assert merge(base, texts) == merge_edits(base, {key: find_edits(base, text) for key, text in texts.items()})


@given(CASES)
def test_the_recorded_edits_give_the_merged_text(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    assert apply(base, result.edits) == result.document
    assert to_markdown(result.document) == result.text


@given(CASES)
def test_the_pieces_of_the_owners_join_to_the_text(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    assert "".join(owned.piece for owned in result.owners) == result.text
    assert all(set(owned.ids) <= set(texts) and list(owned.ids) == sorted(owned.ids) for owned in result.owners)


@given(CASES)
def test_the_merged_text_is_in_normal_form(case: Case) -> None:
    result = merge(*case)
    assert normalise(result.text) == result.text


def covers(conflict_span: tuple[int, int], edit: Edit) -> bool:
    return conflict_span[0] <= edit.start and edit.end <= conflict_span[1]


@given(CASES)
def test_every_edit_is_merged_or_in_a_conflict_of_its_amendment(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    merged = [((edit.start, edit.end), edit.inserted) for edit in result.edits]
    for key, text in texts.items():
        for edit in find_edits(base, text):
            inside = [c for c in result.conflicts if key in c.amendments and covers((c.start, c.end), edit)]
            applied = any(
                start <= edit.start and edit.end <= end and _contains(inserted, edit.inserted)
                for (start, end), inserted in merged
            )
            assert inside or applied, (key, edit)


def _contains(row: tuple[object, ...], part: tuple[object, ...]) -> bool:
    return any(row[at : at + len(part)] == part for at in range(len(row) - len(part) + 1))


@given(CASES)
def test_a_conflict_has_at_least_two_amendments_and_shows_the_base(case: Case) -> None:
    base, texts = case
    for conflict in merge(base, texts).conflicts:
        assert len(conflict.amendments) >= 2
        assert list(conflict.amendments) == sorted(set(conflict.amendments))
        assert set(conflict.proposals) == set(conflict.amendments)
        assert any(proposal != conflict.base for proposal in conflict.proposals.values())


def tags(text: str) -> list[str]:
    return TAG.findall(text)


def conflicting(result: Merge, key: str) -> set[str]:
    return {tag for c in result.conflicts if key in c.amendments for tag in tags(c.proposals[key])}


@given(tagged())
def test_every_inserted_word_is_in_the_text_with_its_owner_or_in_a_conflict(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    owners = {tag: owned.ids for owned in result.owners for tag in tags(owned.piece)}
    for key, text in texts.items():
        for tag in tags(to_markdown(text)):
            if tag.startswith(key):
                assert (owners.get(tag) == (key,)) != (tag in conflicting(result, key)), tag


@given(tagged())
def test_every_word_of_the_base_is_in_the_text_or_deleted_by_somebody(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    shown = tags(result.text)
    kept = {key: set(tags(to_markdown(text))) for key, text in texts.items()}
    # A word somebody took out and put back elsewhere can stand twice where only one half conflicts.
    again = {tag for key in texts for tag in rewritten(case, key)}
    for tag in (tag for tag in tags(to_markdown(base)) if tag not in again):
        assert shown.count(tag) <= 1
        deleters = {key for key in texts if tag not in kept[key]}
        if tag not in shown:
            assert deleters, tag
        for key in deleters if tag in shown else ():
            assert any(key in c.amendments and tag in tags(c.base) for c in result.conflicts), (tag, key)


@given(tagged())
def test_words_of_the_base_belong_to_nobody_unless_moved_or_written_anew(case: Case) -> None:
    base, texts = case
    for owned in merge(base, texts).owners:
        for tag in tags(owned.piece):
            writers = {key for key in texts if tag in rewritten(case, key)}
            assert set(owned.ids) <= writers if tag.startswith("w") else owned.ids == (tag[0],)


def rewritten(case: Case, key: str) -> set[str]:
    """The words an amendment brings in, old ones that it moves among them."""
    base, texts = case
    return {tag for edit in find_edits(base, texts[key]) for tag in tags(_words(edit))}


def _words(edit: Edit) -> str:
    return " ".join(getattr(token, "text", "") for token in edit.inserted)


@given(tagged(), st.data())
def test_edits_with_a_common_owner_never_conflict(case: Case, data: st.DataObject) -> None:
    base, texts = case
    edits = find_edits(base, texts["A"])
    chosen = data.draw(st.lists(st.sampled_from(edits), unique=True) if edits else st.just([]))
    halves = {edit.moved for edit in chosen}
    part = tuple(e for e in edits if e in chosen or (e.start, e.end) in halves)
    result = merge_edits(base, {"A": edits, "B": part})
    assert result.conflicts == ()
    assert result.document == texts["A"]


@given(CASES)
def test_independent_amendments_merge_one_after_the_other(case: Case) -> None:
    base, texts = case
    result = merge(base, texts)
    if result.conflicts or result.neighbours or result.identical:
        return
    assert set(result.edits) == {edit for text in texts.values() for edit in find_edits(base, text)}


def test_nothing_to_merge_gives_the_base() -> None:
    base = parse("Eins.\n\nZwei.")
    result = merge(base, {})
    assert result.document == base
    assert all(owned.ids == () for owned in result.owners)


def test_ids_are_ordered_as_text() -> None:
    base = parse("Eins zwei drei vier.")
    result = merge(base, {"Ä2": parse("Eins neu drei vier."), "Ä10": parse("Eins neu drei vier.")})
    assert result.identical[0].amendments == ("Ä10", "Ä2")
    assert (result.identical[0].deleted.strip(), result.identical[0].inserted.strip()) == ("zwei", "neu")


def test_a_neighbour_shows_the_sentence_as_it_then_reads() -> None:
    base = parse("Davor. Eins zwei drei vier fünf. Danach.")
    result = merge(
        base,
        {"A": parse("Davor. Eins neu drei vier fünf. Danach."), "B": parse("Davor. Eins zwei drei alt fünf. Danach.")},
    )
    (neighbour,) = result.neighbours
    assert neighbour.amendments == ("A", "B")
    assert "drei" in neighbour.sentence
    assert "Danach" not in neighbour.sentence


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        # all between two sentences is struck, by two people
        ({"A": [(" Zwei geht.", "")], "B": [(" Drei steht.", "")]}, "Eins liegt. Vier sitzt."),
        # a paragraph begins where the next sentence is struck
        ({"A": [(" Drei", "\n\nDrei")], "B": [(" Drei steht.", "")]}, "Zwei geht.\n\nVier sitzt."),
        # next to a conflict the sentence that stands in the text is shown
        ({"A": [("liegt. ", "liegt.\n\n")], "B": [("Zwei", "Alle")], "C": [("Zwei", "Keiner")]}, "Zwei geht."),
    ],
)
def test_a_neighbour_always_shows_words(changed: dict[str, list[tuple[str, str]]], expected: str) -> None:
    base = "Eins liegt. Zwei geht. Drei steht. Vier sitzt."
    result = merge(parse(base), {name: parse(base.replace(*change)) for name, (change,) in changed.items()})
    assert {neighbour.sentence for neighbour in result.neighbours} == {expected}


def test_no_piece_of_the_owners_is_empty() -> None:
    result = merge(parse("Das Land zahlt morgen alles."), {"A": parse("Der Bund zahlt morgen alles.")})
    assert [owned.piece for owned in result.owners] == ["Der Bund ", "zahlt morgen alles."]


SPLIT = "Eins liegt hier. Zwei geht heute langsam fort."


@pytest.mark.parametrize(
    "third",
    [
        SPLIT.replace("Zwei geht heute langsam fort.", "Alle laufen morgen ganz schnell weg."),  # conflicts with B too
        SPLIT + " gern",  # goes on with the sentence that B strikes
        SPLIT.replace("hier. ", "hier. Neu dazu. "),  # stands before the new block
    ],
)
def test_a_new_block_that_would_lose_its_words_conflicts_whatever_a_third_does(third: str) -> None:
    two = {"A": parse(SPLIT.replace("hier. ", "hier.\n\n")), "B": parse("Eins liegt hier.")}
    assert [conflict.amendments for conflict in merge(parse(SPLIT), two).conflicts] == [("A", "B")]
    assert [conflict.amendments for conflict in merge(parse(SPLIT), two | {"C": parse(third)}).conflicts] == [
        ("A", "B", "C")
    ]


def test_a_new_start_loses_its_words_too_where_a_conflict_keeps_them_out() -> None:
    base = parse("1. eins zwei\n\n> drei. vier,")
    split = "1. eins zwei\n\n> drei.\n\n> vier,"
    result = merge(
        base,
        {
            "A": parse("> drei. vier,\n\n1. eins zwei"),  # a move against D's new block
            "B": parse("1. eins zwei\n\n> drei."),
            "C": parse(split),
            "D": parse("1. eins zwei\n\n> drei. vier, fünf.\n\n1. sechs sieben acht"),  # would have kept C's block
        },
    )
    assert apply(base, result.edits) == result.document == base


def test_a_hundred_authors_of_one_change_are_all_named() -> None:
    base, new = parse("Eins zwei drei."), parse("Eins neu drei.")
    result = merge(base, {f"Ä{number}": new for number in range(100)})
    assert len(result.identical) == 1
    assert len(result.identical[0].amendments) == 100


def test_a_hundred_different_wordings_are_one_conflict() -> None:
    base = parse("Eins zwei drei vier fünf.")
    result = merge(base, {f"Ä{n}": parse(f"Eins neu{n} drei vier fünf.") for n in range(100)})
    assert len(result.conflicts) == 1
    assert len(result.conflicts[0].proposals) == 100
    assert result.document == base
