"""Prints as Word files: real headings, real tables whose header repeats, nothing merged, German by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from drafting.exports import docx_styles as styles
from drafting.exports.docx_elements import Element, element
from drafting.exports.docx_items import Items
from drafting.exports.docx_lists import number_properties
from drafting.exports.docx_package import new_package, save
from drafting.exports.docx_print_styles import (
    CELL,
    CELL_ITEM,
    CELL_QUIET,
    CELL_REASON,
    DEMAND,
    HEADER,
    LEAD,
    MARKS,
    PRINT_STYLES,
    QUIET,
    SIGN,
    THIRD,
)
from drafting.exports.docx_runs import is_right_to_left, text_runs, word_runs
from drafting.exports.lines import plain
from drafting.exports.prints import Cell, Heading, Paragraph, Part, Print, Span, Table, find_kept_parts
from drafting.text.document import Run

# Twips: A4 upright and turned, the same margins all around.
_LONG, _SHORT = 16_838, 11_906
_MARGIN, _FOOT = 1_134, 1_247

_LANGUAGES = {"de": ("de-DE", ("Seite", "von")), "en": ("en-GB", ("Page", "of"))}
_STYLES = {
    "text": styles.TEXT,
    "lead": LEAD,
    "quiet": QUIET,
    "reason": styles.REASON,
    "sign": SIGN,
    "item": styles.ITEM,
}
_CELL_STYLES = {"quiet": CELL_QUIET, "reason": CELL_REASON, "item": CELL_ITEM}
_LEVELS = {1: styles.SECTION, 2: DEMAND, 3: THIRD}


def write_docx(sheet: Print) -> bytes:
    """Write a print as a Word file; the same print gives the same bytes."""
    tag, page_words = _LANGUAGES["en" if sheet.language.startswith("en") else "de"]
    title = plain(sheet.title)
    document = new_package(language=tag, running_title=title if len(title) <= 70 else "", page_words=page_words)
    width = _set_up(document, is_wide=sheet.is_wide)
    writer = _Writer(document, width)
    writer.write(sheet)
    return save(document, title=title, creator=plain(sheet.sender) or "drafting", language=tag, moment=sheet.moment)


def _set_up(document: WordDocument, *, is_wide: bool) -> int:
    """Lay out the page and bring in the styles; returns the width of what is printed."""
    page = document.element.body[-1]
    across, down = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
    size, margins = page.find(qn("w:pgSz")), page.find(qn("w:pgMar"))
    assert size is not None
    assert margins is not None
    size.set(qn("w:w"), str(across))
    size.set(qn("w:h"), str(down))
    if is_wide:
        size.set(qn("w:orient"), "landscape")
    for side, measure in {"top": _MARGIN, "right": _MARGIN, "bottom": _FOOT, "left": _MARGIN}.items():
        margins.set(qn(f"w:{side}"), str(measure))
    width = across - 2 * _MARGIN
    known = {style.get(qn("w:styleId")): style for style in document.styles.element.findall(qn("w:style"))}
    for style in PRINT_STYLES:
        markup = style.to_xml().replace("POSITION", str(width))
        made = parse_xml(markup.replace("<w:style ", f'<w:style xmlns:w="{styles.W}" ', 1))
        if (old := known.get(style.id)) is not None:
            document.styles.element.replace(old, made)
        else:
            document.styles.element.append(made)
    return width


class _Writer:
    """Writes the parts of a print one after the other before the page set-up, which ends a Word file's body."""

    def __init__(self, document: WordDocument, width: int) -> None:
        self.document, self.width = document, width
        self.page = document.element.body[-1]
        self.items = Items(document.part.numbering_part.element)

    def write(self, sheet: Print) -> None:
        self.add(self.paragraph(styles.TITLE, (Span(plain(sheet.title)),)))
        if plain(sheet.subtitle):
            self.add(self.paragraph(styles.SUBTITLE, (Span(plain(sheet.subtitle)),)))
        for line in sheet.lines:
            self.add(self.paragraph(QUIET, (Span(plain(line)),)))
        before: Part | None = None
        kept = find_kept_parts(sheet.parts)
        for place, part in enumerate(sheet.parts):
            if isinstance(part, Heading):
                self.heading(part)
            elif isinstance(part, Paragraph):
                self.line(part, before, sheet.parts[place + 1 :], stays=kept[place])
            else:
                self.add(self.table(part, stays=kept[place]))
            before = part

    def add(self, made: Element) -> None:
        self.page.addprevious(made)

    def heading(self, heading: Heading) -> None:
        lead = (Span(f"{plain(heading.number)}. "),) if heading.number else ()
        self.add(self.paragraph(_LEVELS[heading.level], (*lead, Span(plain(heading.text)))))

    def line(self, part: Paragraph, before: Part | None, following: Sequence[Part], *, stays: bool) -> None:
        """Write a paragraph: it stays with a table it leads to, and keeps its distance from one before it."""
        made = self.block(part, _STYLES)
        if stays or isinstance(next((each for each in following[:3] if not isinstance(each, Paragraph)), None), Table):
            made[0].insert(1, element("keepNext"))
        if isinstance(before, Table):
            made[0].append(element("spacing", before=100))
        self.add(made)

    def block(self, block: Paragraph, names: dict[str, str]) -> Element:
        """A paragraph of the text, or an item that counts as it does in the whole of which this may be an excerpt."""
        if block.style != "item":
            return self.paragraph(names.get(block.style, CELL), block.spans)
        made = self.paragraph(names["item"], block.spans)
        if block.counter.strip() or not names["item"].startswith("Tabellen"):
            made[0].insert(1, number_properties(self.items.number(block.counter), block.level))
        else:
            made[0].append(element("ind", left=styles.ITEM_WIDTH * (block.level + 1)))
        return made

    def paragraph(self, style: str, spans: Iterable[Span]) -> Element:
        made = element("p")
        properties = element("pPr")
        properties.append(element("pStyle", val=style))
        spans = tuple(spans)
        if is_right_to_left("".join(span.text for span in spans)):
            properties.append(element("bidi"))
        made.append(properties)
        for span in spans:
            made.extend(list(self.runs(span)))
        return made

    def runs(self, span: Span) -> Iterator[Element]:
        if span.mark in MARKS:
            # How removed and new words look is a style; what was bold or italic in them before stays so.
            yield from text_runs(span.text, bold=span.bold, italic=span.italic, style=MARKS[span.mark])
            return
        for number, stretch in enumerate(span.text.split("\t")):
            if number:
                run = element("r")
                run.append(element("tab"))
                yield run
            if stretch:
                yield from word_runs(self.document, [Run(stretch, span.bold, span.italic, span.link)])

    def table(self, table: Table, *, stays: bool) -> Element:
        """Write a table: its last row is never alone on a page, and where it ``stays`` it is with what follows."""
        made = element("tbl")
        shares = sum(table.widths)
        widths = [self.width * share // shares for share in table.widths]
        made.append(_table_properties(table, sum(widths)))
        grid = element("tblGrid")
        grid.extend([element("gridCol", w=width) for width in widths])
        made.append(grid)
        made.append(
            self.row(
                [(Paragraph((Span(name),)),) for name in table.header], widths, is_header=True, numbers=table.numbers
            )
        )
        rows = [self.row(row, widths, is_header=False, numbers=table.numbers) for row in table.rows]
        for row in rows if stays else rows[-2:-1]:
            _keep(row)
        made.extend(rows)
        return made

    def row(self, cells: Iterable[Cell], widths: list[int], *, is_header: bool, numbers: frozenset[int]) -> Element:
        made = element("tr")
        properties = element("trPr")
        properties.append(element("cantSplit"))
        if is_header:
            properties.append(element("tblHeader"))
        made.append(properties)
        for column, (paragraphs, width) in enumerate(zip(cells, widths, strict=True)):
            kept = element("tc")
            measure = element("tcPr")
            measure.append(element("tcW", w=width, type="dxa"))
            kept.append(measure)
            names = {**_CELL_STYLES, "text": HEADER if is_header else CELL, "lead": CELL, "sign": CELL}
            for paragraph in paragraphs or (Paragraph(()),):
                written = self.block(paragraph, names)
                if column in numbers:
                    written[0].append(element("jc", val="right"))
                kept.append(written)
            made.append(kept)
        return made


def _keep(row: Element) -> None:
    """Let a row stay on the page on which the next, or what follows the table, begins."""
    for properties in row.iter(qn("w:pPr")):
        properties.insert(1, element("keepNext"))


def _table_properties(table: Table, width: int) -> Element:
    properties = element("tblPr")
    properties.append(element("tblW", w=width, type="dxa"))
    borders = element("tblBorders")
    for side, size, color in (("top", 12, styles.INK), ("bottom", 4, styles.INK), ("insideH", 4, styles.HAIRLINE)):
        borders.append(element(side, val="single", sz=size, space=0, color=color))
    properties.append(borders)
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, measure in (("top", 57), ("left", 0), ("bottom", 57), ("right", 170)):
        margins.append(element(side, w=measure, type="dxa"))
    properties.append(margins)
    properties.append(
        element("tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=0, noVBand=1)
    )
    properties.append(element("tblCaption", val=plain(table.title)))
    return properties
