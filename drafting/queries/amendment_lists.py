"""Lists of amendments: one person's, and all of a conference."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from drafting.models import Amendment, CoProposer
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import UNDECIDED


def list_by_person(session: Session, person_id: str, *, viewer: Viewer | None = None) -> tuple[AmendmentCard, ...]:
    """All that one person has proposed or joined in proposing, those that need an answer first, then the newest."""
    joined = select(CoProposer.amendment_id).where(CoProposer.person_id == person_id, CoProposer.agreed.is_(True))
    found = session.scalars(
        select(Amendment)
        .where(or_(Amendment.proposer_id == person_id, Amendment.id.in_(joined)))
        .order_by(Amendment.number.desc())
    ).all()
    cards = make_cards(session, found, viewer=viewer)
    return tuple(sorted(cards, key=lambda card: not (card.needs_answer or card.wants_agreement)))


def list_amendments(
    session: Session, conference_id: str, *, viewer: Viewer | None = None, state: str = ""
) -> tuple[AmendmentCard, ...]:
    """All of the conference's amendments by number; ``state`` is a state, or "undecided", or "" for all."""
    conditions: list[ColumnElement[bool]] = [Amendment.conference_id == conference_id]
    if state:
        conditions.append(Amendment.state.in_(UNDECIDED) if state == "undecided" else Amendment.state == state)
    found = session.scalars(select(Amendment).where(*conditions).order_by(Amendment.number)).all()
    return make_cards(session, found, viewer=viewer)
