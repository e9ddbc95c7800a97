"""Every word knows what brought it in, and what is gone is not forgotten, over any number of versions."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drafting.text import provenance
from drafting.text.diff import find_edits
from drafting.text.document import Document, Word
from drafting.text.edits import Edit, apply, without_kept_word
from drafting.text.markdown import parse
from drafting.text.merge import merge
from drafting.text.provenance import Provenance, Removal, Run
from drafting.text.undo import Step, take_back
from tests.text.strategies import CHUNKS, WILD_CHUNKS, plain_chunks, revisions, tagged
from tests.text.vocabulary import REPEATED


def trace_all(versions: list[Document]) -> Provenance:
    found = provenance.begin(versions[0], "v1")
    for number, (before, after) in enumerate(pairwise(versions), start=2):
        found = provenance.trace(found, before, find_edits(before, after), f"v{number}")
    return found


def seen_edits(before: Document, after: Document) -> tuple[Edit, ...]:
    return tuple(without_kept_word(before.tokens(), edit) for edit in find_edits(before, after))


def words(document: Document) -> list[str]:
    return [token.text for token in document.tokens() if isinstance(token, Word)]


def texts(*versions: str) -> list[Document]:
    return [parse(version) for version in versions]


def sources_of(word: str, document: Document, found: Provenance) -> list[tuple[str, ...]]:
    rows = zip(document.tokens(), found.per_token(), strict=True)
    return [sources for token, sources in rows if isinstance(token, Word) and token.text == word]


@given(revisions())
def test_the_runs_cover_every_word_over_many_versions(versions: list[Document]) -> None:
    found = trace_all(versions)
    assert len(found.per_token()) == len(versions[-1].tokens())
    assert all(found.per_token())


@given(st.one_of(revisions(CHUNKS), revisions(plain_chunks(REPEATED))))
def test_a_word_keeps_its_source_until_it_goes(versions: list[Document]) -> None:
    expected = ["v1"] * len(versions[0].tokens())
    for number, (before, after) in enumerate(pairwise(versions), start=2):
        expected = follow(expected, seen_edits(before, after), f"v{number}")
    assert trace_all(versions).per_token() == tuple((source,) for source in expected)


def follow(sources: list[str], edits: tuple[Edit, ...], source: str) -> list[str]:
    """The same by hand: what stays keeps its source, a moved block takes it along."""
    row: list[str] = []
    at = 0
    for edit in edits:
        row += sources[at : edit.start]
        at = edit.end
        row += sources[slice(*edit.moved)] if edit.moved and edit.inserted else [source] * len(edit.inserted)
    return row + sources[at:]


@given(tagged())
def test_after_a_merge_each_new_word_names_its_amendment(case: tuple[Document, dict[str, Document]]) -> None:
    base, proposed = case
    merged = merge(base, proposed)
    edits = {key: set(find_edits(base, text)) for key, text in proposed.items()}
    owners = [tuple(key for key in sorted(edits) if edit in edits[key]) for edit in merged.edits]
    found = provenance.trace(provenance.begin(base, "base"), base, merged.edits, owners)
    for token, sources in zip(apply(base, merged.edits).tokens(), found.per_token(), strict=True):
        if isinstance(token, Word) and token.text[0] in proposed:
            assert sources == (token.text[0],)


@given(revisions())
def test_what_came_in_and_went_is_named_as_removed(versions: list[Document]) -> None:
    found = trace_all(versions)
    gone = "".join("".join(removal.text for removal in found.removals).split())
    brought = len("".join(words(versions[0])))
    for before, after in pairwise(versions):
        inserted = (token for edit in seen_edits(before, after) for token in edit.inserted)
        brought += sum(len("".join(token.text.split())) for token in inserted if isinstance(token, Word))
    assert brought == len("".join(words(versions[-1]))) + len(gone)


@given(revisions())
def test_removals_stand_inside_the_text_and_in_its_order(versions: list[Document]) -> None:
    found = trace_all(versions)
    places = [removal.position for removal in found.removals]
    assert places == sorted(places)
    assert all(0 <= place <= len(versions[-1].tokens()) for place in places)
    assert all(removal.brought_by and removal.removed_by and removal.text for removal in found.removals)


@given(revisions(WILD_CHUNKS))
def test_stored_as_json_it_comes_back(versions: list[Document]) -> None:
    found = trace_all(versions)
    assert provenance.load(json.loads(json.dumps(provenance.dump(found)))) == found


@given(revisions())
def test_what_is_taken_back_leaves_every_word_with_what_had_brought_it(versions: list[Document]) -> None:
    before, base, after = trace_all(versions[:-1]), versions[-2], versions[-1]
    edits = find_edits(base, after)
    decided = provenance.trace(before, base, edits, "decision")
    back = take_back(base, [Step(after, edits)])
    found = provenance.trace(
        decided,
        after,
        back.edits,
        "undo",
        restored=provenance.find_deleted(before, base, edits),
        undone={"decision"},
    )
    assert found.per_token() == before.per_token()
    assert [removal for removal in found.removals if removal.removed_by != ("undo",)] == list(before.removals)
    if not any(edit.moved for edit in edits):
        assert all(removal.brought_by == ("decision",) for removal in found.removals if removal.removed_by == ("undo",))


@given(revisions())
def test_an_earlier_text_comes_back_with_what_had_brought_each_word(versions: list[Document]) -> None:
    first, found, present = provenance.begin(versions[0], "v1"), trace_all(versions), versions[-1]
    edits = find_edits(present, versions[0])
    back = provenance.find_inserted(first, versions[0], edits)
    restored = provenance.trace(found, present, edits, "restore", restored=back).per_token()
    assert len(restored) == len(versions[0].tokens())
    assert ("restore",) not in restored


def test_a_word_keeps_what_brought_it_in_through_later_versions() -> None:
    versions = texts("Das Land zahlt.", "Das Land zahlt sofort.", "Auch das Land zahlt sofort.")
    found = trace_all(versions)
    assert sources_of("Land", versions[-1], found) == [("v1",)]
    assert sources_of("sofort", versions[-1], found) == [("v2",)]
    assert sources_of("Auch", versions[-1], found) == [("v3",)]


def test_a_removal_names_who_wrote_and_who_struck_it_and_moves_with_the_text() -> None:
    versions = texts(
        "Wir zahlen gern alles.", "Wir zahlen sehr gern alles.", "Wir zahlen alles.", "Heute: Wir zahlen alles."
    )
    found = trace_all(versions)
    place = versions[-1].tokens().index(Word("alles", ""))
    assert found.removals == (
        Removal(place, "sehr ", ("v2",), ("v3",)),
        Removal(place, "gern ", ("v1",), ("v3",)),
    )


def test_a_word_behind_which_something_is_added_stays_what_it_was() -> None:
    versions = texts("Wir helfen.", "Wir helfen, wo es geht.")
    found = trace_all(versions)
    assert sources_of("helfen", versions[-1], found) == [("v1",)]
    assert sources_of("geht", versions[-1], found) == [("v2",)]
    assert found.removals == ()


def test_edits_may_have_several_owners() -> None:
    (base,) = texts("Das Land zahlt alles.")
    edits = (Edit(2, 4, (Word("Der"), Word("Bund"))), Edit(5, 6))
    found = provenance.trace(provenance.begin(base, "import"), base, edits, [("A", "B"), ("C",)])
    assert found.runs == (Run(2, ("import",)), Run(2, ("A", "B")), Run(2, ("import",)))
    removed = [(removal.text, removal.removed_by) for removal in found.removals]
    assert removed == [("Das Land ", ("A", "B")), ("alles", ("C",))]


def test_a_moved_block_keeps_what_brought_it_in() -> None:
    versions = texts("Eins ist hier.\n\nZwei ist da.\n\nDrei folgt.", "Eins ist hier.\n\nDrei folgt.\n\nZwei ist da.")
    found = trace_all(versions)
    assert set(found.per_token()) == {("v1",)}
    assert all(removal.removed_by == ("v2",) for removal in found.removals)


def test_nothing_stored_is_nothing_known() -> None:
    (base,) = texts("Eins.")
    found = provenance.trace(provenance.load([]), base, (Edit(2, 3, (Word("Zwei", ""),)),), "v2")
    assert found.per_token() == ((), (), ("v2",), ())
