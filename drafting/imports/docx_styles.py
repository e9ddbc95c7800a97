"""The styles of a Word file, resolved through what they are based on; known by name, since ids differ by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = regex.compile(r"(?:heading|überschrift)\s*([1-9])")
_OFF = frozenset({"0", "false", "off", "none"})
DEFAULT_SIZE = 20  # half-points, when a file says nothing


@dataclass(frozen=True, slots=True)
class Look:
    """What formatting says so far; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    size: int | None = None
    hidden: bool | None = None
    struck: bool | None = None

    def over(self, other: Look) -> Look:
        """This look where it says something, otherwise the other."""
        return Look(
            other.bold if self.bold is None else self.bold,
            other.italic if self.italic is None else self.italic,
            other.size if self.size is None else self.size,
            other.hidden if self.hidden is None else self.hidden,
            other.struck if self.struck is None else self.struck,
        )


NO_LOOK = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits."""

    name: str = ""
    names: tuple[str, ...] = ()
    outline: int | None = None
    number: str | None = None
    level: int | None = None
    centred: bool = False
    look: Look = NO_LOOK


@dataclass(slots=True)
class Styles:
    """The styles of a file by id; an unknown id gives the default style."""

    elements: Mapping[str, etree._Element] = field(default_factory=dict)
    default: str = ""
    base: Look = NO_LOOK
    found: dict[str, Style] = field(default_factory=dict)

    def get(self, style_id: str) -> Style:
        """Return a paragraph or character style."""
        if style_id not in self.found:
            self.found[style_id] = self._resolve(style_id, frozenset())
        return self.found[style_id]

    def paragraph(self, style_id: str) -> Style:
        """Return a paragraph's style; the default one where it names none or an unknown one."""
        return self.get(style_id if style_id in self.elements else self.default)

    def _resolve(self, style_id: str, seen: frozenset[str]) -> Style:
        element = self.elements.get(style_id)
        if element is None or style_id in seen:
            return Style(look=NO_LOOK)
        parent_id = value(element, "basedOn")
        parent = self._resolve(parent_id, seen | {style_id}) if parent_id else Style()
        return _inherit(element, parent)


def _inherit(element: etree._Element, parent: Style) -> Style:
    name = " ".join(value(element, "name").lower().split())
    properties = element.find(f"{W}pPr")
    style = replace(parent, name=name, names=(name, *parent.names), look=read_look(element).over(parent.look))
    if match := _HEADING.fullmatch(name):
        style = replace(style, outline=int(match[1]) - 1)
    if properties is None:
        return style
    outline, number, level = read_outline(properties), *read_numbering(properties)
    jc = value(properties, "jc")
    return replace(
        style,
        outline=style.outline if outline is None else outline,
        number=style.number if number is None else number,
        level=style.level if level is None else level,
        centred=jc == "center" if jc else style.centred,
    )


def read_styles(root: etree._Element | None) -> Styles:
    """Read the styles part; a file without one has only default looks."""
    if root is None:
        return Styles()
    elements = {element.get(f"{W}styleId", ""): element for element in root.iter(f"{W}style")}
    default = next(
        (
            style_id
            for style_id, element in elements.items()
            if element.get(f"{W}type") == "paragraph" and is_on(element.get(f"{W}default", "0"))
        ),
        "",
    )
    if not default:  # LibreOffice marks none
        default = next((i for i, e in elements.items() if value(e, "name").lower() in ("normal", "standard")), "")
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault")
    return Styles(elements, default, read_look(defaults) if defaults is not None else NO_LOOK)


def read_look(element: etree._Element) -> Look:
    """Read the run properties inside an element (a run, a style, the defaults)."""
    properties = element.find(f"{W}rPr")
    if properties is None or not len(properties):
        return NO_LOOK
    size = value(properties, "sz")
    struck = _toggle(properties, "strike")
    return Look(
        _toggle(properties, "b"),
        _toggle(properties, "i"),
        int(float(size)) if regex.fullmatch(r"\d{1,4}(?:\.\d+)?", size) else None,
        _toggle(properties, "vanish"),
        _toggle(properties, "dstrike") if struck is None else struck,
    )


def read_outline(properties: etree._Element) -> int | None:
    """Read a paragraph's heading level; 9 means body text and counts as nothing said."""
    level = value(properties, "outlineLvl")
    return int(level) if level.isdecimal() and int(level) < 9 else None


def read_numbering(properties: etree._Element) -> tuple[str | None, int | None]:
    """Read (number id, level) of a paragraph or style; the id "0" takes numbering away."""
    numbering = properties.find(f"{W}numPr")
    if numbering is None:
        return None, None
    number, level = value(numbering, "numId"), value(numbering, "ilvl")
    return number or None, int(level) if level.isdecimal() else None


def value(element: etree._Element, name: str) -> str:
    """The w:val of a child, or nothing."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def is_on(text: str) -> bool:
    """Whether an on/off value is on."""
    return text.lower() not in _OFF


def _toggle(properties: etree._Element, name: str) -> bool | None:
    child = properties.find(f"{W}{name}")
    return None if child is None else is_on(child.get(f"{W}val", "1"))
