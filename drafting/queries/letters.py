"""The joint letter: the paper as it stands, shaped for the exports."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.models import Conference, Demand, DemandVersion, Paper, Section
from drafting.queries import signatures
from drafting.text.document import Document
from drafting.text.markdown import parse


def get_letter(session: Session, conference_id: str) -> Letter:
    """The whole paper in its present text, struck demands left out; raises NotFoundError before the import."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    rows = session.execute(
        select(Demand, DemandVersion.text)
        .join(DemandVersion, DemandVersion.demand_id == Demand.id)
        .where(Demand.paper_id == paper.id, DemandVersion.number == Demand.version_number, Demand.is_struck.is_(False))
        .order_by(Demand.position)
    ).all()
    units = [(demand, parse(text)) for demand, text in rows]
    return Letter(
        title=paper.title,
        subtitle=paper.subtitle,
        date=paper.date,
        preamble=_find(units, "preamble"),
        sections=tuple(
            LetterSection(
                section.heading,
                tuple(LetterDemand(d.number, document) for d, document in units if d.section_id == section.id),
            )
            for section in session.scalars(
                select(Section).where(Section.paper_id == paper.id).order_by(Section.position)
            )
        ),
        closing=_find(units, "closing"),
        place=paper.place,
        # Not those of the earlier paper: nobody is named without an authorised yes to this very text.
        signatories=signatures.list_names(session, conference_id),
        sender=session.get_one(Conference, conference_id).name,
        # The date of the latest change: the same state gives the same file.
        moment=session.scalar(
            select(func.max(DemandVersion.created_at))
            .join(Demand, Demand.id == DemandVersion.demand_id)
            .where(Demand.paper_id == paper.id)
        ),
    )


def _find(units: list[tuple[Demand, Document]], kind: str) -> Document:
    return next((document for demand, document in units if demand.kind == kind), Document.of(()))
