"""Remarks as HTML: plain words with their lines, and the addresses in them made links; never any markup of theirs."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from drafting.rules.remarks import is_web_address

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'„“”‚‘’`\\]+", re.IGNORECASE)
_LINK = Markup('<a href="{}" rel="nofollow noopener noreferrer">{}</a>')
_BREAK = Markup("<br>")


def remark_html(text: str) -> Markup:
    """Render a remark: a paragraph for each block of lines, addresses of the web as links."""
    blocks = [block for block in re.split(r"\n{2,}", text.strip("\n")) if block]
    return Markup("").join(Markup("<p>{}</p>").format(_BREAK.join(map(_line, block.split("\n")))) for block in blocks)


def _line(line: str) -> Markup:
    shown, end = Markup(""), 0
    for found in _ADDRESS.finditer(line):
        words = _without_tail(found[0])
        address = f"https://{words}" if words.lower().startswith("www.") else words
        if is_web_address(address):
            shown += escape(line[end : found.start()]) + _LINK.format(address, words)
            end = found.start() + len(words)
    return shown + escape(line[end:])


def _without_tail(words: str) -> str:
    """Leave the sentence its full stop and its closing bracket: „(siehe https://calw.de).“"""
    while words and (words[-1] in ".,;:!?" or _closes_too_much(words)):
        words = words[:-1]
    return words


def _closes_too_much(words: str) -> bool:
    return words[-1] in _OPEN and words.count(words[-1]) > words.count(_OPEN[words[-1]])


_OPEN = {")": "(", "]": "["}
