"""What a Word file with changes proposes to a paper, as values: proposals, comments, and what was passed over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from drafting.imports.notes import Note


class Kind(StrEnum):
    """What a proposal asks for."""

    CHANGE = "change"
    NEW = "new"
    STRIKE = "strike"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wish of one author about one demand; ``tracked`` is False for what was changed with the recording off.

    ``text`` is the whole canonical text wanted, on the version ``base_version_id``, which is the present one. A new or
    moved demand stands in ``section_id`` behind ``after_demand_id``, first where that is "". ``notes`` are for
    whoever looks at it; ``collides`` says that the present text was decided otherwise in the same place.
    """

    kind: Kind
    demand_id: str
    label: str
    number: str
    authors: tuple[str, ...]
    text: str
    headline: str
    tracked: bool
    base_version_id: str = ""
    base_text: str = ""
    section_id: str = ""
    after_demand_id: str = ""
    reason: str = ""
    notes: tuple[Note, ...] = ()
    collides: bool = False

    def to_json(self) -> dict[str, object]:
        """The proposal for programs."""
        return {
            "demand": self.number or self.label or None,
            "kind": self.kind.value,
            "authors": list(self.authors),
            "text": self.text,
            "headline": self.headline,
            "tracked": self.tracked,
        }


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of the file: whose, about which words, and of which demand, "" where it stands at none."""

    author: str
    text: str
    about: str
    demand_id: str
    label: str
    is_reason: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file proposes; ``ignored`` says what is not among the proposals, and why."""

    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]
    ignored: tuple[Note, ...]
