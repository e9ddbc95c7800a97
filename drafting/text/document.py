"""The document: what a demand's text is made of, and the tokens in which it is compared.

A document is a title followed by paragraphs, list items and reasons; each block is a row of words with marks.
Everything that amends, compares or merges texts works on the token row: a start token for each block, followed by its
words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import regex

MAX_LEVEL = 2


class Kind(StrEnum):
    """What a block is; the title stands first and only there."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"
    LETTER = "letter"
    REASON = "reason"


ITEMS = frozenset({Kind.BULLET, Kind.NUMBER, Kind.LETTER})


# Tuples, not dataclasses: comparing two texts hashes every token, and a tuple hashes six times faster.
class Word(NamedTuple):
    """A word or a punctuation mark, with the blank that follows it and its marks.

    ``blank`` is "", " " or a no-break space; a block's last word counts as followed by " ".
    """

    text: str
    blank: str = " "
    bold: bool = False
    italic: bool = False
    link: str = ""


class Start(NamedTuple):
    """The start of a block; a token like any other, so that a block can be inserted, deleted and joined."""

    kind: Kind
    level: int = 0


Token = Start | Word


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same marks, blanks included: what importers give and exporters take."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


# Words: letters, digits and combining marks, held together by what stands inside words ("Bürger*innen", "E-Akte",
# "z.B", "1.234,56"), with a hyphen at either end ("Ver- und Entsorgung"). All else stands alone, one grapheme at a
# time.
CORE = r"\p{L}\p{M}\p{N}\u200c\u200d"
_WORD = regex.compile(
    rf"((?:(?<!\S)[-\u2010\u2011](?=\p{{L}}))?[{CORE}]+"
    rf"(?:(?:[-\u2010\u2011'\u2019*:_.@·](?=[\p{{L}}\p{{N}}])|(?<=\p{{N}}),(?=\p{{N}}))[{CORE}]+)*"
    rf"(?:[-\u2010\u2011](?![\p{{L}}\p{{N}}\-\u2010\u2011]))?|(?!\s)\X)(\s*)"
)
_NO_BREAK = frozenset("\u00a0\u202f")
_CONTROLS = (*range(9), 11, *range(14, 32), *range(127, 133), *range(134, 160))
_UNSEEN: dict[int, None] = dict.fromkeys((*map(ord, "\u00ad\u200b\ufeff\u2060"), *_CONTROLS))

_UNSEEN_PATTERN = regex.compile("[" + "".join(regex.escape(chr(code)) for code in _UNSEEN) + "]")


