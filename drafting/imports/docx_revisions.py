"""The tracked changes of a Word file: who made each, and which of others' each author's own changes rest on.

The text is a row of atoms, runs and paragraph ends, each with the insertions and deletions around it. Changed atoms
without anything unchanged between them are a cluster. Where somebody deleted what another inserted, or wrote into it,
the other's changes of that cluster are borrowed: without them what the author wants cannot be said of the base.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from drafting.imports import refusals
from drafting.imports.docx_body import MAX_PARAGRAPHS, ORIGIN, STATE
from drafting.imports.docx_inline import MC, choose
from drafting.imports.docx_styles import W

MAX_CHANGES = 5_000
MAX_AUTHORS = 40

NUMBER = "number"  # set by us on every change, to know it again in a copy of the text
INSERTS = frozenset({f"{W}ins", f"{W}moveTo"})
DELETES = frozenset({f"{W}del", f"{W}moveFrom"})
FORMATS = frozenset(
    f"{W}{name}"
    for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "numberingChange")
)
_APART = frozenset({f"{W}tbl", f"{W}txbxContent"})
_SHOWN = frozenset(
    f"{W}{name}" for name in ("tab", "ptab", "cr", "br", "noBreakHyphen", "sym", "drawing", "pict", "object")
)


@dataclass(frozen=True, slots=True)
class Change:
    """One tracked change: an element with its author; ``paragraph`` is -1 in tables and text boxes."""

    number: int
    author: str
    date: str
    paragraph: int
    is_format: bool = False
    is_within_insertion: bool = False


@dataclass(frozen=True, slots=True)
class Atom:
    """A run or a paragraph's end, with the numbers of the changes around it."""

    paragraph: int
    inserted: tuple[int, ...]
    deleted: tuple[int, ...]
    is_end: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether anybody inserted or deleted it."""
        return bool(self.inserted or self.deleted)


@dataclass(frozen=True, slots=True)
class Changes:
    """All tracked changes of a body; its paragraphs and changes are numbered in the tree itself.

    ``kept`` are the paragraphs of which something is not inserted, ``borrowed`` what each author's changes rest on.
    """

    found: tuple[Change, ...]
    paragraphs: tuple[etree._Element, ...]
    kept: frozenset[int]
    borrowed: dict[str, frozenset[int]]

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who changed anything, in the order of the text."""
        return tuple(dict.fromkeys(change.author for change in self.found))

    def lenders(self, author: str) -> frozenset[str]:
        """Those on whose changes an author's own rest."""
        return frozenset(self.found[number].author for number in self.borrowed.get(author, ())) - {author}

    def by_paragraph(self) -> dict[int, tuple[int, ...]]:
        """The changes in each paragraph."""
        found: dict[int, list[int]] = defaultdict(list)
        for change in self.found:
            found[change.paragraph].append(change.number)
        return {paragraph: tuple(numbers) for paragraph, numbers in found.items()}

    def of(self, author: str, *, formatting: bool = False) -> frozenset[int]:
        """The changes to accept for one author's text: the own, and those borrowed."""
        own = (change for change in self.found if change.author == author)
        numbers = {change.number for change in own if not change.is_format or formatting or self.is_new(change)}
        return self.borrowed.get(author, frozenset()) | numbers

    def is_new(self, change: Change) -> bool:
        """Whether a format is that of something inserted, so that it is part of the insertion."""
        return change.is_within_insertion or (change.paragraph >= 0 and change.paragraph not in self.kept)


def find_changes(body: etree._Element) -> Changes:
    """Find and number everything; raises InvalidInputError where a file has more than anybody can have meant."""
    # What we write into the tree ourselves nobody may have written into the file.
    etree.strip_attributes(body, ORIGIN, STATE, NUMBER)
    finder = _Finder()
    finder.walk(body, (), ())
    changes = tuple(finder.found)
    if len({change.author for change in changes}) > MAX_AUTHORS:
        raise refusals.too_many_authors(MAX_AUTHORS)
    kept = frozenset(atom.paragraph for atom in finder.atoms if not atom.inserted and not atom.is_end)
    return Changes(changes, tuple(finder.paragraphs), kept, _borrow(finder.atoms, changes, kept))


