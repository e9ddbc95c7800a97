"""The letter as Markdown: the paper's words in canonical form, to read anywhere and to import again.

Law: reading the file gives the same paper, word for word. Words alone do not always say what plays which part (a demand
may be titled „Präambel“), so the file begins with that: the front matter names the parts in their order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import regex

from drafting.exports.letters import Letter, LetterSection
from drafting.exports.lines import plain
from drafting.text.document import Block, Document, Kind, Run, make_block
from drafting.text.inline import write_words
from drafting.text.markdown import to_markdown

FORMAT = "forderungspapier/1"
_PAPER, _CLOSING, _SIGNATORIES = "Forderungspapier", "Schluss", "Unterzeichnende"
_HEADING = regex.compile(r"^(#{1,6})(?=\s|$)", regex.MULTILINE)

Part = tuple[str, str]
"""What a piece of the file is, and how it is written there."""


def write_markdown(letter: Letter, *, reasons: bool = True) -> bytes:
    """Write the letter as Markdown; the same letter gives the same bytes."""
    parts = list(_write_parts(letter, reasons=reasons))
    names = json.dumps([name for name, _ in parts if name], ensure_ascii=False)
    front = f'---\nformat: "{FORMAT}"\nlang: "{letter.language}"\nparts: {names}\n---'
    return "\n\n".join([front, *(text for _, text in parts if text)]).encode() + b"\n"


def _write_parts(letter: Letter, *, reasons: bool) -> Iterator[Part]:
    title = _line(letter.title)
    yield ("title" if title else "-title", f"# {title or _PAPER}")
    for name, text in (("subtitle", letter.subtitle), ("date", letter.date)):
        if line := _paragraph(text):
            yield name, line
    if letter.preamble.tokens()[1:]:
        # A preamble without a heading needs none: it stands first.
        yield from _write_unit("preamble", letter.preamble, "##" if letter.preamble.title else "", reasons=reasons)
    for section in letter.sections:
        yield from _write_section(section, reasons=reasons)
    if letter.closing.tokens()[1:]:
        yield from _write_unit("closing", letter.closing, "##", usual=_CLOSING, reasons=reasons)
    if place := _paragraph(letter.place):
        yield "place", place
    if names := [name for name in map(_line, letter.signatories) if name]:
        yield "signatories", f"## {_SIGNATORIES}"
        yield "", "\n".join(f"- {name}" for name in names)


def _write_section(section: LetterSection, *, reasons: bool) -> Iterator[Part]:
    heading = _line(section.heading)
    yield ("section", f"## {heading}") if heading else ("-section", "")
    for index, demand in enumerate(section.demands):
        number, text = plain(demand.number), demand.document
        if heading and not (index or number or text.title):
            # What introduces a section stands under its heading.
            yield "introduction", ""
            yield "", _body(text, reasons=reasons)
            continue
        name = f"demand {number}".strip()
        yield from _write_unit(name, text, "###" if heading else "##", number=number, reasons=reasons)


def _write_unit(
    name: str, text: Document, sign: str, *, reasons: bool, number: str = "", usual: str = ""
) -> Iterator[Part]:
    """A text under its heading; ``usual`` heads one that has none of its own, which its name then says."""
    title = "".join(write_words(text.blocks[0].words))
    heading = (sign, f"{number}." if number else "", title or usual)
    is_own = bool(title) or name.startswith("demand")
    yield name if is_own else f"-{name}", " ".join(part for part in heading if part)
    yield "", _body(text, reasons=reasons)


def _body(document: Document, *, reasons: bool) -> str:
    """The blocks below the title in canonical form."""
    return _write_blocks(block for block in document.blocks[1:] if reasons or block.kind is not Kind.REASON)


def _write_blocks(blocks: Iterable[Block]) -> str:
    # A line that would read as a heading gets a backslash; canonical form knows no headings but the first.
    return _HEADING.sub(r"\\\1", to_markdown(Document((Block(Kind.TITLE, 0, ()), *blocks))))


def _paragraph(text: str) -> str:
    """One plain line as a paragraph, so that nothing in it opens a block."""
    return _write_blocks([make_block(Kind.PARAGRAPH, [Run(plain(text))])])


def _line(text: str) -> str:
    """One plain line with its signs escaped, to stand behind a marker."""
    return "".join(write_words(make_block(Kind.TITLE, [Run(plain(text))]).words))
