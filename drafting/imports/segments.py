"""Which demand each paragraph of a file belongs to, and which stand around the text."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from drafting.imports.anchors import CLOSING_LINE, END_LINE, FRAME_STYLES
from drafting.imports.frames import find_frame
from drafting.imports.headings import Rank
from drafting.imports.looks import AROUND, Looks, find_headings
from drafting.imports.paper_lines import Line
from drafting.imports.passages import Passage
from drafting.imports.recognition import Recognition
from drafting.imports.rows import Role

_DEPTHS = {"section": Rank(False, 0), "demand": Rank(False, 1), "text": None}


@dataclass(slots=True)
class Segments:
    """By the index of a passage: its unit, the unit that begins with it, and its role around the text."""

    units: dict[int, str] = field(default_factory=dict)
    starts: dict[int, str] = field(default_factory=dict)
    frame: dict[int, Role] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)


def find_segments(found: Recognition, begun: Mapping[int, str]) -> Segments:
    """Part the passages by what was found; ``begun`` are units of which our own anchors say where they begin."""
    segments = Segments()
    for index, line in found.found.items():
        if line.is_text or line.is_head or line.role is Role.SECTION:
            upper = line.role in (Role.SECTION, Role.PREAMBLE, Role.CLOSING)
            segments.looks.learn(found.passages[index], "section" if upper else "demand" if line.is_head else "text")
    segments.starts = _find_starts(found, begun)
    segments.frame = _find_frame(found, segments)
    here = ""
    new = _find_new(found, segments)
    above = {index for index, line in found.found.items() if line.role is Role.SECTION}
    for index in range(len(found.passages)):
        if index in segments.starts:
            here = segments.starts[index]
        elif index in segments.frame or index in new or index in above:
            here = ""
        if here:
            segments.units[index] = here
    return segments


def _find_new(found: Recognition, segments: Segments) -> Container[int]:
    """The headings that are not the paper's."""
    units = {found.passages[index].origin: AROUND for index in segments.frame}
    units |= {found.passages[index].origin: "" for index in segments.starts}
    for index, line in found.found.items():
        units.setdefault(found.passages[index].origin, line.unit if line.is_text else "")

    def find_unit(passage: Passage) -> str | None:
        return units.get(passage.origin)

    return find_headings(found.passages, segments.looks, find_unit)


def _find_starts(found: Recognition, begun: Mapping[int, str]) -> dict[int, str]:
    starts = {index: line.unit for index, line in found.found.items() if line.is_head}
    known = set(starts.values())
    for index, unit in begun.items():
        if unit not in known:
            starts[index] = unit
            known.add(unit)
    starts |= {index: unit for unit, index in _find_headless(found.found, known, found.same)}
    return starts


def _find_headless(found: Mapping[int, Line], known: Container[str], same: Container[int]) -> Iterator[tuple[str, int]]:
    """Units without their heading begin where most of their paragraphs stand together, unless inside another's.

    One paragraph that is only alike says nothing.
    """
    texts = [(index, found[index].unit) for index in sorted(found) if found[index].unit]
    runs = [(unit, [index for index, _ in group]) for unit, group in groupby(texts, key=lambda item: item[1])]
    best: dict[str, tuple[int, int]] = {}
    for place, (unit, indices) in enumerate(runs):
        before = runs[place - 1][0] if place else ""
        after = runs[place + 1][0] if place + 1 < len(runs) else None
        if unit in known or not found[indices[0]].is_text or (before and before == after):
            continue
        if len(indices) == 1 and indices[0] not in same:
            continue
        if len(indices) > best.get(unit, (0, 0))[0]:
            best[unit] = len(indices), indices[0]
    for unit, (_, index) in best.items():
        yield unit, index


def _find_frame(found: Recognition, segments: Segments) -> dict[int, Role]:
    """The lines around: known as such, of a style of ours, or before and behind all that is known as text."""
    passages = found.passages
    frame = {index: line.role for index, line in found.found.items() if not line.unit}
    inner = sorted({*segments.starts, *(index for index, line in found.found.items() if line.unit)})
    first, last = (inner[0], inner[-1]) if inner else (len(passages), -1)
    guessed = find_frame(passages, list(_rank(found, segments.looks))).roles
    is_above = _begins_with_heading(found, first)
    for index, passage in enumerate(passages):
        if index in found.found or index in segments.starts:
            continue
        if passage.style in FRAME_STYLES and passage.outline is None:
            frame[index] = FRAME_STYLES[passage.style]
        elif passage.style == CLOSING_LINE or END_LINE.match(passage.text):
            frame[index] = Role.PLACE
        elif index in guessed and not first <= index <= last:
            frame[index] = guessed[index]
        elif index < first and is_above:
            frame[index] = Role.SUBTITLE
    return frame


def _begins_with_heading(found: Recognition, first: int) -> bool:
    """Whether no text of the paper can stand before the first paragraph that is known: it is a heading.

    The preamble has to be in the file, or there is none; else what nobody knows may be one written anew.
    """
    line = found.found.get(first)
    units = {line.unit for line in found.found.values()}
    preambles = {unit for unit, head in found.paper.heads.items() if head.role is Role.PREAMBLE}
    return line is not None and not line.is_text and preambles <= units


def _rank(found: Recognition, looks: Looks) -> Iterator[Rank | None]:
    for index, passage in enumerate(found.passages):
        line = found.found.get(index)
        if line is None:
            yield _DEPTHS[looks.tell(passage)] if passage.outline is not None else None
        elif line.is_head or line.role is Role.SECTION:
            yield _DEPTHS["demand" if line.role is Role.DEMAND else "section"]
        else:
            yield None
