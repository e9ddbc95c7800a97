"""The paper for the archive: every version of every unit, with what brought each word in and what was struck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.archives import (
    EffectRecord,
    OriginRecord,
    PaperRecord,
    RemovalRecord,
    SectionRecord,
    SourceRecord,
    UnitRecord,
    VersionRecord,
)
from drafting.models import Amendment, Demand, DemandVersion, Panel, Paper, Poll, Section, VersionAmendment
from drafting.models.demands import Source
from drafting.text import provenance
from drafting.text.document import Document, Start
from drafting.text.markdown import parse
from drafting.text.provenance import Sources


def get_archived_paper(session: Session, paper: Paper) -> PaperRecord:
    """The paper with its sections, and its units with all their versions."""
    sections = session.execute(
        select(Section, Panel.name)
        .outerjoin(Panel, Panel.id == Section.panel_id)
        .where(Section.paper_id == paper.id)
        .order_by(Section.position)
    )
    writer = _Versions(session, paper)
    demands = session.scalars(select(Demand).where(Demand.paper_id == paper.id).order_by(Demand.position)).all()
    return PaperRecord(
        id=paper.id,
        title=paper.title,
        subtitle=paper.subtitle,
        date=paper.date,
        place=paper.place,
        signatories=tuple(paper.signatories),
        sections=tuple(SectionRecord(section.id, section.heading, panel or "") for section, panel in sections),
        units=tuple(
            UnitRecord(
                id=demand.id,
                kind=demand.kind,
                section=demand.section_id or "",
                number=demand.number,
                label=demand.label,
                title=demand.title,
                is_struck=demand.is_struck,
                versions=tuple(writer.write(version) for version in writer.versions[demand.id]),
            )
            for demand in demands
        ),
    )


class _Versions:
    """The versions of all units, looked up with a fixed number of statements."""

    def __init__(self, session: Session, paper: Paper) -> None:
        self.versions: dict[str, list[DemandVersion]] = defaultdict(list)
        self.numbers: dict[str, int] = {}
        of_paper = select(Demand.id).where(Demand.paper_id == paper.id)
        found = select(DemandVersion).where(DemandVersion.demand_id.in_(of_paper)).order_by(DemandVersion.number)
        for version in session.scalars(found):
            self.versions[version.demand_id].append(version)
            self.numbers[version.id] = version.number
        self.effects: dict[str, list[EffectRecord]] = defaultdict(list)
        self.labels: dict[str, str] = {}
        rows = session.execute(
            select(VersionAmendment.version_id, VersionAmendment.is_partial, Amendment)
            .join(Amendment, Amendment.id == VersionAmendment.amendment_id)
            .where(Amendment.paper_id == paper.id)
            .order_by(Amendment.number)
        )
        for version_id, is_partial, amendment in rows:
            self.effects[version_id].append(EffectRecord(amendment.label, is_partial))
            self.labels[amendment.id] = amendment.label
        polls = select(Poll.id, Poll.number).where(Poll.conference_id == paper.conference_id)
        self.polls = dict(session.execute(polls).all())

    def write(self, version: DemandVersion) -> VersionRecord:
        document = parse(version.text)
        found = provenance.load(version.provenance)
        return VersionRecord(
            number=version.number,
            at=version.created_at,
            source=version.source,
            text=version.text,
            is_struck=version.is_struck,
            reason=version.reason,
            undoes=self.numbers.get(version.undoes_id or "", 0),
            poll=self.polls.get(version.poll_id or "", 0),
            amendments=tuple(self.effects[version.id]),
            origins=tuple(
                OriginRecord(block, words, self.name(sources))
                for block, words, sources in _group(document, found.per_token())
            ),
            removals=tuple(
                RemovalRecord(
                    _find_block(document, each.position),
                    each.text.strip("\n"),
                    self.name(each.brought_by),
                    self.name(each.removed_by),
                )
                for each in found.removals
                if each.text.strip()
            ),
        )

    def name(self, names: Sources) -> tuple[SourceRecord, ...]:
        sources = [Source.read(name) for name in names]
        return tuple(
            SourceRecord(self.numbers[source.version_id], self.labels.get(source.amendment_id, ""))
            for source in sources
            if source.version_id in self.numbers
        )


def _group(document: Document, per_token: Sequence[Sources]) -> Iterator[tuple[int, str, Sources]]:
    """The words of each block, those together that the same brought in; they join to the block's text."""
    at = 0
    for index, block in enumerate(document.blocks):
        at += 1
        row = list(enumerate(block.words, start=at))
        at += len(block.words)
        for sources, group in groupby(row, key=lambda pair: per_token[pair[0]] if pair[0] < len(per_token) else ()):
            words = list(group)
            text = "".join(word.text + word.blank for _, word in words)
            yield index, text.removesuffix(" ") if words[-1][0] == at - 1 else text, sources


def _find_block(document: Document, position: int) -> int:
    """The block in which a token stands; behind the last token it is the last block."""
    starts = sum(isinstance(token, Start) for token in document.tokens()[: position + 1])
    return max(starts - 1, 0)
