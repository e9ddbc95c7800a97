"""The gate for signed papers: whole PDF files pass, anything else is refused with a clear sentence."""

from __future__ import annotations

import contextlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.errors import InvalidInputError
from drafting.imports.signed_pdfs import MAX_BYTES, check_signed_pdf
from tests.pdfs import make_pdf

SHEET = make_pdf("Wir zeichnen mit.")


PROGRAM = b"9 0 << /S /JavaScript /JS (app.alert) >>"
PICTURE = b"/Subtype /Image /Filter /DCTDecode"


def with_stream(own: bytes, content: bytes) -> bytes:
    """A sheet with one stream more."""
    stream = b"9 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (own, len(content), content)
    return SHEET.replace(b"xref\n0", stream + b"xref\n0", 1)


MISPLACED = SHEET.replace(b"startxref\n", b"startxref\n9")


@pytest.mark.parametrize(
    "data",
    [
        SHEET,
        MISPLACED,
        b"\xef\xbb\xbf\r\n" + SHEET,
        SHEET + b"\r\n \x00",
        # Three bytes of a picture that happen to read like a name.
        with_stream(PICTURE, b"\xff\xd8\x9a/JS\x00\x17/Launch \xff\xd9"),
        with_stream(b"/First 5 0 R >> endobj 8 0 obj <<" + PICTURE, b"\xff\xd8/JS\x00\xff\xd9"),
        with_stream(PICTURE, b"\xff\xd8 endstream /JS\x00 \xff\xd9"),
        with_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(b"9 0 << /Type /Font >>")),
    ],
)
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
        (
            SHEET.replace(b"/Type /Catalog", b"/Type /Catalog /AA << /O << /S /J#61vaScript /J#53 (x) >> >>"),
            "Programme",
        ),
        (SHEET.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /Launch /F (x) >>"), "Programme"),
        (SHEET.replace(b"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles 9 0 R >>"), "Programme"),
        (with_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(PROGRAM)), "Programme"),
        (with_stream(b"/Type /Obj#53tm /N 1 /First 4 /Filter [/FlateDecode]", zlib.compress(PROGRAM)), "Programme"),
        (with_stream(b"/Type /ObjStm /N 1 /First 4", PROGRAM), "Programme"),
        (with_stream(b"/First 4 /Filter /FlateDecode /X (9 0 obj)", zlib.compress(PROGRAM)), "Programme"),
        (with_stream(b"", b"9 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj"), "Programme"),
        # Nothing in a file makes the work grow faster than the file.
        (SHEET.replace(b"xref\n0", b"<<>>stream\n" * 500_000 + b"/JS\nxref\n0", 1), "Programme"),
        (with_stream(b"/First 1 /Filter [" * 200_000, PROGRAM), "nicht prüfen"),
        (SHEET.replace(b"trailer", b"<< >>\nstream\n<< /JS (x) >>\ntrailer"), "Programme"),
        (with_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", b"verschl"), "nicht prüfen"),
        (with_stream(b"/Type /ObjStm /N 1 /First 4 /Filter /LZWDecode", PROGRAM), "nicht prüfen"),
        (with_stream(b"/N 1 /First 4 /Filter /FlateDecode", zlib.compress(bytes(60_000_000))), "nicht prüfen"),
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
