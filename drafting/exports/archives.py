"""Everything of a conference that may leave it, as values: what the JSON and Akoma Ntoso files are made of.

Nothing in it names a person: who proposed is told by municipality or organisation, and there is no ballot. What each
field means stands in ``docs/json.md``, its shape in ``docs/json.schema.json``.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from drafting.exports.polls import PollRecord

FORMAT = "drafting-archive/1"
# Even where a vote was by name, or its receipts were published: ballots stay in the record of polls.
_BALLOTS = ("names", "receipts")


@dataclass(frozen=True, slots=True)
class PanelRecord:
    """A panel, and whether it decides or recommends."""

    id: str
    name: str
    decides: bool


@dataclass(frozen=True, slots=True)
class ConferenceRecord:
    """The conference and its rules; ``quorum`` is a fraction such as "1/2", "" where there is none."""

    id: str
    name: str
    place: str
    starts_on: date | None
    ends_on: date | None
    phase: str
    phase_label: str
    rule: str
    quorum: str
    panels: tuple[PanelRecord, ...]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What brought words in or took them out: a version, and the amendment where several made it."""

    version: int
    amendment: str


@dataclass(frozen=True, slots=True)
class OriginRecord:
    """Words of a text that came in together, in the order of the text; ``block`` counts its blocks from 0, the title's.

    Joined within a block they are its words.
    """

    block: int
    words: str
    sources: tuple[SourceRecord, ...]


@dataclass(frozen=True, slots=True)
class RemovalRecord:
    """Words that once stood in a block, with what had brought them and what struck them."""

    block: int
    words: str
    brought_by: tuple[SourceRecord, ...]
    removed_by: tuple[SourceRecord, ...]


@dataclass(frozen=True, slots=True)
class EffectRecord:
    """An amendment that took effect with a version; ``is_partial`` where only in part."""

    amendment: str
    is_partial: bool


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version of a unit's text in canonical form, and where each of its words comes from."""

    number: int
    at: datetime
    source: str
    text: str
    is_struck: bool
    reason: str
    undoes: int
    poll: int
    amendments: tuple[EffectRecord, ...]
    origins: tuple[OriginRecord, ...]
    removals: tuple[RemovalRecord, ...]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A demand, the preamble or the closing with all its versions; ``section`` is "" outside sections."""

    id: str
    kind: str
    section: str
    number: str
    label: str
    title: str
    is_struck: bool
    versions: tuple[VersionRecord, ...]


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A heading of the paper, and the panel that deals with it."""

    id: str
    heading: str
    panel: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """The paper with its sections and units in their present order, those struck among them."""

    id: str
    title: str
    subtitle: str
    date: str
    place: str
    signatories: tuple[str, ...]
    sections: tuple[SectionRecord, ...]
    units: tuple[UnitRecord, ...]


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """A unit in a state: which version, in which section, under which number."""

    unit: str
    section: str
    number: str
    version: int


@dataclass(frozen=True, slots=True)
class HeadingRecord:
    """A section as it was called in a state."""

    section: str
    heading: str


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """A named state of the paper; ``key`` is "import" for what was read in, "jetzt" for the paper as it stands.

    ``title``, ``subtitle``, ``date`` and ``place`` are the lines it bears; those of ``PaperRecord`` are of now.
    """

    key: str
    kind: str
    name: str
    title: str
    subtitle: str
    date: str
    place: str
    at: datetime | None
    sections: tuple[HeadingRecord, ...]
    entries: tuple[EntryRecord, ...]


@dataclass(frozen=True, slots=True)
class WordingRecord:
    """A wording of an amendment: the text it wants, on which version (0 for none), and its sentences."""

    number: int
    at: datetime
    cause: str
    base_version: int
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """A published recommendation; ``panel`` is "" where moderators gave it."""

    verdict: str
    label: str
    reason: str
    panel: str


@dataclass(frozen=True, slots=True)
class AmendmentRecord:
    """An amendment with what became of it; ``proposer`` and ``co_proposers`` are municipalities.

    ``unit`` is what it amends; where a new or moved demand goes say ``section`` and ``after``. ``polls`` are the
    numbers of the votes about it, ``outcome`` what became of it in words.
    """

    id: str
    number: int
    label: str
    kind: str
    kind_label: str
    unit: str
    section: str
    after: str
    headline: str
    sentences: tuple[str, ...]
    reason: str
    is_editorial: bool
    is_compromise: bool
    proposer: str
    organisation: str
    co_proposers: tuple[str, ...]
    supporters: int
    state: str
    state_label: str
    outcome: str
    settled_by: str
    submitted_at: datetime
    decided_at: datetime | None
    recommendation: AdviceRecord | None
    polls: tuple[int, ...]
    wordings: tuple[WordingRecord, ...]


@dataclass(frozen=True, slots=True)
class ExampleRecord:
    """A practical example its author gave for the annex of the letter."""

    id: str
    unit: str
    municipality: str
    title: str
    text: str
    link: str
    figure: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CommentRecord:
    """A comment on a unit or an amendment; hidden by moderation it has no text, only the reason."""

    id: str
    unit: str
    amendment: str
    answers: str
    municipality: str
    at: datetime
    text: str
    is_hidden: bool
    hidden_reason: str


@dataclass(frozen=True, slots=True)
class Archive:
    """The whole conference; ``edition`` names the state the file is about, ``at`` is when anything last changed."""

    conference: ConferenceRecord
    edition: str
    at: datetime | None
    paper: PaperRecord
    editions: tuple[EditionRecord, ...]
    amendments: tuple[AmendmentRecord, ...]
    polls: tuple[PollRecord, ...]
    examples: tuple[ExampleRecord, ...]
    comments: tuple[CommentRecord, ...]

    def state(self) -> EditionRecord:
        """The state the file is about."""
        return next(edition for edition in self.editions if edition.key == self.edition)


def write_archive(archive: Archive) -> bytes:
    """Write the archive as JSON; the same state gives the same bytes."""
    record = {"format": FORMAT, **dataclasses.asdict(archive)}
    for poll in record["polls"]:
        for name in _BALLOTS:
            del poll[name]
    return json.dumps(record, ensure_ascii=False, indent=1, default=_write_moment).encode() + b"\n"


def _write_moment(value: Any) -> str:
    if not isinstance(value, date):  # a moment is a date too
        raise TypeError(value)
    return value.isoformat()
