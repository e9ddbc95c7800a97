"""Texts as pages show them: blocks of pieces with line numbers, and the places others want to change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text under the same marks; ``line`` is set where a line begins, ``touched`` where amendments are."""

    text: str
    bold: bool
    italic: bool
    link: str
    line: int | None
    touched: bool


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A title, paragraph, item or reason; ``index`` counts the text's blocks from 0, the title's."""

    index: int
    kind: str
    level: int
    counter: str
    pieces: tuple[TextPiece, ...]
