"""The redline: a text with its changes drawn in, for pages and for Word.

Deletions stand before insertions. Words whose block changes (split, joined, of another kind) are shown struck where
they stood and inserted where they stand now, so both texts can be read from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from drafting.text.document import Document, Kind, Start, Token, Word, counters, shown_levels
from drafting.text.edits import Edit, apply_tokens, keeps_first_word
from drafting.text.lines import WIDTH, number_lines

KEPT, INSERTED, DELETED = "", "ins", "del"
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words under the same marks and change; ``line`` is set where a line of the base begins.

    ``owner`` names whose change it is, where several made them.
    """

    text: str
    change: str = KEPT
    bold: bool = False
    italic: bool = False
    link: str = ""
    line: int | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class RedlineBlock:
    """A block of the redline; ``change`` is "ins" or "del" where the whole block is new or struck, else ""."""

    kind: Kind
    level: int
    counter: str
    change: str
    pieces: tuple[Piece, ...]


@dataclass(slots=True)
class _Drawing:
    """A block while it is being drawn; ``old`` and ``new`` count it in the base and in the new text."""

    start: Start
    old: int | None
    new: int | None
    pieces: list[Piece] = field(default_factory=list)

    def add(self, word: Word, change: str, line: int | None, owner: str) -> None:
        by = owner if change else ""
        piece = Piece(word.text + word.blank, change, word.bold, word.italic, word.link, line, by)
        last = self.pieces[-1] if self.pieces else None
        if last is not None and line is None and replace(last, text="", line=None) == replace(piece, text=""):
            self.pieces[-1] = replace(last, text=last.text + piece.text)
        else:
            self.pieces.append(piece)

    @property
    def change(self) -> str:
        """Whether the whole block is new or struck; the title never is."""
        if self.start.kind is Kind.TITLE:
            return KEPT
        if self.old is None:
            return INSERTED
        return DELETED if self.new is None or all(piece.change == DELETED for piece in self.pieces) else KEPT


def redline(
    base: Document, edits: Iterable[Edit], *, width: int = WIDTH, owners: Sequence[str] = ()
) -> tuple[RedlineBlock, ...]:
    """Draw edits into the base; without what is inserted it reads as the base, without what is struck as the new.

    ``owners`` names for each edit whose it is.
    """
    edits = tuple(edits)
    after = Document.from_tokens(apply_tokens(base.tokens(), edits))
    lines = {line.start: line.number for line in number_lines(base, width)}
    sides = [(shown_levels(document.blocks), counters(document.blocks)) for document in (base, after)]
    blocks = []
    for drawing in _draw(base.tokens(), edits, lines, owners):
        if not drawing.pieces:  # a title without words
            continue
        levels, marks = sides[0 if drawing.new is None else 1]
        index = drawing.old if drawing.new is None else drawing.new
        assert index is not None
        blocks.append(_finish(drawing, levels[index], marks[index]))
    return tuple(blocks)


def _finish(drawing: _Drawing, level: int, counter: str) -> RedlineBlock:
    pieces = drawing.pieces
    while pieces:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip(" "))
        if pieces[-1].text:
            break
        pieces.pop()  # a blank of its own, where only the sign before it is new or struck
    return RedlineBlock(drawing.start.kind, level, counter, drawing.change, tuple(pieces))


def _draw(base: Sequence[Token], edits: Sequence[Edit], lines: dict[int, int], owners: Sequence[str]) -> list[_Drawing]:
    """Walk both texts at once; a word kept in its block is drawn once, one that changes its block twice."""
    drawn: list[_Drawing] = []
    olds = news = 0
    old = new = _Drawing(Start(Kind.TITLE), None, None)
    line: int | None = None
    by = ""
    for token, change, place, number in _walk(base, edits):
        line = lines.get(place, line)
        # Words that only change their block have the owner of what splits or joins it.
        by = owners[number] if owners and number != NOWHERE else by
        if isinstance(token, Start):
            drawing = _Drawing(token, None if change == INSERTED else olds, None if change == DELETED else news)
            drawn.append(drawing)
            if change != INSERTED:
                old, olds = drawing, olds + 1
            if change != DELETED:
                new, news = drawing, news + 1
        elif change == INSERTED:
            new.add(token, INSERTED, None, by)
        elif change == DELETED or old is not new:
            old.add(token, DELETED, line, by)
            line = None
            if change != DELETED:
                new.add(token, INSERTED, None, by)
        else:
            old.add(token, KEPT, line, by)
            line = None
    return drawn


def _walk(base: Sequence[Token], edits: Iterable[Edit]) -> Iterator[tuple[Token, str, int, int]]:
    """Yield the tokens of both texts with their change, for those of the base their place, and the edit's number."""
    at = 0
    for number, edit in enumerate(edits):
        yield from ((base[place], KEPT, place, NOWHERE) for place in range(at, edit.start))
        if keeps_first_word(base, edit):
            yield from ((*step, number) for step in _walk_behind_kept(base, edit))
        else:
            yield from ((base[place], DELETED, place, number) for place in range(edit.start, edit.end))
            yield from ((token, INSERTED, NOWHERE, number) for token in edit.inserted)
        at = edit.end
    yield from ((base[place], KEPT, place, NOWHERE) for place in range(at, len(base)))


def _walk_behind_kept(base: Sequence[Token], edit: Edit) -> Iterator[tuple[Token, str, int]]:
    """An edit whose first word stays; its blank goes with what goes, comes with what comes, or stands behind both."""
    word, new = base[edit.start], edit.inserted[0]
    assert isinstance(word, Word)
    assert isinstance(new, Word)
    struck: list[Token] = [Word("", word.blank), *base[edit.start + 1 : edit.end]]
    brought: list[Token] = [Word("", new.blank), *edit.inserted[1:]]
    blank = _take_common_blank(struck, brought)
    yield word._replace(blank=""), KEPT, edit.start
    yield from ((token, DELETED, edit.start + number) for number, token in enumerate(struck) if any(token[:2]))
    yield from ((token, INSERTED, NOWHERE) for token in brought if any(token[:2]))
    if blank:
        yield Word("", blank), KEPT, NOWHERE


def _take_common_blank(struck: list[Token], brought: list[Token]) -> str:
    """Take off and return the blank that both texts have at the end."""
    old, new = struck[-1], brought[-1]
    if not isinstance(old, Word) or not isinstance(new, Word) or old.blank != new.blank:
        return ""
    struck[-1], brought[-1] = old._replace(blank=""), new._replace(blank="")
    return old.blank
