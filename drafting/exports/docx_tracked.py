"""Both states of the paper in one row of paragraphs: what a redline shows, before any markup.

Laws: the paragraphs that have a ``before``, with the pieces that have one, are the earlier state as it is laid out;
those that have an ``after`` are the later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from typing import NamedTuple

from drafting.exports.docx_layout import Atom, Item, Marks, Paragraph, lay_out, pair_blanks
from drafting.exports.docx_steps import Step, list_steps
from drafting.exports.ordering import keep_order
from drafting.exports.redlines import NOBODY, PaperRedline, UnitChange
from drafting.text.document import Start, Word


class Piece(NamedTuple):
    """Characters that look alike and have the same fate; ``before`` or ``after`` is None where they do not stand."""

    text: str
    before: Marks | None
    after: Marks | None
    act: str = NOBODY

    @property
    def is_kept(self) -> bool:
        """Whether nothing happened to them."""
        return self.before == self.after


@dataclass(slots=True)
class TrackedParagraph:
    """A paragraph of either state or of both, and the act by which it came, went or changed its kind."""

    before: Paragraph | None
    after: Paragraph | None
    pieces: list[Piece] = field(default_factory=list)
    act: str = NOBODY

    @property
    def is_kept(self) -> bool:
        """Whether it stands in both states."""
        return self.before is not None and self.after is not None

    @property
    def text(self) -> str:
        """All its characters, struck ones among them."""
        return "".join(piece.text for piece in self.pieces)


def track(redline: PaperRedline, *, reasons: bool = True) -> list[TrackedParagraph]:
    """Lay out both states and weave them into one."""
    before, after = (lay_out(paper, reasons=reasons) for paper in (redline.before, redline.after))
    olds, news = {item.key: item for item in before}, {item.key: item for item in after}
    # What is known to have been moved is shown as moved, not what stands around it.
    kept = keep_order(list(olds), list(news), light={key for key in olds if redline.change(key[1]).act})
    weaver = _Weaver(redline)
    row: list[TrackedParagraph] = []
    remaining = iter(after)
    for item in before:
        if item.key not in kept:
            row += weaver.leave(item)
            continue
        for new in remaining:
            if new.key == item.key:
                row += weaver.keep(item, new)
                break
            row += weaver.arrive(new)
    return row


class _Weaver:
    def __init__(self, redline: PaperRedline) -> None:
        self.redline = redline
        self.olds = {unit.id: unit for unit in redline.before.units()}
        self.both = self.olds.keys() & {unit.id for unit in redline.after.units()}

    def keep(self, old: Item, new: Item) -> Iterator[TrackedParagraph]:
        """An item that stands in both states at its place."""
        if old.unit is None or new.unit is None:
            yield from self._keep_line(old, new)
            return
        steps = list_steps(old.unit.document, self.redline.change(old.unit.id), otherwise=self.redline.otherwise)
        yield from self._finish(_draw(steps), old, new)

    def leave(self, item: Item) -> Iterator[TrackedParagraph]:
        """An item that stands in the earlier state only, or elsewhere in the later."""
        act = self._whole(item)
        for paragraph, acts in self._name(item, self._change(item).removed, act):
            drawing = _Drawing(0, None, acts[0])
            drawing.entries = [Entry(word, None, by) for word, by in zip(paragraph.words, acts[1:], strict=True)]
            yield _write(drawing, paragraph, None, acts[0])

    def arrive(self, item: Item) -> Iterator[TrackedParagraph]:
        """An item that stands in the later state only, or elsewhere in the earlier."""
        act = self._whole(item)
        for paragraph, acts in self._name(item, self._change(item).brought, act):
            drawing = _Drawing(None, 0, acts[0])
            drawing.entries = [Entry(None, word, by) for word, by in zip(paragraph.words, acts[1:], strict=True)]
            yield _write(drawing, None, paragraph, acts[0])

    def _change(self, item: Item) -> UnitChange:
        if item.unit is None:
            return UnitChange()
        change = self.redline.change(item.unit.id)
        if item.unit.id not in self.both:
            return change
        # What only moves with its demand is nobody's but the mover's, whatever it went through on the way.
        steps = list(list_steps(self.olds[item.unit.id].document, change, otherwise=NOBODY))
        return UnitChange(
            removed=tuple(step.act for step in steps if step.before is not None),
            brought=tuple(step.act for step in steps if step.after is not None),
        )

    def _whole(self, item: Item) -> str:
        """The act by which an item came, went or moved; a heading comes and goes with the demands below it."""
        if item.is_signatory:
            return self.redline.signing
        if item.unit is None and item.section is None:
            return self._line(item)
        units = [item.unit] if item.unit else item.section.units if item.section else ()
        acts = (self.redline.change(unit.id).act for unit in units)
        return next((act for act in acts if act), self.redline.otherwise)

    def _line(self, item: Item) -> str:
        """The act behind what became of a line."""
        return self.redline.lines.get(item.key[1], self.redline.otherwise)

    def _name(self, item: Item, named: Sequence[str], act: str) -> Iterator[tuple[Paragraph, list[str]]]:
        """Each paragraph that is printed, with the acts of its start and its words."""
        at = 0
        blocks = item.unit.document.blocks if item.unit else ()
        for paragraph, block in zip_longest(item.paragraphs, blocks):
            length = 1 + len(block.words if block else paragraph.words if paragraph else ())
            if paragraph is not None:
                yield paragraph, [each or act for each in named[at : at + length]] or [act] * length
            at += length

    def _keep_line(self, old: Item, new: Item) -> Iterator[TrackedParagraph]:
        for before, after in zip(old.paragraphs, new.paragraphs, strict=True):
            assert before is not None
            assert after is not None
            act = self._whole(old)
            drawing = _Drawing(0, 0, act)
            if before.words == after.words:
                drawing.entries = [Entry(word, word, NOBODY) for word in before.words]
            else:
                drawing.entries = [Entry(word, None, act) for word in before.words]
                drawing.entries += [Entry(None, word, act) for word in after.words]
            yield _write(drawing, before, after, act)

    def _finish(self, drawings: Iterable[_Drawing], old: Item, new: Item) -> Iterator[TrackedParagraph]:
        near = otherwise = self.redline.otherwise
        for number, drawing in enumerate(drawings):
            before = None if drawing.old is None else old.paragraphs[drawing.old]
            after = None if drawing.new is None else new.paragraphs[drawing.new]
            near = drawing.act or near
            if before is not None or after is not None:
                # What stands before the words, and the count of a list, change with what is new or struck above.
                yield _write(drawing, before, after, near if number else otherwise)


class Entry(NamedTuple):
    """A word of either state or of both."""

    before: Word | None
    after: Word | None
    act: str


@dataclass(slots=True)
class _Drawing:
    """A block while it is being drawn; ``old`` and ``new`` count it in the earlier and the later text."""

    old: int | None
    new: int | None
    act: str
    entries: list[Entry] = field(default_factory=list)


def _draw(steps: Iterable[Step]) -> list[_Drawing]:
    """Walk both texts at once; a word kept in its block is drawn once, one that changes its block twice."""
    drawn: list[_Drawing] = []
    olds = news = 0
    old = new = _Drawing(None, None, NOBODY)
    act = NOBODY
    for before, after, by in steps:
        # Words that only change their block belong to the act that splits or joins it.
        act = by or act
        if isinstance(before, Start) or isinstance(after, Start):
            drawing = _Drawing(None if before is None else olds, None if after is None else news, by)
            drawn.append(drawing)
            if before is not None:
                old, olds = drawing, olds + 1
            if after is not None:
                new, news = drawing, news + 1
        elif before is None or after is None or old is new:
            (old if after is None else new).entries.append(Entry(before, after, by))
        else:
            old.entries.append(Entry(before, None, act))
            new.entries.append(Entry(None, after, act))
    return drawn


def _write(drawing: _Drawing, before: Paragraph | None, after: Paragraph | None, otherwise: str) -> TrackedParagraph:
    """Make the paragraph of a drawing: what stands before its words, then each word and the blank behind it."""
    written = TrackedParagraph(before, after, act=drawing.act or otherwise)
    written.pieces = list(_share_blanks(list(_join(_list_pieces(drawing, before, after, written.act)))))
    return written


def _list_pieces(drawing: _Drawing, before: Paragraph | None, after: Paragraph | None, act: str) -> Iterator[Piece]:
    for one, other in _pair_leads(before, after):
        yield from _pair_atoms(one, other, act)
    entries = drawing.entries
    olds = pair_blanks([each.before if before is not None else None for each in entries])
    news = pair_blanks([each.after if after is not None else None for each in entries])
    following = [*(each.act for each in entries), NOBODY][1:]
    for entry, (old, old_blank), (new, new_blank), then in zip(entries, olds, news, following, strict=True):
        act = entry.act or act
        yield from _pair_atoms(old, new, act)
        # Behind a word that stays a blank comes or goes with the words after it.
        is_kept = entry.before is not None and entry.after is not None
        yield from _pair_atoms(old_blank, new_blank, (is_kept and then) or act)


def _join(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Make one of neighbours that share their fate."""
    for (before, after, act), group in groupby(pieces, key=lambda piece: piece[1:]):
        yield Piece("".join([piece.text for piece in group]), before, after, act)


