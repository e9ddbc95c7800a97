"""The text that is signed: an edition as it is read, its digest, and where two differ in more than slips of the pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.models import Conference, Demand, DemandVersion, Edition, EditionEntry, Paper, Section
from drafting.models.journal import digest
from drafting.queries import texts
from drafting.queries.texts import TextBlock
from drafting.rules.slips import is_slip
from drafting.text.diff import find_edits
from drafting.text.document import Block, Document, Kind, split_words


@dataclass(frozen=True, slots=True)
class SigningUnit:
    """A demand, the preamble or the closing as it is signed; ``blocks`` come without the title and the reasons."""

    kind: str
    number: str
    title: str
    blocks: tuple[TextBlock, ...]
    reasons: tuple[TextBlock, ...]


@dataclass(frozen=True, slots=True)
class SigningSection:
    """A heading with its demands."""

    heading: str
    units: tuple[SigningUnit, ...]


@dataclass(frozen=True, slots=True)
class SigningText:
    """The whole text of an edition; ``digest`` names it in the journal."""

    edition_id: str
    title: str
    subtitle: str
    edition: str
    at: datetime
    digest: str
    preamble: SigningUnit | None
    sections: tuple[SigningSection, ...]
    closing: SigningUnit | None

    @property
    def demand_count(self) -> int:
        """How many demands it has."""
        return sum(len(section.units) for section in self.sections)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A demand in an edition."""

    demand: Demand
    number: str
    version_id: str
    text: str
    at: datetime


def get_text(session: Session, edition_id: str) -> SigningText:
    """An edition as a page shows it."""
    edition = session.get_one(Edition, edition_id)
    paper = session.get_one(Paper, edition.paper_id)
    width = session.get_one(Conference, paper.conference_id).line_width
    entries = _list_entries(session, edition_id)
    units = [(entry.demand, _show(entry, width)) for entry in entries]
    sections = (
        SigningSection(heading, tuple(unit for demand, unit in units if demand.section_id == section_id))
        for section_id, heading in _list_sections(session, paper)
    )
    return SigningText(
        edition_id=edition.id,
        title=edition.title,
        subtitle=edition.subtitle,
        edition=edition.name,
        at=edition.created_at,
        digest=_digest(entries),
        preamble=next((unit for _, unit in units if unit.kind == "preamble"), None),
        sections=tuple(section for section in sections if section.units),
        closing=next((unit for _, unit in units if unit.kind == "closing"), None),
    )


def get_edition_letter(session: Session, edition_id: str, *, signatories: tuple[str, ...] = ()) -> Letter:
    """An edition as a letter's values, for what is written as a file."""
    edition = session.get_one(Edition, edition_id)
    paper = session.get_one(Paper, edition.paper_id)
    entries = _list_entries(session, edition_id)
    sections = (
        LetterSection(
            heading,
            tuple(
                LetterDemand(entry.number, texts.read(entry.text))
                for entry in entries
                if entry.demand.section_id == section_id
            ),
        )
        for section_id, heading in _list_sections(session, paper)
    )
    return Letter(
        title=edition.title,
        subtitle=edition.subtitle,
        date=edition.name,
        preamble=_find(entries, "preamble"),
        sections=tuple(section for section in sections if section.demands),
        closing=_find(entries, "closing"),
        place="",
        signatories=signatories,
        sender=session.get_one(Conference, paper.conference_id).name,
        moment=max((edition.created_at, *(entry.at for entry in entries))),
    )


def digest_edition(session: Session, edition_id: str) -> str:
    """The digest by which the journal names an edition's text."""
    return _digest(_list_entries(session, edition_id))


def is_present(session: Session, edition_id: str) -> bool:
    """Whether the paper stands now, word for word and in its order, as in an edition; its date may be another."""
    edition = session.get_one(Edition, edition_id)
    paper = session.get_one(Paper, edition.paper_id)
    if (edition.title, edition.subtitle) != (paper.title, paper.subtitle):
        return False
    frozen = [(entry.demand.id, entry.version_id) for entry in _list_entries(session, edition_id)]
    now_there = session.execute(
        select(Demand.id, DemandVersion.id)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .join(Edition, Edition.paper_id == Demand.paper_id)
        .where(Edition.id == edition_id, DemandVersion.number == Demand.version_number, Demand.is_struck.is_(False))
        .order_by(Demand.position)
    )
    return frozen == [(demand_id, version_id) for demand_id, version_id in now_there]


def find_real_change(session: Session, before_id: str, after_id: str) -> str:
    """Where two editions differ in more than slips of the pen: what it is called; "" where they do not."""
    old_lines, new_lines = (_read_lines(session, each) for each in (before_id, after_id))
    if not is_slip(old_lines, find_edits(old_lines, new_lines)):
        return "Titel des Papiers"
    before, after = _list_entries(session, before_id), _list_entries(session, after_id)
    known = {entry.demand.id: entry for entry in before}
    for entry in after:
        old = known.get(entry.demand.id)
        if old is None or old.number != entry.number:
            return entry.demand.label
        if old.text != entry.text:
            was, now_is = texts.read(old.text), texts.read(entry.text)
            if not is_slip(was, find_edits(was, now_is)):
                return entry.demand.label
    there = {entry.demand.id for entry in after}
    gone = next((entry for entry in before if entry.demand.id not in there), None)
    if gone is not None:
        return gone.demand.label
    moved = next((n.demand for o, n in zip(before, after, strict=True) if o.demand.id != n.demand.id), None)
    return moved.label if moved is not None else ""


def _read_lines(session: Session, edition_id: str) -> Document:
    """The title and the subtitle of an edition, which are signed with its text."""
    edition = session.get_one(Edition, edition_id)
    return Document.of(Block(Kind.PARAGRAPH, 0, tuple(split_words(line))) for line in (edition.title, edition.subtitle))


def _list_entries(session: Session, edition_id: str) -> list[_Entry]:
    rows = session.execute(
        select(Demand, EditionEntry.number, DemandVersion.id, DemandVersion.text, DemandVersion.created_at)
        .join(EditionEntry, EditionEntry.demand_id == Demand.id)
        .join(DemandVersion, DemandVersion.id == EditionEntry.version_id)
        .where(EditionEntry.edition_id == edition_id, DemandVersion.is_struck.is_(False))
        .order_by(EditionEntry.position)
    )
    return [_Entry(*row) for row in rows]


def _list_sections(session: Session, paper: Paper) -> list[tuple[str, str]]:
    rows = session.execute(
        select(Section.id, Section.heading).where(Section.paper_id == paper.id).order_by(Section.position)
    )
    return [(section_id, heading) for section_id, heading in rows]


def _show(entry: _Entry, width: int) -> SigningUnit:
    blocks = texts.show_text(entry.text, width=width)[1:]
    return SigningUnit(
        kind=entry.demand.kind,
        number=entry.number,
        title=texts.read(entry.text).title,
        blocks=tuple(block for block in blocks if block.kind != "reason"),
        reasons=tuple(block for block in blocks if block.kind == "reason"),
    )


def _find(entries: list[_Entry], kind: str) -> Document:
    return next((texts.read(entry.text) for entry in entries if entry.demand.kind == kind), texts.EMPTY)


def _digest(entries: list[_Entry]) -> str:
    return digest("\n\n".join(f"{entry.number}\n{entry.text}" for entry in entries))
