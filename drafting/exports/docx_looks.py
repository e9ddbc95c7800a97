"""How a Word file says that something looks, as CSS: defaults, styles with their ground, and what is set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex
from docx.oxml.ns import qn

from drafting.exports.docx_elements import Element

Rules = dict[str, str]
Found = dict[tuple[str, str], str]

_OFF = ("0", "false", "off", "none")
_ALIGN = {"right": "right", "end": "right", "center": "center", "both": "justify", "distribute": "justify"}
_SERIF = ("georgia", "times", "cambria", "garamond", "palatino", "bookman", "serif", "roman", "baskerville", "minion")
# A line of a common font is higher than its letters by this much.
_LEADING = 1.15
_SWITCHES = ("b", "i", "caps", "smallCaps", "strike", "vanish", "pageBreakBefore")
_STRIPED = {"double": "double", "dotted": "dotted", "dashed": "dashed"}


def millimetres(twips: str | float) -> float:
    """What Word files count in twentieths of a point, in millimetres to a tenth; 0 for what is no number."""
    try:
        return round(float(twips) * 25.4 / 1440, 1)
    except ValueError:
        return 0.0


class Looks:
    """The styles of one Word file."""

    def __init__(self, styles: Element, theme: Element | None) -> None:
        self.styles = {str(each.get(qn("w:styleId"))): each for each in styles.findall(qn("w:style"))}
        self.defaults = styles.find(qn("w:docDefaults"))
        self.normal = next(
            (
                key
                for key, each in self.styles.items()
                if each.get(qn("w:type")) == "paragraph" and each.get(qn("w:default")) not in (None, *_OFF)
            ),
            "",
        )
        self.fonts = dict(_list_theme_fonts(theme)) if theme is not None else {}

    def paragraph(self, held: Element | None, level: Element | None = None) -> Found:
        """All that is set for a paragraph, by element and attribute; ``level`` is that of its list."""
        found: Found = {}
        for each in self._list_layers(held, "pPr"):
            _gather(each, found)
        if level is not None:
            _gather(level.find(qn("w:pPr")), found)
        if held is not None:
            _gather(held, found)
        return found

    def words(self, held: Element | None) -> Found:
        """All that is set for the words of a paragraph, before a run sets more."""
        found: Found = {}
        for each in self._list_layers(held, "rPr"):
            _gather(each, found)
        return found

    def run(self, held: Element | None) -> Found:
        """What a run sets beside its paragraph."""
        found: Found = {}
        if held is None:
            return found
        for style in self._list_styles(_read(held, "rStyle")):
            _gather(style.find(qn("w:rPr")), found)
        _gather(held, found)
        return found

    def _list_layers(self, held: Element | None, tag: str) -> Iterator[Element | None]:
        if self.defaults is not None:
            yield self.defaults.find(f"{qn(f'w:{tag}Default')}/{qn(f'w:{tag}')}")
        own = _read(held, "pStyle") if held is not None else ""
        yield from (style.find(qn(f"w:{tag}")) for style in self._list_styles(own or self.normal))

    def _list_styles(self, name: str) -> list[Element]:
        """A style and what it builds on, the ground first."""
        made: list[Element] = []
        while (style := self.styles.get(name)) is not None and style not in made:
            made.append(style)
            name = _read(style, "basedOn")
        return made[::-1]

    def say_words(self, found: Found) -> Rules:
        """The rules of words."""
        rules: Rules = {}
        font = self.fonts.get(found.get(("rFonts", "asciiTheme"), "")) or found.get(("rFonts", "ascii"), "")
        if font := " ".join(regex.sub(r"[^\p{L}\p{N} _-]", " ", font)[:60].split()):
            rules["font-family"] = f'"{font}", {"serif" if any(w in font.casefold() for w in _SERIF) else "sans-serif"}'
        if size := _number(found.get(("sz", "val"), "")):
            rules["font-size"] = f"{size / 2:g}pt"
        if color := read_color(found.get(("color", "val"), "")):
            rules["color"] = color
        if fill := read_color(found.get(("shd", "fill"), "")):
            rules["background-color"] = fill
        for tag, name, on, off in (
            ("b", "font-weight", "bold", "normal"),
            ("i", "font-style", "italic", "normal"),
            ("caps", "text-transform", "uppercase", "none"),
            ("smallCaps", "font-variant-caps", "small-caps", "normal"),
        ):
            if (tag, "val") in found:
                rules[name] = off if found[tag, "val"] in _OFF else on
        lines = [
            line
            for tag, line in (("u", "underline"), ("strike", "line-through"))
            if found.get((tag, "val"), "none") not in _OFF
        ]
        if lines:
            rules["text-decoration-line"] = " ".join(lines)
        if (place := found.get(("vertAlign", "val"), "")) in ("superscript", "subscript"):
            rules["vertical-align"] = "super" if place == "superscript" else "sub"
        if wide := _number(found.get(("spacing", "val"), "")):
            rules["letter-spacing"] = f"{wide / 20:g}pt"
        return rules


def say_paragraph(found: Found) -> Rules:
    """The rules of a paragraph that hold on every screen."""
    rules = {"text-align": _ALIGN.get(found.get(("jc", "val"), ""), "left")}
    for name, attribute in (("margin-top", "before"), ("margin-bottom", "after")):
        rules[name] = f"{_number(found.get(('spacing', attribute), '')) / 20:g}pt"
    line, rule = _number(found.get(("spacing", "line"), "")), found.get(("spacing", "lineRule"), "auto")
    if rule == "auto":
        rules["line-height"] = f"{(line or 240) / 240 * _LEADING:.3g}"
    elif line:
        rules["line-height"] = f"{line / 20:g}pt"
    return rules | say_borders(found)


def say_indents(found: Found) -> Rules:
    """The rules of a paragraph that need a sheet's width."""
    left = found.get(("ind", "left")) or found.get(("ind", "start")) or ""
    right = found.get(("ind", "right")) or found.get(("ind", "end")) or ""
    first = millimetres(found.get(("ind", "firstLine"), "")) - millimetres(found.get(("ind", "hanging"), ""))
    measures = {"margin-left": millimetres(left), "margin-right": millimetres(right), "text-indent": first}
    return {name: f"{measure:g}mm" for name, measure in measures.items() if measure}