@dataclass(slots=True)
class _Finder:
    """Walks through the body once; ``here`` is the paragraph it is in, -1 outside the text."""

    found: list[Change] = field(default_factory=list)
    atoms: list[Atom] = field(default_factory=list)
    paragraphs: list[etree._Element] = field(default_factory=list)
    here: int = -1
    apart: int = 0

    def walk(self, element: etree._Element, inserted: tuple[int, ...], deleted: tuple[int, ...]) -> None:
        for child in element:
            tag = child.tag
            if tag in INSERTS:
                self.walk(child, (*inserted, self._note(child)), deleted)
            elif tag in DELETES:
                self.walk(child, inserted, (*deleted, self._note(child)))
            elif tag in FORMATS:
                self._note(child, is_format=True, is_within_insertion=bool(inserted))
            elif tag == f"{W}p":
                self._paragraph(child, inserted, deleted)
            elif tag == f"{W}r":
                self._run(child, inserted, deleted)
            elif tag == f"{MC}AlternateContent":
                self.walk(choose(child), inserted, deleted)
            elif tag in _APART:
                self.apart += 1
                self.walk(child, inserted, deleted)
                self.apart -= 1
            elif tag != f"{W}pPr":
                self.walk(child, inserted, deleted)

    def _paragraph(self, element: etree._Element, inserted: tuple[int, ...], deleted: tuple[int, ...]) -> None:
        around = self.here
        if len(self.paragraphs) >= MAX_PARAGRAPHS:
            raise refusals.too_long(MAX_PARAGRAPHS)
        element.set(ORIGIN, str(len(self.paragraphs)))
        self.here = -1 if self.apart else len(self.paragraphs)
        self.paragraphs.append(element)
        self.walk(element, inserted, deleted)
        marks = [mark for mark in element.iterfind(f"{W}pPr/{W}rPr/*") if mark.tag in INSERTS | DELETES]
        ends = [tuple(self._note(mark) for mark in marks if mark.tag in tags) for tags in (INSERTS, DELETES)]
        for mark in element.iterfind(f"{W}pPr//*"):
            if mark.tag in FORMATS:
                self._note(mark, is_format=True)
        if not self.apart:
            self.atoms.append(Atom(self.here, ends[0], ends[1], is_end=True))
        self.here = around

    def _run(self, run: etree._Element, inserted: tuple[int, ...], deleted: tuple[int, ...]) -> None:
        if self.here >= 0 and any(_is_shown(child) for child in run):
            self.atoms.append(Atom(self.here, inserted, deleted))
        self.walk(run, inserted, deleted)

    def _note(self, element: etree._Element, *, is_format: bool = False, is_within_insertion: bool = False) -> int:
        number = len(self.found)
        if number >= MAX_CHANGES:
            raise refusals.too_many_changes(MAX_CHANGES)
        element.set(NUMBER, str(number))
        author = " ".join(element.get(f"{W}author", "").split())[:120]
        date = element.get(f"{W}date", "")[:20]
        self.found.append(Change(number, author, date, self.here, is_format, is_within_insertion))
        return number


def _is_shown(child: etree._Element) -> bool:
    if child.tag in (f"{W}t", f"{W}delText"):
        return bool(child.text)
    return child.tag in _SHOWN


def _borrow(atoms: Sequence[Atom], changes: Sequence[Change], kept: frozenset[int]) -> dict[str, frozenset[int]]:
    """What each author's changes rest on, cluster by cluster."""
    borrowed: dict[str, set[int]] = defaultdict(set)
    for is_changed, group in groupby(atoms, lambda atom: atom.is_changed):
        if not is_changed:
            continue
        cluster = tuple(group)
        numbers: dict[str, set[int]] = defaultdict(set)
        for atom in cluster:
            for number in (*atom.inserted, *atom.deleted):
                numbers[changes[number].author].add(number)
        if len(numbers) < 2:
            continue
        for author, lenders in _close(set(_find_needs(cluster, changes, kept))).items():
            for lender in lenders:
                borrowed[author] |= numbers[lender]
    return {author: frozenset(numbers) for author, numbers in borrowed.items()}


def _close(needs: set[tuple[str, str]]) -> dict[str, set[str]]:
    """Whoever needs somebody needs what that one needs."""
    lenders: dict[str, set[str]] = defaultdict(set)
    for author, lender in needs:
        lenders[author].add(lender)
    for author in list(lenders):
        waiting = list(lenders[author])
        while waiting:
            for further in lenders.get(waiting.pop(), ()):
                if further not in lenders[author] and further != author:
                    lenders[author].add(further)
                    waiting.append(further)
    return lenders


def _find_needs(cluster: Sequence[Atom], changes: Sequence[Change], kept: frozenset[int]) -> Iterator[tuple[str, str]]:
    """Pairs of authors of whom the first cannot do without the second."""
    inserted = [atom for atom in cluster if atom.inserted]
    for atom in inserted:
        owner = changes[atom.inserted[0]].author
        others = (changes[number].author for number in (*atom.inserted[1:], *atom.deleted))
        yield from ((other, owner) for other in others if other != owner)
    for before, group in _between(inserted, changes):
        yield from ((changes[atom.inserted[0]].author, before) for atom in group)
    yield from _find_guests([atom for atom in cluster if atom.paragraph not in kept], changes)


def _between(inserted: Sequence[Atom], changes: Sequence[Change]) -> Iterator[tuple[str, list[Atom]]]:
    """What stands between two pieces of one author's insertion, and was not there before them."""
    runs = [(author, list(group)) for author, group in groupby(inserted, lambda a: changes[a.inserted[0]].author)]
    for place in range(1, len(runs) - 1):
        around, after = runs[place - 1], runs[place + 1]
        if around[0] != after[0]:
            continue
        outer = changes[around[1][-1].inserted[0]].date
        inner = changes[runs[place][1][0].inserted[0]].date
        if not outer or not inner or inner >= outer:
            yield around[0], runs[place][1]
        else:
            yield runs[place][0], [around[1][-1]]


def _find_guests(cluster: Sequence[Atom], changes: Sequence[Change]) -> Iterator[tuple[str, str]]:
    """Whoever writes into a paragraph that another began, and of which nothing was there before."""
    for _, group in groupby(cluster, lambda atom: atom.paragraph):
        atoms = [atom for atom in group if not atom.is_end]
        if not atoms:
            continue
        host = changes[atoms[0].inserted[0]].author
        guests = {changes[atom.inserted[0]].author for atom in atoms} - {host}
        yield from ((guest, host) for guest in guests)
