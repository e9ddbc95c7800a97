"""The automatic numbers of a Word file: they are computed, never text, so they are counted here as Word counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import regex
from lxml import etree

from drafting.imports.docx_styles import Styles, W, is_on, value
from drafting.text.document import Kind, letters


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: bool = True
    plain_digits: bool = False

    @property
    def kind(self) -> Kind | None:
        """The kind of list a reader sees; None where nothing is shown."""
        if self.form == "none" or (not self.text.strip() and self.form != "bullet"):
            return None
        if self.form == "bullet" or "%" not in self.text:
            return Kind.BULLET
        return Kind.LETTER if self.form in ("lowerLetter", "upperLetter") else Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a numbered paragraph: its kind, and its number as shown."""

    kind: Kind
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class _List:
    key: str
    levels: Mapping[int, Level]
    overrides: Mapping[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a file and where each stands; ask once for each paragraph, in order."""

    lists: Mapping[str, _List] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)

    def count(self, number: str, level: int) -> Label | None:
        """Count one paragraph and return its label; None where the list shows nothing."""
        found = self.lists.get(number)
        if found is None:
            return None
        # Lists made of one definition count on together, unless a new one says where it starts.
        counts = self.counts.setdefault(found.key, {})
        if number not in self.started:
            self.started.add(number)
            for place, start in found.overrides.items():
                counts[place] = start - 1
        here = found.levels.get(level, Level())
        counts[level] = counts.get(level, here.start - 1) + 1
        for deeper in [place for place in counts if place > level]:
            if found.levels.get(deeper, Level()).restart:
                del counts[deeper]
        return Label(here.kind, _fill(here, found.levels, counts), level) if here.kind else None


def _fill(here: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def number(match: regex.Match[str]) -> str:
        place = int(match[1]) - 1
        level = levels.get(place, Level())
        form = "decimal" if here.plain_digits else level.form
        return _FORMS.get(form, str)(counts.get(place, level.start))

    return "" if here.form == "bullet" else regex.sub(r"%([1-9])", number, here.text)


def _roman(number: int) -> str:
    text = ""
    for amount, sign in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        while number >= amount and len(text) < 40:
            text, number = text + sign, number - amount
    return text


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": lambda number: letters(max(number, 1)),
    "upperLetter": lambda number: letters(max(number, 1)).upper(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "decimalZero": lambda number: f"{number:02}",
}


def read_numbering_part(root: etree._Element | None, styles: Styles) -> Numbering:
    """Read the numbering part; a definition that only names a style is looked up through that style."""
    if root is None:
        return Numbering()
    definitions = {element.get(f"{W}abstractNumId", ""): element for element in root.findall(f"{W}abstractNum")}
    numbers = {element.get(f"{W}numId", ""): element for element in root.findall(f"{W}num")}
    lists = {}
    for number, element in numbers.items():
        key = value(element, "abstractNumId")
        if key in definitions and (style := value(definitions[key], "numStyleLink")):
            linked = numbers.get(styles.get(style).number or "")
            key = value(linked, "abstractNumId") if linked is not None else key
        if key in definitions:
            lists[number] = _read_list(key, definitions[key], element)
    return Numbering(lists)


def _read_list(key: str, definition: etree._Element, number: etree._Element) -> _List:
    levels = dict(_read_level(element) for element in definition.findall(f"{W}lvl"))
    overrides = {}
    for override in number.findall(f"{W}lvlOverride"):
        place = _int(override.get(f"{W}ilvl", ""), 0)
        if (start := value(override, "startOverride")) != "":
            overrides[place] = _int(start, 1)
        if (element := override.find(f"{W}lvl")) is not None:
            levels[place] = _read_level(element)[1]
    return _List(key, levels, overrides)


def _read_level(element: etree._Element) -> tuple[int, Level]:
    legal = element.find(f"{W}isLgl")
    level = Level(
        value(element, "numFmt") or "decimal",
        value(element, "lvlText"),
        _int(value(element, "start"), 1),
        value(element, "lvlRestart") != "0",
        legal is not None and is_on(legal.get(f"{W}val", "1")),
    )
    return _int(element.get(f"{W}ilvl", ""), 0), level


def _int(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else default
