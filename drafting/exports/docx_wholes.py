"""Paragraphs that come or go as a whole in which several names stand, and what LibreOffice needs to resolve them.

LibreOffice resolves a file from its end, name by name. Where a paragraph that comes or goes bears one name, what stands
behind it keeps its shape; where it bears several, that is joined to the words which are still there and takes theirs.
By the standard, and in Word, it keeps its own in both cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafting.exports.docx_layout import Paragraph
from drafting.exports.docx_tracked import TrackedParagraph


def names_several(paragraph: TrackedParagraph) -> bool:
    """Whether a paragraph that comes or goes as a whole bears more than one name."""
    return not paragraph.is_kept and any(piece.act != paragraph.act for piece in paragraph.pieces)


def find_shapes(row: Sequence[TrackedParagraph]) -> list[Paragraph | None]:
    """For each paragraph the one behind it whose shape LibreOffice would lose to it, None where it loses none."""
    found: list[Paragraph | None] = [None] * len(row)
    for place, follower in _find_behind(row):
        if follower is not None and follower.shape != _own(row[place]).shape:
            found[place] = follower
    return found


def _find_behind(row: Sequence[TrackedParagraph]) -> Iterator[tuple[int, Paragraph | None]]:
    """The first of several names in each stretch that comes or goes, with what stands behind the stretch.

    All that is joined in a stretch that comes takes the shape of its first; of one that goes each stands for itself.
    """
    after_new = after_old = None
    later_new: int | None = None
    for place in range(len(row) - 1, -1, -1):
        paragraph = row[place]
        if paragraph.before is None:
            later_new = place if names_several(paragraph) else later_new
        elif later_new is not None:
            yield later_new, after_new
            later_new = None
        if paragraph.after is None and names_several(paragraph):
            yield place, after_old
        after_new = paragraph.before or after_new
        after_old = paragraph.after or after_old
    if later_new is not None:
        yield later_new, after_new


def _own(paragraph: TrackedParagraph) -> Paragraph:
    own = paragraph.after or paragraph.before
    assert own is not None
    return own
