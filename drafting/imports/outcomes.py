"""What one author made of a file's units: which texts changed, which are gone, new, or stand elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drafting.imports.notes import Note, note, shorten
from drafting.imports.units import Layout, Unit, lay_out, own
from drafting.text.document import Document

if TYPE_CHECKING:
    # Only the word: what reads Word files is loaded where one is read.
    from drafting.imports.docx_revised import Reading

# From this share of common words on, a demand struck here and written there is the same one.
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: behind another, or first in its section, where ``after`` is None."""

    section: int
    after: int | None


@dataclass(slots=True)
class Outcome:
    """By the index of the unit before the changes; ``untold`` are notes on what cannot be asked for."""

    changed: dict[int, Document] = field(default_factory=dict)
    struck: dict[int, None] = field(default_factory=dict)
    moved: dict[int, Place] = field(default_factory=dict)
    new: list[tuple[Place, Document]] = field(default_factory=list)
    untold: list[Note] = field(default_factory=list)
    owners: dict[int, int] = field(default_factory=dict)


def find_outcome(author: str, before: Layout, reading: Reading) -> Outcome:
    """Compare the units before the changes with those of an author's reading."""
    after = lay_out(reading.rows, reading.gone)
    outcome = Outcome()
    found = _identify(before, after)
    _compare(before, after, found, outcome)
    _pair_moved(before, outcome)
    outcome.untold += _compare_frames(author, before, after)
    return outcome


def _identify(before: Layout, after: Layout) -> list[int | None]:
    """For each unit of a reading the one it was, None for a new one."""
    heads = {unit.head: place for place, unit in enumerate(before.units) if unit.head >= 0}
    owners = own(before.units)
    kinds = {unit.kind: place for place, unit in enumerate(before.units) if unit.kind != "demand"}
    found = [heads.get(unit.head) if unit.kind == "demand" else kinds.get(unit.kind) for unit in after.units]
    taken = {place for place in found if place is not None}
    for index, unit in enumerate(after.units):
        if found[index] is not None:
            continue
        counted = Counter(owners[origin] for origin in unit.origins if owners.get(origin, -1) not in {-1, *taken})
        if counted:
            found[index] = counted.most_common(1)[0][0]
            taken.add(counted.most_common(1)[0][0])
    return found


def _compare(before: Layout, after: Layout, found: Sequence[int | None], outcome: Outcome) -> None:
    sections = {origin: place for place, origin in enumerate(before.sections)}
    places = [sections.get(origin) for origin in after.sections]
    for index, (unit, known) in enumerate(zip(after.units, found, strict=True)):
        if known is None:
            place = _place(after, found, index, places)
            outcome.new.append((place, unit.document))
        else:
            outcome.owners |= dict.fromkeys(unit.origins, known)
            if unit.document != before.units[known].document:
                outcome.changed[known] = unit.document
    outcome.struck = dict.fromkeys(place for place in range(len(before.units)) if place not in found)


def _place(after: Layout, found: Sequence[int | None], index: int, sections: Sequence[int | None]) -> Place:
    """Where a new unit stands: behind the nearest known one before it in its section, new headings left out."""
    section = _known(sections, after.units[index].section)
    for place in range(index - 1, -1, -1):
        other = after.units[place]
        if other.kind != "demand" or _known(sections, other.section) != section:
            break
        if found[place] is not None:
            return Place(section, found[place])
    return Place(section, None)


def _known(sections: Sequence[int | None], section: int) -> int:
    """The section before the changes; for a new one the nearest before it."""
    for place in range(section, -1, -1):
        known = sections[place]
        if known is not None:
            return known
    return -1


def _pair_moved(before: Layout, outcome: Outcome) -> None:
    """A unit struck here and new there has moved, or, in the same place, was written anew."""
    for item in list(outcome.new):
        place, document = item
        scored = [(liken(before.units[index].document, document), -index) for index in outcome.struck]
        score, negative = max(scored, default=(0.0, 0))
        if score < ALIKE:
            continue
        index = -negative
        outcome.new.remove(item)
        del outcome.struck[index]
        if place != _stood(before, index, outcome):
            outcome.moved[index] = place
        if document != before.units[index].document:
            outcome.changed[index] = document


def _stood(before: Layout, index: int, outcome: Outcome) -> Place:
    section = before.units[index].section
    for place in range(index - 1, -1, -1):
        other = before.units[place]
        if other.section != section or other.kind != "demand":
            break
        if place not in outcome.struck:
            return Place(section, place)
    return Place(section, None)


def _compare_frames(author: str, before: Layout, after: Layout) -> Iterator[Note]:
    """Say what changed in lines no amendment can change."""
    for origin, heading in before.sections.items():
        now = after.sections.get(origin)
        if now is None:
            yield note("section_struck", author=author, words=heading)
        elif now != heading:
            yield note("section_renamed", author=author, words=heading, new=now)
    for origin, heading in after.sections.items():
        if origin not in before.sections:
            yield note("section_new", author=author, words=heading)
    if before.lines != after.lines:
        lines = dict.fromkeys([*before.lines, *after.lines])
        changed = [line for line in lines if before.lines.get(line) != after.lines.get(line)]
        words = (shorten(after.lines.get(line) or before.lines[line]) for line in changed[:3])
        yield note("frame", author=author, words=", ".join(f"„{each}“" for each in words))


def liken(one: Document, other: Document) -> float:
    """How many words two texts have in common, from 0 to 1."""
    first, second = _count(one), _count(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _count(document: Document) -> Counter[str]:
    return Counter(word.text.casefold() for block in document.blocks for word in block.words if word.text[:1].isalnum())


def list_owners(outcomes: Mapping[str, Outcome]) -> dict[int, int]:
    """Which unit each paragraph belongs to in any reading."""
    owners: dict[int, int] = {}
    for outcome in outcomes.values():
        owners = {**outcome.owners, **owners}
    return owners


def find_unit(units: Sequence[Unit], origin: int, owners: Mapping[int, int]) -> int | None:
    """The unit a paragraph belongs to, None for one that is in none."""
    return {**owners, **own(units)}.get(origin)
