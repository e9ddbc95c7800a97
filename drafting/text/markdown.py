"""The canonical form of a document: the Markdown subset in which texts are stored and edited.

Our own small reader, because CommonMark would turn "Bürger*innen und Beamt*innen" into italics. What the subset lacks
stays as plain words, so nothing a person wrote is ever lost.

``parse(to_markdown(d)) == d`` for normal documents; ``normalise`` changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from drafting.text.document import ITEMS, MAX_LEVEL, Block, Document, Kind, clean_text, letters, shown_levels
from drafting.text.inline import read_words, write_words

_MARKER = regex.compile(
    r"(?:(?P<title>#)|(?P<bullet>-)|(?P<number>\d{1,3}\.)|(?P<letter>[a-z]{1,2}\))|(?P<reason>>))(?:\s+|$)"
)
_LINE_END = regex.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def normalise(text: str) -> str:
    """Bring text to normal form."""
    return to_markdown(parse(text))


def parse(text: str) -> Document:
    """Read canonical form; any text is valid, plain paragraphs too."""
    return Document.of(_blocks(clean_text(_LINE_END.sub("\n", text))))


def _blocks(text: str) -> Iterator[Block]:
    indents: list[int] = []
    for first, (kind, indent, line) in zip(_firsts(), _gather(text), strict=False):
        if kind is Kind.TITLE and not first:
            kind, line = Kind.PARAGRAPH, f"\\# {line}"
        level = 0
        if kind in ITEMS:
            while indents and indents[-1] > indent:
                indents.pop()
            if not indents or indents[-1] < indent:
                indents.append(indent)
            level = min(len(indents) - 1, MAX_LEVEL)
        else:
            indents = []
        yield Block(kind, level, read_words(line))


def _firsts() -> Iterator[bool]:
    yield True
    while True:
        yield False


def _gather(text: str) -> Iterator[tuple[Kind, int, str]]:
    """Yield (kind, indent, text) for each block; a line without marker goes on with the block above it."""
    kind, indent, words = Kind.PARAGRAPH, 0, ""
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            if words:
                yield kind, indent, words
            kind, words = Kind.PARAGRAPH, ""
            continue
        match = _MARKER.match(bare)
        if match is None:
            words = f"{words} {bare}" if words else bare
            continue
        new, rest = Kind(str(match.lastgroup)), bare[match.end() :]
        if new is Kind.REASON and kind is Kind.REASON and words:
            words = f"{words} {rest}"
            continue
        if words:
            yield kind, indent, words
        kind, words = new, rest
        indent = len(line.expandtabs(2)) - len(line.expandtabs(2).lstrip())
    if words:
        yield kind, indent, words


def to_markdown(document: Document) -> str:
    """Write a document in canonical form."""
    return "".join(layout(document.blocks))


def layout(blocks: Sequence[Block]) -> list[str]:
    """Write canonical form in pieces, one for each token of the blocks, so that any span of tokens can be shown."""
    pieces: list[str] = []
    counts = [0, 0, 0]
    kinds: list[Kind | None] = [None, None, None]
    item_before = written = False
    for block, level in zip(blocks, shown_levels(blocks), strict=True):
        item = block.kind in ITEMS
        if not item:
            kinds = [None, None, None]
        else:
            counts[level] = counts[level] + 1 if kinds[level] is block.kind else 1
            kinds = [*kinds[:level], block.kind, *([None] * (MAX_LEVEL - level))]
        gap = "" if not written else "\n" if item and item_before else "\n\n"
        marker = _marker(block, counts[level] if item else 0)
        pieces.append(f"{gap}{'  ' * level}{marker}" if block.words else "")
        pieces += _write_block(block)
        if block.words:
            item_before, written = item, True
    return pieces


@lru_cache(maxsize=1024)  # most blocks are the same in every proposal for a demand
def _write_block(block: Block) -> tuple[str, ...]:
    pieces = write_words(block.words)
    if block.kind is Kind.PARAGRAPH:
        _escape_marker(pieces)
    return tuple(pieces)


def _marker(block: Block, count: int) -> str:
    match block.kind:
        case Kind.TITLE:
            return "# "
        case Kind.REASON:
            return "> "
        case Kind.BULLET:
            return "- "
        case Kind.NUMBER:
            return f"{min(count, 999)}. "
        case Kind.LETTER:
            return f"{letters(min(count, 26 * 27))}) "
        case Kind.PARAGRAPH:
            return ""


def _escape_marker(pieces: list[str]) -> None:
    """Put a backslash before the sign that would open a block: ``\\- ``, ``1\\. ``, ``a\\) ``."""
    match = _MARKER.match("".join(pieces))
    if match is not None:
        index = 1 if match["number"] or match["letter"] else 0
        pieces[index] = "\\" + pieces[index]
