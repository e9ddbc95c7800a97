"""A Word file's text as it stands with some of its tracked changes accepted and all others rejected.

A paragraph whose end is deleted, or whose end was inserted and is not accepted, is joined to the next one. A paragraph
that has lost all its words stays where it was, named in ``gone``: it still says what the headings around it are. Those
that have taken in others are ``joined``.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from drafting.imports.docx_body import ORIGIN
from drafting.imports.docx_inline import MC, choose
from drafting.imports.docx_revisions import DELETES, FORMATS, INSERTS, NUMBER, Changes
from drafting.imports.docx_styles import W

_AS_KEPT = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_KEEP_IN_PARAGRAPH = frozenset({f"{W}rPr", f"{W}sectPr"})
_CONTAINERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))


@dataclass(slots=True)
class Resolving:
    """One reading of a body: ``accepted`` are the numbers of the accepted changes.

    ``keeps_first`` says which paragraph gives a joined one its style where several have words: Word keeps the last,
    LibreOffice the first.
    """

    changes: Changes
    accepted: frozenset[int]
    keeps_first: bool = False
    gone: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    changed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.changed = self.changes.changed

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
        return not any(self._is_accepted(mark) == (mark.tag in DELETES) for mark in marks)

    def _is_accepted(self, change: etree._Element) -> bool:
        return int(change.get(NUMBER, "-1")) in self.accepted

    def _join(self, container: etree._Element, group: Sequence[etree._Element]) -> None:
        """Make one paragraph of those between which no end is left."""
        for paragraph in group:
            if int(paragraph.get(ORIGIN, "-1")) in self.changed:
                self._settle(paragraph)
        if len(group) == 1 and int(group[0].get(ORIGIN, "-1")) not in self.changed:
            return
        worded = [paragraph for paragraph in group if has_words(paragraph)]
        if self.keeps_first and (cut := _find_seam(group, worded)):
            self._join(container, group[:cut])
            self._join(container, group[cut:])
            return
        leader = (worded[0] if self.keeps_first else worded[-1]) if worded else None
        for paragraph in group:
            origin = int(paragraph.get(ORIGIN, "-1"))
            if paragraph not in worded and origin in self.changes.kept and self._stood(origin, container, paragraph):
                self.gone.add(origin)
        if leader is not None and len(group) > 1:
            self.joined.add(int(leader.get(ORIGIN, "-1")))
            content = [child for paragraph in group for child in paragraph if child.tag != f"{W}pPr"]
            for child in content:
                leader.append(child)
        for paragraph in group:
            if paragraph is not leader:
                container.remove(paragraph)

    def _stood(self, origin: int, container: etree._Element, at: etree._Element) -> bool:
        """Put a paragraph without words back as it was, if it had any."""
        before = Resolving(self.changes, frozenset())
        copy = deepcopy(self.changes.paragraphs[origin])
        before._settle(copy)
        if not has_words(copy):
            return False
        at.addprevious(copy)
        return True

    def _settle(self, element: etree._Element) -> None:
        """Take out what is not there, and unwrap what is."""
        for child in list(element):
            tag = child.tag
            if tag in INSERTS or tag in DELETES:
                if self._is_accepted(child) == (tag in INSERTS):
                    self._settle(child)
                    for inner in list(child):
                        child.addprevious(inner)
                element.remove(child)
            elif tag not in FORMATS and (len(child) or tag in _AS_KEPT):
                child.tag = _AS_KEPT.get(tag, tag)
                self._settle(child)
        for child in [child for child in element if child.tag in FORMATS]:
            self._restore(element, child)

    def _restore(self, properties: etree._Element, change: etree._Element) -> None:
        """Put the earlier format back, unless its change is accepted."""
        old = change.find(properties.tag)
        if change.getparent() is not properties:
            return  # a second one, gone with what the first has put back
        if self._is_accepted(change) or old is None:
            properties.remove(change)
            return
        for child in list(properties):
            if properties.tag != f"{W}pPr" or child.tag not in _KEEP_IN_PARAGRAPH:
                properties.remove(child)
        for place, child in enumerate(list(old)):
            properties.insert(place, child)


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
