"""Decoding files of text, whichever program wrote them."""

from __future__ import annotations

from drafting.imports.refusals import empty, not_table, not_text, other_format, pdf, rich_text, too_heavy

MAX_TEXT = 2_000_000


def decode_text(data: bytes, *, is_table: bool = False) -> str:
    """Decode a text file: UTF-8 (or UTF-16 where it says so), then the Windows encoding; raises for what is no text.

    A refusal says what to do, which is another thing where the text should have been a table.
    """
    refuse = not_table if is_table else not_text
    if not data.strip():
        raise empty()
    if len(data) > MAX_TEXT:
        raise too_heavy(MAX_TEXT // 1_000_000)
    if data.startswith(b"%PDF"):
        raise other_format("CSV oder Excel (.xlsx)", "PDF") if is_table else pdf()
    if data.startswith(b"{\\rtf"):
        raise rich_text("CSV oder Excel (.xlsx)" if is_table else "Word-Dokument (.docx)")
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A text has no control characters; a picture or program read as text is full of them.
        if sum(ord(sign) < 32 and sign not in "\t\n\r\f\v" for sign in text) * 200 > len(text) or "\0" in text:
            raise refuse()
        return text
    raise refuse()