def clean_text(text: str) -> str:
    """Bring text to NFC and drop what nobody can see: control characters, soft hyphens, lone surrogates."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogate(text) else text
    text = text.translate(_UNSEEN) if _UNSEEN_PATTERN.search(text) else text
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


_SURROGATE = regex.compile("[\ud800-\udfff]")


def _has_surrogate(text: str) -> bool:
    return not text.isascii() and _SURROGATE.search(text) is not None


def split_words(text: str) -> list[Word]:
    """Split plain text into unmarked words; the last one counts as followed by a blank."""
    words = []
    for match in _WORD.finditer(text):
        word, blank = match.groups()
        if len(blank) > 1 or blank not in ("", " "):
            blank = blank[0] if _NO_BREAK.issuperset(blank) else " "
        words.append(Word(word, blank))
    if words and words[-1].blank != " ":
        words[-1] = Word(words[-1].text)
    return words


_ADDRESS = regex.compile(r"(?:https?://|mailto:)[^\s()<>\\]+")


def clean_address(address: str) -> str:
    """Return a link's address as it may be stored, or "" where it is none that a letter should carry."""
    address = address.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    return address if _ADDRESS.fullmatch(address) else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A title, paragraph, list item or reason: one row of words. ``level`` counts from 0, for items only."""

    kind: Kind
    level: int
    words: tuple[Word, ...]

    @property
    def plain(self) -> str:
        """The words alone, without marks and without the last blank."""
        return "".join(word.text + word.blank for word in self.words)[: -1 if self.words else None]

    def runs(self) -> tuple[Run, ...]:
        """The words as stretches under the same marks; a blank carries marks only if both its neighbours do."""
        return tuple(_runs(self.words))


def _runs(words: Sequence[Word]) -> Iterator[Run]:
    text, marks = "", (False, False, "")
    for index, word in enumerate(words):
        if text and word[2:] != marks:
            stripped = text.rstrip(" \u00a0\u202f")
            yield Run(stripped, *marks)
            text, gap = "", text[len(stripped) :]
            if gap:
                yield Run(gap)
        marks = word[2:]
        text += word.text + (word.blank if index < len(words) - 1 else "")
    if text:
        yield Run(text, *marks)


def make_block(kind: Kind, runs: Iterable[Run], *, level: int = 0) -> Block:
    """Make a block of marked text: words are found, marks widened to whole words, blanks collapsed."""
    cleaned = [(clean_text(run.text), (run.bold, run.italic, clean_address(run.link))) for run in runs]
    text = clean_text("".join(piece for piece, _ in cleaned))
    marks = [mark for piece, mark in cleaned for _ in piece]
    # A combining mark at the seam of two runs shortens the text; marks then shift by a character, words never.
    marks += [(False, False, "")] * (len(text) - len(marks))
    return Block(kind, min(level, MAX_LEVEL) if kind in ITEMS else 0, mark_words(text, marks))


Marks = tuple[bool, bool, str]


def mark_words(text: str, marks: Sequence[Marks]) -> tuple[Word, ...]:
    """Split a text whose characters carry marks (bold, italic, link); a mark widens to the whole word."""
    words = []
    at = 0
    for word in split_words(text):
        at = text.index(word.text, at)
        inside = set(marks[at : at + len(word.text)])
        at += len(word.text)
        bold, italic = any(mark[0] for mark in inside), any(mark[1] for mark in inside)
        words.append(Word(word.text, word.blank, bold, italic, max((mark[2] for mark in inside), default="")))
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Document:
    """A demand's text: a title block, which alone may be wordless, and the blocks after it."""

    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> Document:
        """Make a normal document: a title first and only there, no other wordless block, no gaps between levels."""
        kept = [block for block in blocks if block.words or block.kind is Kind.TITLE]
        if not kept or kept[0].kind is not Kind.TITLE:
            kept.insert(0, Block(Kind.TITLE, 0, ()))
        tail = [Block(Kind.PARAGRAPH, 0, b.words) if b.kind is Kind.TITLE else b for b in kept[1:]]
        return cls((kept[0], *_close_gaps([block for block in tail if block.words])))

    @property
    def title(self) -> str:
        """The title's words."""
        return self.blocks[0].plain

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks that are neither title nor reason."""
        return tuple(block for block in self.blocks[1:] if block.kind is not Kind.REASON)

    @property
    def reasons(self) -> tuple[Block, ...]:
        """The reason blocks."""
        return tuple(block for block in self.blocks if block.kind is Kind.REASON)

    def tokens(self) -> tuple[Token, ...]:
        """The token row: each block's start followed by its words."""
        row: list[Token] = []
        for block in self.blocks:
            row.append(Start(block.kind, block.level))
            row.extend(block.words)
        return tuple(row)

    @classmethod
    def from_tokens(cls, tokens: Sequence[Token]) -> Document:
        """Read a token row as it is: blocks keep the level of their start token even where others left a gap."""
        blocks: list[Block] = []
        start: Start | None = None
        words: list[Word] = []
        for token in (*tokens, Start(Kind.PARAGRAPH)):
            if isinstance(token, Word):
                words.append(token)
                continue
            if start is not None:
                if words and words[-1].blank != " ":
                    words[-1] = words[-1]._replace(blank=" ")
                blocks.append(Block(start.kind, start.level, tuple(words)))
            start, words = token, []
        return cls(tuple(blocks))


def _close_gaps(blocks: Iterable[Block]) -> Iterator[Block]:
    below = -1
    for block in blocks:
        if block.kind not in ITEMS:
            below = -1
            yield block
            continue
        below = min(block.level, below + 1)
        yield block if below == block.level else Block(block.kind, below, block.words)


def shown_levels(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The level at which each block is shown: as its own, but without gaps below the item before it."""
    return tuple(block.level for block in _close_gaps(blocks))


def counters(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What stands before each block when shown: "–" for a bullet, "2." or "b)" as counted, "" for the others."""
    counts: list[tuple[Kind, int]] = []
    found = []
    for block, level in zip(blocks, shown_levels(blocks), strict=True):
        if block.kind not in ITEMS:
            counts = []
            found.append("")
            continue
        del counts[level + 1 :]
        if len(counts) == level:
            counts.append((block.kind, 0))
        kind, number = counts[level]
        counts[level] = (block.kind, number + 1 if kind is block.kind else 1)
        found.append(_counter(*counts[level]))
    return tuple(found)


def _counter(kind: Kind, number: int) -> str:
    if kind is Kind.BULLET:
        return "–"
    return f"{number}." if kind is Kind.NUMBER else f"{letters(number)})"


def letters(number: int) -> str:
    """Count in letters: 1 is a, 26 is z, 27 is aa."""
    number, last = divmod(number - 1, 26)
    return (letters(number) if number else "") + chr(97 + last)
