"""What a Word file with changes proposes to a paper, as values: proposals, comments, and what was passed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from drafting.errors import InvalidInputError
from drafting.imports.notes import NOTE_SENTENCES, Note


class Kind(StrEnum):
    """What a proposal asks for."""

    CHANGE = "change"
    NEW = "new"
    STRIKE = "strike"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One wish of one author about one demand; ``tracked`` is False for what was changed with the recording off.

    It has no author then; of what was tracked without a name the author is "".

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


def dump_reading(reading: Reading) -> str:
    """Write a reading as one line of JSON, for one hidden field of a form."""
    plain = {
        "proposals": [_dump(each) for each in reading.proposals],
        "remarks": [[r.author, r.text, r.about, r.demand_id, r.label, r.is_reason] for r in reading.remarks],
        "ignored": [_dump_note(each) for each in reading.ignored],
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def load_reading(state: str) -> Reading:
    """Read it back: ``load_reading(dump_reading(reading)) == reading``; raises InvalidInputError for anything else."""
    try:
        plain = json.loads(state)
        return Reading(
            tuple(_load(each) for each in plain["proposals"]),
            tuple(_load_remark(each) for each in plain["remarks"]),
            tuple(_load_note(each) for each in plain["ignored"]),
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise InvalidInputError("Die Vorschau kam unvollständig an. Bitte die Datei noch einmal einlesen.") from None


_TEXTS = (
    *("demand_id", "label", "number", "text", "headline", "base_version_id"),
    *("section_id", "after_demand_id", "reason"),
)


def _dump(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": proposal.kind.value,
        "authors": list(proposal.authors),
        "tracked": proposal.tracked,
        "collides": proposal.collides,
        "notes": [_dump_note(each) for each in proposal.notes],
        **{name: getattr(proposal, name) for name in _TEXTS},
    }


def _load(plain: Mapping[str, Any]) -> Proposal:
    return Proposal(
        kind=Kind(plain["kind"]),
        authors=tuple(str(author) for author in plain["authors"]),
        tracked=bool(plain["tracked"]),
        collides=bool(plain["collides"]),
        notes=tuple(_load_note(each) for each in plain["notes"]),
        **{name: str(plain[name]) for name in _TEXTS},
    )


def _load_remark(plain: list[Any]) -> Remark:
    author, text, about, demand_id, label, is_reason = plain
    return Remark(str(author), str(text), str(about), str(demand_id), str(label), bool(is_reason))


def _dump_note(note: Note) -> list[Any]:
    return [note.key, dict(note.values)]


def _load_note(plain: list[Any]) -> Note:
    key, values = plain
    note = Note(str(key), {str(name): str(value) for name, value in values.items()})
    if note.key not in NOTE_SENTENCES:
        raise KeyError(note.key)
    str(note)  # raises KeyError where a value is missing
    return note
