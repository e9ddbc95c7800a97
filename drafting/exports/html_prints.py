"""Prints as HTML: the preview in the browser, and what PDF is made of.

As in Word a table has a caption, a row of headers with their scope, and nothing merged; what is removed or new is said
by element (``del``, ``ins``), the style sheet does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from drafting.exports.prints import (
    NEW,
    QUIET,
    REMOVED,
    Cell,
    Heading,
    Paragraph,
    Part,
    Print,
    Span,
    Table,
    find_kept_parts,
)

_MARKS = {
    REMOVED: Markup("<del>{}</del>"),
    NEW: Markup("<ins>{}</ins>"),
    QUIET: Markup('<span class="print__remark">{}</span>'),
}
_STYLES = {name: f"print__{name}" for name in ("lead", "quiet", "reason", "sign")}
# What must stay on the page on which the next part begins.
_STAYS = "print__stay"
_PLAIN, _STYLED = Markup("<p>{}</p>"), Markup('<p class="{}">{}</p>')
_ADDRESSES = ("https://", "http://", "mailto:")


def print_html(sheet: Print, *, level: int = 1, captions: bool = True) -> Markup:
    """Render a print; ``level`` is that of its title. ``captions`` name tables to those who do not see them."""
    lines = Markup("").join(_STYLED.format(_STYLES["quiet"], line) for line in sheet.lines)
    subtitle = Markup('<p class="print__subtitle">{}</p>').format(sheet.subtitle) if sheet.subtitle else Markup("")
    title = Markup('<h{0} class="print__title">{1}</h{0}>').format(level, sheet.title)
    return title + subtitle + lines + Markup("").join(parts_html(sheet.parts, level, captions=captions))


def parts_html(parts: Iterable[Part], level: int, *, captions: bool = True) -> Iterator[Markup]:
    """Render headings, paragraphs and tables one by one, below a title of this level."""
    parts = tuple(parts)
    pairs = zip(parts, find_kept_parts(parts), strict=True)
    for is_item, group in groupby(pairs, key=lambda pair: isinstance(pair[0], Paragraph) and pair[0].style == "item"):
        if is_item:
            items = list(group)
            yield _items([part for part, _ in items if isinstance(part, Paragraph)], stays=items[-1][1])
            continue
        for part, stays in group:
            if isinstance(part, Heading):
                yield _heading(part, level)
            elif isinstance(part, Paragraph):
                yield _paragraph(part, stays=stays)
            else:
                yield _table(part, with_caption=captions)


def _heading(heading: Heading, level: int) -> Markup:
    number = Markup('<span class="print__number">{}.</span> ').format(heading.number) if heading.number else Markup("")
    depth = min(heading.level + level, 6)
    return Markup('<h{0} class="print__h{1}">{2}{3}</h{0}>').format(depth, heading.level, number, heading.text)


def _paragraph(paragraph: Paragraph, *, stays: bool = False) -> Markup:
    names = [name for name in (_STYLES.get(paragraph.style), _STAYS if stays else "") if name]
    said = _spans(paragraph.spans)
    return _STYLED.format(" ".join(names), said) if names else _PLAIN.format(said)


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


def _items(items: Sequence[Paragraph], *, stays: bool = False) -> Markup:
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
            made.append(
                Markup('<ul class="{}">').format(f"print__items {_STAYS}" if stays and not made else "print__items")
            )
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
