"""Items of excerpts: real Word list items, each with the number it has in the whole text."""

from __future__ import annotations

from docx.oxml import parse_xml

from drafting.exports.docx_elements import Element
from drafting.exports.docx_lists import Lists
from drafting.exports.docx_styles import W
from drafting.text.document import MAX_LEVEL, Kind

# In the order in which ``Lists`` defines them.
_DEFINED = (Kind.BULLET, Kind.NUMBER, Kind.LETTER)


class Items:
    """The numberings of one file. An excerpt may begin in the midst of a list, so each item says where it counts on."""

    def __init__(self, numbering: Element) -> None:
        self._lists = Lists(numbering)

    def number(self, counter: str) -> int:
        """The numbering of an item that is counted so: „3.“, „c)“, or with any other sign not at all."""
        kind, start = _read(counter)
        if kind is Kind.BULLET:
            return self._lists.bullets
        self._lists.last += 1
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(MAX_LEVEL + 1)
        )
        self._lists.numbering.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{self._lists.last}">'
                f'<w:abstractNumId w:val="{_DEFINED.index(kind)}"/>{overrides}</w:num>'
            )
        )
        return self._lists.last


def _read(counter: str) -> tuple[Kind, int]:
    words = counter.strip()
    if words.endswith(".") and words[:-1].isdecimal():
        return Kind.NUMBER, int(words[:-1])
    if words.endswith(")") and words[:-1].isascii() and words[:-1].isalpha():
        number = 0
        for letter in words[:-1].lower():
            number = number * 26 + ord(letter) - ord("a") + 1
        return Kind.LETTER, number
    return Kind.BULLET, 0
