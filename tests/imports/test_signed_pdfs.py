"""The gate for signed papers: whole PDF files pass, anything else is refused with a clear sentence."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.imports.signed_pdfs import MAX_BYTES, check_signed_pdf
from tests.pdfs import make_pdf

SHEET = make_pdf("Wir zeichnen mit.")


MISPLACED = SHEET.replace(b"startxref\n", b"startxref\n9")


@pytest.mark.parametrize("data", [SHEET, MISPLACED, b"\xef\xbb\xbf\r\n" + SHEET, SHEET + b"\r\n \x00"])
def test_whole_files_pass(data: bytes) -> None:
    check_signed_pdf(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "keine PDF"),
        (b"PK\x03\x04" + SHEET[8:], "keine PDF"),
        (b"<html>%PDF</html>", "keine PDF"),
        (SHEET[:-20], "beschädigt"),
        (MISPLACED.replace(b"trailer", b"trailor"), "beschädigt"),
        (b"%PDF-1.4 startxref\n0\n%%EOF", "beschädigt"),
        (SHEET.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>"), "Programme"),
        (SHEET + bytes(MAX_BYTES), "zu groß"),
    ],
)
def test_others_are_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInputError, match=words):
        check_signed_pdf(data)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_gate(data: bytes) -> None:
    for made in (data, SHEET[:200] + data, data + SHEET[200:]):
        with contextlib.suppress(InvalidInputError):
            check_signed_pdf(made)
