"""Small pieces of Word markup, made so that every module spells them the same way."""

from __future__ import annotations

from functools import lru_cache

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from lxml import etree

Element = etree._Element


def element(tag: str, **attributes: str | int) -> Element:
    """Make an element of the main namespace: ``element("ind", left=0)``."""
    # A file has thousands of elements: names are looked up once, not for each.
    named = {_name(name): str(value) for name, value in attributes.items()}
    made: Element = oxml_parser.makeelement(_name(tag), named, _MAIN)
    return made


_MAIN = {"w": nsmap["w"]}
_name = lru_cache(maxsize=None)(lambda name: qn(f"w:{name}"))


def text(words: str) -> Element:
    """Make the text of a run; without this attribute Word would drop blanks at either end."""
    made = element("t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
