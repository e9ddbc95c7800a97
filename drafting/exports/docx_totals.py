"""Footers of several letters in one file: „Seite 2“ instead of „Seite 2 von 60“, which would count all letters."""

from __future__ import annotations

import regex
from docx.oxml.ns import qn
from lxml import etree

from drafting.exports.docx_elements import Element

_TOTAL = regex.compile(r"\b(?:NUMPAGES|SECTIONPAGES)\b")
_OF = regex.compile(r"\s*(?:\b(?:von|of|aus)|[/|–])\s*$")
_FIELD, _TEXT = qn("w:fldChar"), qn("w:t")


def drop_totals(part: bytes) -> bytes:
    """Take the number of all pages out of a header or footer, and the word before it."""
    if not _TOTAL.search(part.decode("utf-8", "replace")):
        return part
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    for paragraph in root.iter(qn("w:p")):
        _drop(paragraph)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _drop(paragraph: Element) -> None:
    field: list[Element] = []
    instruction, depth = "", 0
    before: Element | None = None
    for each in list(paragraph):
        if each.tag == qn("w:fldSimple"):
            if _TOTAL.search(each.get(qn("w:instr"), "")):
                paragraph.remove(each)
                _drop_word(before)
            continue
        kinds = [sign.get(qn("w:fldCharType")) for sign in each.iter(_FIELD)]
        depth += kinds.count("begin")
        if depth:
            field.append(each)
            instruction += "".join(code.text or "" for code in each.iter(qn("w:instrText")))
        elif each.find(_TEXT) is not None:
            before = each
        depth -= kinds.count("end")
        if field and not depth:
            if _TOTAL.search(instruction):
                for run in field:
                    paragraph.remove(run)
                _drop_word(before)
            field, instruction = [], ""


def _drop_word(run: Element | None) -> None:
    texts = [] if run is None else list(run.iter(_TEXT))
    if texts:
        texts[-1].text = _OF.sub("", texts[-1].text or "")
