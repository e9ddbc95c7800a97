"""Reading what stands inside a Word paragraph: its words with their marks as they read with all changes accepted.

What is no word (a picture, a note, a text box) is handed on as an aside with its own words: nothing is dropped in
silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from drafting.imports.docx_fields import Fields, clean_address, is_page_number
from drafting.imports.docx_styles import DEFAULT_SIZE, NO_LOOK, Look, Styles, W, read_look, value
from drafting.imports.docx_symbols import read_symbol
from drafting.imports.packages import Relationship
from drafting.imports.passages import LINE
from drafting.imports.rows import Role, Row, plain_row
from drafting.text.document import Run

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_CHARACTERS = {
    f"{W}tab": " ",
    f"{W}ptab": " ",
    f"{W}cr": LINE,
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
_GONE = frozenset({f"{W}del", f"{W}moveFrom"})
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote", f"{W}commentReference": "comment"}
# Elements without words of the text: properties, deleted words, field codes, the reading aids above ruby text.
_SILENT = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "delText", "delInstrText", "fldData", "rt", "rubyPr", "sectPr")
)


@dataclass(slots=True)
class Inline:
    """Reads paragraphs of one part; ``notes`` holds the words of footnotes, endnotes and comments by kind and id."""

    styles: Styles
    links: Mapping[str, Relationship] = field(default_factory=dict)
    notes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    asides: list[Row] = field(default_factory=list)
    largest: int = 0

    def read(self, paragraph: etree._Element, base: Look = NO_LOOK) -> tuple[Run, ...]:
        """Return the paragraph's marked words; what else it holds is appended to ``asides``.

        ``base`` is the look of the paragraph's style, against which a run stresses its words.
        """
        self.largest = 0
        runs: list[Run] = []
        for run in self._walk(paragraph, base, ""):
            if runs and _same_marks(runs[-1], run):
                runs[-1] = Run(runs[-1].text + run.text, run.bold, run.italic, run.link)
            else:
                runs.append(run)
        return tuple(runs)

    def _walk(self, element: etree._Element, base: Look, link: str) -> Iterator[Run]:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                yield from self._run(child, base, link)
            elif tag in _GONE or tag in _SILENT:
                continue
            elif tag == f"{W}hyperlink":
                yield from self._walk(child, base, self._address(child) or link)
            elif tag == f"{MC}AlternateContent":
                yield from self._walk(choose(child), base, link)
            elif tag in _DRAWN:
                self._draw(child)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                yield from self._formula(child)
            elif tag == f"{W}fldSimple" and is_page_number(child.get(f"{W}instr", "")):
                continue
            else:  # content controls, smart tags, insertions, simple fields, whatever else wraps runs
                yield from self._walk(child, base, link)

    def _address(self, element: etree._Element) -> str:
        relationship = self.links.get(element.get(f"{R}id", ""))
        return clean_address(relationship.target) if relationship and relationship.external else ""

    def _run(self, run: etree._Element, base: Look, link: str) -> Iterator[Run]:
        look = base
        properties = run.find(f"{W}rPr")
        if properties is not None and len(properties):
            style = value(properties, "rStyle")
            own = read_look(run)
            look = (own.over(self.styles.get(style).look) if style else own).over(base)
        text = "".join(self._characters(run))
        if not text:
            return
        if look.hidden or look.struck:
            if text.strip():
                self.asides.append(plain_row(Role.ASIDE, text, aside="hidden" if look.hidden else "struck"))
            yield Run(" ")
            return
        if text.strip():
            self.largest = max(self.largest, look.size or DEFAULT_SIZE)
        yield Run(text, bool(look.bold), bool(look.italic), link or self.fields.link)

    def _characters(self, run: etree._Element) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}fldChar":
                self.fields.turn(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                if self.fields.open:
                    self.fields.open[-1][0] += child.text or ""
            elif self.fields.hidden or tag in _SILENT:
                continue
            elif tag == f"{W}t":
                yield child.text or ""
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag == f"{W}br":
                yield " " if child.get(f"{W}type", "textWrapping") != "textWrapping" else LINE
            else:
                yield self._special(child)

    def _special(self, child: etree._Element) -> str:
        """Read a symbol, note, drawing or anything unknown inside a run."""
        tag = child.tag
        if tag == f"{W}sym":
            sign = read_symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
            if not sign:
                name = f"{child.get(f'{W}font', '')} {child.get(f'{W}char', '')}".strip()
                self.asides.append(plain_row(Role.ASIDE, name, aside="symbol"))
            return sign
        if tag in _NOTES:
            kind = _NOTES[tag]
            text = self.notes.get((kind, child.get(f"{W}id", "")), "")
            if text:
                self.asides.append(plain_row(Role.ASIDE, text, aside=kind))
            return ""
        if tag == f"{MC}AlternateContent":
            chosen = choose(child)
            for drawn in chosen:
                self._draw(drawn)
            return ""
        if tag in _DRAWN:
            self._draw(child)
            return ""
        return "".join(node.text or "" for node in child.iter(f"{W}t"))

    def _draw(self, element: etree._Element) -> None:
        """List a drawing: the words of its text boxes, and the pictures with their descriptions."""
        boxes = [box for box in element.iter(f"{W}txbxContent") if not _is_copy(box, element)]
        for box in boxes:
            self.asides.append(plain_row(Role.ASIDE, self.plain(box), aside="text box"))
        if boxes:
            return
        kind = "object" if element.tag == f"{W}object" else "image"
        drawn = [t.text or "" for t in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t")]
        name = " ".join([*_descriptions(element), *drawn])
        if kind == "image" and not drawn and _is_rule(element):
            return
        self.asides.append(plain_row(Role.ASIDE, name, aside=kind))

    def plain(self, element: etree._Element) -> str:
        """The words of a table, note or text box, a line for each paragraph or row, with those of its own notes."""
        lines = []
        for child in element:
            if child.tag == f"{W}p":
                lines.append(self._plain_paragraph(child))
            elif child.tag == f"{W}tr":
                lines.append(" | ".join(self._cells(child)))
            elif child.tag not in _SILENT and child.tag not in _GONE:
                lines.append(self.plain(choose(child) if child.tag == f"{MC}AlternateContent" else child))
        return "\n".join(line for line in lines if line.strip(" |"))

    def _cells(self, row: etree._Element) -> Iterator[str]:
        for child in row:
            if child.tag == f"{W}tc":
                yield " ".join(self.plain(child).split())
            elif child.tag not in _SILENT:
                yield from self._cells(child)

    def _plain_paragraph(self, paragraph: etree._Element) -> str:
        inline = Inline(self.styles, self.links, self.notes, self.fields)
        text = "".join(run.text for run in inline.read(paragraph))
        return " ".join(" ".join([text, *(row.text for row in inline.asides)]).split())

    def _formula(self, element: etree._Element) -> Iterator[Run]:
        text = "".join(node.text or "" for node in element.iter(f"{M}t"))
        self.asides.append(plain_row(Role.ASIDE, text, aside="formula"))
        yield Run(text)


def _is_rule(element: etree._Element) -> bool:
    """A horizontal line drawn as a shape shows nothing that could be missed."""
    return any(node.get("{urn:schemas-microsoft-com:office:office}hr") for node in element.iter())


def _descriptions(element: etree._Element) -> Iterator[str]:
    for properties in element.iter(f"{_WP}docPr"):
        yield properties.get("descr", "") or properties.get("title", "")
    for shape in element.iter("{urn:schemas-microsoft-com:vml}shape"):
        yield shape.get("alt", "")


def _is_copy(box: etree._Element, top: etree._Element) -> bool:
    """Whether a text box is the second writing of another, or stands inside another."""
    parent = box.getparent()
    while parent is not None and parent is not top:
        if parent.tag in (f"{MC}Fallback", f"{W}txbxContent"):
            return True
        parent = parent.getparent()
    return False


def _same_marks(run: Run, other: Run) -> bool:
    return (run.bold, run.italic, run.link) == (other.bold, other.italic, other.link)


def choose(alternate: etree._Element) -> etree._Element:
    """Of two writings of the same content take the first: text boxes are written twice."""
    for child in alternate:
        if child.tag in (f"{MC}Choice", f"{MC}Fallback"):
            return child
    return alternate