def _pair_leads(before: Paragraph | None, after: Paragraph | None) -> Iterator[tuple[Atom | None, Atom | None]]:
    old, new = before.lead if before else (), after.lead if after else ()
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    yield from ((atom, None) for atom in old)
    yield from ((None, atom) for atom in new)


def _pair_atoms(old: Atom | None, new: Atom | None, act: str) -> Iterator[Piece]:
    """Show what is alike in both once; what only looks otherwise is one piece, what reads otherwise are two."""
    if old is not None and new is not None and old.text == new.text and old.marks.link == new.marks.link:
        yield Piece(old.text, old.marks, new.marks, NOBODY if old.marks == new.marks else act)
        return
    if old is not None:
        yield Piece(old.text, old.marks, None, act)
    if new is not None:
        yield Piece(new.text, None, new.marks, act)


def _share_blanks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Leave a blank at the end of what is struck and of what stands in its place to both."""
    waiting: Piece | None = None
    for piece in pieces:
        if waiting is not None and waiting.after is None and piece.before is None and _ends_alike(waiting, piece):
            assert waiting.before is not None
            yield waiting._replace(text=waiting.text[:-1])
            yield piece._replace(text=piece.text[:-1])
            yield Piece(piece.text[-1], waiting.before, piece.after)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = piece
    if waiting is not None:
        yield waiting


def _ends_alike(old: Piece, new: Piece) -> bool:
    return (
        old.before == new.after
        and len(old.text) > 1
        and len(new.text) > 1
        and old.text[-1] == new.text[-1]
        and old.text[-1].isspace()
    )
