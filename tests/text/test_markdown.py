"""Laws and examples of the canonical form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.text.document import Document, Kind, Run, make_block
from drafting.text.markdown import normalise, parse, to_markdown
from tests.text.strategies import WILD_DOCUMENTS
from tests.text.vocabulary import GERMAN, MARKDOWN, ODD


@given(WILD_DOCUMENTS)
def test_what_is_written_is_read_again(document: Document) -> None:
    assert parse(to_markdown(document)) == document


PIECES = st.sampled_from(
    [*GERMAN, *ODD, *MARKDOWN, "\n", "\n\n", "  ", " ", "\t", "\r\n", "# ", "- ", "> ", "1. ", "a) "]
)
ANY_SOURCE = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


@given(ANY_SOURCE)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert parse(once) == parse(text)


@given(ANY_SOURCE)
def test_normal_form_has_no_stray_blanks_or_lines(text: str) -> None:
    normal = normalise(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert "\r" not in normal
    assert "\n\n\n" not in normal
    assert all(line == line.rstrip(" \t") for line in normal.split("\n"))


VISIBLE = [word for word in (*GERMAN, *ODD) if word not in ("\u200f", "\u00ad")]


@given(st.lists(st.sampled_from(VISIBLE), max_size=30))
def test_plain_words_are_all_kept(words: list[str]) -> None:
    text = " ".join(["Anfang", *words])
    shown = "".join("".join(block.plain.split()) for block in parse(text).blocks)
    assert shown == "".join(unicodedata.normalize("NFC", text).split())


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.plain) for block in parse(text).blocks if block.words]


def test_a_demand_reads_as_its_blocks() -> None:
    text = "# Titel\n\nEin Absatz.\n\n- eins\n  1. innen\n  2. noch\n- zwei\n\na) erstens\n\n> Weil es so ist."
    assert kinds(text) == [
        ("title", 0, "Titel"),
        ("paragraph", 0, "Ein Absatz."),
        ("bullet", 0, "eins"),
        ("number", 1, "innen"),
        ("number", 1, "noch"),
        ("bullet", 0, "zwei"),
        ("letter", 0, "erstens"),
        ("reason", 0, "Weil es so ist."),
    ]


def test_a_normal_text_is_written_as_it_was_read() -> None:
    text = "# Titel\n\nEin **fetter** und _kursiver_, [Verweis](https://ein.example/a_b).\n\n- eins\n- zwei\n\n> Weil."
    assert normalise(text).rstrip("\n") == text


@pytest.mark.parametrize(
    "text",
    [
        "Bürger*innen und Beamt*innen",
        "2 * 3 * 4",
        "snake_case_name und noch_eins",
        "ein einzelner * Stern",
        "Unterstrich _ allein",
        "Ort, Datum: ____________ Unterschrift: ____",
        "__init__ und ***",
        "**** wichtig ****",
        "<b>roh</b>",
        "![Bild](bild.png)",
        "Und & nicht &amp;",
        "Preis: 5 > 3",
        "C# und F#",
        "``code``",
    ],
)
def test_what_only_looks_like_markup_stays_words_without_marks(text: str) -> None:
    document = parse(text)
    assert [block.plain for block in document.blocks if block.words] == [text]
    assert not any(word.bold or word.italic or word.link for block in document.blocks for word in block.words)


@pytest.mark.parametrize("text", ["1. Januar 2026 tritt es in Kraft.", "- minus", "a) klein", "# Raute", "> größer"])
def test_what_would_open_a_block_by_accident_is_escaped(text: str) -> None:
    document = Document.of([make_block(Kind.PARAGRAPH, [Run(text)])])
    written = to_markdown(document)
    assert "\\" in written
    assert parse(written) == document


@pytest.mark.parametrize("text", ["31. Dezember 2026", "Am 1. Januar", "E-Akte - bald", "z. B. Daten", "(a) so"])
def test_what_opens_nothing_is_not_escaped_inside_a_paragraph(text: str) -> None:
    assert "\\" not in to_markdown(Document.of([make_block(Kind.PARAGRAPH, [Run(f"Ab {text}")])]))


def test_counters_are_computed_when_written() -> None:
    assert normalise("7. eins\n7. zwei\n\nx\n\nc) drei").rstrip("\n") == "1. eins\n2. zwei\n\nx\n\na) drei"


def test_renumbering_is_no_difference() -> None:
    assert parse("1. eins\n2. zwei") == parse("4. eins\n9. zwei")


def test_line_ends_blanks_and_forms_of_letters_do_not_matter() -> None:
    assert parse("# Bu\u0308ro\r\n\r\nText  hier \r\n") == parse("# B\u00fcro\n\nText hier")


def test_an_empty_text_is_a_document_without_words() -> None:
    assert parse("") == Document.of([])
    assert normalise(to_markdown(parse(""))) == to_markdown(parse(""))


@pytest.mark.parametrize(
    "piece", ["*", "[", "[a ", "[](", "_a ", "**a ", "\\", "[a](https://x.example) ", "]](", "- a\n"]
)
def test_thousands_of_signs_are_read_without_going_back_and_forth(piece: str) -> None:
    text = normalise(piece * 10_000)
    assert normalise(text) == text


def test_a_bracket_that_never_becomes_a_link_stays_words() -> None:
    words = "Wort " * 20_000
    assert parse(f"[{words}](").blocks[1].words[0].text == "["
