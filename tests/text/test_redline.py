"""A redline shows both texts: without what is inserted the base, without what is struck the proposal."""

from hypothesis import given

from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind
from drafting.text.lines import number_lines
from drafting.text.markdown import parse
from drafting.text.redline import RedlineBlock, redline
from tests.text.demand import CHILDCARE, DEMAND, FEDERAL
from tests.text.strategies import pairs


def shown(blocks: tuple[RedlineBlock, ...], without: str) -> str:
    pieces = [piece for block in blocks if block.change != without for piece in block.pieces]
    return "".join("".join(piece.text for piece in pieces if piece.change != without).split())


def plain(document: Document) -> str:
    return "".join("".join(block.plain for block in document.blocks).split())


@given(pairs())
def test_both_texts_can_be_read_from_it(pair: tuple[Document, Document]) -> None:
    before, after = pair
    blocks = redline(before, find_edits(before, after))
    assert shown(blocks, "ins") == plain(before)
    assert shown(blocks, "del") == plain(after)


@given(pairs())
def test_every_line_of_the_base_begins_once_and_in_order(pair: tuple[Document, Document]) -> None:
    before, after = pair
    blocks = redline(before, find_edits(before, after))
    lines = [piece.line for block in blocks for piece in block.pieces if piece.line is not None]
    assert sorted(lines) == [line.number for line in number_lines(before)]


@given(pairs())
def test_no_piece_is_empty(pair: tuple[Document, Document]) -> None:
    before, after = pair
    assert all(piece.text for block in redline(before, find_edits(before, after)) for piece in block.pieces)


def test_a_full_stop_that_is_added_leaves_no_empty_piece() -> None:
    base = parse("# Titel")
    (block,) = redline(base, find_edits(base, parse("# Titel.")))
    assert [(piece.text, piece.change) for piece in block.pieces] == [("Titel", ""), (".", "ins")]


def drawn(after: str) -> tuple[RedlineBlock, ...]:
    base = parse(DEMAND)
    return redline(base, find_edits(base, parse(after)))


def test_a_struck_paragraph_is_a_struck_block() -> None:
    struck = [block for block in drawn(DEMAND.replace(f"\n\n{FEDERAL}", "")) if block.change]
    assert [(block.change, "".join(piece.text for piece in block.pieces).strip()) for block in struck] == [
        ("del", FEDERAL)
    ]


def test_a_new_item_is_an_inserted_block_of_its_kind() -> None:
    blocks = drawn(DEMAND.replace(CHILDCARE, f"{CHILDCARE}\n- Ausweise"))
    new = [block for block in blocks if block.change == "ins"]
    assert [(block.kind, "".join(piece.text for piece in block.pieces).strip()) for block in new] == [
        (Kind.BULLET, "Ausweise")
    ]


def test_a_changed_word_leaves_its_block_as_it_is() -> None:
    blocks = drawn(DEMAND.replace("2026", "2027"))
    assert not any(block.change for block in blocks)
    changes = [(piece.text.strip(), piece.change) for block in blocks for piece in block.pieces if piece.change]
    assert changes == [("2026", "del"), ("2027", "ins")]


def test_what_is_inserted_with_a_comma_stands_at_its_word() -> None:
    before = parse("Wer baut oder wohnt.")
    (block,) = redline(before, find_edits(before, parse("Wer baut, pflegt oder wohnt.")))
    assert [(piece.text, piece.change) for piece in block.pieces] == [
        ("Wer baut", ""),
        (", pflegt", "ins"),
        (" oder wohnt.", ""),
    ]
