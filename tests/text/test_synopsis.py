"""A synopsis shows both texts: the old one on the left, the new one on the right."""

from hypothesis import given

from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind, shown_levels
from drafting.text.markdown import parse
from drafting.text.synopsis import SynopsisRow, synopsis
from tests.text.demand import DEMAND, FEDERAL
from tests.text.strategies import pairs


def compare(before: Document, after: Document) -> tuple[SynopsisRow, ...]:
    return synopsis(before, find_edits(before, after))


def read(rows: tuple[SynopsisRow, ...], column: str) -> list[tuple[Kind, int, str]]:
    """One column read from top to bottom, block by block."""
    blocks: list[tuple[Kind, int, str]] = []
    for row in rows:
        cell = getattr(row, column)
        if cell is not None and cell.opens:
            blocks.append((cell.kind, cell.level, cell.text))
        elif cell is not None:
            kind, level, text = blocks.pop()
            blocks.append((kind, level, text + cell.text))
    return [(kind, level, "".join(text.split())) for kind, level, text in blocks]


def blocks_of(document: Document) -> list[tuple[Kind, int, str]]:
    levels = shown_levels(document.blocks)
    return [
        (block.kind, level, "".join(block.plain.split()))
        for block, level in zip(document.blocks, levels, strict=True)
        if block.words
    ]


@given(pairs())
def test_the_left_column_reads_as_the_old_text_and_the_right_as_the_new(pair: tuple[Document, Document]) -> None:
    before, after = pair
    rows = compare(before, after)
    assert read(rows, "before") == blocks_of(before)
    assert read(rows, "after") == blocks_of(after)


@given(pairs())
def test_no_row_is_empty_and_an_unchanged_one_says_the_same_twice(pair: tuple[Document, Document]) -> None:
    before, after = pair
    for row in compare(before, after):
        assert row.before or row.after
        if row.change == "same":
            assert row.before is not None
            assert row.after is not None
            assert row.before.text == row.after.text


@given(pairs())
def test_the_left_column_has_no_new_words_and_the_right_no_struck_ones(pair: tuple[Document, Document]) -> None:
    before, after = pair
    for row in compare(before, after):
        assert not any(piece.change == "ins" for piece in (row.before.pieces if row.before else ()))
        assert not any(piece.change == "del" for piece in (row.after.pieces if row.after else ()))


def rows_of(before: str, after: str) -> list[tuple[str, str, str]]:
    return [
        (row.change, row.before.text.strip() if row.before else "", row.after.text.strip() if row.after else "")
        for row in compare(parse(before), parse(after))
    ]


def test_a_row_is_a_sentence() -> None:
    assert rows_of("Eins ist da. Zwei auch. Drei nicht.", "Eins ist da. Zwei fehlt. Drei nicht.") == [
        ("same", "Eins ist da.", "Eins ist da."),
        ("changed", "Zwei auch.", "Zwei fehlt."),
        ("same", "Drei nicht.", "Drei nicht."),
    ]


def test_a_sentence_that_is_gone_or_new_has_a_row_of_its_own() -> None:
    assert rows_of("Eins ist da. Zwei auch. Drei nicht.", "Eins ist da. Drei nicht. Vier kommt.") == [
        ("same", "Eins ist da.", "Eins ist da."),
        ("gone", "Zwei auch.", ""),
        ("same", "Drei nicht.", "Drei nicht."),
        ("new", "", "Vier kommt."),
    ]


def test_a_rewritten_sentence_stands_beside_the_old_one() -> None:
    assert rows_of("Erst dies. Das Land zahlt gern.", "Erst dies. Wer bestellt, soll auch bezahlen.") == [
        ("same", "Erst dies.", "Erst dies."),
        ("changed", "Das Land zahlt gern.", "Wer bestellt, soll auch bezahlen."),
    ]


def test_an_abbreviation_ends_no_row() -> None:
    assert rows_of("Das gilt z. B. hier.", "Das gilt z. B. dort.") == [
        ("changed", "Das gilt z. B. hier.", "Das gilt z. B. dort.")
    ]


def test_a_paragraph_made_an_item_stands_beside_it() -> None:
    rows = compare(parse("# Titel\n\nEin Punkt."), parse("# Titel\n\n- Ein Punkt."))
    assert [(row.change, row.before and row.before.kind, row.after and row.after.kind) for row in rows] == [
        ("same", Kind.TITLE, Kind.TITLE),
        ("changed", Kind.PARAGRAPH, Kind.BULLET),
    ]


def test_a_struck_paragraph_is_gone() -> None:
    rows = compare(parse(DEMAND), parse(DEMAND.replace(f"\n\n{FEDERAL}", "")))
    assert [row.before.text.strip() for row in rows if row.change == "gone" and row.before] != []
    assert {row.change for row in rows} == {"same", "gone"}
