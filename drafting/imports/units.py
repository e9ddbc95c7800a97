"""The units of a file read for its changes: demands, preamble, closing, each with the paragraphs it is made of."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from drafting.imports.rows import Role, Row
from drafting.text.document import Block, Document, Kind

_LINES = frozenset({Role.TITLE, Role.SUBTITLE, Role.DATE, Role.PLACE, Role.SIGNATORIES, Role.SIGNATORY})
_TO_CLOSING = frozenset({Role.PLACE, Role.SIGNATORIES, Role.SIGNATORY})
KINDS = {Role.PREAMBLE: "preamble", Role.CLOSING: "closing", Role.DEMAND: "demand"}


@dataclass(slots=True)
class Unit:
    """One text of the file. ``head`` is the paragraph of its title, -1 where it has none; ``section`` counts from 0."""

    kind: str
    head: int = -1
    number: str = ""
    section: int = -1
    blocks: list[Block] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The text in normal form."""
        return Document.of(self.blocks)


@dataclass(slots=True)
class Layout:
    """The units of a reading in order; ``sections`` are the headings by paragraph, ``lines`` what stands around."""

    units: list[Unit] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)


def lay_out(rows: Sequence[Row], gone: Container[int] = frozenset()) -> Layout:
    """Gather the rows of a reading into units, without those of paragraphs that are gone."""
    layout = Layout()
    here: Unit | None = None
    for row in rows:
        if row.origin in gone or row.role is Role.ASIDE:
            continue
        if row.role is Role.SECTION:
            layout.sections[row.origin] = row.plain
            here = None
        elif row.role in KINDS:
            here = _open(layout, here, row)
        elif row.role in _LINES:
            layout.lines[row.origin] = row.plain
            here = _closing(layout) if row.role in _TO_CLOSING else here
        else:
            here = here or _add(layout, "demand" if layout.sections else "preamble")
            here.blocks.append(row.block())
            here.origins.append(row.origin)
    return Layout([unit for unit in layout.units if unit.blocks], layout.sections, layout.lines)


def _open(layout: Layout, here: Unit | None, row: Row) -> Unit:
    """Begin a unit; a second heading in the preamble or closing stays in it as a paragraph."""
    kind = KINDS[row.role]
    known = next((unit for unit in layout.units if unit.kind == kind), None) if kind != "demand" else None
    if known is not None and known.blocks:
        known.blocks.append(row.block())
        known.origins.append(row.origin)
        return known
    unit = known or _add(layout, kind)
    unit.number = row.number
    if row.words or row.number:
        unit.head = row.origin
        unit.blocks.append(Block(Kind.TITLE, 0, row.words))
        unit.origins.append(row.origin)
    return unit


def _add(layout: Layout, kind: str) -> Unit:
    unit = Unit(kind, section=len(layout.sections) - 1 if kind == "demand" else -1)
    layout.units.append(unit)
    return unit


def _closing(layout: Layout) -> Unit:
    return next((unit for unit in layout.units if unit.kind == "closing"), None) or _add(layout, "closing")


def own(units: Sequence[Unit]) -> Mapping[int, int]:
    """Which unit each paragraph belongs to."""
    return dict(_owners(units))


def _owners(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    for place, unit in enumerate(units):
        for origin in unit.origins:
            yield origin, place
