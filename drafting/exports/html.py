"""Redlines as HTML: what a demand's text, an amendment or a comparison looks like on a page.

The markup says by element and by word what it means (``ins``, ``del``), never by colour alone; the style sheet does the
rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from drafting.text.document import ITEMS, Kind
from drafting.text.redline import Piece, RedlineBlock

# A longer word must be able to break on a phone, even with a tick before it.
LONGEST_UNBROKEN = 24

# What stands behind a block, e.g. a link to amend it; it gets the block's position and the block.
Tail = Callable[[int, RedlineBlock], Markup]


@dataclass(frozen=True, slots=True)
class Words:
    """The words the page adds to a text, in the reader's language."""

    reason: str = "Begründung"


GERMAN = Words()
# "touched" is no change of the text: it marks words that somebody wants to change.
_ELEMENTS = {
    "ins": (Markup("<ins>"), Markup("</ins>")),
    "del": (Markup("<del>"), Markup("</del>")),
    "touched": (Markup('<span class="touched">'), Markup("</span>")),
}


# The lines under the words of four owners: solid, double, dashed, dotted; a fifth has the first again.
OWNER_STYLES = "abcd"


def redline_html(
    blocks: Sequence[RedlineBlock], *, words: Words = GERMAN, title: str = "h3", tail: Tail | None = None
) -> Markup:
    """Render blocks as paragraphs and nested lists; ``title`` names the element of the title, "" leaves it out."""
    return Markup("").join(_render(blocks, words, title, tail or _no_tail))


def pieces_html(pieces: Sequence[Piece]) -> Markup:
    """Render a stretch of one block: changes as ``ins`` and ``del``, marks, and a tick where a line begins."""
    start = Markup("")
    if pieces and pieces[0].line is not None:  # at the edge the number alone shows where the line begins
        start = Markup('<i class="zl" data-n="{}" aria-hidden="true"></i>').format(pieces[0].line)
        pieces = (replace(pieces[0], line=None), *pieces[1:])
    groups = list(_changes(pieces))
    following = [*groups[1:], []] if groups else []
    return start + Markup("").join(_change(group, after) for group, after in zip(groups, following, strict=True))


def _no_tail(position: int, block: RedlineBlock) -> Markup:
    return Markup("")


def _render(blocks: Sequence[RedlineBlock], words: Words, title: str, tail: Tail) -> Iterator[Markup]:
    open_levels: list[int] = []
    before = None
    for position, block in enumerate(blocks):
        level = block.level if block.kind in ITEMS else -1
        while open_levels and open_levels[-1] > level:
            open_levels.pop()
            yield Markup("</li></ul>")
        if level >= 0 and open_levels and open_levels[-1] == level:
            yield Markup("</li>")
        elif level >= 0:
            open_levels.append(level)
            yield Markup('<ul class="items">')
        yield _block(block, words, title, tail(position, block), first_reason=before is not Kind.REASON)
        before = block.kind
    yield from (Markup("</li></ul>") for _ in open_levels)


def _block(block: RedlineBlock, words: Words, title: str, tail: Markup, *, first_reason: bool) -> Markup:
    inner = pieces_html(block.pieces).rstrip(" ") + tail
    whole = Markup(' class="whole-{}"').format(block.change) if block.change in ("ins", "del") else Markup("")
    if block.kind in ITEMS:
        return Markup('<li{} data-counter="{}">{}').format(whole, block.counter, inner)
    if block.kind is Kind.TITLE:
        return Markup('<{0} class="text__title">{1}</{0}>').format(title, inner) if title else Markup("")
    if block.kind is Kind.REASON:
        label = Markup("<span>{}:</span> ").format(words.reason) if first_reason else Markup("")
        return Markup('<p class="reason">{}{}</p>').format(label, inner)
    return Markup("<p{}>{}</p>").format(whole, inner)


def _changes(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Group neighbours under the same change and owner, so that one ``ins`` spans its marks."""
    group: list[Piece] = []
    for piece in pieces:
        if group and (group[-1].change, group[-1].owner) != (piece.change, piece.owner):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _change(group: Sequence[Piece], after: Sequence[Piece]) -> Markup:
    inner = Markup("").join(_marked(piece) for piece in group)
    change, owner = group[0].change, group[0].owner
    if change not in _ELEMENTS:
        return inner
    start, end = _owned(change, owner, after) if owner else _ELEMENTS[change]
    # A blank at the edge stays outside, or the underline would run on into the gap between two words.
    bare = inner.rstrip(" ")
    return start + bare + end + " " * (len(inner) - len(bare))


def _owned(change: str, owner: str, after: Sequence[Piece]) -> tuple[Markup, Markup]:
    """What stands around a change with an owner: a line of its own and the letter; struck words have the letter only.

    Where new words of the same owner follow struck ones, the letter stands behind those.
    """
    style = name_owner_style(owner)
    letter = Markup("<sup>{}</sup>").format(owner)
    if change == "ins":
        return Markup('<ins class="own own--{}">').format(style), letter + Markup("</ins>")
    start, end = _ELEMENTS[change]
    if after and (after[0].change, after[0].owner) == ("ins", owner):
        return start, end
    return start, end + Markup('<span class="own own--{} own--struck">{}</span>').format(style, letter)


def name_owner_style(letter: str) -> str:
    """Name the line under an owner's words; A has the first of four, E the first again."""
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return OWNER_STYLES[(number - 1) % len(OWNER_STYLES)]


def _marked(piece: Piece) -> Markup:
    text = _line_start(piece) if piece.line is not None else escape(piece.text)
    if piece.italic:
        text = Markup("<em>{}</em>").format(text)
    if piece.bold:
        text = Markup("<strong>{}</strong>").format(text)
    if piece.link.startswith(("https://", "http://", "mailto:")):
        text = Markup('<a href="{}" rel="noopener">{}</a>').format(piece.link, text)
    return text


def _line_start(piece: Piece) -> Markup:
    tick = Markup('<i class="zl zl--tick" data-n="{}" aria-hidden="true"></i>').format(piece.line)
    first, blank, rest = piece.text.partition(" ")
    if len(first) > LONGEST_UNBROKEN:
        return tick + piece.text
    # Tick and word never part, or the tick would stay behind at the end of the row.
    return Markup('<span class="nb">{}{}</span>{}{}').format(tick, first, blank, rest)
