"""Whether two wordings say the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drafting.text.document import Block, Document
from drafting.text.likeness import Likeness, compare_wordings
from drafting.text.markdown import parse
from tests.text.strategies import documents


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("bis zum 31. Dezember 2027", "bis zum  31. Dezember 2027", "same"),
        ("der „Digitalcheck“ gilt", 'der "Digitalcheck" gilt', "same"),
        ("Bund – und Land", "Bund - und Land", "same"),
        ("ein **fester** Betrag", "ein fester Betrag", "same"),
        ("Bund und Land sind gefordert.", "Land und Bund sind gefordert.", "alike"),
        ("Gefordert sind Bund und Land.", "Bund und Land sind gefordert.", "alike"),
        ("Bund, Land und Kommunen", "Bund und Land, Kommunen", "alike"),
        ("fünf Kommunen", "vier Kommunen", "different"),
        ("fünf Kommunen", "fünf große Kommunen", "different"),
        ("muss geprüft werden", "muss nicht geprüft werden", "different"),
    ],
)
def test_named_wordings(one: str, other: str, likeness: str) -> None:
    assert compare_wordings(parse(f"# Titel\n\n{one}"), parse(f"# Titel\n\n{other}")) == likeness


@given(documents(), documents())
def test_it_is_symmetric(one: Document, other: Document) -> None:
    assert compare_wordings(one, other) is compare_wordings(other, one)


@given(documents())
def test_a_text_is_the_same_as_itself(document: Document) -> None:
    assert compare_wordings(document, document) is Likeness.SAME


@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_words_makes_no_more_than_alike(document: Document, chance: object) -> None:
    shuffled = []
    for block in document.blocks:
        words = list(block.words)
        chance.shuffle(words)  # type: ignore[attr-defined]
        shuffled.append(Block(block.kind, block.level, tuple(words)))
    assert compare_wordings(document, Document(tuple(shuffled))) is not Likeness.DIFFERENT


@given(documents())
def test_a_word_more_is_different(document: Document) -> None:
    longer = parse("# T\n\nKommunalverband").blocks[1]
    assume(longer.words)
    assert compare_wordings(document, Document((*document.blocks, longer))) is Likeness.DIFFERENT
