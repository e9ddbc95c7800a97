"""Text of any origin as one clean line."""

from __future__ import annotations

import regex

from drafting.text.document import clean_text

_BLANKS = regex.compile(r"[^\S\u00a0\u202f]+")
_NO_XML = regex.compile(r"[\ufffe\uffff\p{Cs}]")


def plain(text: str) -> str:
    """Bring any text into one clean line of characters that XML can hold."""
    return _BLANKS.sub(" ", _NO_XML.sub("", clean_text(text))).strip()
