"""Reading a paper that was written as Markdown by ``exports.markdown_letters``: its front matter says what is what."""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

from drafting.imports.rows import Role, Row, write_line
from drafting.text.markdown import parse

_FRONT = regex.compile(
    r'\A---\nformat: "forderungspapier/1"\n(?:\w+: .*\n)*?parts: (?P<parts>\[.*\])\n(?:\w+: .*\n)*?---\n'
)
_HEADING = regex.compile(r"^#{1,6}(?:[^\S\n]+(.*))?$", regex.MULTILINE)
_HEADED = {
    "title": Role.TITLE,
    "preamble": Role.PREAMBLE,
    "section": Role.SECTION,
    "demand": Role.DEMAND,
    "closing": Role.CLOSING,
    "signatories": Role.SIGNATORIES,
}
# Parts named with a minus have no heading of their own: the one that stands there was put there by the writer.
_UNNAMED = {"-title": None, "-closing": Role.CLOSING}
_WITH_TEXT = frozenset({"preamble", "introduction", "demand", "closing", "signatories"})


def cut_front(text: str) -> tuple[str, str]:
    """Cut off the front matter: (names of the parts, what follows); the names are "" where there are none of ours."""
    match = _FRONT.match(text)
    return (match["parts"], text[match.end() :]) if match else ("", text)


def read_parts(names: str, text: str) -> tuple[Row, ...] | None:
    """Return the rows of a paper by the names of its parts; None where the text no longer has these parts."""
    try:
        parts = [str(part) for part in json.loads(names)]
        return tuple(_Reader(text).read(parts))
    except (ValueError, IndexError):
        return None


class _Reader:
    """Hands out headings and the text below them, one part after the other."""

    def __init__(self, text: str) -> None:
        matches = list(_HEADING.finditer(text))
        ends = [*(match.start() for match in matches[1:]), len(text)]
        self.segments = [
            ((match[1] or "").strip(), text[match.end() : end].strip("\n"))
            for match, end in zip(matches, ends, strict=True)
        ]
        self.at = 0
        self.below = text[: matches[0].start()].strip() if matches else text.strip()

    def read(self, parts: list[str]) -> Iterator[Row]:
        """Yield the rows; raises ValueError or IndexError where parts and text do not fit each other."""
        for index, part in enumerate(parts):
            yield from self._open(part)
            if part.partition(" ")[0].removeprefix("-") not in _WITH_TEXT:
                continue
            following = [each for each in parts[index + 1 :] if each != "-section"]
            foot = self._take_last() if following[:1] == ["place"] else ""
            yield from self._text(is_list=part == "signatories")
            self.below = foot
        if self.at != len(self.segments) or self.below:
            raise ValueError(parts)

    def _open(self, part: str) -> Iterator[Row]:
        name, _, number = part.partition(" ")
        if name in ("subtitle", "date"):
            yield Row(Role(name), self._take_first())
        elif name == "place":
            line, self.below = self.below, ""
            yield Row(Role.PLACE, _read_line(line))
        elif name == "-preamble":
            yield Row(Role.PREAMBLE)
        elif name == "-section":
            yield Row(Role.SECTION)
        elif name != "introduction":
            yield from self._open_headed(name, number)

    def _open_headed(self, name: str, number: str) -> Iterator[Row]:
        if self.below:
            raise ValueError(self.below)
        role = _UNNAMED[name] if name in _UNNAMED else _HEADED[name] if name in _HEADED else Role(name)
        heading, self.below = self.segments[self.at]
        self.at += 1
        if number:
            if heading != f"{number}." and not heading.startswith(f"{number}. "):
                raise ValueError(heading)
            heading = heading[len(number) + 1 :].strip()
        if role:
            yield Row(role, "" if name in _UNNAMED else heading, number=number)

    def _text(self, *, is_list: bool) -> Iterator[Row]:
        """The text below the last heading, as far as no part of its own has taken it."""
        text, self.below = self.below, ""
        for block in parse(text).blocks[1:] if text else ():
            role = Role.SIGNATORY if is_list else Role(block.kind.value)
            yield Row(role, write_line(block.words), level=block.level)

    def _take_first(self) -> str:
        line, _, self.below = self.below.partition("\n\n")
        return _read_line(line)

    def _take_last(self) -> str:
        self.below, _, line = self.below.rpartition("\n\n")
        if not line:
            raise ValueError(self.below)
        return line


def _read_line(line: str) -> str:
    (block,) = parse(line).blocks[1:]
    return write_line(block.words)
