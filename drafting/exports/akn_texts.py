"""Texts of demands as Akoma Ntoso: paragraphs, lists, reasons, and words with their marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import regex
from lxml import etree

from drafting.exports.docx_runs import is_address
from drafting.exports.lines import plain
from drafting.text.document import ITEMS, Block, Document, Kind, Run, counters, shown_levels

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
Element = etree._Element

# The stubs know no namespace without a prefix.
_DEFAULT: Any = {None: NAMESPACE}
_AMONG_WORDS = frozenset(f"{{{NAMESPACE}}}{tag}" for tag in ("p", "heading", "num"))
_NO_XML = regex.compile(r"[\ufffe\uffff\p{Cs}]")
_NOT_IN_IDS = regex.compile(r"[^A-Za-z0-9]")


def element(tag: str, *children: Element, words: str = "", **attributes: str) -> Element:
    """Make an element; ``words`` stand before its children, empty attributes are left out."""
    made = etree.Element(f"{{{NAMESPACE}}}{tag}", nsmap=_DEFAULT)
    for name, value in attributes.items():
        if value:
            made.set(name, value)
    made.text = _NO_XML.sub("", words) or None
    made.extend(children)
    return made


def lay_out(root: Element) -> None:
    """Put every element on a line of its own, but for what stands among words."""
    if len(root) and root.tag not in _AMONG_WORDS:
        root.text = "\n"
        for child in root:
            child.tail = "\n"
            lay_out(child)


def make_id(*parts: str) -> str:
    """Join parts to an eId as the naming convention of Akoma Ntoso has them."""
    return "__".join(part for part in parts if part)


def number_id(kind: str, number: str, taken: set[str], prefix: str) -> str:
    """Make the eId of something with a number, or with the next free place where it has none that fits."""
    name = _NOT_IN_IDS.sub("", number)
    found = make_id(prefix, f"{kind}_{name}") if name else ""
    place = 1
    while not found or found in taken:
        found = make_id(prefix, f"{kind}_n{place}")
        place += 1
    taken.add(found)
    return found


def paragraphs(text: str) -> list[Element]:
    """Plain text as paragraphs, one for each line with words."""
    return [element("p", words=line) for line in map(plain, text.splitlines()) if line]


def inline(tag: str, runs: Iterable[Run], **attributes: str) -> Element:
    """Make an element of words with their marks."""
    made = element(tag, **attributes)
    for run in runs:
        text = _NO_XML.sub("", run.text)
        piece: Element | None = None
        for name, on in (("i", run.italic), ("b", run.bold), ("a", is_address(run.link))):
            if not on:
                continue
            outer = element(name, href=run.link) if name == "a" else element(name)
            if piece is None:
                outer.text = text
            else:
                outer.append(piece)
            piece = outer
        if piece is not None:
            made.append(piece)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + text
        else:
            made.text = (made.text or "") + text
    return made


def blocks(document: Document) -> list[Element]:
    """The blocks below the title, one after the other, for where no hierarchy may stand."""
    return [each for _, group in _group(document.blocks[1:]) for each in _flow(group)]


def hierarchy(document: Document, prefix: str) -> Iterator[Element]:
    """The blocks below the title as numbered containers: each paragraph with the list it introduces, each reason."""
    counts: dict[Kind, int] = {}
    for kind, group in _group(document.blocks[1:]):
        counts[kind] = counts.get(kind, 0) + 1
        name = "reason" if kind is Kind.REASON else "para"
        content = element("content", *_flow(group))
        id_ = make_id(prefix, f"{name}_{counts[kind]}")
        if kind is Kind.REASON:
            yield element("hcontainer", content, eId=id_, name="reason")
        else:
            yield element("paragraph", content, eId=id_)


def _group(row: Sequence[Block]) -> Iterator[tuple[Kind, list[Block]]]:
    """Paragraphs with the list below them, and reasons that follow each other."""
    group: list[Block] = []
    for block in row:
        goes_on = block.kind in ITEMS if not group or group[0].kind is not Kind.REASON else block.kind is Kind.REASON
        if group and not goes_on:
            yield _kind_of(group), group
            group = []
        group.append(block)
    if group:
        yield _kind_of(group), group


def _kind_of(group: Sequence[Block]) -> Kind:
    return Kind.REASON if group[0].kind is Kind.REASON else Kind.PARAGRAPH


def _flow(group: Sequence[Block]) -> list[Element]:
    """Paragraphs and nested lists."""
    made: list[Element] = []
    open_lists: list[Element] = []
    for block, level, counter in zip(group, shown_levels(group), counters(group), strict=True):
        if block.kind not in ITEMS:
            open_lists = []
            made.append(inline("p", block.runs()))
            continue
        del open_lists[level + 1 :]
        if len(open_lists) == level:
            opened = element("blockList")
            open_lists.append(opened)
            if level:
                open_lists[level - 1][-1].append(opened)
            else:
                made.append(opened)
        open_lists[level].append(element("item", element("num", words=counter), inline("p", block.runs())))
    return made
