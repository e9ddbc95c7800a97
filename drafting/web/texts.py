"""Texts on pages: the template filters that turn a read model's blocks into paragraphs, lists and redlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from drafting.exports.excerpts import cut_words, excerpt
from drafting.exports.html import Tail, Words, name_owner_style, pieces_html, redline_html
from drafting.exports.remarks import remark_html
from drafting.queries.texts import TextBlock
from drafting.text.document import ITEMS, Kind
from drafting.text.redline import Piece, RedlineBlock
from drafting.web.languages import gettext as _

MARGIN_WORDS = 24
_BEFORE_NUMBER = re.compile(r"(?<=[^\W\d]) (?=\d)")


def show_redline(blocks: Sequence[RedlineBlock], *, title: str = "p") -> Markup:
    """Show a whole redline with its line numbers."""
    return redline_html(blocks, words=_words(), title=title)


def show_excerpt(blocks: Sequence[RedlineBlock], *, reach: int = 6, introduced: bool = False) -> Markup:
    """Show the changes with some words around them; a large ``reach`` gives whole sentences."""
    return redline_html(excerpt(blocks, reach=reach, introduced=introduced), words=_words(), title="p")


def show_changes(blocks: Sequence[RedlineBlock]) -> Markup:
    """Show the changed words alone, on one line, as a note in the margin does."""
    pieces: list[Piece] = []
    for block in excerpt(blocks, reach=0):
        pieces += [*block.pieces, Piece(text=" ")]
    # A comma that becomes a full stop says nothing by itself; where nothing else changes, it is shown.
    kept = [piece for piece in pieces if not piece.change or any(map(str.isalnum, piece.text))]
    if not any(piece.change for piece in kept):
        kept = pieces
    changed = [position for position, piece in enumerate(kept) if piece.change]
    inner = kept[changed[0] : changed[-1] + 1] if changed else []
    return pieces_html(cut_words(inner, MARGIN_WORDS))


def show_result(blocks: Sequence[RedlineBlock]) -> Markup:
    """Show how changed sentences read now: what was struck is gone, what is new is marked."""
    kept = [block for block in excerpt(blocks, reach=80, deleted=False) if block.change != "del" and block.pieces]
    return redline_html(kept, words=_words(), title="p")


def show_kept(blocks: Sequence[RedlineBlock]) -> Markup:
    """Show how sentences read that somebody wanted to change and that stayed as they were."""
    kept = []
    for block in excerpt(blocks, reach=80):
        pieces = tuple(replace(piece, change="") for piece in block.pieces if piece.change != "ins")
        if pieces and block.change != "ins":
            kept.append(replace(block, change="", pieces=pieces))
    return redline_html(kept, words=_words(), title="p")


def show_text(blocks: Iterable[TextBlock], *, edit: str = "", title: str = "", of: str = "") -> Markup:
    """Show a text with line numbers and touched words; ``edit`` is the editor's address, for a pencil at each block.

    ``of`` names the demand where a page shows several, so that each pencil says what it changes.
    """
    rows = list(blocks)
    tail = _pencils(rows, edit, of)
    return redline_html([_as_redline(block) for block in rows], words=_words(), title=title, tail=tail)


def show_pencil(edit: str, of: str = "") -> Markup:
    """Show the pencil of a title; ``edit`` is the editor's address."""
    # A long title may leave its pencil on a row of its own.
    return Markup(" ") + _pencil(edit, 0, _("Titel ändern"), of)


def _as_redline(block: TextBlock) -> RedlineBlock:
    pieces = tuple(
        Piece(
            text=piece.text,
            change="touched" if piece.touched else "",
            bold=piece.bold,
            italic=piece.italic,
            link=piece.link,
            line=piece.line,
        )
        for piece in block.pieces
    )
    return RedlineBlock(kind=Kind(block.kind), level=block.level, counter=block.counter, change="", pieces=pieces)


def _pencils(blocks: Sequence[TextBlock], edit: str, of: str) -> Tail | None:
    if not edit:
        return None
    labels, paragraph, item = [], 0, 0
    for block in blocks:
        if block.kind in ITEMS:
            item += 1
            labels.append(_("Punkt %(number)s ändern") % {"number": item})
        elif block.kind == Kind.REASON:
            labels.append(_("Begründung ändern"))
        else:
            paragraph += block.kind == Kind.PARAGRAPH
            labels.append(_("Absatz %(number)s ändern") % {"number": paragraph})

    def pencil(position: int, _block: RedlineBlock) -> Markup:
        # The no-break space keeps the pencil with the last word.
        return Markup("\u00a0") + _pencil(edit, blocks[position].index, labels[position], of)

    return pencil


def _pencil(edit: str, index: int, label: str, of: str) -> Markup:
    return _PENCIL.format(edit, index, f"{of}: {label}" if of else label, _("Ändern"))


_PENCIL = Markup(
    '<a class="pen" href="{}?absatz={}" aria-label="{}"><svg class="i" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M4 20l1-5L16 4l4 4L9 19z"/></svg><span>{}</span></a>'
)


def keep_numbers(text: str) -> str:
    """Keep a number on the line of the word it belongs to: „Forderung 13“."""
    return _BEFORE_NUMBER.sub("\u00a0", text)


def _words() -> Words:
    return Words(reason=_("Begründung"))


FILTERS: dict[str, Callable[..., Any]] = {
    "redline": show_redline,
    "excerpt": show_excerpt,
    "changes": show_changes,
    "result": show_result,
    "kept": show_kept,
    "text": show_text,
    "unbroken": keep_numbers,
    "remark": remark_html,
    "owner_style": name_owner_style,
    "pencil": show_pencil,
    "pieces": pieces_html,
}
