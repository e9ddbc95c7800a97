"""A finished letter on a letterhead as a browser shows it: its sheet with header, text and footer, and a stylesheet.

What is shown is read from the file that goes out, so the preview says and looks as the letter will. Where its pages
break only an office program knows: the text stands on one long sheet, and below it what heads the pages that follow.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree
from markupsafe import Markup

from drafting.exports.docx_classes import Classes
from drafting.exports.docx_counts import Counts
from drafting.exports.docx_elements import Element
from drafting.exports.docx_looks import (
    Found,
    Looks,
    Rules,
    gather,
    millimetres,
    say_borders,
    say_indents,
    say_paragraph,
)
from drafting.exports.docx_places import (
    Page,
    load_picture,
    place_anchor,
    place_frame,
    read_page,
    read_picture,
    read_size,
)

_VML = "{urn:schemas-microsoft-com:vml}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Stands for a tab until the whole line is known.
_TAB = "\ue002"
# How much a cell keeps free at its sides where nothing is said.
_CELL = "108"


@dataclass(frozen=True, slots=True)
class View:
    """The sheet, what following pages have in place of its header and footer ("" for nothing), and the stylesheet."""

    sheet: Markup
    following: Markup
    style: str


def view_letter(data: bytes) -> View:
    """Show a letter as its Word file has it."""
    document = docx.Document(io.BytesIO(data))
    main = document.part
    section = document.element.body[-1]
    parts = {
        kind: _find_part(main, section, kind)
        for kind in ("first header", "first footer", "default header", "default footer")
    }
    has_first = section.find(qn("w:titlePg")) is not None
    theme = next((each.target_part for each in main.rels.values() if each.reltype.endswith("/theme")), None)
    counts = Counts(main.numbering_part.element)
    looks = Looks(document.styles.element, _parse(theme))
    classes = Classes(looks)
    page = read_page(section)

    def show(kind: str, number: str) -> Markup:
        part = parts[kind]
        return (
            _Writer(part, looks, counts, classes, page, number).blocks(part.element) if part is not None else Markup()
        )

    first = "first" if has_first else "default"
    text = _Writer(main, looks, counts, classes, page, "1").blocks(list(document.element.body)[:-1])
    sheet = Markup(
        '<div class="sheet__head">{}</div><div class="sheet__text">{}</div><div class="sheet__foot">{}</div>'
    )
    made = sheet.format(show(f"{first} header", "1"), text, show(f"{first} footer", "1"))
    after = sheet.format(show("default header", "2"), "…", show("default footer", "2")) if has_first else Markup()
    return View(made, after, classes.write(page))


def _find_part(main: Any, section: Element, kind: str) -> Any:
    type_, tag = kind.split()
    for each in section.findall(qn(f"w:{tag}Reference")):
        if each.get(qn("w:type")) == type_:
            return main.related_parts.get(each.get(f"{{{_RELATIONS}}}id"))
    return None


def _parse(part: Any) -> Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(part.blob, parser) if part is not None else None


class _Writer:
    """Writes one part of the file: its text, a header or a footer, on the page of this number."""

    def __init__(self, part: Any, looks: Looks, counts: Counts, classes: Classes, page: Page, number: str) -> None:
        self.part, self.looks, self.counts = part, looks, counts
        self.classes, self.page, self.number = classes, page, number
        self.headings = 0

    def blocks(self, elements: Iterable[Element]) -> Markup:
        """Write paragraphs and tables; paragraphs of one frame stand in it together."""
        made: list[Markup] = []
        for frame, group in groupby(_flatten(elements), key=_find_frame):
            written = Markup("").join(self._block(each) for each in group)
            held = place_frame(etree.fromstring(frame), self.page) if frame else {}
            made.append(self._div(written, wide=held) if held else written)
        return Markup("").join(made)

    def _block(self, each: Element) -> Markup:
        if each.tag == qn("w:tbl"):
            return Markup("").join(self._row(each, row) for row in each.findall(qn("w:tr")))
        return self._paragraph(each) if each.tag == qn("w:p") else Markup()

    def _row(self, table: Element, row: Element) -> Markup:
        margins = gather(table.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}"))
        cells = []
        for cell in row.findall(qn("w:tc")):
            held = cell.find(qn("w:tcPr"))
            found = gather(held)
            wide = {"padding-left": f"{millimetres(margins.get(('left', 'w'), _CELL)):g}mm"}
            wide["padding-right"] = f"{millimetres(margins.get(('right', 'w'), _CELL)):g}mm"
            if found.get(("tcW", "type")) == "dxa":
                wide |= {"width": f"{millimetres(found['tcW', 'w']):g}mm", "flex": "none"}
            rules = say_borders(found) | {
                name: value for name, value in self.looks.say_words(found).items() if name == "background-color"
            }
            cells.append(self._div(self.blocks(cell), rules, wide, "sheet__cell"))
        return Markup('<div class="sheet__row">{}</div>').format(Markup("").join(cells))

    def _div(self, content: Markup, rules: Rules | None = None, wide: Rules | None = None, name: str = "") -> Markup:
        names = " ".join(filter(None, (name, self.classes.name(rules or {}, wide))))
        return Markup('<div class="{}">{}</div>').format(names, content)

    def _paragraph(self, each: Element) -> Markup:
        held = each.find(qn("w:pPr"))
        num, level = self._find_list(held)
        found = self.looks.paragraph(held, self.counts.find(num, level) if num else None)
        before = self._floats(each)
        content = self._label(num, level, found) + self._set_tabs(self._runs(each), found, held)
        rules = say_paragraph(found) | self.looks.say_words(self.looks.words(held))
        if not content:
            content = Markup("<br>")
        name = self.classes.name(rules, say_indents(found))
        broken = Markup('<hr class="sheet__break">') if _breaks(found, each) else Markup()
        tag = self._tag(found, content)
        return broken + before + Markup('<{0} class="{1}">{2}</{0}>').format(tag, name, content)

    def _tag(self, found: Found, content: Markup) -> str:
        level = found.get(("outlineLvl", "val"), "9")
        if level not in "012345" or not content.striptags():
            return "p"
        self.headings += 1
        return "h2" if self.headings == 1 else f"h{min(int(level) + 3, 6)}"

    def _find_list(self, held: Element | None) -> tuple[str, int]:
        properties = held.find(qn("w:numPr")) if held is not None else None
        if properties is None:
            return "", 0
        num, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
        value = level.get(qn("w:val"), "0") if level is not None else "0"
        return (str(num.get(qn("w:val"))) if num is not None else ""), min(int(value), 8) if value.isdecimal() else 0

    def _label(self, num: str, level: int, found: Found) -> Markup:
        said = self.counts.count(num, level) if num else ""
        return self._stop(found, Markup("{}").format(said)) if said else Markup()

    def _set_tabs(self, content: Markup, found: Found, held: Element | None) -> Markup:
        """Set what stands between tabs: spread over the line, hanging before the text, or one room after the other."""
        pieces = content.split(_TAB)
        is_whole = all(piece.count("<span") == piece.count("</span") for piece in pieces)
        if len(pieces) > 1 and is_whole and self._is_spread(held):
            rules = {"display": "flex", "justify-content": "space-between", "gap": "1em"}
            return Markup('<span class="{}">{}</span>').format(
                self.classes.name(rules), Markup("").join(map(Markup("<span>{}</span>").format, pieces))
            )
        if len(pieces) > 1 and is_whole and ("ind", "hanging") in found:
            pieces[:2] = [self._stop(found, pieces[0]) + pieces[1]]
        return self._stop({}, Markup()).join(pieces)

    def _is_spread(self, held: Element | None) -> bool:
        """Whether a paragraph or its style has a tab that sets to the right or into the middle."""
        style = held.find(qn("w:pStyle")) if held is not None else None
        named = self.looks.styles.get(str(style.get(qn("w:val")))) if style is not None else None
        stops = [each for one in (held, named) if one is not None for each in one.iter(qn("w:tab"))]
        return any(each.get(qn("w:val")) in ("right", "center", "end") for each in stops)

    def _stop(self, found: Found, content: Markup) -> Markup:
        width = max(millimetres(found.get(("ind", "hanging"), "")), 4.0)
        return Markup('<span class="{}">{}</span> ').format(
            self.classes.name({"display": "inline-block", "min-width": f"{width:g}mm", "text-indent": "0"}), content
        )

    def _floats(self, each: Element) -> Markup:
        """What floats from this paragraph, and its text boxes, which a paragraph cannot hold."""
        made = Markup()
        for anchor in _list_own(each, "anchor"):
            made += self._div(self._drawing(anchor), wide=place_anchor(anchor, self.page))
        for box in _list_own(each, "pict"):
            for text in box.iter(qn("w:txbxContent")):
                made += self._div(self.blocks(text))
        return made

    def _drawing(self, drawing: Element) -> Markup:
        text = next(drawing.iter(qn("w:txbxContent")), None)
        if text is not None:
            return self.blocks(text)
        address, words = read_picture(self.part, drawing)
        return self._picture(address, words, read_size(drawing))

    def _picture(self, address: str, words: str, size: Rules) -> Markup:
        name = self.classes.name(size)
        if not address:
            return Markup('<span class="sheet__picture">{}</span>').format(words) if words else Markup()
        return Markup('<img class="{}" src="{}" alt="{}">').format(name, address, words)

    def _runs(self, each: Element) -> Markup:
        field: list[str] = []
        return Markup("").join(self._run(run, field) for run in _list_own(each, "r"))

    def _run(self, run: Element, field: list[str]) -> Markup:
        """Write a run; ``field`` holds what a field has said so far: its order, and that its result stands here."""
        said = self.looks.run(run.find(qn("w:rPr")))
        if said.get(("vanish", "val"), "0") not in ("0", "false"):
            return Markup()
        around = run.getparent()
        if (
            around is not None
            and around.tag == qn("w:fldSimple")
            and (page := self._say_field(around.get(qn("w:instr"), "")))
        ):
            return Markup("{}").format(page)
        made = Markup()
        for each in _flatten(run):
            tag = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
            if tag == "fldChar":
                self._turn(each, field)
                if field[1:] == ["result"]:
                    made += self._say_field(field[0])
            elif tag == "instrText" and field:
                field[0] += each.text or ""
            elif tag == "t" and not (field[1:] and self._say_field(field[0])):
                made += each.text or ""
            elif tag == "br":
                made += Markup("<br>")
            elif tag in ("tab", "ptab"):
                made += _TAB
            elif tag == "noBreakHyphen":
                made += "\u2011"
            elif tag == "drawing":
                made += Markup("").join(self._drawing(inline) for inline in each.findall("{*}inline"))
            elif tag == "pict":
                for picture in each.iter(f"{_VML}imagedata"):
                    made += self._picture(load_picture(self.part, str(picture.get(f"{{{_RELATIONS}}}id"))), "", {})
        name = self.classes.name(self.looks.say_words(said))
        return Markup('<span class="{}">{}</span>').format(name, made) if name and made else made

    def _turn(self, each: Element, field: list[str]) -> None:
        kind = each.get(qn("w:fldCharType"))
        if kind == "begin":
            field[:] = [""]
        elif kind == "separate" and field:
            field.append("result")
        else:
            field.clear()

    def _say_field(self, order: str) -> str:
        """What a field about pages says here; "" for others, whose last result stands."""
        word = order.split()[0].upper() if order.split() else ""
        return {"PAGE": self.number, "NUMPAGES": "…", "SECTIONPAGES": "…"}.get(word, "")


def _flatten(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, with those that only hold others opened; of two ways to say something the newer."""
    for each in elements:
        if each.tag == _CONTENT:
            yield from _flatten(each[0] if len(each) else ())
        elif each.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:smartTag"), qn("w:customXml")):
            yield from _flatten(each)
        else:
            yield each


def _list_own(paragraph: Element, tag: str) -> Iterator[Element]:
    """The elements of this name that belong to a paragraph and not to one in a box inside it."""
    for each in paragraph.iter(f"{{*}}{tag}"):
        above = list(each.iterancestors(qn("w:p"), f"{{{_CONTENT[1:].partition('}')[0]}}}Fallback"))
        if above and above[0] is paragraph:
            yield each


def _find_frame(each: Element) -> bytes:
    held = each.find(f"{qn('w:pPr')}/{qn('w:framePr')}") if each.tag == qn("w:p") else None
    return etree.tostring(held, with_tail=False) if held is not None else b""


def _breaks(found: Found, each: Element) -> bool:
    is_first = found.get(("pageBreakBefore", "val"), "0") not in ("0", "false")
    return is_first or any(br.get(qn("w:type")) == "page" for br in each.iter(qn("w:br")))
