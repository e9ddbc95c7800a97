"""The numbers Word counts in front of paragraphs: they stand in no text, so whoever shows a file counts along."""

from __future__ import annotations

from collections.abc import Mapping

import regex
from docx.oxml.ns import qn

from drafting.exports.docx_elements import Element

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


class Counts:
    """Counts through one file from its first paragraph to its last."""

    def __init__(self, numbering: Element | None) -> None:
        nums = numbering.findall(qn("w:num")) if numbering is not None else []
        kinds = numbering.findall(qn("w:abstractNum")) if numbering is not None else []
        self._nums = {str(each.get(qn("w:numId"))): each for each in nums}
        self._kinds: Mapping[str, Element] = {str(each.get(qn("w:abstractNumId"))): each for each in kinds}
        self._counted: dict[str, list[int]] = {}
        self._begun: set[str] = set()

    def find(self, num: str, level: int) -> Element | None:
        """How a level of a list looks; None where there is no such list."""
        kind = self._kinds.get(self._name(num))
        levels = kind.findall(qn("w:lvl")) if kind is not None else []
        return next((each for each in levels if each.get(qn("w:ilvl")) == str(level)), None)

    def count(self, num: str, level: int) -> str:
        """Count one paragraph on, and say what stands before it."""
        held = self.find(num, level)
        if held is None:
            return ""
        counted = self._counted.setdefault(self._name(num), [0] * _LEVELS)
        if num not in self._begun:
            self._begun.add(num)
            for each in self._nums[num].iter(qn("w:lvlOverride")):
                if (start := _read(each, "startOverride")).isdecimal():
                    counted[int(each.get(qn("w:ilvl"), "0"))] = int(start) - 1
        counted[level] += 1
        counted[level + 1 :] = [0] * (_LEVELS - level - 1)
        sign = _read(held, "lvlText")
        if _read(held, "numFmt") == "bullet":
            # Symbols of fonts for symbols have no meaning of their own.
            return sign if sign and ord(sign[0]) < 0xE000 else "•"
        return regex.sub("%([1-9])", lambda found: self._show(num, int(found[1]) - 1, counted), sign)

    def _name(self, num: str) -> str:
        held = self._nums.get(num)
        return _read(held, "abstractNumId") if held is not None else ""

    def _show(self, num: str, level: int, counted: list[int]) -> str:
        held = self.find(num, level)
        form = _read(held, "numFmt") if held is not None else ""
        number = counted[level]
        if form.endswith("Letter") and 0 < number <= 26:
            said = chr(ord("a") + number - 1)
        elif form.endswith("Roman"):
            said = _say_roman(number)
        else:
            return str(number)
        return said.upper() if form.startswith("upper") else said


def _say_roman(number: int) -> str:
    said = ""
    for value, sign in _ROMAN:
        said += sign * (number // value)
        number %= value
    return said


def _read(held: Element, tag: str) -> str:
    found = held.find(qn(f"w:{tag}"))
    return str(found.get(qn("w:val"), "")) if found is not None else ""
