"""The paper in one of its states as values, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from drafting.text.document import Document


@dataclass(frozen=True, slots=True)
class PaperUnit:
    """A demand, the preamble or the closing as it stands in a state; a demand without a number introduces its section.

    ``serial`` counts the units of the paper in the order in which they came into being. It stays the same in all
    states, so that the lists of a unit are numbered alike in the files of all of them.
    """

    id: str
    number: str
    document: Document
    version_id: str = ""
    version_number: int = 1
    serial: int = 0


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading with its demands, in the order in which they are printed."""

    id: str
    heading: str
    units: tuple[PaperUnit, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper in a state. The titles of ``preamble`` and ``closing`` are their headings.

    ``sender`` stands as author in the file's properties and in the line that ends it, ``moment`` as its date: the
    same state gives the same file, so the clock is never asked. ``state`` is what the state is called.
    """

    id: str
    title: str
    subtitle: str
    date: str
    preamble: PaperUnit | None
    sections: tuple[PaperSection, ...]
    closing: PaperUnit | None
    place: str
    signatories: tuple[str, ...]
    language: str = "de"
    sender: str = ""
    state: str = ""
    moment: datetime | None = None

    def units(self) -> Iterator[PaperUnit]:
        """All units in the order of the paper."""
        yield from [self.preamble] if self.preamble else []
        for section in self.sections:
            yield from section.units
        yield from [self.closing] if self.closing else []
