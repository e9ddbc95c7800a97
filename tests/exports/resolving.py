"""Accepting and rejecting tracked changes by the rules of the format, and what a reader then finds.

A second statement of the rules, independent of what writes the changes: ECMA-376, part 1, 17.13.5.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from drafting.exports.docx_styles import W

Element = etree._Element
_GONE = {"accept": "del", "reject": "ins"}
_KEPT = {"accept": "ins", "reject": "del"}


@dataclass(frozen=True, slots=True)
class Found:
    """A paragraph as a reader finds it: its properties, and every character with how it looks."""

    properties: str
    characters: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The characters alone."""
        return "".join(character for character, _ in self.characters)


def open_part(data: bytes, name: str = "word/document.xml") -> Element:
    """A part of a file as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def read(data: bytes, way: str = "accept", name: str = "word/document.xml") -> list[Found]:
    """Read the paragraphs of a file's part after every change in it was accepted or rejected."""
    body = open_part(data, name)
    for change in list(body.iter(_tag("rPrChange"), _tag("pPrChange"))):
        _resolve_format(change, way)
    for gone in list(body.iter(_tag(_GONE[way]))):
        if not _is_mark(gone):
            _parent(gone).remove(gone)
    for kept in list(body.iter(_tag(_KEPT[way]))):
        if not _is_mark(kept):
            for child in list(kept):
                kept.addprevious(child)
            _parent(kept).remove(kept)
    for paragraph in list(body.iter(_tag("p"))):
        if paragraph.find(f"{_tag('pPr')}/{_tag('rPr')}/{_tag(_GONE[way])}") is not None:
            _join_next(paragraph)
    return [_find(paragraph) for paragraph in body.iter(_tag("p"))]


def _resolve_format(change: Element, way: str) -> None:
    properties = _parent(change)
    properties.remove(change)
    if way == "reject":
        for child in list(properties):
            if child.tag != _tag("rPr"):
                properties.remove(child)
        for place, child in enumerate(list(change[0])):
            properties.insert(place, child)


def _join_next(paragraph: Element) -> None:
    following = paragraph.getnext()
    assert following is not None
    assert following.tag == _tag("p"), "the end of the last paragraph cannot go"
    for child in reversed([each for each in paragraph if each.tag != _tag("pPr")]):
        following.insert(1, child)
    _parent(paragraph).remove(paragraph)


def _find(paragraph: Element) -> Found:
    properties = paragraph.find(_tag("pPr"))
    assert properties is not None
    for mark in properties.findall(_tag("rPr")):
        properties.remove(mark)
    characters: list[tuple[str, str]] = []
    for run in paragraph.iter(_tag("r")):
        look = run.find(_tag("rPr"))
        # Which way a blank runs depends on the run it stands in; nobody sees it.
        signs = [] if look is None else [_spell(each) for each in look if each.tag != _tag("rtl")]
        for content in run:
            if content.tag in (_tag("t"), _tag("delText")):
                characters += [(sign, "".join(signs)) for sign in content.text or ""]
            elif content.tag == _tag("tab"):
                characters.append(("\t", "".join(signs)))
    return Found(_spell(properties), tuple(characters))


def _spell(element: Element) -> str:
    return etree.tostring(element, method="c14n", exclusive=True).decode()


def _is_mark(element: Element) -> bool:
    return _parent(element).tag == _tag("rPr")


def _parent(element: Element) -> Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"
