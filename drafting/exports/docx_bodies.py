"""The paper's text as Word paragraphs in any styles: our own, or those of an organizer's letterhead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.document import Document as WordDocument
from lxml import etree

from drafting.exports import docx_styles as styles
from drafting.exports.correspondence import REASON, SIGNED, Part, Unit, gist, name_unit
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_lists import Lists, number_properties
from drafting.exports.docx_runs import is_right_to_left, text_runs, word_runs
from drafting.exports.keeping import Line, find_kept
from drafting.exports.lines import plain
from drafting.text.document import ITEMS, Block, Document, Kind

# The order the schema asks for inside a paragraph's properties.
_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "pBdr", "tabs"),
    *("suppressAutoHyphens", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
)


@dataclass(frozen=True, slots=True)
class Looks:
    """Which styles the parts of a text have. What a letterhead has no style for is set by hand (``is_bare``)."""

    text: str = styles.TEXT
    item: str = styles.ITEM
    reason: str = styles.REASON
    section: str = styles.SECTION
    demand: str = styles.DEMAND
    is_bare: bool = False


def paragraph(style: str, content: Iterable[Element], *properties: Element, words: str = "") -> Element:
    """Make a paragraph; the properties may come in any order."""
    found = [element("pStyle", val=style)] if style else []
    found += [element("bidi")] if is_right_to_left(words) else []
    made, held = element("p"), element("pPr")
    held.extend(sorted([*found, *properties], key=lambda each: _ORDER.index(etree.QName(each).localname)))
    made.extend([held, *content])
    return made


class Bodies:
    """Makes the paragraphs of a paper for one Word file, to which its lists and links belong."""

    def __init__(self, document: WordDocument, lists: Lists, looks: Looks, *, reasons: bool) -> None:
        self.document, self.lists, self.looks, self.reasons = document, lists, looks, reasons

    def say(self, text: str, *properties: Element) -> list[Element]:
        """Make one paragraph of plain text; none of nothing."""
        words = plain(text)
        return [paragraph(self.looks.text, text_runs(words), *properties, words=words)] if words else []

    def heading(self, text: str, *properties: Element) -> list[Element]:
        """Make the heading of a section; none of nothing."""
        words = plain(text)
        if not words:
            return []
        by_hand = [element("keepNext"), element("outlineLvl", val=0)] if self.looks.is_bare else []
        return [paragraph(self.looks.section, text_runs(words), *by_hand, *properties, words=words)]

    def text(self, document: Document) -> list[Element]:
        """Make the preamble or the closing: its title as a heading, and its blocks."""
        return [*self.heading(document.title), *self.blocks(document)]

    def unit(self, unit: Unit, *, under_heading: bool) -> list[Element]:
        """Make a demand: number and title, and its blocks."""
        number, title = plain(unit.number), unit.document.blocks[0]
        bold = self.looks.is_bare
        content = list(text_runs(f"{number}.", bold=bold)) if number else []
        content += [_tab()] if number else []
        runs = (run if not bold else type(run)(run.text, bold=True, italic=run.italic) for run in title.runs())
        content += word_runs(self.document, runs)
        made = []
        if content:
            by_hand = [element("keepNext"), element("spacing", before=200, after=80)] if bold else []
            if bold or not under_heading:
                by_hand.append(element("outlineLvl", val=1 if under_heading else 0))
            if number and bold:
                by_hand += [_stop(), element("ind", left=_HANG, hanging=_HANG)]
            elif not number and not bold:
                by_hand.append(element("ind", left=0, firstLine=0))
            made.append(paragraph(self.looks.demand, content, *by_hand, words=title.plain))
        return [*made, *self.blocks(unit.document)]

    def short(self, unit: Unit) -> list[Element]:
        """Make a demand in one paragraph, as the one-page version has it."""
        content = [*text_runs(f"{name_unit(unit)}.", bold=True)]
        body = gist(unit.document)
        content += [*text_runs(" "), *text_runs(body)] if body else []
        return [paragraph(self.looks.text, content, words=name_unit(unit))]

    def signers(self, groups: Sequence[tuple[str, str]]) -> list[Element]:
        """Make the list of those who have signed: a paragraph for each level; none of nobody."""
        if not groups:
            return []
        made = self.say(SIGNED, element("keepNext"), element("spacing", before=200, after=80))
        for level, names in groups:
            content = [*text_runs(f"{level}:", bold=True), *text_runs(" "), *text_runs(names)]
            made.append(paragraph(self.looks.text, content, element("spacing", after=80), words=names))
        return made

    def blocks(self, text: Document) -> list[Element]:
        """Make the paragraphs, items and reasons of a text."""
        blocks = text.blocks[1:]
        made: list[Element] = []
        before: Kind | None = None
        following = [*(block.kind for block in blocks), None][1:]
        kept = find_kept([_line(block) for block in blocks])
        numbers = self.lists.number(blocks)
        for block, (numbering, level), after, stays in zip(blocks, numbers, following, kept, strict=True):
            if block.kind is Kind.REASON and not self.reasons:
                continue
            content: list[Element] = []
            if block.kind is Kind.REASON and before is not Kind.REASON:
                content += [*text_runs(REASON, italic=True), *text_runs(" ")]
            content += word_runs(self.document, block.runs())
            by_hand: list[Element] = []
            if numbering:
                by_hand.append(number_properties(numbering, level))
            if stays:
                by_hand.append(element("keepNext"))
            if numbering and (after in ITEMS or not self.looks.is_bare):
                by_hand += [element("spacing", after=60 if after in ITEMS else styles.PARAGRAPH_GAP)]
            if block.kind is Kind.REASON and self.looks.is_bare:
                by_hand.append(element("ind", left=_REASON))
            made.append(paragraph(self._style(block.kind), content, *by_hand, words=block.plain))
            before = block.kind
        return made

    def _style(self, kind: Kind) -> str:
        if kind in ITEMS:
            return self.looks.item
        return self.looks.reason if kind is Kind.REASON else self.looks.text


def _line(block: Block) -> Line:
    return Line(block.plain, block.kind in ITEMS, block.kind is Kind.REASON)


_HANG, _REASON = 567, 284


def _stop() -> Element:
    stops = element("tabs")
    stops.append(element("tab", val="left", pos=_HANG))
    return stops


def _tab() -> Element:
    run = element("r")
    run.append(element("tab"))
    return run


def as_markup(elements: Sequence[Element]) -> str:
    """Write elements as markup to be put where the main namespaces are known already."""
    written = "".join(etree.tostring(each, encoding="unicode") for each in elements)
    for prefix, address in _KNOWN.items():
        written = written.replace(f' xmlns:{prefix}="{address}"', "")
    return written


_KNOWN = {
    "w": styles.W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def write_parts(bodies: Bodies, parts: Iterable[Part]) -> dict[str, str]:
    """Write each demand once, by its id, as every copy has it."""
    return {
        unit.id: as_markup(bodies.unit(unit, under_heading=bool(plain(part.heading))))
        for part in parts
        for unit in part.units
    }