def say_borders(found: Found) -> Rules:
    """Lines around a paragraph or a cell."""
    rules: Rules = {}
    for side, name in (("top", "top"), ("bottom", "bottom"), ("left", "left"), ("right", "right")):
        kind = found.get((side, "val"), "none")
        if kind in ("none", "nil"):
            continue
        width = max(_number(found.get((side, "sz"), "")) / 8, 0.5)
        color = read_color(found.get((side, "color"), "")) or "#000000"
        rules[f"border-{name}"] = f"{width:g}pt {_STRIPED.get(kind, 'solid')} {color}"
        if space := _number(found.get((side, "space"), "")):
            rules[f"padding-{name}"] = f"{space:g}pt"
    return rules


def read_color(value: str) -> str:
    """A colour as CSS has it; "" for one that is not said."""
    return f"#{value.lower()}" if regex.fullmatch("[0-9a-fA-F]{6}", value) else ""


def gather(held: Element | None) -> Found:
    """What an element sets, by element and attribute."""
    found: Found = {}
    _gather(held, found)
    return found


def _gather(held: Element | None, found: Found) -> None:
    for each in _list_settings(held):
        tag = each.tag.rpartition("}")[2]
        if tag in _SWITCHES and not each.attrib:
            found[tag, "val"] = "1"
        if tag == "rFonts" and each.get(qn("w:ascii")):
            found.pop((tag, "asciiTheme"), None)
        for name, value in each.attrib.items():
            found[tag, str(name).rpartition("}")[2]] = str(value)


def _list_settings(held: Element | None) -> Iterable[Element]:
    for each in held if held is not None else ():
        tag = str(each.tag).rpartition("}")[2]
        if tag in ("pBdr", "tcBorders"):
            yield from each
        elif tag not in ("rPr", "sectPr", "framePr", "numPr", "tabs"):
            yield each


def _list_theme_fonts(theme: Element) -> Iterator[tuple[str, str]]:
    for kind in ("major", "minor"):
        for each in theme.iter(f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{kind}Font"):
            latin = each.find("{*}latin")
            if latin is not None:
                yield from ((f"{kind}{ending}", latin.get("typeface", "")) for ending in ("HAnsi", "Ascii", "Bidi"))


def _read(held: Element, tag: str) -> str:
    found = held.find(qn(f"w:{tag}"))
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _number(value: str) -> float:
    return float(value) if regex.fullmatch(r"-?[0-9]{1,6}(?:\.[0-9]+)?", value) else 0.0
