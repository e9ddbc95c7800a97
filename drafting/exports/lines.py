"""Text of any origin as one clean line."""

from __future__ import annotations

import regex

from drafting.text.document import clean_text

_BLANKS = regex.compile(r"[^\S\u00a0\u202f]+")
_NO_XML = regex.compile(r"[\ufffe\uffff\p{Cs}]")


def plain(text: str) -> str:
    """Bring any text into one clean line of characters that XML can hold."""
    return _BLANKS.sub(" ", _NO_XML.sub("", clean_text(text))).strip()


def cut(line: str, most: int) -> str:
    """A line of at most so many characters: a longer one ends after a whole word, with an ellipsis."""
    if len(line) <= most:
        return line
    kept = line[:most]
    return (kept.rpartition(" ")[0] or kept[:-1]).rstrip(" ,;:–-") + "…"
