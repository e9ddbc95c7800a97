"""Slips of the pen: which changes of a text are small enough that what was signed before still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from drafting.text.document import Document, Start, Token, Word
from drafting.text.edits import Edit

MOST_WORDS = 4
_LEAST_LIKENESS = 0.72
_DIGITS = re.compile(r"\d")
_PUNCTUATION = re.compile(r"[.,;:!?()„“”‚‘’\"'…–—-]*")
# Words by which a sentence comes to mean something else, however alike it looks.
_WEIGHTY = frozenset(
    {
        *("nicht", "nie", "niemals", "nur", "auch", "ohne", "mit", "und", "oder", "alle", "allen", "soll", "sollen"),
        *("sollte", "sollten", "muss", "müssen", "müsste", "müssten", "kann", "können", "könnte", "könnten", "darf"),
        *("dürfen", "wird", "werden", "würde", "würden", "vor", "nach", "ab", "bis", "mindestens", "höchstens"),
    }
)


def is_slip(before: Document, edits: Iterable[Edit]) -> bool:
    """Tell whether edits only put spelling right: like words for like ones, or punctuation; no number, no negation."""
    tokens = before.tokens()
    return all(_is_slight(tokens[edit.start : edit.end], edit.inserted) for edit in edits)


def _is_slight(removed: Sequence[Token], inserted: Sequence[Token]) -> bool:
    if any(isinstance(token, Start) for token in (*removed, *inserted)):
        return False
    old, new = _words(removed), _words(inserted)
    if _links(removed) != _links(inserted) or max(len(old), len(new)) > MOST_WORDS:
        return False
    if not _PUNCTUATION.fullmatch(_signs(removed) + _signs(inserted)) or _numbers(old) != _numbers(new):
        return False
    if _plain(old) == _plain(new):
        return True
    if not old or not new or _weights(old) != _weights(new):
        return False
    return SequenceMatcher(None, " ".join(old), " ".join(new), autojunk=False).ratio() >= _LEAST_LIKENESS


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens if isinstance(token, Word) and any(map(str.isalnum, token.text))]


def _signs(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens if isinstance(token, Word) and not any(map(str.isalnum, token.text)))


def _numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if _DIGITS.search(word)]


def _links(tokens: Sequence[Token]) -> list[str]:
    return [token.link for token in tokens if isinstance(token, Word) and token.link]


def _plain(words: Sequence[str]) -> list[str]:
    return ["".join(filter(str.isalnum, word)) for word in words]


def _weights(words: Sequence[str]) -> list[str]:
    plain = [word.casefold() for word in _plain(words)]
    return [word for word in plain if word in _WEIGHTY or word.startswith(("kein", "un", "ent"))]
