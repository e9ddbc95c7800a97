"""A Word file's text as it stands with some of its tracked changes accepted and all others rejected.

A paragraph whose end is deleted, or whose end was inserted and is not accepted, is joined to the next one. A paragraph
that has lost all its words stays where it was, named in ``gone``: it still says what the headings around it are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from drafting.imports.docx_body import ORIGIN, STATE
from drafting.imports.docx_inline import MC, choose
from drafting.imports.docx_revisions import DELETES, FORMATS, INSERTS, NUMBER, Changes
from drafting.imports.docx_styles import W

_AS_KEPT = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_KEEP_IN_PARAGRAPH = frozenset({f"{W}rPr", f"{W}sectPr"})
_CONTAINERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


# Paragraphs as they are with some of their changes accepted, by paragraph and numbers, and whether they have words.
Settled = dict[tuple[int, tuple[int, ...]], tuple[etree._Element, bool]]


@dataclass(slots=True)
class Resolving:
    """One reading of a body: ``accepted`` are the numbers of the accepted changes.

    ``keeps_first`` says which paragraph gives a joined one its style where several have words: Word keeps the last,
    LibreOffice the first. What several readings have in common is made once and kept in ``settled``.
    """

    changes: Changes
    accepted: frozenset[int]
    keeps_first: bool = False
    settled: Settled = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    inside: dict[int, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.inside = self.changes.by_paragraph()

    def resolve(self, body: etree._Element) -> etree._Element:
        """Return a copy of the body without tracked changes."""
        copy = deepcopy(body)
        self._contain(copy)
        return copy

    def _contain(self, container: etree._Element) -> None:
        group: list[etree._Element] = []
        for child in list(container):
            if child.tag == f"{W}p":
                group.append(child)
                if self._ends(child):
                    self._join(container, group)
                    group = []
            elif child.tag in _CONTAINERS or child.tag in (f"{W}tbl", f"{MC}AlternateContent"):
                self._join(container, group)
                group = []
                if child.tag != f"{W}tbl":
                    self._contain(choose(child) if child.tag == f"{MC}AlternateContent" else child)
        self._join(container, group)

    def _ends(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph's end is there."""
        marks = [mark for mark in paragraph.iterfind(f"{W}pPr/{W}rPr/*") if mark.tag in INSERTS | DELETES]
        return not any(_is_in(mark, self.accepted) == (mark.tag in DELETES) for mark in marks)

    def _join(self, container: etree._Element, group: Sequence[etree._Element]) -> None:
        """Make one paragraph of those between which no end is left."""
        if len(group) == 1 and int(group[0].get(ORIGIN, "-1")) not in self.inside:
            group[0].set(STATE, "as it is")
            return
        pieces = [self._exchange(container, paragraph) for paragraph in group]
        self._unite(container, [piece for piece, _ in pieces], {piece for piece, has in pieces if has})

    def _unite(
        self, container: etree._Element, group: Sequence[etree._Element], worded: Collection[etree._Element]
    ) -> None:
        leading = [paragraph for paragraph in group if paragraph in worded]
        if self.keeps_first and (cut := _find_seam(group, leading)):
            self._unite(container, group[:cut], worded)
            self._unite(container, group[cut:], worded)
            return
        leader = (leading[0] if self.keeps_first else leading[-1]) if leading else None
        for paragraph in group:
            origin = int(paragraph.get(ORIGIN, "-1"))
            if paragraph not in worded and origin in self.changes.kept and self._stood(origin, paragraph):
                self.gone.add(origin)
        if leader is not None and len(leading) > 1:
            leader.set(STATE, "")
            content = [child for paragraph in group for child in paragraph if child.tag != f"{W}pPr"]
            for child in content:
                leader.append(child)
        for paragraph in group:
            if paragraph is not leader:
                container.remove(paragraph)

    def _exchange(self, container: etree._Element, raw: etree._Element) -> tuple[etree._Element, bool]:
        """Put a paragraph without tracked changes in the place of one with them; and whether it has words."""
        piece, has = self._get(int(raw.get(ORIGIN, "-1")), raw, self.accepted)
        container.replace(raw, piece)
        return piece, has

    def _get(self, origin: int, raw: etree._Element, accepted: frozenset[int]) -> tuple[etree._Element, bool]:
        numbers = tuple(number for number in self.inside.get(origin, ()) if number in accepted)
        if (origin, numbers) not in self.settled:
            piece = deepcopy(raw)
            self._settle(piece, accepted)
            piece.set(STATE, f"with {' '.join(map(str, numbers))}")
            self.settled[origin, numbers] = piece, has_words(piece)
        piece, has = self.settled[origin, numbers]
        return deepcopy(piece), has

    def _stood(self, origin: int, at: etree._Element) -> bool:
        """Put a paragraph without words back as it was, if it had any."""
        piece, has = self._get(origin, self.changes.paragraphs[origin], frozenset())
        if has:
            at.addprevious(piece)
        return has

    def _settle(self, element: etree._Element, accepted: frozenset[int]) -> None:
        """Take out what is not there, and unwrap what is."""
        for child in list(element):
            tag = child.tag
            if tag in INSERTS or tag in DELETES:
                if _is_in(child, accepted) == (tag in INSERTS):
                    self._settle(child, accepted)
                    for inner in list(child):
                        child.addprevious(inner)
                element.remove(child)
            elif tag not in FORMATS and (len(child) or tag in _AS_KEPT):
                child.tag = _AS_KEPT.get(tag, tag)
                self._settle(child, accepted)
        for child in [child for child in element if child.tag in FORMATS]:
            self._restore(element, child, accepted)

    def _restore(self, properties: etree._Element, change: etree._Element, accepted: frozenset[int]) -> None:
        """Put the earlier format back, unless its change is accepted."""
        old = change.find(properties.tag)
        if change.getparent() is not properties:
            return  # a second one, gone with what the first has put back
        if _is_in(change, accepted) or old is None:
            properties.remove(change)
            return
        for child in list(properties):
            if properties.tag != f"{W}pPr" or child.tag not in _KEEP_IN_PARAGRAPH:
                properties.remove(child)
        for place, child in enumerate(list(old)):
            properties.insert(place, child)


def _is_in(change: etree._Element, accepted: frozenset[int]) -> bool:
    return int(change.get(NUMBER, "-1")) in accepted


def _find_seam(group: Sequence[etree._Element], worded: Sequence[etree._Element]) -> int:
    """Where two paragraphs of different styles were not one before, 0 where there is no such place.

    Where words at a paragraph's end and paragraphs behind it were inserted by one person, LibreOffice says one
    paragraph end too many was inserted: rejecting that would join a paragraph to the heading that follows.
    """
    for before, after in pairwise(worded):
        first, last = group.index(before), group.index(after)
        if last - first > 1 and _style(before) != _style(after):
            return last
    return 0


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def has_words(element: etree._Element) -> bool:
    """Whether anything in it can be read."""
    return any((node.text or "").strip() for node in element.iter(f"{W}t", f"{W}delText")) or any(
        True for _ in element.iter(f"{W}sym")
    )
