"""Texts as pages show them: blocks of pieces with line numbers, and the places others want to change.

Versions and revisions never change, so what is made of them is kept by their ids and made only once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from drafting.models.journal import digest
from drafting.text.diff import find_edits
from drafting.text.document import Document, Kind, Start, Word, counters, shown_levels
from drafting.text.edits import Edit, dump_edits, load_edits
from drafting.text.lines import number_lines
from drafting.text.markdown import parse
from drafting.text.redline import Piece, RedlineBlock, redline
from drafting.text.synopsis import SynopsisRow, arrange

EMPTY = Document.of(())
_CONTEXT = 60


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


@dataclass(frozen=True, slots=True)
class StoredEdits:
    """Edits as stored with a version or revision, and the text they are on; known by the id alone."""

    id: str
    base: str = field(compare=False)
    edits: list[Any] = field(compare=False)

    def load(self) -> tuple[Edit, ...]:
        """The edits as values."""
        return load_edits(self.edits)


@lru_cache(maxsize=2_000)
def read(text: str) -> Document:
    """A canonical text as a document."""
    return parse(text)


@lru_cache(maxsize=4_000)
def show_changes(stored: StoredEdits) -> tuple[RedlineBlock, ...]:
    """The redline of stored edits."""
    return redline(read(stored.base), stored.load())


@lru_cache(maxsize=1_000)
def show_synopsis(stored: StoredEdits) -> tuple[SynopsisRow, ...]:
    """The text before stored edits beside the one after them."""
    return tuple(arrange(show_changes(stored)))


@lru_cache(maxsize=1_000)
def compare(before: str, after: str) -> StoredEdits:
    """The edits between any two texts, found once."""
    return StoredEdits(f"{digest(before)} {digest(after)}", before, dump_edits(find_edits(read(before), read(after))))


@lru_cache(maxsize=4_000)
def first_line(stored: StoredEdits, width: int) -> int | None:
    """The line in which the first edit begins, or after which it inserts; None for a text without a base."""
    edits = stored.load()
    if not edits:
        return None
    # What is inserted stands after the words before it.
    start = min(edit.start - (edit.start == edit.end) for edit in edits)
    lines = [line.number for line in number_lines(read(stored.base), width) if line.start <= start]
    return lines[-1] if lines else 1


@lru_cache(maxsize=500)
def show_new(text: str) -> tuple[RedlineBlock, ...]:
    """A text that is new as a whole, as a redline."""
    return redline(EMPTY, find_edits(EMPTY, read(text)))


@lru_cache(maxsize=1_000)
def show_kept(text: str) -> tuple[RedlineBlock, ...]:
    """A text in which nothing changes, in the form of a redline."""
    return redline(read(text), ())


def show_text(text: str, *, width: int, amended: tuple[StoredEdits, ...] = ()) -> tuple[TextBlock, ...]:
    """A text with its line numbers; words that ``amended`` want to change are marked as touched."""
    return _show_text(text, width, amended)


@lru_cache(maxsize=2_000)
def _show_text(text: str, width: int, amended: tuple[StoredEdits, ...]) -> tuple[TextBlock, ...]:
    document = read(text)
    touched = set(_touched(amended))
    starts = {line.start: line.number for line in number_lines(document, width)}
    levels, marks = shown_levels(document.blocks), counters(document.blocks)
    blocks = []
    position = 0
    for index, block in enumerate(document.blocks):
        pieces = tuple(_pieces(block.words, position + 1, starts, touched))
        blocks.append(TextBlock(index, block.kind.value, levels[index], marks[index], pieces))
        position += 1 + len(block.words)
    return tuple(blocks)


def _touched(amended: Iterable[StoredEdits]) -> Iterator[int]:
    """The places of the words that amendments replace, or after which they insert."""
    for stored in amended:
        for edit in stored.load():
            yield from range(edit.start, edit.end) if edit.end > edit.start else (edit.start - 1,)


def _pieces(words: tuple[Word, ...], first: int, starts: dict[int, int], touched: set[int]) -> Iterator[TextPiece]:
    open_piece: TextPiece | None = None
    for place, word in enumerate(words, start=first):
        line = starts.get(place, starts.get(place - 1) if place == first else None)
        piece = TextPiece(word.text + word.blank, word.bold, word.italic, word.link, line, place in touched)
        if open_piece is not None and line is None and _marks(open_piece) == _marks(piece):
            open_piece = replace(open_piece, text=open_piece.text + piece.text)
            continue
        if open_piece is not None:
            yield open_piece
        open_piece = piece
    if open_piece is not None:
        yield replace(open_piece, text=open_piece.text.rstrip(" "))


def _marks(piece: TextPiece) -> tuple[bool, bool, str, bool]:
    return piece.bold, piece.italic, piece.link, piece.touched


@lru_cache(maxsize=4_000)
def show_excerpt(stored: StoredEdits) -> tuple[RedlineBlock, ...]:
    """The changed blocks alone, with a few words around each change and „…“ for what is left out."""
    return excerpt(show_changes(stored))


def excerpt(blocks: Iterable[RedlineBlock]) -> tuple[RedlineBlock, ...]:
    """The changed blocks of a redline, unchanged stretches cut to their ends."""
    return tuple(
        block if block.change else replace(block, pieces=tuple(_cut(block.pieces)))
        for block in blocks
        if block.change or any(piece.change for piece in block.pieces)
    )


def _cut(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Shorten the unchanged stretches: of one before a change the end is kept, of one after it the beginning."""
    changed = [index for index, piece in enumerate(pieces) if piece.change]
    stretch: list[Piece] = []
    for index, piece in enumerate(pieces):
        if not piece.change:
            stretch.append(piece)
            continue
        yield from _shorten(stretch, is_first=index == changed[0], is_last=False)
        stretch = []
        yield piece
    yield from _shorten(stretch, is_first=False, is_last=True)


def _shorten(stretch: list[Piece], *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    text = "".join(piece.text for piece in stretch)
    room = _CONTEXT if is_first or is_last else 2 * _CONTEXT
    if len(text) <= room + 20:
        yield from stretch
        return
    plain = replace(stretch[0], bold=False, italic=False, link="", line=None)
    head = "" if is_first else text[:_CONTEXT].rsplit(" ", 1)[0] + " "
    tail = "" if is_last else " " + text[-_CONTEXT:].split(" ", 1)[-1]
    yield replace(plain, text=f"{head}…{tail}")


def as_plain(document: Document) -> str:
    """The words of a document, blocks as lines."""
    return "\n".join(block.plain for block in document.blocks if block.words)


def count_words(document: Document) -> int:
    """The number of words, punctuation not counted."""
    return sum(
        any(character.isalnum() for character in token.text)
        for token in document.tokens()
        if not isinstance(token, Start)
    )


def count_characters(document: Document) -> int:
    """The length of a text as the paper counts it: title and text, reasons apart."""
    return sum(len(block.plain) for block in document.blocks if block.kind is not Kind.REASON)


@lru_cache(maxsize=2_000)
def count_text(text: str) -> int:
    """The length of a canonical text."""
    return count_characters(read(text))
