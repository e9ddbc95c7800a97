"""A finished letter on its letterhead as the browser shows it: header, footer, pictures, fonts and measures."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from drafting.exports.correspondence import Correspondence
from drafting.exports.docx_correspondence import Letters, read_paragraphs
from drafting.exports.docx_counts import Counts
from drafting.exports.docx_views import view_letter
from tests.exports.correspondences import ADA, LETTER, SHORT, SIGNED, letterhead, line
from tests.imports.word import paragraph

SHARED = Path(__file__).resolve().parents[3] / "shared/papers/briefkopf.docx"


def said(markup: str) -> str:
    """The words without blanks: breaks of lines have none."""
    return "".join("".join(map(str, html.fromstring(f"<div>{markup}</div>").itertext())).split())


@pytest.mark.skipif(not SHARED.exists(), reason="the shared papers are not here")
def test_the_sheet_has_what_the_letterhead_has() -> None:
    view = view_letter(Letters(SIGNED, SHARED.read_bytes()).write(ADA))
    words = said(view.sheet)
    assert words.startswith("NetzwerkDigitaleRathäuserSüdwestZusammenschluss")
    assert "Dr.AdaAmsel" in words
    assert words.endswith("Seite1von…")
    assert 'alt="Logo: vier verbundene Punkte"' in view.sheet
    assert 'src="data:image/png;base64,' in view.sheet
    assert "Seite2von…" in said(view.following)
    assert "Zusammenschluss" not in view.following, "the logo and the claim head the first page alone"
    assert ".sheet { width: 210mm; }" in view.style
    assert "min-height: 50mm" in view.style
    assert 'font-family: "Georgia", serif;' in view.style
    assert "color: #005c63;" in view.style
    headings = [
        (each.tag, "".join(map(str, each.itertext()))) for each in html.fromstring(view.sheet).iter("h2", "h3", "h4")
    ]
    assert headings[:4] == [
        ("h2", "Gemeinsame Forderungen"),
        ("h3", "Präambel"),
        ("h3", "Recht"),
        ("h4", "1. Schrift & <Form>"),
    ]


@pytest.mark.parametrize("letter", [LETTER, SHORT], ids=["full", "short"])
def test_the_sheet_says_every_word_of_the_file(letter: Correspondence) -> None:
    data = Letters(letter, letterhead()).write(ADA)
    words = said(view_letter(data).sheet)
    assert all("".join(each.split()) in words for each in read_paragraphs(data))


def test_what_people_wrote_makes_no_rules_and_no_markup() -> None:
    wild = '<w:rPr><w:rFonts w:ascii="A&quot;; } body { x"/><w:color w:val="url(x)"/><w:sz w:val="1;2"/></w:rPr>'
    head = letterhead(f"<w:p><w:r>{wild}<w:t>&lt;b&gt; Kopf</w:t></w:r></w:p>", line("[Brieftext]"))
    view = view_letter(Letters(LETTER, head).write(ADA))
    assert "&lt;b&gt; Kopf" in view.sheet
    assert 'font-family: "A body x", sans-serif;' in view.style
    assert "url(" not in view.style
    assert view.style.count("{") == view.style.count("}")


def test_frames_and_floating_text_stand_where_the_page_has_them() -> None:
    frame = '<w:framePr w:w="4535" w:h="1417" w:hAnchor="page" w:vAnchor="page" w:x="1417" w:y="2835" w:wrap="around"/>'
    head = letterhead(paragraph("[Anschrift]", properties=frame), line("[Brieftext]"))
    style = view_letter(Letters(LETTER, head).write(ADA)).style
    assert "position: absolute; left: 25mm; top: 50mm; width: 80mm; min-height: 25mm;" in style
    assert style.index("@media") < style.index("position: absolute")


def test_items_are_counted_as_word_counts_them() -> None:
    data = Letters(LETTER, letterhead()).write(ADA)
    items = ["".join(map(str, each.itertext())).split() for each in html.fromstring(view_letter(data).sheet).iter("p")]
    assert [each for each in items if each[-1:] in (["eins"], ["zwei"], ["viele"], ["gute"])] == [
        ["1.", "eins"],
        ["2.", "zwei"],
        ["1.", "viele"],
        ["2.", "gute"],
    ]
    assert Counts(None).count("1", 0) == ""
