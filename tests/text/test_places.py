"""Places: sentences by their numbers, and where they stand after later changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind
from drafting.text.edits import apply_tokens
from drafting.text.markdown import parse
from drafting.text.places import Place, cut, find_places, follow, land, widen
from drafting.text.sentences import find_sentences
from tests.text.strategies import documents

ONE = "# Titel\n\nErster Satz. Zweiter Satz, der lang ist. Dritter Satz.\n"
MANY = "# Titel\n\nEins. Zwei.\n\nNur einer.\n\n- Punkt eins.\n- Punkt zwei. Noch einer.\n\n> Weil es so ist. Und so.\n"


def places(before: str, after: str) -> list[Place]:
    """Where a change lands, in the changed text."""
    base, changed = parse(before), parse(after)
    edits = find_edits(base, changed)
    return list(find_places(changed, land(edits, edits)))


@pytest.mark.parametrize(
    ("before", "old", "new", "expected"),
    [
        (ONE, "lang", "kurz", [Place(Kind.PARAGRAPH, 0, 2)]),
        (ONE, "Dritter", "Letzter", [Place(Kind.PARAGRAPH, 0, 3)]),
        (ONE, "Titel", "Anderer Titel", [Place(Kind.TITLE, 0, 0)]),
        (ONE, ", der lang ist", "", [Place(Kind.PARAGRAPH, 0, 2)]),
        (ONE, " Dritter Satz.", " Dritter Satz. Vierter Satz.", [Place(Kind.PARAGRAPH, 0, 4)]),
        (MANY, "Zwei.", "Drei.", [Place(Kind.PARAGRAPH, 1, 2)]),
        (MANY, "Nur einer.", "Nur dieser.", [Place(Kind.PARAGRAPH, 2, 0)]),
        (MANY, "Punkt eins.", "Punkt 1.", [Place(Kind.BULLET, 1, 0)]),
        (MANY, "Noch einer.", "Noch zwei.", [Place(Kind.BULLET, 2, 2)]),
        (MANY, "Und so.", "Und anders.", [Place(Kind.REASON, 0, 2)]),
    ],
)
def test_a_change_lands_in_a_sentence_that_people_can_count(
    before: str, old: str, new: str, expected: list[Place]
) -> None:
    assert places(before, before.replace(old, new)) == expected


def test_a_change_in_two_sentences_has_two_places() -> None:
    assert [place.sentence for place in places(ONE, ONE.replace("Erster", "Ein").replace("Dritter", "Kein"))] == [1, 3]


def test_among_other_changes_ones_own_are_found_where_they_stand_now() -> None:
    base = parse(ONE)
    own = find_edits(base, parse(ONE.replace("lang", "kurz")))
    both = find_edits(base, parse(ONE.replace("lang", "kurz").replace("Erster Satz.", "Ganz neu. Noch einer.")))
    decided = Document.from_tokens(apply_tokens(base.tokens(), both))

    assert [place.sentence for place in find_places(decided, land(own, both))] == [3]


def test_what_is_appended_to_a_sentence_does_not_touch_it() -> None:
    base = parse(ONE)
    second = list(find_sentences(base.tokens()))[2]
    after = parse(ONE.replace("lang ist.", "lang ist. Eingeschoben."))

    span, is_touched = follow(base.tokens(), second, find_edits(base, after))

    assert not is_touched
    assert cut(after, [span]).blocks[1].plain == "Zweiter Satz, der lang ist."


def test_a_rewritten_sentence_is_found_again_and_known_as_touched() -> None:
    base, after = parse(ONE), parse(ONE.replace("Zweiter Satz, der lang ist.", "Etwas ganz anderes steht hier nun."))
    second = list(find_sentences(base.tokens()))[2]

    span, is_touched = follow(base.tokens(), second, find_edits(base, after))

    assert is_touched
    assert [place.sentence for place in find_places(after, [span])] == [2]


def test_cutting_keeps_the_words_of_the_spans_and_no_empty_block() -> None:
    document = parse(MANY)
    last = list(find_sentences(document.tokens()))[-1]

    assert cut(document, [last]).blocks[1].plain == "Und so."
    assert len(cut(document, [last]).blocks) == 2


@given(documents(), documents(), st.data())
def test_a_span_that_is_not_touched_keeps_its_words(before: Document, after: Document, data: st.DataObject) -> None:
    """Law: what no edit touches reads the same before and after, wherever it stands then."""
    edits = find_edits(before, after)
    sentences = list(find_sentences(before.tokens()))
    if not sentences:
        return
    start, end = data.draw(st.sampled_from(sentences))

    (new_start, new_end), is_touched = follow(before.tokens(), (start, end), edits)

    assert 0 <= new_start <= new_end <= len(after.tokens())
    if not is_touched:
        old = [token[0] for token in before.tokens()[start:end]]
        assert [token[0] for token in after.tokens()[new_start:new_end]] == old


@given(documents(), documents())
def test_every_change_has_a_place(before: Document, after: Document) -> None:
    """Law: where a text with words was changed, at least one sentence of it is named."""
    edits = find_edits(before, after)
    if edits and any(block.words for block in after.blocks):
        assert widen(after, land(edits, edits))
