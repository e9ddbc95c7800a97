"""Decoding files of text, whichever program wrote them."""

from __future__ import annotations

from drafting.imports.refusals import empty, not_text, pdf, rich_text, too_heavy

MAX_TEXT = 2_000_000


def decode_text(data: bytes) -> str:
    """Decode a text file: UTF-8 (or UTF-16 where it says so), then the Windows encoding; raises for what is no text."""
    if not data.strip():
        raise empty()
    if len(data) > MAX_TEXT:
        raise too_heavy(MAX_TEXT // 1_000_000)
    if data.startswith(b"%PDF"):
        raise pdf()
    if data.startswith(b"{\\rtf"):
        raise rich_text("Word-Dokument (.docx)")
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A text has no control characters; a picture or program read as text is full of them.
        if sum(ord(sign) < 32 and sign not in "\t\n\r\f\v" for sign in text) * 200 > len(text) or "\0" in text:
            raise not_text()
        return text
    raise not_text()
