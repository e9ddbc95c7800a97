"""Laws and examples of line numbers."""

from itertools import pairwise

import regex
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.document import Document, Start, Word
from drafting.text.lines import Line, number_lines
from drafting.text.markdown import parse
from tests.text.strategies import WILD_DOCUMENTS, documents


def words_of(document: Document, line: Line) -> list[Word]:
    return [token for token in document.tokens()[line.start : line.end] if isinstance(token, Word)]


def shown(document: Document, line: Line) -> str:
    return "".join(word.text + word.blank for word in words_of(document, line))[:-1]


def unbreakable(words: list[Word]) -> bool:
    """No place inside where a line could end: blanks that break stand only after the last word."""
    return all(word.blank != " " for word in words[:-1])


@given(WILD_DOCUMENTS)
def test_every_word_stands_on_exactly_one_line(document: Document) -> None:
    tokens = document.tokens()
    found = [i for line in number_lines(document) for i in range(line.start, line.end) if isinstance(tokens[i], Word)]
    assert found == [i for i, token in enumerate(tokens) if isinstance(token, Word)]


@given(WILD_DOCUMENTS)
def test_lines_are_numbered_from_one_without_gaps(document: Document) -> None:
    lines = number_lines(document)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert all(left.end <= right.start for left, right in pairwise(lines))


@given(WILD_DOCUMENTS, st.sampled_from([20, 80]))
def test_a_line_is_longer_than_its_width_only_for_what_cannot_be_broken(document: Document, width: int) -> None:
    for line in number_lines(document, width):
        characters = len(regex.findall(r"\X", shown(document, line)))
        assert characters <= width or unbreakable(words_of(document, line))


@given(WILD_DOCUMENTS)
def test_every_block_begins_on_a_line_of_its_own(document: Document) -> None:
    for line in number_lines(document):
        inside = document.tokens()[line.start : line.end]
        assert not any(isinstance(token, Start) for token in inside[1:])


@given(documents(), st.sampled_from([20, 80]))
def test_lines_of_one_block_are_as_full_as_they_can_be(document: Document, width: int) -> None:
    tokens = document.tokens()
    for left, right in pairwise(number_lines(document, width)):
        words = words_of(document, right)
        if isinstance(tokens[right.start], Start) or any(isinstance(t, Start) for t in tokens[left.end : right.start]):
            continue
        chunk = [words[0]]
        for word in words[1:]:
            if chunk[-1].blank == " ":
                break
            chunk.append(word)
        together = shown(document, left) + " " + "".join(word.text + word.blank for word in chunk)[:-1]
        assert len(together) > width


@given(documents())
def test_numbers_depend_on_the_words_alone(document: Document) -> None:
    plain = Document.of(
        type(block)(block.kind, block.level, tuple(Word(word.text, word.blank) for word in block.words))
        for block in document.blocks
    )
    assert number_lines(plain) == number_lines(document)


def test_the_title_counts_first_and_reasons_count_too() -> None:
    document = parse("# Titel\n\nEin Satz.\n\n- Punkt\n\n> Weil.")
    assert [shown(document, line) for line in number_lines(document)] == ["Titel", "Ein Satz.", "Punkt", "Weil."]


def test_markers_do_not_count() -> None:
    words = "zehnZeiche " * 7 + "bis"
    assert len(words) == 80
    document = parse(f"- {words}")
    assert [len(shown(document, line)) for line in number_lines(document)] == [len(words)]


def test_a_line_holds_eighty_characters_and_not_one_more() -> None:
    fits, breaks = "a " * 39 + "bb", "a " * 39 + "bbb"
    assert (len(fits), len(breaks)) == (80, 81)
    assert len(number_lines(parse(fits))) == 1
    assert len(number_lines(parse(breaks))) == 2


def test_punctuation_stays_with_its_word() -> None:
    text = "a " * 39 + "bb, c"
    document = parse(text)
    assert [shown(document, line) for line in number_lines(document)] == ["a " * 38 + "a", "bb, c"]


def test_a_no_break_space_keeps_a_paragraph_sign_with_its_number() -> None:
    document = parse("a " * 39 + "§\u00a03")
    assert shown(document, number_lines(document)[1]) == "§\u00a03"
