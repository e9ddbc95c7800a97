"""Redlines: two states of the paper with what lies between them, and whose act each change is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from drafting.exports.acts import Act
from drafting.exports.papers import Paper
from drafting.text.edits import Edit

NOBODY = ""


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What has become of a unit, and by which acts.

    ``removed`` names for each token of the earlier text the act that took it out, ``brought`` for each of the later
    the one that brought it, ``NOBODY`` where none did. ``act`` is that of the unit as a whole: by which it came, went
    or was moved. ``edits`` lie between the texts of a unit that stands in both states.
    """

    edits: tuple[Edit, ...] = ()
    removed: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    act: str = NOBODY


@dataclass(frozen=True, slots=True)
class PaperRedline:
    """Two states of the paper with what has become of each unit, by its id.

    ``acts`` are named by keys. ``otherwise`` is the act behind what no other explains, such as a new number,
    ``signing`` the one by which names come and go under the paper; ``lines`` names those behind the lines the paper
    bears besides its text („date“).
    """

    before: Paper
    after: Paper
    acts: Mapping[str, Act]
    otherwise: str
    signing: str
    changes: Mapping[str, UnitChange] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)

    def change(self, unit_id: str) -> UnitChange:
        """What has become of a unit; nothing where nothing is recorded."""
        return self.changes.get(unit_id, _UNCHANGED)


_UNCHANGED = UnitChange()
