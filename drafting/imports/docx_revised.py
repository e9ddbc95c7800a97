"""Reading a Word file with tracked changes: the text before them, and the text as each author left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from drafting.imports.anchors import CLOSING_LINE, find_anchored, is_anchor
from drafting.imports.base_papers import BasePaper
from drafting.imports.docx_body import Body, Memory
from drafting.imports.docx_margins import (
    FoundComment,
    FoundFormat,
    find_bookmarks,
    find_comments,
    find_formats,
    has_changes,
)
from drafting.imports.docx_numbering import Numbering, read_numbering_part
from drafting.imports.docx_papers import WordFile, open_word_file
from drafting.imports.docx_resolving import Resolving, Settled
from drafting.imports.docx_revisions import Changes, find_changes
from drafting.imports.kinship import Kinship
from drafting.imports.known_rows import Known, know, write_known
from drafting.imports.paper_lines import PaperLines, list_lines
from drafting.imports.passages import Passage
from drafting.imports.recognising import recognise
from drafting.imports.refusals import damaged, other_paper, too_much, wordless
from drafting.imports.rows import Row
from drafting.imports.segments import find_segments
from drafting.imports.structure import find_structure

# Every author's text is read by itself; this bounds the paragraphs read in all.
MAX_READ = 20_000
_SCRUBBED = frozenset({"", "author", "autor", "verfasser", "unknown author", "unbekannter autor"})
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_OUTSIDE = {
    "header": "in der Kopfzeile",
    "footer": "in der Fußzeile",
    "footnotes": "in Fußnoten",
    "endnotes": "in Endnoten",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as rows; ``gone`` are the paragraphs that stand in it only to say what those around them are.

    ``lenders`` are the authors on whose changes those of the reading's own author rest.
    """

    rows: tuple[Row, ...]
    gone: frozenset[int] = frozenset()
    lenders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RevisedFile:
    """A file with changes: the text before all of them, by author the text with the own ones only.

    ``units`` are the anchors of the units that paragraphs stand in, as far as they are known, ``headings`` those of
    sections by their headings, ``bases`` the versions that the file says the units are; ``scrubbed`` says that the
    names of the authors were taken out; ``missed`` names where changes stand that no text can take in.
    """

    before: Reading
    readings: Mapping[str, Reading]
    comments: tuple[FoundComment, ...]
    formats: tuple[FoundFormat, ...]
    units: Mapping[int, str]
    headings: Mapping[int, str]
    bases: Mapping[str, str]
    scrubbed: bool
    missed: tuple[str, ...]


def read_revised(data: bytes, paper: BasePaper, *, formatting: bool = False) -> RevisedFile:
    """Read a Word file about a paper; with ``formatting`` what only changes the format counts as a change too."""
    try:
        return _read(open_word_file(data), paper, formatting=formatting)
    except RecursionError:
        raise damaged() from None


def _read(file: WordFile, paper: BasePaper, *, formatting: bool) -> RevisedFile:
    changes = find_changes(file.body)
    bookmarks = find_bookmarks(file.body)
    anchors = {origin: names for origin, found in bookmarks.items() if (names := tuple(filter(is_anchor, found)))}
    authors = [
        a for a in changes.authors if formatting or any(c.author == a and not c.is_format for c in changes.found)
    ]
    if len(changes.paragraphs) * (1 + len(authors)) > MAX_READ:
        raise too_much()
    bases = _read_bases(file)
    reader = _Reader(file, changes, anchors, list_lines(paper, bases), _keeps_first(file))
    reader.numbering = read_numbering_part(file.part("numbering"), file.styles)
    before = reader.begin()
    return RevisedFile(
        before=before,
        readings={
            author: reader.read(changes.of(author, formatting=formatting), changes.lenders(author))
            for author in authors
        },
        comments=tuple(find_comments(file.body, file.part("comments"))),
        formats=() if formatting else tuple(find_formats(changes, file.body)),
        units=reader.known.units if reader.known else {},
        headings=reader.known.headings if reader.known else {},
        bases=bases,
        scrubbed=any(not c.date and c.author.casefold().rstrip("0123456789") in _SCRUBBED for c in changes.found),
        missed=tuple(_find_missed(file, changes)),
    )


