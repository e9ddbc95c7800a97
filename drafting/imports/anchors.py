"""The anchors of our own Word files: bookmarks that say which demand a paragraph belongs to (``docs/word.md``).

With them nothing has to be guessed from looks: a paragraph plays the part its bookmark and its style say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from drafting.imports.counting import note_counts
from drafting.imports.items import find_typed_items
from drafting.imports.passages import Passage, cut_front, match_front, unmark
from drafting.imports.rows import ITEM_ROLES, Role, Row, make_row
from drafting.imports.vocabulary import REASON_PREFIX, REASON_STYLE, TYPED

_UNIT = regex.compile(r"(F_[0-9A-Fa-f]{20})(?:_\d{1,5})?")
_ANCHOR = regex.compile(r"(?:F_[0-9A-Fa-f]{20}(?:_\d{1,5})?|A_[0-9A-Fa-f]{20})")
_TITLE = regex.compile(r"F_[0-9A-Fa-f]{20}_0")
_SECTION = regex.compile(r"A_[0-9A-Fa-f]{20}")
CLOSING_LINE = "schlusszeile"  # the style of the line that ends our own files; no part of the text
_FRAME = {
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "date": Role.DATE,
    "ort und datum": Role.PLACE,
    CLOSING_LINE: Role.PLACE,
}
_SIGNED = "unterzeichnende"


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


def read_anchored(items: Sequence[Passage | Row], anchors: Mapping[int, Sequence[str]]) -> tuple[Row, ...]:
    """Return the rows of a file with anchors; every unit begins with a row of the role "demand"."""
    passages = [item for item in items if isinstance(item, Passage)]
    starts = find_starts(anchors)
    heads = {index for index, passage in enumerate(passages) if _heads(passage, anchors.get(passage.origin, ()))}
    found = iter(find_typed_items(passages, heads))
    rows: list[tuple[Row, str]] = []
    for item in items:
        if isinstance(item, Row):
            rows.append((item, ""))
            continue
        passage = next(found)
        rows += [
            (replace(row, origin=passage.origin), passage.label)
            for row in _read(passage, anchors.get(passage.origin, ()), begins=passage.origin in starts)
        ]
    return tuple(note_counts(rows))


def _heads(passage: Passage, names: Sequence[str]) -> bool:
    if any(_TITLE.fullmatch(name) or _SECTION.fullmatch(name) for name in names):
        return True
    return passage.outline is not None or passage.style in _FRAME or passage.style == _SIGNED


def _read(passage: Passage, names: Sequence[str], *, begins: bool) -> Iterator[Row]:
    # LibreOffice may take a heading's style away where the paragraph before it is deleted; the bookmarks stay.
    is_title = any(_TITLE.fullmatch(name) for name in names)
    is_section = any(_SECTION.fullmatch(name) for name in names) or (passage.outline == 0 and not begins)
    if begins and passage.outline is None and not is_title:
        yield Row(Role.DEMAND)  # a demand without a title begins with its text
    if is_section and not is_title:
        yield make_row(Role.SECTION, unmark(passage.runs))
    elif is_title or passage.outline is not None:
        yield _title(passage)
    elif passage.style in _FRAME:
        yield make_row(_FRAME[passage.style], unmark(passage.runs))
    elif passage.style == _SIGNED:
        yield make_row(Role.SIGNATORY, unmark(passage.runs))
    else:
        yield _text(passage)


def _title(passage: Passage) -> Row:
    match = match_front(TYPED, passage.runs)
    number = match[0].strip(" .)") if match and not passage.label else ""
    runs = cut_front(passage.runs, match.end()) if match and number else passage.runs
    return make_row(Role.DEMAND, unmark(runs), number=number)


def _text(passage: Passage) -> Row:
    prefix = match_front(REASON_PREFIX, passage.runs)
    if prefix or REASON_STYLE.search(passage.style):
        return make_row(Role.REASON, cut_front(passage.runs, prefix.end() if prefix else 0))
    role = Role(passage.item.value) if passage.item else Role.PARAGRAPH
    return make_row(role, passage.runs, level=passage.level if role in ITEM_ROLES else 0)
