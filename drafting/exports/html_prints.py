"""Prints as HTML: the preview in the browser, and what PDF is made of.

As in Word a table has a caption, a row of headers with their scope, and nothing merged; what is removed or new is said
by element (``del``, ``ins``), the style sheet does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from drafting.exports.prints import NEW, QUIET, REMOVED, Cell, Heading, Paragraph, Part, Print, Span, Table

_MARKS = {
    REMOVED: Markup("<del>{}</del>"),
    NEW: Markup("<ins>{}</ins>"),
    QUIET: Markup('<span class="print__remark">{}</span>'),
}
_STYLES = {
    "lead": Markup('<p class="print__lead">{}</p>'),
    "quiet": Markup('<p class="print__quiet">{}</p>'),
    "reason": Markup('<p class="print__reason">{}</p>'),
    "sign": Markup('<p class="print__sign">{}</p>'),
}
_PLAIN = Markup("<p>{}</p>")
_ADDRESSES = ("https://", "http://", "mailto:")


def print_html(sheet: Print, *, level: int = 1, captions: bool = True) -> Markup:
    """Render a print; ``level`` is that of its title. ``captions`` name tables to those who do not see them."""
    lines = Markup("").join(_STYLES["quiet"].format(line) for line in sheet.lines)
    subtitle = Markup('<p class="print__subtitle">{}</p>').format(sheet.subtitle) if sheet.subtitle else Markup("")
    title = Markup('<h{0} class="print__title">{1}</h{0}>').format(level, sheet.title)
    return title + subtitle + lines + Markup("").join(parts_html(sheet.parts, level, captions=captions))


def parts_html(parts: Iterable[Part], level: int, *, captions: bool = True) -> Iterator[Markup]:
    """Render headings, paragraphs and tables one by one, below a title of this level."""
    for is_item, group in groupby(parts, key=lambda part: isinstance(part, Paragraph) and part.style == "item"):
        if is_item:
            yield _items([part for part in group if isinstance(part, Paragraph)])
            continue
        for part in group:
            if isinstance(part, Heading):
                yield _heading(part, level)
            elif isinstance(part, Paragraph):
                yield _paragraph(part)
            else:
                yield _table(part, with_caption=captions)


def _heading(heading: Heading, level: int) -> Markup:
    number = Markup('<span class="print__number">{}.</span> ').format(heading.number) if heading.number else Markup("")
    depth = min(heading.level + level, 6)
    return Markup('<h{0} class="print__h{1}">{2}{3}</h{0}>').format(depth, heading.level, number, heading.text)


def _paragraph(paragraph: Paragraph) -> Markup:
    return _STYLES.get(paragraph.style, _PLAIN).format(_spans(paragraph.spans))


def _spans(spans: Iterable[Span]) -> Markup:
    return Markup("").join(_span(span) for span in spans)


def _span(span: Span) -> Markup:
    text = escape(span.text)
    if span.italic:
        text = Markup("<em>{}</em>").format(text)
    if span.bold:
        text = Markup("<strong>{}</strong>").format(text)
    if span.link.startswith(_ADDRESSES):
        text = Markup('<a href="{}" rel="noopener">{}</a>').format(span.link, text)
    return _MARKS[span.mark].format(text) if span.mark in _MARKS else text


def _items(items: Sequence[Paragraph]) -> Markup:
    """Nested lists; the counters are those of the whole text, so they are words and the lists have no marks."""
    made: list[Markup] = []
    open_levels: list[int] = []
    for item in items:
        while open_levels and open_levels[-1] > item.level:
            open_levels.pop()
            made.append(Markup("</li></ul>"))
        if open_levels and open_levels[-1] == item.level:
            made.append(Markup("</li>"))
        else:
            open_levels.append(item.level)
            made.append(Markup('<ul class="print__items">'))
        counter = Markup('<span class="print__counter">{}</span> ').format(item.counter or "–")
        made.append(Markup("<li>{}{}").format(counter, _spans(item.spans)))
    made.extend(Markup("</li></ul>") for _ in open_levels)
    return Markup("").join(made)


def _table(table: Table, *, with_caption: bool) -> Markup:
    shares = sum(table.widths)
    classes = [f"w{100 * share // shares}" for share in table.widths]
    names = Markup("").join(
        Markup('<th scope="col" class="{}">{}</th>').format(_join(classes[column], column in table.numbers), name)
        for column, name in enumerate(table.header)
    )
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup('<td data-label="{}"{}>{}</td>').format(
                    table.header[column],
                    Markup(' class="print__figure"') if column in table.numbers else Markup(""),
                    _cell(content),
                )
                for column, content in enumerate(row)
            )
        )
        for row in table.rows
    )
    caption = Markup("<caption>{}</caption>").format(table.title) if with_caption else Markup("")
    return Markup('<table class="print__table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        caption, names, rows
    )


def _join(width: str, is_number: object) -> str:
    return f"{width} print__figure" if is_number else width


def _cell(content: Cell) -> Markup:
    if len(content) == 1 and content[0].style == "text":
        return _spans(content[0].spans)
    made: list[Markup] = []
    for is_item, group in groupby(content, key=lambda paragraph: paragraph.style == "item"):
        paragraphs = list(group)
        made.append(_items(paragraphs) if is_item else Markup("").join(map(_paragraph, paragraphs)))
    return Markup("").join(made)
