"""The redline as a Word file: real tracked changes, each by the amendment that made it, each with its vote beside it.

Law: rejecting every change gives the paper of the earlier state, accepting every change that of the later, as
``write_paper`` lays them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from drafting.exports import docx_comments
from drafting.exports.docx_comments import Comment, Comments
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import Marks
from drafting.exports.docx_layout import Paragraph as Shape
from drafting.exports.docx_papers import find_running_title, open_paper, save_paper
from drafting.exports.docx_paragraphs import define_lists, make_link, make_properties, make_runs, split_tabs
from drafting.exports.docx_revisions import DELETED, INSERTED, Revisions
from drafting.exports.docx_runs import is_address
from drafting.exports.docx_tracked import Piece, TrackedParagraph, track
from drafting.exports.docx_wholes import find_shapes
from drafting.exports.redlines import PaperRedline


def write_redline(redline: PaperRedline, *, reasons: bool = True) -> bytes:
    """Write both states as one Word file with tracked changes; the same states give the same bytes."""
    document = open_paper(redline.after)
    page = document.element.body[-1]
    row = track(redline, reasons=reasons)
    writer = _Writer(document, redline)
    for paragraph in writer.write(row):
        page.addprevious(paragraph)
    writer.write_foot()
    define_lists(document, [side for each in row for side in (each.before, each.after) if side is not None])
    writer.comments.attach(document)
    return save_paper(document, redline.after)


@dataclass(slots=True)
class _Remark:
    """A comment and the pieces it is about, by their places; without a range, ``first`` is -1."""

    number: int
    first: int
    last: int


class _Writer:
    """Writes one paragraph after the other; comments on paragraphs that may go are held by the next that stays."""

    def __init__(self, document: WordDocument, redline: PaperRedline) -> None:
        self.document, self.redline, self.acts = document, redline, redline.acts
        self.revisions = Revisions(redline.acts, otherwise=redline.after.moment or redline.before.moment)
        self.comments = Comments()
        self.said: dict[str, Comment] = {}
        self.inserted: set[str] = set()

    def _name(self, paragraph: TrackedParagraph, act: str) -> str:
        """The act as it stands at what a paragraph loses, or at the end of one that comes or goes."""
        return act if paragraph.after is not None else self._name_struck(paragraph.text, act)

    def _name_struck(self, text: str, act: str) -> str:
        """The act that strikes words; where the same words are inserted elsewhere it says so.

        LibreOffice takes the same words struck and inserted by one author for a move, and rejecting that gives what
        stands behind it another style.
        """
        if text.strip() not in self.inserted and not self.acts[act].is_move:
            return act
        name = f"{act} elsewhere"
        self.revisions.acts.setdefault(name, self.acts[act].from_elsewhere())
        return name

    def write(self, row: Sequence[TrackedParagraph]) -> Iterator[Element]:
        self.inserted = {each.text.strip() for each in row if each.before is None} | {
            piece.text.strip() for each in row for piece in each.pieces if piece.before is None and " " in piece.text
        }
        self.inserted.discard("")
        waiting: list[_Remark] = []
        for is_kept, group in groupby(zip(row, find_shapes(row), strict=True), key=lambda each: each[0].is_kept):
            paragraphs, shapes = zip(*group, strict=True)
            if is_kept:
                for paragraph in paragraphs:
                    yield self._write(paragraph, self._remark(paragraph), held=waiting)
                    waiting = []
            else:
                remarks = self._remark_all(paragraphs)
                for paragraph, shape, found in zip(paragraphs, shapes, remarks, strict=True):
                    yield self._write(paragraph, found, held=[], shape=shape)
                waiting = _hold(remarks)

    def write_foot(self) -> None:
        """Track the title at the foot of the pages as that above the text."""
        old, new = find_running_title(self.redline.before), find_running_title(self.redline.after)
        if old == new:
            return
        act = self.redline.lines.get("title", self.redline.otherwise)
        run = self.document.sections[0].footer.paragraphs[0].runs[0]._r
        if old:
            run.addprevious(self.revisions.wrap(DELETED, make_runs(old, Marks()), act))
        if new:
            run.addprevious(self.revisions.wrap(INSERTED, make_runs(new, Marks()), act))
        run.getparent().remove(run)

    def _write(
        self,
        paragraph: TrackedParagraph,
        remarks: Sequence[_Remark],
        *,
        held: Sequence[_Remark],
        shape: Shape | None = None,
    ) -> Element:
        """Write a paragraph; ``shape`` is that of the one behind it where LibreOffice would lose it."""
        written, properties = element("p"), element("pPr")
        shown = paragraph.after or paragraph.before
        assert shown is not None
        properties.extend(make_properties(shown))
        if paragraph.after is None:
            self.revisions.mark_end(properties, DELETED, self._name(paragraph, paragraph.act))
        elif paragraph.before is None:
            self.revisions.mark_end(properties, INSERTED, paragraph.act)
            if shape is not None:
                self.revisions.change_paragraph(properties, make_properties(shape), paragraph.act)
        elif paragraph.before.shape != paragraph.after.shape:
            self.revisions.change_paragraph(properties, make_properties(paragraph.before), paragraph.act)
        written.append(properties)
        # What is remarked on paragraphs that come or go as a whole stands here, at the first that stays. LibreOffice
        # would give that another style if the range of a comment ended in front of it.
        for remark in held:
            written.extend([docx_comments.end(remark.number)] if remark.first >= 0 else [])
            written.append(docx_comments.refer(remark.number))
        written.extend(list(self._write_pieces(paragraph, remarks, as_one=shape is not None)))
        return written

    def _write_pieces(
        self, paragraph: TrackedParagraph, remarks: Sequence[_Remark], *, as_one: bool
    ) -> Iterator[Element]:
        # Struck words of several names lie in a strike of the whole: there LibreOffice keeps the shape behind them.
        whole = self._name(paragraph, paragraph.act) if as_one and paragraph.after is None else ""
        stretch: list[Piece] = []
        for place, piece in enumerate(paragraph.pieces):
            begins = [remark.number for remark in remarks if remark.first == place]
            if begins:
                yield from self._write_stretch(paragraph, stretch, whole)
                stretch = []
            yield from (docx_comments.begin(number) for number in begins)
            stretch.append(piece)
            ends = [remark.number for remark in remarks if remark.last == place and paragraph.is_kept]
            if ends:
                yield from self._write_stretch(paragraph, stretch, whole)
                stretch = []
            for number in ends:
                yield docx_comments.end(number)
                yield docx_comments.refer(number)
        yield from self._write_stretch(paragraph, stretch, whole)

    def _write_stretch(self, paragraph: TrackedParagraph, pieces: Sequence[Piece], whole: str) -> Iterator[Element]:
        """Write pieces, with a link around those that lead to the same place."""
        for address, group in groupby(pieces, key=lambda piece: (piece.after or piece.before or Marks()).link):
            runs = [run for piece in group for run in self._write_piece(paragraph, piece, whole)]
            if is_address(address):
                around = make_link(self.document, address)
                around.extend(runs)
                yield around
            else:
                yield from runs

    def _write_piece(self, paragraph: TrackedParagraph, piece: Piece, whole: str) -> Iterator[Element]:
        marks = piece.after if piece.after is not None else piece.before
        assert marks is not None
        runs = [run for text in split_tabs(piece.text) for run in make_runs(text, marks)]
        if piece.is_kept:
            yield from runs
        elif piece.before is None:
            yield self.revisions.wrap(INSERTED, runs, piece.act)
        elif piece.after is None:
            is_own = paragraph.after is None and piece.act == paragraph.act
            act = self._name(paragraph, piece.act) if is_own else self._name_struck(piece.text, piece.act)
            struck = self.revisions.wrap(DELETED, runs, act)
            yield self.revisions.wrap(DELETED, [struck], whole) if whole not in ("", act) else struck
        else:
            olds = make_runs(piece.text, piece.before)
            for run, old in zip(runs, olds, strict=True):
                self.revisions.change_run(run, old.find(qn("w:rPr")), piece.act)
                yield run

    def _remark(self, paragraph: TrackedParagraph) -> list[_Remark]:
        """Comment on the changes inside a paragraph that stays, and on its change of kind."""
        remarks = []
        pieces = paragraph.pieces
        before, after = paragraph.before, paragraph.after
        if before and after and (before.style, before.kind, before.level) != (after.style, after.kind, after.level):
            remarks.append(_Remark(self._comment(paragraph.act), 0, len(pieces) - 1))
        changed = [place for place, piece in enumerate(pieces) if not piece.is_kept]
        for places in _join_near(changed, pieces):
            for act in dict.fromkeys(pieces[place].act for place in places):
                own = [place for place in places if pieces[place].act == act]
                remarks.append(_Remark(self._comment(act), own[0], own[-1]))
        return remarks

    def _remark_all(self, paragraphs: Sequence[TrackedParagraph]) -> list[list[_Remark]]:
        """Comment once on all that an act has done to paragraphs that stand together."""
        places: dict[str, list[tuple[int, int]]] = {}
        for row, paragraph in enumerate(paragraphs):
            if all(piece.act != paragraph.act for piece in paragraph.pieces):
                # None of its words is by whom it comes or goes: then all of it is.
                places.setdefault(paragraph.act, []).extend((row, place) for place in range(len(paragraph.pieces)))
            for place, piece in enumerate(paragraph.pieces):
                places.setdefault(piece.act, []).append((row, place))
        remarks: list[list[_Remark]] = [[] for _ in paragraphs]
        for act, found in places.items():
            if not found:
                continue
            (first, begin), (last, end) = found[0], found[-1]
            # The range ends behind the last of them: of what ends before it, it would show too much.
            is_range = last == len(paragraphs) - 1
            remarks[first].append(_Remark(self._comment(act), begin if is_range else -1, end))
        return remarks

    def _comment(self, name: str) -> int:
        if name not in self.said:
            act = self.acts[name]
            self.said[name] = Comment(act.author, act.label[:9], self.revisions.date(name), act.describe())
        return self.comments.add(self.said[name])


def _hold(remarks: Sequence[Sequence[_Remark]]) -> list[_Remark]:
    return sorted((remark for found in remarks for remark in found), key=lambda remark: remark.number)


def _join_near(places: Sequence[int], pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Join changes between which nothing but a blank stands."""
    joined: list[int] = []
    for place in places:
        if joined and any(piece.text.strip() for piece in pieces[joined[-1] + 1 : place]):
            yield joined
            joined = []
        joined.append(place)
    if joined:
        yield joined
