"""What stands beside the text of a Word file with changes: comments, changes of format only, bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from drafting.imports.docx_body import ORIGIN
from drafting.imports.docx_revisions import DELETES, Changes
from drafting.imports.docx_styles import W, is_on

LONGEST_ABOUT = 200
MAX_COMMENTS = 1_000
_TOGGLES = {"b": "fett", "i": "kursiv", "u": "unterstrichen", "strike": "durchgestrichen"}


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment, the paragraph it stands at, and the words it is about."""

    author: str
    text: str
    paragraph: int
    about: str


@dataclass(frozen=True, slots=True)
class FoundFormat:
    """A change of format alone: whose, in which paragraph, of which words, and what changed."""

    author: str
    paragraph: int
    words: str
    what: str


def find_comments(body: etree._Element, part: etree._Element | None) -> Iterator[FoundComment]:
    """The comments in the order of the text; those that stand nowhere come last."""
    if part is None:
        return
    places = _Places()
    places.walk(body)
    written = {}
    for element in islice(part.iter(f"{W}comment"), MAX_COMMENTS):
        lines = ["".join(node.text or "" for node in p.iter(f"{W}t")) for p in element.iter(f"{W}p")]
        author = " ".join(element.get(f"{W}author", "").split())[:120]
        written[element.get(f"{W}id", "")] = author, "\n".join(line for line in lines if line.strip()).strip()
    order = {key: place for place, key in enumerate(places.paragraphs)}
    for key in sorted(written, key=lambda key: order.get(key, len(order))):
        author, text = written[key]
        if text:
            about = " ".join("".join(places.words.get(key, ())).split())
            yield FoundComment(author, text, places.paragraphs.get(key, -1), about)


@dataclass(slots=True)
class _Places:
    """Walks through the body and notes where each comment begins and which words are inside."""

    paragraphs: dict[str, int] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    open: dict[str, None] = field(default_factory=dict)
    here: int = -1

    def walk(self, body: etree._Element) -> None:
        for element in body.iter():
            tag, key = element.tag, element.get(f"{W}id", "")
            if tag == f"{W}p":
                self.here = int(element.get(ORIGIN, "-1"))
            elif tag == f"{W}commentRangeStart":
                self.paragraphs.setdefault(key, self.here)
                if len(self.open) < MAX_COMMENTS:
                    self.open[key] = None
            elif tag == f"{W}commentRangeEnd":
                self.open.pop(key, None)
            elif tag == f"{W}commentReference":
                self.paragraphs.setdefault(key, self.here)
            elif tag == f"{W}t":
                self._hear(element.text or "")

    def _hear(self, text: str) -> None:
        """Take down words for every comment around them, as far as anybody needs them to find the place."""
        for inside in list(self.open):
            said = self.words.setdefault(inside, [])
            said.append(text[:LONGEST_ABOUT])
            if len(said) >= LONGEST_ABOUT or sum(map(len, said)) >= LONGEST_ABOUT:
                del self.open[inside]


def find_formats(changes: Changes, body: etree._Element) -> Iterator[FoundFormat]:
    """The changes of format that are no part of an insertion, runs that touch told as one."""
    last: FoundFormat | None = None
    wanted = {change.number: change for change in changes.found if change.is_format and not changes.is_new(change)}
    for element in body.iter():
        change = wanted.get(int(element.get("number", "-1"))) if element.tag.endswith("Change") else None
        if change is None:
            continue
        found = FoundFormat(change.author, change.paragraph, _words(element), _what(element))
        if last is not None and (last.author, last.paragraph, last.what) == (found.author, found.paragraph, found.what):
            last = FoundFormat(last.author, last.paragraph, last.words + found.words, last.what)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


def _words(change: etree._Element) -> str:
    """The words of the run, or of the paragraph, whose format changed."""
    holder = change.getparent()
    while holder is not None and holder.tag not in (f"{W}r", f"{W}p"):
        holder = holder.getparent()
    return "" if holder is None else "".join(node.text or "" for node in holder.iter(f"{W}t"))


def _what(change: etree._Element) -> str:
    new = change.getparent()
    old = None if new is None else change.find(new.tag)
    if new is None or old is None or new.tag != f"{W}rPr":
        return "Absatzformat" if change.tag == f"{W}pPrChange" else "Formatierung"
    states = [(name, _is_set(new, name), _is_set(old, name)) for name in _TOGGLES]
    said = [_TOGGLES[name] if now else f"nicht mehr {_TOGGLES[name]}" for name, now, before in states if now != before]
    return ", ".join(said) or "Formatierung"


def _is_set(properties: etree._Element, name: str) -> bool:
    child = properties.find(f"{W}{name}")
    return child is not None and is_on(child.get(f"{W}val", "1"))


def find_bookmarks(body: etree._Element) -> Mapping[int, tuple[str, ...]]:
    """The names of the bookmarks that begin in each paragraph, or right before it."""
    found: dict[int, list[str]] = {}
    waiting: list[str] = []
    for element in body.iter(f"{W}p", f"{W}bookmarkStart"):
        if element.tag == f"{W}p":
            origin = int(element.get(ORIGIN, "-1"))
            found.setdefault(origin, []).extend(waiting)
            waiting = []
        elif any(True for _ in element.iterancestors(f"{W}p")):
            found.setdefault(origin, []).append(element.get(f"{W}name", ""))
        else:
            waiting.append(element.get(f"{W}name", ""))
    return {origin: tuple(names) for origin, names in found.items() if names}


def has_changes(part: etree._Element) -> bool:
    """Whether a part outside the text has tracked changes."""
    return any(element.tag == f"{W}ins" or element.tag in DELETES for element in part.iter())
