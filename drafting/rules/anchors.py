"""Anchors: names for demands, their blocks and sections that survive a way through Word and LibreOffice.

Both programs keep bookmarks, whose names hold letters, digits and underscores, 40 at most; ids hold other signs.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_NAME = re.compile(r"(?P<unit>[FA]_[0-9a-f]{20})(?:_(?P<block>\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a bookmark's name says: the unit or section, and for a block its place in the text, the title being 0."""

    unit: str
    block: int | None = None

    @property
    def name(self) -> str:
        """The bookmark's name; ``read_anchor(anchor.name) == anchor``."""
        return self.unit if self.block is None else f"{self.unit}_{self.block}"


def anchor_demand(demand_id: str) -> Anchor:
    """The anchor of a demand, the preamble or the closing."""
    return Anchor(f"F_{_digest(demand_id)}")


def anchor_section(section_id: str) -> Anchor:
    """The anchor of a section's heading."""
    return Anchor(f"A_{_digest(section_id)}")


def read_anchor(name: str) -> Anchor | None:
    """Read a bookmark's name; None for one that is not ours."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    return Anchor(found["unit"], int(found["block"]) if found["block"] else None)


def _digest(id_: str) -> str:
    return hashlib.sha256(id_.encode()).hexdigest()[:20]
