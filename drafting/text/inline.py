"""The marks within one line of canonical form: ``**bold**``, ``_italic_``, ``[words](address)`` and backslashes.

``read_words("".join(write_words(words))) == words`` for the words of a normal document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple, TypeVar

import regex

from drafting.text.document import CORE, Marks, Word, mark_words, split_words

_T = TypeVar("_T")
BOLD, ITALIC = "**", "_"
_SIGNS = regex.compile(r"[\\_]|\*\*|\]\(")
_ESCAPED = regex.compile(r"\\([!-/:-@\[-`{-~])")
_CLOSER = regex.compile(r"\\.|(?P<closer>\]\((?:(?P<address>(?:https?://|mailto:)[^\s()<>\\]+)\))?)", regex.DOTALL)
_ROW = regex.compile(r"_{2,}|\*{3,}")  # a line to fill in, not marks
_INNER = regex.compile(rf"[{CORE}]")


# Reading


class _Sign(NamedTuple):
    """A character of the text, or a sign that may switch a mark on or off."""

    text: str
    link: str
    opens: bool = False
    closes: bool = False


@lru_cache(maxsize=4096)  # most paragraphs are the same in every proposal for a demand
def read_words(line: str) -> tuple[Word, ...]:
    """Read the words of one line with their marks; signs without a partner stay as they are."""
    if not _SIGNS.search(line):
        return tuple(split_words(line))
    text: list[str] = []
    marks: list[Marks] = []
    signs = list(_scan(line))
    last = {sign.text: index for index, sign in enumerate(signs) if sign.closes}
    on = {BOLD: False, ITALIC: False}
    for index, sign in enumerate(signs):
        if sign.closes and on[sign.text]:
            on[sign.text] = False
        elif sign.opens and not on[sign.text] and last.get(sign.text, -1) > index + 1:
            on[sign.text] = True
        else:
            text.append(sign.text)
            marks += [(on[BOLD], on[ITALIC], sign.link)] * len(sign.text)
    return mark_words("".join(text), marks)


def _scan(line: str) -> Iterator[_Sign]:
    closers = [match for match in _CLOSER.finditer(line) if match["closer"]]
    closers.reverse()
    link: regex.Match[str] | None = None
    at = 0
    while at < len(line):
        while closers and closers[-1].start() < at:
            closers.pop()
        if link is not None and at == link.start():
            at, link = link.end(), None
            continue
        address = link["address"] if link is not None else ""
        if escaped := _ESCAPED.match(line, at):
            yield _Sign(escaped[1], address)
            at = escaped.end()
        elif row := _ROW.match(line, at):
            yield from (_Sign(sign, address) for sign in row[0])
            at = row.end()
        elif link is None and line[at] == "[" and _opens_link(line, at, closers):
            link = closers[-1]
            at += 1
        else:
            text = BOLD if line.startswith(BOLD, at) else line[at]
            yield _switch(line, at, text, address) if text in (BOLD, ITALIC) else _Sign(text, address)
            at += len(text)


def _opens_link(line: str, at: int, closers: Sequence[regex.Match[str]]) -> bool:
    """A bracket opens a link if words follow and what closes them names an address."""
    return bool(
        closers
        and closers[-1]["address"]
        and not line[at + 1 : closers[-1].start()].isspace()
        and at + 1 < closers[-1].start()
    )


def _switch(line: str, at: int, text: str, link: str) -> _Sign:
    """A sign opens before a word and closes after one; an underscore between letters is part of the word."""
    before, after = line[at - 1 : at], line[at + len(text) : at + len(text) + 1]
    if text == ITALIC and _INNER.match(before) and _INNER.match(after):
        return _Sign(text, link)
    return _Sign(text, link, opens=bool(after) and not after.isspace(), closes=bool(before) and not before.isspace())


# Writing


def write_words(words: Sequence[Word]) -> list[str]:
    """Write a block's words with their marks, one piece for each; the last one without its blank."""
    pieces = [word.text + word.blank for word in words]
    if not pieces:
        return []
    pieces[-1] = words[-1].text
    plain = "".join(pieces)
    marked = any(word.bold or word.italic or word.link for word in words)
    if not marked and not _RISKY.search(plain):
        return pieces
    before, after = _marks(words) if marked else ([""] * len(words), [""] * len(words))
    links = "](" in plain or any(word.link for word in words)
    written = [_escape(word.text, links=links) for word in words]
    _escape_stars(words, written, before, after)
    pieces = [f"{b}{w}{a}{word.blank}" for b, w, a, word in zip(before, written, after, words, strict=True)]
    pieces[-1] = pieces[-1].removesuffix(words[-1].blank)
    return pieces


_RISKY = regex.compile(r"[\\_*\[\]]")
_UNDERSCORE = regex.compile(rf"(?<![{CORE}])_|_(?![{CORE}])")


def _escape(text: str, *, links: bool) -> str:
    text = _UNDERSCORE.sub(r"\\_", text.replace("\\", "\\\\"))
    return text.replace("[", "\\[").replace("]", "\\]") if links else text


def _escape_stars(words: Sequence[Word], written: list[str], before: list[str], after: list[str]) -> None:
    """A single star is always a word; a star beside another one, or beside a sign, gets a backslash."""
    for index, word in enumerate(words):
        if "*" not in word.text:
            continue
        left = before[index] or (index and words[index - 1].blank == "" and (after[index - 1] or words[index - 1].text))
        right = after[index] or (
            word.blank == "" and index + 1 < len(words) and (before[index + 1] or words[index + 1].text)
        )
        text = f"{(left or ' ')[-1]}{word.text}{(right or ' ')[0]}"
        beside = any(text[i] == "*" and "*" in (text[i - 1], text[i + 1]) for i in range(1, len(text) - 1))
        if beside:
            written[index] = written[index].replace("*", "\\*")


def _marks(words: Sequence[Word]) -> tuple[list[str], list[str]]:
    """What stands before and after each word: links outside, bold within, italic inside."""
    before, after = [""] * len(words), [""] * len(words)
    everything = range(len(words))
    for link, linked in _stretches(everything, lambda index: words[index].link):
        for bold, strong in _stretches(linked, lambda index: words[index].bold):
            for italic, slanted in _stretches(strong, lambda index: words[index].italic):
                if italic and not _fused(words, slanted[0], slanted[-1]):
                    before[slanted[0]] += ITALIC
                    after[slanted[-1]] += ITALIC
            if bold:
                before[strong[0]] = BOLD + before[strong[0]]
                after[strong[-1]] += BOLD
        if link:
            before[linked[0]] = "[" + before[linked[0]]
            after[linked[-1]] += f"]({link})"
    return before, after


def _stretches(indices: Sequence[int], key: Callable[[int], _T]) -> Iterator[tuple[_T, list[int]]]:
    for value, group in groupby(indices, key):
        yield value, list(group)


def _fused(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether an underscore would stand between letters here, as it can where a merge took away what stood between."""

    def touch(left: int) -> bool:
        if left < 0 or left + 1 >= len(words) or words[left].blank:
            return False
        return bool(_INNER.match(words[left].text[-1]) and _INNER.match(words[left + 1].text[0]))

    return touch(first - 1) or touch(last)
