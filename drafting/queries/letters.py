"""The joint letter: the paper in one of its states, shaped for the exports."""

from __future__ import annotations

from sqlalchemy.orm import Session

from drafting.exports.letters import Letter, LetterDemand, LetterSection
from drafting.exports.papers import PaperUnit
from drafting.queries.editions import NOW
from drafting.queries.paper_states import get_paper
from drafting.text.document import Document


def get_letter(session: Session, conference_id: str, edition: str = NOW) -> Letter:
    """The whole paper in its present text or that of an edition, struck demands left out.

    Raises NotFoundError before the import and for an edition there is not.
    """
    paper = get_paper(session, conference_id, edition)
    return Letter(
        title=paper.title,
        subtitle=paper.subtitle,
        date=paper.date,
        preamble=_read(paper.preamble),
        sections=tuple(
            LetterSection(section.heading, tuple(LetterDemand(unit.number, unit.document) for unit in section.units))
            for section in paper.sections
        ),
        closing=_read(paper.closing),
        place=paper.place,
        signatories=paper.signatories,
        sender=paper.sender,
        moment=paper.moment,
    )


def _read(unit: PaperUnit | None) -> Document:
    return unit.document if unit else Document.of(())
