"""The joint letter: the paper as it stands or as an edition holds it, shaped for the exports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.models import Conference, Demand, DemandVersion, EditionEntry, Paper, Section
from drafting.queries.editions import NOW, EditionRow, list_editions
from drafting.text.document import Document
from drafting.text.markdown import parse


def get_letter(session: Session, conference_id: str, *, edition: str = NOW) -> Letter:
    """The whole paper in its present text or that of an edition, named by its key, its id or its name.

    Struck demands are left out; raises NotFoundError before the import and for an edition there is not.
    """
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    frozen = find_edition(session, paper.id, edition)
    rows = _list_rows(session, paper.id, frozen)
    units = [(demand, number, parse(text)) for demand, number, text in rows]
    return Letter(
        title=paper.title,
        subtitle=paper.subtitle,
        date=paper.date,
        preamble=_find(units, "preamble"),
        sections=tuple(
            LetterSection(
                section.heading,
                tuple(LetterDemand(number, text) for demand, number, text in units if demand.section_id == section.id),
            )
            for section in session.scalars(
                select(Section).where(Section.paper_id == paper.id).order_by(Section.position)
            )
        ),
        closing=_find(units, "closing"),
        place=paper.place,
        signatories=tuple(paper.signatories),
        sender=session.get_one(Conference, conference_id).name,
        # The date of the state: the same state gives the same file.
        moment=frozen.at if frozen else _find_latest(session, paper.id),
    )


def find_edition(session: Session, paper_id: str, edition: str) -> EditionRow | None:
    """An edition by its key, its id or its name, None for the paper as it stands; raises NotFoundError."""
    if edition == NOW:
        return None
    for row in list_editions(session, paper_id):
        if edition in (row.key, row.id, row.name):
            return row
    raise NotFoundError("Diesen Stand gibt es nicht.")


def _list_rows(session: Session, paper_id: str, edition: EditionRow | None) -> list[tuple[Demand, str, str]]:
    """Each unit in the state with its number and its text there, in order."""
    if edition is None:
        statement = (
            select(Demand, Demand.number, DemandVersion.text)
            .join(DemandVersion, DemandVersion.demand_id == Demand.id)
            .where(Demand.paper_id == paper_id, DemandVersion.number == Demand.version_number)
            .order_by(Demand.position)
        )
    else:
        statement = (
            select(Demand, EditionEntry.number, DemandVersion.text)
            .join(EditionEntry, EditionEntry.demand_id == Demand.id)
            .join(DemandVersion, DemandVersion.id == EditionEntry.version_id)
            .where(EditionEntry.edition_id == edition.id)
            .order_by(EditionEntry.position)
        )
    found = session.execute(statement.where(DemandVersion.is_struck.is_(False)))
    return [(demand, number, text) for demand, number, text in found]


def _find_latest(session: Session, paper_id: str) -> datetime | None:
    return session.scalar(
        select(func.max(DemandVersion.created_at))
        .join(Demand, Demand.id == DemandVersion.demand_id)
        .where(Demand.paper_id == paper_id)
    )


def _find(units: Sequence[tuple[Demand, str, Document]], kind: str) -> Document:
    return next((document for demand, _, document in units if demand.kind == kind), Document.of(()))
