"""Reading Markdown and plain text as passages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

import regex

from drafting.imports import vocabulary
from drafting.imports.decoding import decode_text
from drafting.imports.passages import Passage
from drafting.imports.refusals import long_paragraph, too_long, wordless
from drafting.imports.rows import Role, Row, plain_row
from drafting.text.document import Block, Kind, Run
from drafting.text.inline import read_words

MAX_PARAGRAPHS = 5_000
MAX_CHARACTERS = 20_000

_HEADING = regex.compile(r"(#{1,6})\s+(.*?)(?:\s+#+)?\s*")
_UNDERLINE = regex.compile(r"(=+|-{3,})\s*")
_RULE = regex.compile(r"(?:[-*_]\s*){3,}")
_ITEM = regex.compile(
    r"(?P<indent>\s*)(?:(?P<bullet>[-*+•–▪])|(?P<number>\d{1,3})[.)]|(?P<letter>[a-z])\))\s+(?P<text>.*)"
)
_IMAGE = regex.compile(r"!\[([^\]]*)\]\([^)]*\)")
_FENCE = regex.compile(r"\s*(?:```|~~~)")


def decode_lines(data: bytes) -> str:
    """Decode a text file, its lines ended by one sign; raises for what is no text."""
    return regex.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", decode_text(data))


def read_text(data: bytes, *, is_markdown: bool) -> list[Passage | Row]:
    """Read Markdown or plain text; Markdown's headings name levels, plain text is judged by its lines alone."""
    lines = decode_lines(data).split("\n")
    found = _set_levels(_read_markdown(lines) if is_markdown else _read_plain(lines))
    items = list(islice(found, MAX_PARAGRAPHS + 1))
    if len(items) > MAX_PARAGRAPHS:
        raise too_long(MAX_PARAGRAPHS)
    if not items:
        raise wordless()
    if any(isinstance(item, Passage) and len(item.text) > MAX_CHARACTERS for item in items):
        raise long_paragraph()
    return items


def _set_levels(items: Iterable[Passage | Row]) -> Iterator[Passage | Row]:
    """Turn the items' indents into levels: deeper than the item before is one level more."""
    indents: list[int] = []
    for item in items:
        if isinstance(item, Row) or item.item is None:
            indents = []
            yield item
            continue
        while indents and indents[-1] > item.level:
            indents.pop()
        if not indents or indents[-1] < item.level:
            indents.append(item.level)
        yield replace(item, level=len(indents) - 1)


def _read_markdown(lines: list[str]) -> Iterator[Passage | Row]:
    for kind, block in _blocks(lines):
        if kind == "heading":
            marks, text = block
            yield Passage(_runs(text), outline=len(marks) - 1, bold=True)
        elif kind == "table":
            yield plain_row(Role.ASIDE, "\n".join(block), aside="table")
        elif kind == "item":
            yield _item(block[0], block[1:])
        elif kind == "quote":
            yield Passage(_runs(" ".join(block)), style="begründung")
        else:
            yield from _paragraph(block)


def _paragraph(lines: list[str]) -> Iterator[Passage | Row]:
    text = "\n".join(lines)
    if len(text) > MAX_CHARACTERS:  # before anything looks at it more than once
        raise long_paragraph()
    for match in _IMAGE.finditer(text):
        yield plain_row(Role.ASIDE, match[1], aside="image")
    runs = _runs(_IMAGE.sub(" ", text))
    if any(run.text.strip() for run in runs):
        yield Passage(runs, bold=all(run.bold for run in runs if run.text.strip()))


def _runs(text: str) -> tuple[Run, ...]:
    """Marked words of one Markdown paragraph, read as the canonical form, with the other spellings of its marks."""
    text = regex.sub(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])", r"**\1**", text)
    text = regex.sub(r"(?<![\w*])\*(?![\s*])([^*\n]+?)(?<![\s*])\*(?![\w*])", r"_\1_", text)
    text = regex.sub(r"<((?:https?://|mailto:)[^\s<>]+)>", r"[\1](\1)", text)
    lines = [line.strip() for line in regex.split(r"(?: {2,}|\\)\n", text)]  # a break somebody asked for
    runs: list[Run] = []
    for line in lines:
        if runs:
            runs.append(Run("\n"))
        runs += Block(Kind.TITLE, 0, read_words(" ".join(line.split("\n")))).runs()
    return tuple(runs)