@dataclass(slots=True)
class _Reader:
    """Reads the body with some changes accepted; ``known`` is what the paper says of it, None where looks say more."""

    file: WordFile
    changes: Changes
    anchors: Mapping[int, tuple[str, ...]]
    paper: PaperLines
    keeps_first: bool
    numbering: Numbering = field(default_factory=Numbering)
    memory: Memory = field(default_factory=Memory)
    settled: Settled = field(default_factory=dict)
    known: Known | None = None

    def begin(self) -> Reading:
        """Read the text before all changes, and know its paragraphs as the paper's; refuse another document."""
        items, gone = self._items(frozenset())
        if not items and not self.changes.found:
            raise wordless()
        passages = [item for item in items if isinstance(item, Passage)]
        lines, begun = find_anchored(passages, self.anchors, self.paper)
        found = recognise(passages, lines, self.paper)
        known = know(found, find_segments(found, begun))
        kinship = Kinship(
            found.count_telling(), self.paper.count(), len(passages) - len(known.frame), is_ours=bool(begun)
        )
        if kinship.is_other:
            raise other_paper(kinship.lines, kinship.known)
        rows = write_known(items, known)
        if not begun and found.is_partial:
            # Where a title and its text are one paragraph, looks may say more than words.
            guessed = _guess(items)
            if not self.paper.weigh(rows) or self.paper.weigh(rows) < self.paper.weigh(guessed):
                return Reading(guessed, gone)
        self.known = known
        return Reading(rows, gone)

    def read(self, accepted: frozenset[int], lenders: frozenset[str] = frozenset()) -> Reading:
        """Read the text with some changes accepted."""
        items, gone = self._items(accepted)
        if self.known is not None:
            items = [item for item in items if not isinstance(item, Passage) or item.origin not in gone]
            return Reading(write_known(items, self.known), gone, lenders)
        said = {item.text for item in items if isinstance(item, Passage) and item.origin not in gone}
        kept = [
            item
            for item in items
            if not isinstance(item, Passage)
            # What has moved stands only where it is now; two headings of the same words would be none.
            or not (item.origin in gone and item.text in said)
        ]
        return Reading(_guess(kept), gone, lenders)

    def _items(self, accepted: frozenset[int]) -> tuple[list[Passage | Row], frozenset[int]]:
        resolving = Resolving(self.changes, accepted, self.keeps_first, self.settled)
        body = resolving.resolve(self.file.body)
        inline = self.file.inline(self.file.package.main)
        items = Body(inline, Numbering(self.numbering.lists), memory=self.memory).read(body)
        return items, frozenset(resolving.gone)


def _guess(items: Sequence[Passage | Row]) -> tuple[Row, ...]:
    """The rows of a file by its looks alone."""
    return find_structure([item for item in items if not isinstance(item, Passage) or item.style != CLOSING_LINE])


def _read_bases(file: WordFile) -> dict[str, str]:
    """The versions that our own files say they are based on, by the anchors of the demands; "" for what is none."""
    return {
        name.removeprefix("drafting.").lower(): value.rpartition(":")[2]
        for name, value in _read_properties(file).items()
    }


def _keeps_first(file: WordFile) -> bool:
    """Whether the file was saved by LibreOffice, which gives a joined paragraph the style of the first."""
    if not file.package.has("docProps/app.xml"):
        return False
    root = file.package.xml("docProps/app.xml")
    return any("LibreOffice" in (element.text or "") for element in root.iter() if element.tag.endswith("Application"))


def _read_properties(file: WordFile) -> dict[str, str]:
    if not file.package.has("docProps/custom.xml"):
        return {}
    root: etree._Element = file.package.xml("docProps/custom.xml")
    return {
        element.get("name", ""): "".join(str(text) for text in element.itertext()).strip()
        for element in root.iter(_PROPERTY)
    }


def _find_missed(file: WordFile, changes: Changes) -> Iterator[str]:
    """Where changes stand that are not in the running text."""
    if any(change.paragraph < 0 and not change.is_format for change in changes.found):
        yield "in Tabellen oder Textfeldern"
    for kind, place in _OUTSIDE.items():
        if any(has_changes(file.package.xml(name)) for name in file.find(kind)):
            yield place
