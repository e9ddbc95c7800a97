"""The anchors of our own Word files: bookmarks that say which demand a paragraph belongs to (``docs/word.md``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from drafting.imports.paper_lines import Line, PaperLines
from drafting.imports.passages import Passage
from drafting.imports.recognition import spell
from drafting.imports.rows import Role

_UNIT = regex.compile(r"(F_[0-9A-Fa-f]{20})(?:_\d{1,5})?")
_ANCHOR = regex.compile(r"(?:F_[0-9A-Fa-f]{20}(?:_\d{1,5})?|A_[0-9A-Fa-f]{20})")
_TITLE = regex.compile(r"F_[0-9A-Fa-f]{20}_0")
CLOSING_LINE = "schlusszeile"  # the style of the line that ends our own files; no part of the text
# How the line that ends our own files begins.
END_LINE = regex.compile(r"(?:Ende des Textes|End of the text) ·")
FRAME_STYLES = {
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "date": Role.DATE,
    "ort und datum": Role.PLACE,
    "unterzeichnende": Role.SIGNATORY,
}


def is_anchor(name: str) -> bool:
    """Whether a bookmark is one of ours."""
    return _ANCHOR.fullmatch(name) is not None


def find_starts(anchors: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The paragraphs with which units begin, with the units' bookmarks.

    A unit begins with its title, or, without one, with its first paragraph. The bookmark around all of a unit says
    nothing: LibreOffice begins it in the unit's last paragraph.
    """
    starts: dict[str, int] = {}
    for origin in sorted(anchors):
        for name in anchors[origin]:
            if (match := _UNIT.fullmatch(name)) and (match[1] not in starts or _TITLE.fullmatch(name)):
                starts[match[1]] = origin
    return {origin: unit for unit, origin in starts.items()}


def find_anchored(
    passages: Sequence[Passage], anchors: Mapping[int, Sequence[str]], paper: PaperLines
) -> tuple[dict[int, Line], dict[int, str]]:
    """The headings our bookmarks name, and the units that begin with a passage, both by the passage's index."""
    starts = find_starts(anchors)
    lines: dict[int, Line] = {}
    begun: dict[int, str] = {}
    for index, passage in enumerate(passages):
        names = [name.lower() for name in anchors.get(passage.origin, ())]
        unit = starts.get(passage.origin, "").lower()
        if unit in paper.heads:
            begun[index] = unit
            # LibreOffice may take a heading's style away where the paragraph before it is deleted; the bookmarks stay.
            if f"{unit}_0" in names or passage.outline is not None:
                lines[index] = _find_title(passage, paper, unit)
        for name in names:
            if name in paper.sections:
                lines.setdefault(index, paper.sections[name])
    return lines, begun


def _find_title(passage: Passage, paper: PaperLines, unit: str) -> Line:
    """The heading of a unit in the words of the passage; the present one if these are none of its own."""
    words = {words for _, words in spell(passage)}
    return next((line for line in paper.titles[unit] if line.words in words), paper.heads[unit])
