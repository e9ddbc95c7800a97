"""Headlines: what an amendment is about in one short line, made of its first formal sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 120
_LONGEST_QUOTE = 40
_QUOTE = re.compile("„([^„“]*)“")


def propose_headline(sentences: Sequence[str]) -> str:
    """Make a headline of an amendment's formal sentences: the first, its quotations shortened, and how many more.

    No longer than ``LONGEST``; no sentences give no headline.
    """
    if not sentences:
        return ""
    more = len(sentences) - 1
    rest = "" if not more else " (und eine weitere Änderung)" if more == 1 else f" (und {more} weitere Änderungen)"
    first = " ".join(sentences[0].split()).removesuffix(".")
    quoted = _QUOTE.sub(lambda quote: f"„{_shorten(quote[1], _LONGEST_QUOTE)}“", first)
    return _shorten(quoted, LONGEST - len(rest)) + rest


def _shorten(text: str, room: int) -> str:
    """Cut a text at a word where it is too long."""
    if len(text) <= room:
        return text
    kept = text[: room - 2].rsplit(" ", 1)[0].rstrip(" ,;:")
    return f"{kept} …"
