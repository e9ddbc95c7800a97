"""Letterheads: which placeholders are found however Word splits them, and what is refused with which sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafting.errors import InvalidInputError
from drafting.imports.letterheads import read_letterhead
from tests.exports.correspondences import letterhead, line
from tests.imports.word import paragraph

SHARED = Path(__file__).resolve().parents[3] / "shared/papers/briefkopf.docx"
USUAL = (
    "[Anschrift]",
    "[Ort, Datum]",
    "[Betreff]",
    "[Anrede]",
    "[Brieftext]",
    "[Grußformel]",
    "[Unterschrift]",
    "[Anlagen]",
)
TEXT = line("[Brieftext]")


def test_placeholders_are_found_however_their_letters_are_split() -> None:
    report = read_letterhead(letterhead())
    assert sorted(report.found) == sorted(USUAL)
    assert (report.missing, report.unknown) == ((), ())


def test_what_is_missing_and_what_is_unknown_is_named() -> None:
    report = read_letterhead(letterhead(line("[EMPFÄNGER], [Aktenzeichen]"), line("[ Text ]"), line("[Datum]")))
    assert set(report.found) == {"[Anschrift]", "[Ort, Datum]", "[Brieftext]"}
    assert report.missing == ("[Betreff]", "[Anrede]", "[Grußformel]", "[Unterschrift]", "[Anlagen]")
    assert report.unknown == ("[Aktenzeichen]",)


def test_a_letterhead_needs_no_lists() -> None:
    assert "[Brieftext]" in read_letterhead(letterhead(has_lists=False)).found


@pytest.mark.skipif(not SHARED.exists(), reason="the shared letterhead is not here")
def test_the_shared_letterhead_has_every_placeholder() -> None:
    report = read_letterhead(SHARED.read_bytes())
    assert sorted(report.found) == sorted(USUAL)
    assert {"Arial", "Georgia"} <= set(report.fonts)


_CHANGE = '<w:ins w:id="1" w:author="A"><w:r><w:t>neu</w:t></w:r></w:ins>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "leer"),
        (b"%PDF-1.7", "PDF"),
        (letterhead(line("[Betreff]")), r"fehlt der Platzhalter \[Brieftext\]"),
        (letterhead(line("Hier: [Brieftext]")), "allein in seinem Absatz"),
        (letterhead(TEXT, TEXT), "mehr als einmal"),
        (letterhead(TEXT, paragraph(_CHANGE)), "nachverfolgt"),
        (letterhead(TEXT, links={"rId9": ("image", "https://fern.example/logo.png")}), "von außerhalb"),
        (letterhead(TEXT, links={"rId9": ("oleObject", "embeddings/o.bin")}), "bindet den Text anderer Dateien ein"),
        (letterhead(TEXT, "<w:altChunk/>"), "bindet den Text anderer Dateien ein"),
        (letterhead(TEXT, styles="theme"), "beschädigt"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInputError, match=sentence):
        read_letterhead(data)
