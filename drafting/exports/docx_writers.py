"""A paper's text inside another Word file, such as a draft for a council: real headings and lists, in German."""

from __future__ import annotations

from collections.abc import Iterable

from docx.document import Document as WordDocument

from drafting.exports import docx_styles as styles
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_layout import Wording
from drafting.exports.docx_lists import Lists, number_properties
from drafting.exports.docx_runs import is_right_to_left, text_runs, word_runs
from drafting.exports.keeping import Line, find_kept
from drafting.exports.letters import Letter, LetterDemand
from drafting.exports.lines import plain
from drafting.text.document import ITEMS, Document, Kind

_STYLES = {Kind.PARAGRAPH: styles.TEXT, Kind.REASON: styles.REASON, **dict.fromkeys(ITEMS, styles.ITEM)}


class PaperWriter:
    """Writes the parts of a letter one after the other before the page set-up, which ends a Word file's body."""

    def __init__(self, document: WordDocument, words: Wording, *, reasons: bool) -> None:
        self.document, self.words, self.reasons = document, words, reasons
        self.lists = Lists(document.part.numbering_part.element)
        self.page = document.element.body[-1]

    def text(self, letter: Letter) -> None:
        """Write the paper's text alone, from the preamble to the closing."""
        self.line(styles.SECTION, letter.preamble.title)
        self.blocks(letter.preamble)
        for section in letter.sections:
            self.line(styles.SECTION, section.heading)
            for demand in section.demands:
                self.demand(demand, under_heading=bool(plain(section.heading)))
        if len(letter.closing.blocks) > 1:
            # Without a heading of its own the closing would read as part of the last demand.
            self.line(styles.SECTION, letter.closing.title or self.words.closing)
            self.blocks(letter.closing)

    def line(self, style: str, text: str) -> None:
        if text := plain(text):
            self.paragraph(style, text, text_runs(text))

    def demand(self, demand: LetterDemand, *, under_heading: bool) -> None:
        number, title = plain(demand.number), demand.document.blocks[0]
        # The number is text, not a Word list number: numbers are frozen, have gaps and additions ("7a"), and must
        # not change when somebody edits the file.
        content = list(text_runs(f"{number}.", style=styles.NUMBER)) if number else []
        content += [_tab()] if number else []
        content += word_runs(self.document, title.runs())
        if content:
            properties = self.paragraph(styles.DEMAND, title.plain, content)
            if not number:
                properties.append(element("ind", left="0", firstLine="0"))
            if not under_heading:
                properties.append(element("outlineLvl", val="0"))
        self.blocks(demand.document)

    def blocks(self, text: Document) -> None:
        blocks = text.blocks[1:]
        before: Kind | None = None
        following = [*(block.kind for block in blocks), None][1:]
        kept = find_kept([Line(each.plain, each.kind in ITEMS, each.kind is Kind.REASON) for each in blocks])
        numbers = self.lists.number(blocks)
        for block, (numbering, level), after, stays in zip(blocks, numbers, following, kept, strict=True):
            if block.kind is Kind.REASON and not self.reasons:
                continue
            content: list[Element] = []
            if block.kind is Kind.REASON and before is not Kind.REASON:
                content += [*text_runs(self.words.reason, italic=True), *text_runs(" ")]
            content += word_runs(self.document, block.runs())
            properties = self.paragraph(_STYLES[block.kind], block.plain, content)
            if numbering:
                properties.insert(1, number_properties(numbering, level))
            if stays:
                properties.insert(1, element("keepNext"))
            if numbering and after not in ITEMS:
                properties.append(element("spacing", after=styles.PARAGRAPH_GAP))
            before = block.kind

    def paragraph(self, style: str, text: str, content: Iterable[Element]) -> Element:
        """Write a paragraph and return its properties, to which more may be added in the order of the schema."""
        paragraph = element("p")
        properties = element("pPr")
        properties.append(element("pStyle", val=style))
        if is_right_to_left(text):
            properties.append(element("bidi"))
        paragraph.append(properties)
        paragraph.extend(list(content))
        self.page.addprevious(paragraph)
        return properties


def _tab() -> Element:
    run = element("r")
    run.append(element("tab"))
    return run
