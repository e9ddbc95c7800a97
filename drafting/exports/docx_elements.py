"""Small pieces of Word markup, made so that every module spells them the same way."""

from __future__ import annotations

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element


def element(tag: str, **attributes: str | int) -> Element:
    """Make an element of the main namespace: ``element("ind", left=0)``."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def text(words: str) -> Element:
    """Make the text of a run; without this attribute Word would drop blanks at either end."""
    made = element("t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made
