"""Redlines as HTML: what stands in the markup, and that nothing a person wrote can become markup."""

from __future__ import annotations

import pytest

from drafting.exports.excerpts import cut_words, excerpt
from drafting.exports.html import pieces_html, redline_html
from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind
from drafting.text.markdown import parse
from drafting.text.redline import Piece, RedlineBlock, redline

BASE = """# Digitalcheck einführen

Wir fordern einen verpflichtenden Digitalcheck für alle Gesetze und Verordnungen des Landes, an dem mindestens drei \
Kommunen unterschiedlicher Größe beteiligt sind. Das Ergebnis ist beizufügen.

- Anträge auf Wohngeld
- Bauvoranfragen

> Sonst fehlt die Praxis."""


def draw(after: str) -> tuple[RedlineBlock, ...]:
    base = parse(BASE)
    return redline(base, find_edits(base, parse(after)))


def piece(text: str, change: str = "", *, line: int | None = None, link: str = "", bold: bool = False) -> Piece:
    return Piece(text=text, change=change, bold=bold, italic=False, link=link, line=line)


def told(blocks: tuple[RedlineBlock, ...]) -> list[str]:
    return ["".join(each.text for each in block.pieces).strip() for block in blocks]


def test_an_item_that_is_struck_stands_with_the_sentence_that_leads_to_it() -> None:
    drawn = draw(BASE.replace("\n- Bauvoranfragen", ""))
    assert told(excerpt(drawn)) == ["Bauvoranfragen"]
    assert told(excerpt(drawn, introduced=True)) == ["Das Ergebnis ist beizufügen. …", "Bauvoranfragen"]
    first = draw(BASE.replace("- Anträge auf Wohngeld\n", ""))
    assert told(excerpt(first, introduced=True)) == ["Das Ergebnis ist beizufügen.", "Anträge auf Wohngeld"]


def test_a_sentence_that_changes_itself_leads_to_its_list_once() -> None:
    drawn = draw(BASE.replace("beizufügen", "beizulegen").replace("\n- Bauvoranfragen", ""))
    kinds = [block.kind for block in excerpt(drawn, introduced=True)]
    assert kinds == [Kind.PARAGRAPH, Kind.BULLET]


def test_a_replaced_word_is_struck_before_the_new_one_is_inserted() -> None:
    html = redline_html(draw(BASE.replace("drei ", "vier ")))
    assert "<del>drei</del> <ins>vier</ins> " in html


def test_lists_are_lists_with_their_counters() -> None:
    html = redline_html(draw(BASE))
    assert html.count('<ul class="items">') == 1
    assert html.count('<li data-counter="–">') == html.count("<li") == 2
    assert html.count("</ul>") == 1


def test_a_deeper_item_stands_in_a_list_of_its_own() -> None:
    document = parse("# T\n\n- a\n  1. b\n  2. c\n- d\n\nEnde")
    html = redline_html(redline(document, ()))
    assert "a<ul" in html.replace('<i class="zl" data-n="2" aria-hidden="true"></i>', "")
    assert html.count("<ul") == html.count("</ul>") == 2
    assert html.count("<li") == html.count("</li>") == 4
    assert html.index("</ul></li><li") < html.index("Ende")


def test_the_first_reason_is_introduced_by_its_word() -> None:
    html = redline_html(draw(BASE + "\n\n> Und noch mehr."))
    assert html.count("<span>Begründung:</span>") == 1


def test_what_people_wrote_is_never_markup() -> None:
    html = redline_html(draw(BASE.replace("drei ", "<script>alert(1)</script> & ")))
    assert "<script" not in html
    assert "&lt;" in html
    assert "&amp;" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " https://a.example"])
def test_only_ordinary_links_are_links(address: str) -> None:
    assert "<a " not in pieces_html([piece("Klick", link=address)])


def test_a_link_cannot_leave_its_attribute() -> None:
    html = pieces_html([piece("Klick", link='https://a.example/"onclick="x')])
    assert 'onclick="' not in html


def test_a_line_within_a_block_shows_a_tick_and_one_at_its_start_only_its_number() -> None:
    html = pieces_html([piece("eins ", line=2), piece("zwei drei ", line=3)])
    assert html == (
        '<i class="zl" data-n="2" aria-hidden="true"></i>eins '
        '<span class="nb"><i class="zl zl--tick" data-n="3" aria-hidden="true"></i>zwei</span> drei '
    )


def test_a_very_long_word_may_break_at_its_tick() -> None:
    assert "nb" not in pieces_html([piece("a "), piece("Donaudampfschifffahrtsgesellschaft ", line=3)])


def test_an_excerpt_shows_the_words_around_a_change() -> None:
    (block,) = excerpt(draw(BASE.replace("drei ", "vier ")), reach=4)
    text = "".join(p.text for p in block.pieces if p.change != "del").strip()
    assert text == "… Landes, an dem mindestens vier Kommunen unterschiedlicher Größe beteiligt sind."


def test_an_excerpt_with_far_reach_shows_whole_sentences_and_no_others() -> None:
    (block,) = excerpt(draw(BASE.replace("drei ", "vier ")), reach=80)
    text = "".join(p.text for p in block.pieces if p.change != "del").strip()
    assert text.startswith("Wir fordern")
    assert text.endswith("beteiligt sind.")


def test_an_excerpt_leaves_out_what_does_not_change_and_all_line_numbers() -> None:
    blocks = excerpt(draw(BASE.replace("Bauvoranfragen", "Bauanträge")))
    assert [block.kind for block in blocks] == [Kind.BULLET]
    assert all(p.line is None for block in blocks for p in block.pieces)


def test_an_unchanged_text_has_no_excerpt() -> None:
    assert excerpt(draw(BASE)) == ()


def test_a_long_change_is_cut_and_says_so() -> None:
    (kept,) = cut_words([piece("eins zwei drei vier", "ins")], 2)
    assert kept.text == "eins zwei …"


def test_an_empty_document_is_empty_html() -> None:
    assert redline_html(redline(Document.of([]), ()), title="") == ""


def test_a_stretch_without_words_is_nothing() -> None:
    assert pieces_html(()) == ""