def _item(marker: str, lines: list[str]) -> Passage:
    match = _ITEM.match(marker)
    text = " ".join([match["text"] if match else marker, *(line.strip() for line in lines)])
    if len(text) > MAX_CHARACTERS:
        raise long_paragraph()
    return _item_passage(match, _runs(text)) if match else Passage(_runs(text))


def _item_passage(match: regex.Match[str], runs: tuple[Run, ...]) -> Passage:
    kind = next(kind for kind in (Kind.BULLET, Kind.NUMBER, Kind.LETTER) if match[kind.value])
    label = f"{match['number']}." if kind is Kind.NUMBER else f"{match['letter']})" if kind is Kind.LETTER else ""
    bold = bool(runs) and all(run.bold for run in runs if run.text.strip())
    return Passage(runs, item=kind, level=len(match["indent"].expandtabs(4)), label=label, bold=bold)


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Cut Markdown into blocks: (kind, lines); a heading gives its signs and its text."""
    kind = ""
    block: list[str] = []
    fenced = False
    for line in [*lines, ""]:
        new = "fence" if fenced else _kind(line, kind)
        if _FENCE.match(line):
            fenced, new = not fenced, "blank"
        if new == "underline":
            sign = "#" if line.startswith("=") else "##"
            yield "heading", [sign, " ".join(block)]
            kind, block = "", []
            continue
        goes_on = (new == kind and new in ("text", "table", "quote", "fence")) or new == "lazy"
        if not goes_on:
            if block:
                yield "text" if kind == "fence" else kind, block
            kind, block = "", []
        if new == "heading":
            match = _HEADING.fullmatch(line.strip())
            yield "heading", [match[1], match[2]] if match else ["#", line]
        elif new not in ("blank", "rule"):
            kind = kind if new == "lazy" else new
            block.append(regex.sub(r"^\s*>\s?", "", line) if kind == "quote" else line)


def _kind(line: str, before: str) -> str:
    bare = line.strip()
    if not bare:
        return "blank"
    if before == "text" and _UNDERLINE.fullmatch(line):
        return "underline"
    if _RULE.fullmatch(bare):
        return "rule"
    if _HEADING.fullmatch(bare) and len(line) - len(line.lstrip()) < 4:
        return "heading"
    if _ITEM.match(line):
        return "item"
    if bare.startswith(">"):
        return "quote"
    if bare.startswith("|") and bare.endswith("|"):
        return "table"
    return "lazy" if before in ("item", "quote") else "text"


def _read_plain(lines: list[str]) -> Iterator[Passage | Row]:
    """Plain text: paragraphs are cut at empty lines, or at every line where no line is wrapped."""
    wrapped = _is_wrapped(lines)
    block: list[str] = []
    for line in [*lines, ""]:
        starts = _ITEM.match(line) or vocabulary.TYPED.match(line)
        if block and (not line.strip() or starts or not wrapped):
            yield from _plain_block(block)
            block = []
        if line.strip():
            block.append(line)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether an editor has broken the paragraphs into lines: most lines that others follow are about as long."""
    long = [line for line, after in pairwise(lines) if line.strip() and after.strip()]
    if len(long) < 3:
        return any(len(line) > 45 for line in long)
    lengths = sorted(len(line) for line in long)
    return lengths[len(lengths) // 2] >= 45 and lengths[-1] <= 110


def _plain_block(lines: list[str]) -> Iterator[Passage]:
    text = " ".join(line.strip() for line in lines)
    match = _ITEM.match(lines[0])
    if match and not match["number"]:
        cut = regex.sub(r"\s+", " ", match["text"] + " " + " ".join(lines[1:])).strip()
        yield _item_passage(match, (Run(cut),))
    else:
        # Text has no looks: a short line by itself, without a sentence's end, is what a heading would be.
        heads = len(lines) == 1 and len(text) <= 90 and not text.endswith((".", ",", ";", ":", "!"))
        yield Passage((Run(text),), bold=heads)
