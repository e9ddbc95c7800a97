"""The letter as OpenDocument text, the open format of offices: real headings, real lists, German by default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import regex
from lxml import etree

from drafting.exports import odt_package as odt
from drafting.exports.docx_runs import is_address, is_right_to_left
from drafting.exports.letters import Letter, LetterDemand
from drafting.exports.lines import plain
from drafting.exports.odt_package import LISTS, NAMESPACES
from drafting.text.document import ITEMS, Block, Document, Kind, Run, shown_levels

Element = etree._Element
_NO_XML = regex.compile(r"[\ufffe\uffff\p{Cs}]")
_STYLES = {Kind.PARAGRAPH: odt.TEXT, Kind.REASON: odt.REASON}
_GERMAN = ("de-DE", "Begründung:", "Schluss", "Unterzeichnende", ("Seite", "von"), "Forderungspapier")
_ENGLISH = ("en-GB", "Reason:", "Closing", "Signatories", ("Page", "of"), "Position paper")


def write_odt(letter: Letter, *, reasons: bool = True) -> bytes:
    """Write the letter as OpenDocument text; the same letter gives the same bytes."""
    words = _ENGLISH if letter.language.startswith("en") else _GERMAN
    language, reason, closing, signatories, page_words, paper = words
    writer = _Writer(reason=reason, reasons=reasons)
    writer.write(letter, title=plain(letter.title) or paper, closing=closing, signatories=signatories)
    return odt.pack(
        writer.content(),
        language=language,
        page_words=page_words,
        title=plain(letter.title) or paper,
        creator=plain(letter.sender) or "drafting",
        moment=letter.moment,
    )


class _Writer:
    """Writes the parts of a letter one after the other into the file's body."""

    def __init__(self, *, reason: str, reasons: bool) -> None:
        self.reason, self.reasons = reason, reasons
        self.root = _element("office:document-content", **{"office:version": "1.3"})
        self.styles = _add(self.root, "office:automatic-styles")
        self.body = _add(_add(self.root, "office:body"), "office:text")
        self.mirrored: set[str] = set()

    def content(self) -> bytes:
        return etree.tostring(self.root, encoding="UTF-8", xml_declaration=True)

    def write(self, letter: Letter, *, title: str, closing: str, signatories: str) -> None:
        self.line(odt.TITLE, title)
        self.line(odt.SUBTITLE, letter.subtitle)
        self.line(odt.DATE, letter.date)
        self.line(odt.SECTION, letter.preamble.title, level=1)
        self.blocks(letter.preamble)
        for section in letter.sections:
            self.line(odt.SECTION, section.heading, level=1)
            for demand in section.demands:
                self.demand(demand, level=2 if plain(section.heading) else 1)
        if len(letter.closing.blocks) > 1:
            # Without a heading of its own the closing would read as part of the last demand.
            self.line(odt.SECTION, letter.closing.title or closing, level=1)
            self.blocks(letter.closing)
        self.line(odt.PLACE, letter.place)
        if names := [name for name in map(plain, letter.signatories) if name]:
            self.line(odt.SECTION, signatories, level=1)
            for name in names:
                self.line(odt.SIGNATORY, name)

    def line(self, style: str, text: str, *, level: int = 0) -> None:
        if text := plain(text):
            _put(self.paragraph(self.body, style, text, level=level), text)

    def demand(self, demand: LetterDemand, *, level: int) -> None:
        number, title = plain(demand.number), demand.document.blocks[0]
        if number or title.words:
            heading = self.paragraph(self.body, odt.DEMAND, title.plain, level=level)
            # The number is text, not counted: numbers are frozen and have gaps and additions ("7a").
            if number:
                _add(heading, "text:span", **{"text:style-name": odt.NUMBER}).text = f"{number}."
            # Without a number the tab leads to the same edge.
            _add(heading, "text:tab")
            _write_runs(heading, title.runs())
        self.blocks(demand.document)

    def blocks(self, text: Document) -> None:
        blocks = text.blocks[1:]
        before: Kind | None = None
        open_lists: list[tuple[Kind, Element]] = []
        following = [*(block.kind for block in blocks), None][1:]
        for block, level, after in zip(blocks, shown_levels(blocks), following, strict=True):
            if block.kind in ITEMS:
                self.item(block, level, open_lists, style=odt.ITEM if after in ITEMS else odt.LAST_ITEM)
            else:
                open_lists.clear()
                if block.kind is not Kind.REASON or self.reasons:
                    self.text(block, follows_reason=before is Kind.REASON)
            before = block.kind

    def text(self, block: Block, *, follows_reason: bool) -> None:
        paragraph = self.paragraph(self.body, _STYLES[block.kind], block.plain)
        if block.kind is Kind.REASON and not follows_reason:
            _write_runs(paragraph, [Run(self.reason, italic=True), Run(" ")])
        _write_runs(paragraph, block.runs())

    def item(self, block: Block, level: int, open_lists: list[tuple[Kind, Element]], *, style: str) -> None:
        del open_lists[level + 1 :]
        if len(open_lists) > level and open_lists[level][0] is not block.kind:
            del open_lists[level:]
        if len(open_lists) == level:
            # A list of another kind is a list of its own, which counts anew, as the text core does.
            parent = open_lists[level - 1][1][-1] if level else self.body
            opened = _add(parent, "text:list", **{"text:style-name": LISTS[block.kind.value]})
            open_lists.append((block.kind, opened))
        item = _add(open_lists[level][1], "text:list-item")
        _write_runs(self.paragraph(item, style, block.plain), block.runs())

    def paragraph(self, parent: Element, style: str, text: str, *, level: int = 0) -> Element:
        if is_right_to_left(text):
            style = self.mirror(style)
        attributes = {"text:style-name": style} | ({"text:outline-level": str(level)} if level else {})
        return _add(parent, "text:h" if level else "text:p", **attributes)

    def mirror(self, style: str) -> str:
        """The style for writing that runs from right to left."""
        name = f"{style}_rtl"
        if name not in self.mirrored:
            self.mirrored.add(name)
            attributes = {"style:name": name, "style:family": "paragraph", "style:parent-style-name": style}
            made = _add(self.styles, "style:style", **attributes)
            _add(made, "style:paragraph-properties", **{"style:writing-mode": "rl-tb", "fo:text-align": "start"})
        return name


def _name(name: str) -> str:
    prefix, tag = name.split(":")
    return f"{{{NAMESPACES[prefix]}}}{tag}"


def _element(name: str, **attributes: str) -> Element:
    made = etree.Element(_name(name), nsmap=NAMESPACES)
    for key, value in attributes.items():
        made.set(_name(key), value)
    return made


def _add(parent: Element, name: str, **attributes: str) -> Element:
    made = etree.SubElement(parent, _name(name))
    for key, value in attributes.items():
        made.set(_name(key), value)
    return made


def _put(parent: Element, text: str) -> None:
    """Add text behind what stands there."""
    text = _NO_XML.sub("", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _write_runs(parent: Element, runs: Iterable[Run]) -> None:
    for link, linked in groupby(runs, lambda run: run.link):
        around = parent
        if is_address(link):
            attributes = {"xlink:type": "simple", "xlink:href": link, "text:style-name": odt.LINK}
            around = _add(parent, "text:a", **attributes)
        for run in linked:
            _write_run(around, run)


def _write_run(parent: Element, run: Run) -> None:
    styles: Sequence[str] = [name for name, on in ((odt.BOLD, run.bold), (odt.ITALIC, run.italic)) if on]
    inner = parent
    for style in styles:
        inner = _add(inner, "text:span", **{"text:style-name": style})
    _put(inner, run.text)
