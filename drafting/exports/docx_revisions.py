"""Tracked changes as Word markup: what is inserted, struck or marked otherwise, each with whose it is and when.

Word wants revisions numbered through the whole file, struck words under a tag of their own, and the end of a
paragraph flagged by itself: without that flag, accepting or rejecting would leave an empty paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from docx.oxml.ns import qn

from drafting.exports.acts import ZONE, Act
from drafting.exports.docx_elements import Element, element
from drafting.exports.lines import plain

INSERTED, DELETED = "ins", "del"
_UNKNOWN = datetime(2000, 1, 1, tzinfo=ZONE)


def write_moment(moment: datetime) -> str:
    """A moment as Word and LibreOffice show it: the time on the clock of the conference."""
    # Word writes the local time and calls it UTC, and so every program reads it.
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M:%SZ")


class Revisions:
    """Makes the revisions of a file, numbered from 1 on; ``otherwise`` is the date of acts that have none."""

    def __init__(self, acts: Mapping[str, Act], *, otherwise: datetime | None) -> None:
        self.acts = dict(acts)
        self.otherwise = otherwise or _UNKNOWN
        self.last = 0
        self.authors: dict[str, str] = {}
        self.dates: dict[str, str] = {}

    def make(self, tag: str, act: str) -> Element:
        """Make a revision of this kind, without content."""
        self.last += 1
        if act not in self.authors:
            self.authors[act] = plain(self.acts[act].author)[:255]
        return element(tag, id=self.last, author=self.authors[act], date=self.date(act))

    def date(self, act: str) -> str:
        """When an act took effect, as Word shows it."""
        if act not in self.dates:
            self.dates[act] = write_moment(self.acts[act].at or self.otherwise)
        return self.dates[act]

    def wrap(self, tag: str, runs: Iterable[Element], act: str) -> Element:
        """Put runs into an insertion or a deletion."""
        made = self.make(tag, act)
        made.extend(list(runs))
        if tag == DELETED:
            for text in made.iter(qn("w:t")):
                text.tag = qn("w:delText")
        return made

    def mark_end(self, properties: Element, tag: str, act: str) -> None:
        """Flag the end of a paragraph as inserted or deleted."""
        mark = element("rPr")
        mark.append(self.make(tag, act))
        properties.append(mark)

    def change_paragraph(self, properties: Element, before: Iterable[Element], act: str) -> None:
        """Remember what Word knew of a paragraph before; it comes last among its properties."""
        change = self.make("pPrChange", act)
        old = element("pPr")
        old.extend(list(before))
        change.append(old)
        properties.append(change)

    def change_run(self, run: Element, before: Element | None, act: str) -> None:
        """Remember how a run looked before; ``before`` are its properties then."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            properties = element("rPr")
            run.insert(0, properties)
        change = self.make("rPrChange", act)
        old = element("rPr")
        old.extend(list(before) if before is not None else [])
        change.append(old)
        properties.append(change)
