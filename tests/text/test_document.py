"""Laws and examples of the document and its tokens."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.document import Block, Document, Kind, Run, Start, Word, counters, make_block
from tests.text.strategies import ANY_TEXT, WILD_DOCUMENTS, Draft, build, drafts


def words(text: str) -> list[str]:
    return [word.text for word in make_block(Kind.PARAGRAPH, [Run(text)]).words]


@pytest.mark.parametrize(
    "word",
    [
        "Bürger*innen",
        "Beamt*innen",
        "E-Akte",
        "1.234,56",
        "31.12.2027",
        "OZG-Leistungen",
        "Mitarbeiter:innen",
        "Nutzer_innen",
        "z.B",
        "Ver-",
        "geht's",
        "a@ein.example",
        "3.000",
    ],
)
def test_a_word_stays_whole(word: str) -> None:
    assert words(f"Die {word} kommen") == ["Die", word, "kommen"]


@pytest.mark.parametrize("mark", list(".,;:!?()„“–…"))
def test_punctuation_stands_alone(mark: str) -> None:
    assert words(f"Wort{mark} Wort") == ["Wort", mark, "Wort"]


def test_a_blank_belongs_to_the_word_before_it_and_the_last_word_has_one() -> None:
    block = make_block(Kind.PARAGRAPH, [Run("Ja, §\u00a03  gilt")])
    assert [word.blank for word in block.words] == ["", " ", "\u00a0", " ", " "]
    assert block.plain == "Ja, §\u00a03 gilt"


def test_marks_widen_to_the_whole_word() -> None:
    block = make_block(Kind.PARAGRAPH, [Run("Bürger"), Run("*innen", bold=True), Run(" alle")])
    assert block.words == (Word("Bürger*innen", bold=True), Word("alle"))


def test_a_letter_and_its_combining_mark_are_one_character_in_one_word() -> None:
    assert words("Bu\u0308rger und e\u0301") == ["B\u00fcrger", "und", "\u00e9"]


def test_counters_are_computed_and_start_again_after_a_paragraph() -> None:
    kinds = [
        (Kind.TITLE, 0),
        (Kind.NUMBER, 0),
        (Kind.LETTER, 1),
        (Kind.LETTER, 1),
        (Kind.NUMBER, 0),
        (Kind.LETTER, 1),
        (Kind.PARAGRAPH, 0),
        (Kind.NUMBER, 0),
        (Kind.BULLET, 0),
    ]
    blocks = [make_block(kind, [Run("x")], level=level) for kind, level in kinds]
    assert counters(blocks) == ("", "1.", "a)", "b)", "2.", "a)", "", "1.", "–")


def test_gaps_between_levels_are_closed() -> None:
    blocks = [make_block(Kind.BULLET, [Run(str(level))], level=level) for level in (2, 2, 0, 2, 1)]
    assert [block.level for block in Document.of(blocks).blocks] == [0, 0, 1, 0, 1, 1]


def test_a_document_has_a_title_first_and_no_other_wordless_block() -> None:
    document = Document.of([Block(Kind.PARAGRAPH, 0, ()), make_block(Kind.REASON, [Run("weil")])])
    assert [(block.kind, block.plain) for block in document.blocks] == [(Kind.TITLE, ""), (Kind.REASON, "weil")]


@given(WILD_DOCUMENTS)
def test_tokens_and_blocks_are_the_same_text(document: Document) -> None:
    assert Document.from_tokens(document.tokens()) == document


@given(WILD_DOCUMENTS)
def test_making_a_normal_document_again_changes_nothing(document: Document) -> None:
    assert Document.of(document.blocks) == document
    assert Document.of(make_block(b.kind, b.runs(), level=b.level) for b in document.blocks) == document


@given(WILD_DOCUMENTS)
def test_every_block_after_the_title_starts_once_and_has_words(document: Document) -> None:
    assert document.tokens()[0] == Start(Kind.TITLE)
    assert all(block.words and block.kind is not Kind.TITLE for block in document.blocks[1:])
    assert all(block.words[-1].blank == " " for block in document.blocks if block.words)


@given(drafts())
def test_no_visible_character_is_lost(draft: Draft) -> None:
    shown = "".join("".join(block.plain.split()) for block in build(draft).blocks)
    written = " ".join("".join(run.text for run in chunk) for block in draft for chunk in block.chunks)
    soft_hyphen = "\u00ad"
    assert shown == "".join(normalize("NFC", written.replace(soft_hyphen, "")).split())


@given(st.lists(ANY_TEXT, max_size=4))
def test_any_text_makes_words_without_blanks_inside(chunks: list[tuple[Run, ...]]) -> None:
    block = make_block(Kind.PARAGRAPH, [run for chunk in chunks for run in chunk])
    assert all(word.text and not any(c.isspace() for c in word.text) for word in block.words)
    assert all(word.blank in ("", " ", "\u00a0", "\u202f") for word in block.words)
