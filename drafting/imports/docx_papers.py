"""Reading a Word file: gate, parts, body, and everything outside the body that has words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from lxml import etree

from drafting.imports.anchors import CLOSING_LINE, END_LINE
from drafting.imports.docx_body import Body, Item
from drafting.imports.docx_inline import Inline
from drafting.imports.docx_numbering import read_numbering_part
from drafting.imports.docx_styles import Styles, W, read_styles
from drafting.imports.packages import WORD, Package, open_package
from drafting.imports.passages import Passage
from drafting.imports.refusals import damaged, embedded, wordless
from drafting.imports.rows import Role, Row, plain_row

_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_CONTENT = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_FORMAT = frozenset(
    f"{W}{name}" for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "numberingChange")
)
# The words around a page number, which itself is no word: "Seite … von …".
_PAGE = regex.compile(r"\W*\b(?:Seite|Page|S\.)?\W*(?:von|of)?\W*$", regex.MULTILINE)


@dataclass(slots=True)
class WordFile:
    """The parts of a Word file that are read, by what they are for."""

    package: Package
    styles: Styles
    body: etree._Element

    def find(self, kind: str) -> list[str]:
        """The names of the parts to which the main part is linked in this way."""
        links = self.package.relationships(self.package.main).values()
        return [
            link.target
            for link in links
            if link.type.endswith(f"/{kind}") and not link.external and self.package.has(link.target)
        ]

    def part(self, kind: str) -> etree._Element | None:
        names = self.find(kind)
        return self.package.xml(names[0]) if names else None

    def inline(self, name: str) -> Inline:
        return Inline(self.styles, self.package.relationships(name))

    def notes(self) -> dict[tuple[str, str], str]:
        """The words of footnotes, endnotes and comments by kind and id."""
        found = {}
        for part, kind in _NOTES.items():
            for name in self.find(part):
                inline = self.inline(name)
                for element in self.package.xml(name):
                    text = inline.plain(element)
                    author = element.get(f"{W}author", "") if kind == "comment" else ""
                    found[(kind, element.get(f"{W}id", ""))] = f"{author}: {text}" if author and text else text
        return found


def read_docx(data: bytes) -> list[Item]:
    """Read a Word file as passages and asides; raises InvalidInputError for a file that cannot be read."""
    try:
        return _read(open_word_file(data))
    except RecursionError:
        raise damaged() from None


def open_word_file(data: bytes) -> WordFile:
    """Open a Word file that has passed the gate, its styles read; raises InvalidInputError."""
    package = open_package(data, WORD)
    root = package.xml(package.main)
    body = root.find(f"{W}body")
    if not root.tag.startswith(W) or body is None:
        raise damaged()
    file = WordFile(package, Styles(), body)
    if file.find("aFChunk") or file.find("subDocument"):
        raise embedded()
    file.styles = read_styles(file.part("styles"))
    return file


def _read(file: WordFile) -> list[Item]:
    inline = file.inline(file.package.main)
    inline.notes = file.notes()
    numbering = read_numbering_part(file.part("numbering"), file.styles)
    items = [item for item in Body(inline, numbering).read(file.body) if not _is_closing_line(item)]
    if not items:
        raise wordless()
    return [*items, *_margins(file, items), *_changes(file.body)]


def _is_closing_line(item: Item) -> bool:
    """Whether it is the line that ends our own files, as it was written: no part of the text."""
    return isinstance(item, Passage) and item.style == CLOSING_LINE and END_LINE.match(item.text) is not None


def _margins(file: WordFile, items: Sequence[Item]) -> Iterator[Row]:
    """The words of headers and footers, each once; page numbers are no words, and a repeated title is not missed."""
    said = {item.text for item in items}
    seen = set()
    for kind, place in (("header", "im Kopf der Seiten"), ("footer", "am Fuß der Seiten")):
        for name in file.find(kind):
            text = _PAGE.sub("", file.inline(name).plain(file.package.xml(name)))
            if (kind, text) not in seen and text.strip() and text.strip() not in said:
                yield plain_row(Role.ASIDE, text, aside=kind, place=place)
            seen.add((kind, text))


def _changes(body: etree._Element) -> Iterator[Row]:
    """Say that the file had open changes, whose, and which words were read as deleted."""
    changes = [element for element in body.iter() if element.tag in _CONTENT or element.tag in _FORMAT]
    if not changes:
        return
    authors = sorted({author for element in changes if (author := element.get(f"{W}author", ""))})
    words = [
        f"Gestrichen: „{text}“"
        for element in changes
        if element.tag == f"{W}del"
        and (text := " ".join("".join(node.text or "" for node in element.iter(f"{W}delText")).split()))
    ]
    formats = sum(element.tag in _FORMAT for element in changes)
    sentences = [
        "Die Datei enthält offene nachverfolgte Änderungen; eingelesen ist der Stand, als wären alle angenommen."
    ]
    if authors:
        sentences.append(f"Sie stammen von: {', '.join(authors)}.")
    if formats:
        sentences.append("Auch die Formatierung wurde geändert.")
    yield plain_row(
        Role.ASIDE, "\n".join([" ".join(sentences), *words]), aside="tracked changes", place="in der ganzen Datei"
    )
