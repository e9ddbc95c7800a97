"""Pages that stand in many PDFs: drawn once, and what was drawn repeated in each.

WeasyPrint knows no such thing. What is kept is what drawing leaves behind: operators, the tags of what is marked, which
glyphs of which font are used, and how transparent colours are. Where a page leaves more (pictures, patterns, glyphs
that no font has), it is drawn anew each time.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What drawing a page leaves behind."""

    operators: bytes
    tags: dict[Any, dict[str, Any]]
    fonts: dict[Any, Any]
    resources: dict[str, Any]

    @property
    def is_repeatable(self) -> bool:
        """Whether nothing of it is numbered in the file it was drawn for."""
        is_plain = not any(self.resources[kind] for kind in _KINDS[1:])
        return is_plain and not any(font.missing for font in self.fonts.values())

    def repeat(self, stream: Any) -> None:
        """Leave the same behind in another file."""
        stream.stream.append(self.operators)
        stream._tags.update({box: dict(tag) for box, tag in self.tags.items()})
        for name, state in self.resources["ExtGState"].items():
            stream._resources["ExtGState"].setdefault(name, copy(state))
        for key, font in self.fonts.items():
            if key not in stream._fonts:
                stream._fonts[key] = copy(font)
                stream._fonts[key].widths, stream._fonts[key].to_unicode = {}, {}
            known = stream._fonts[key]
            known.widths = {**font.widths, **known.widths}
            for glyph, letters in font.to_unicode.items():
                known.to_unicode.setdefault(glyph, letters)


class RepeatedPage:
    """A page of WeasyPrint's, which it draws only once."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._drawing: _Drawing | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._page, name)

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the page, or repeat what was drawn; called by WeasyPrint."""
        if self._drawing is None:
            self._drawing = _draw(self._page, stream, scale)
        if self._drawing.is_repeatable:
            self._drawing.repeat(stream)
        else:
            self._page.paint(stream, scale)


def _draw(page: Any, stream: Any, scale: float) -> _Drawing:
    """Draw a page apart from the file that the stream belongs to."""
    begin, tags, fonts, resources = len(stream.stream), stream._tags, stream._fonts, stream._resources
    apart = {**resources, **{kind: {} for kind in _KINDS}}
    stream._tags, stream._fonts, stream._resources = {}, {}, apart
    page.paint(stream, scale)
    operators = b"\n".join(map(_write, stream.stream[begin:]))
    drawing = _Drawing(operators, stream._tags, stream._fonts, apart)
    del stream.stream[begin:]
    stream._tags, stream._fonts, stream._resources = tags, fonts, resources
    return drawing


def _write(operator: Any) -> bytes:
    """An operator as it stands in a file: bytes, words, or an object of pydyf's."""
    if isinstance(operator, bytes):
        return operator
    written: bytes = operator.encode() if isinstance(operator, str) else operator.data
    return written
