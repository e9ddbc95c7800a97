"""Reading a Word file with tracked changes: the text before them, and the text as each author left it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from drafting.imports.anchors import CLOSING_LINE, is_anchor, read_anchored
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
from drafting.imports.passages import Passage
from drafting.imports.refusals import damaged, too_much, wordless
from drafting.imports.rows import Row
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

    ``anchors`` are our bookmarks by paragraph, ``properties`` the file's own; ``scrubbed`` says that the names of the
    authors were taken out; ``missed`` names where changes stand that no text can take in.
    """

    before: Reading
    readings: Mapping[str, Reading]
    comments: tuple[FoundComment, ...]
    formats: tuple[FoundFormat, ...]
    anchors: Mapping[int, tuple[str, ...]]
    properties: Mapping[str, str]
    scrubbed: bool
    missed: tuple[str, ...]


def read_revised(data: bytes, *, formatting: bool = False) -> RevisedFile:
    """Read a Word file; with ``formatting`` what only changes the format counts as a change of the text."""
    try:
        return _read(open_word_file(data), formatting=formatting)
    except RecursionError:
        raise damaged() from None


def _read(file: WordFile, *, formatting: bool) -> RevisedFile:
    changes = find_changes(file.body)
    bookmarks = find_bookmarks(file.body)
    anchors = {origin: names for origin, found in bookmarks.items() if (names := tuple(filter(is_anchor, found)))}
    authors = [
        a for a in changes.authors if formatting or any(c.author == a and not c.is_format for c in changes.found)
    ]
    if len(changes.paragraphs) * (1 + len(authors)) > MAX_READ:
        raise too_much()
    reader = _Reader(file, changes, anchors, _keeps_first(file))
    reader.numbering = read_numbering_part(file.part("numbering"), file.styles)
    before = reader.read(frozenset())
    if not before.rows and not authors:
        raise wordless()
    return RevisedFile(
        before=before,
        readings={
            author: reader.read(changes.of(author, formatting=formatting), changes.lenders(author))
            for author in authors
        },
        comments=tuple(find_comments(file.body, file.part("comments"))),
        formats=() if formatting else tuple(find_formats(changes, file.body)),
        anchors=anchors,
        properties=_read_properties(file),
        scrubbed=any(not c.date and c.author.casefold().rstrip("0123456789") in _SCRUBBED for c in changes.found),
        missed=tuple(_find_missed(file, changes)),
    )


@dataclass(slots=True)
class _Reader:
    """Reads the body with some changes accepted."""

    file: WordFile
    changes: Changes
    anchors: Mapping[int, tuple[str, ...]]
    keeps_first: bool
    numbering: Numbering = field(default_factory=Numbering)
    memory: Memory = field(default_factory=Memory)
    settled: Settled = field(default_factory=dict)

    def read(self, accepted: frozenset[int], lenders: frozenset[str] = frozenset()) -> Reading:
        resolving = Resolving(self.changes, accepted, self.keeps_first, self.settled)
        body = resolving.resolve(self.file.body)
        inline = self.file.inline(self.file.package.main)
        items = Body(inline, Numbering(self.numbering.lists), memory=self.memory).read(body)
        said = {item.text for item in items if isinstance(item, Passage) and item.origin not in resolving.gone}
        kept = [
            item
            for item in items
            if not isinstance(item, Passage)
            # What has moved stands only where it is now; two headings of the same words would be none.
            or not (item.origin in resolving.gone and item.text in said)
        ]
        return Reading(self._structure(kept), frozenset(resolving.gone), lenders)

    def _structure(self, items: Sequence[Passage | Row]) -> tuple[Row, ...]:
        if self.anchors:
            return read_anchored(items, self.anchors)
        return find_structure([item for item in items if not isinstance(item, Passage) or item.style != CLOSING_LINE])


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
