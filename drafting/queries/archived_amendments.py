"""Amendments for the archive: what each wants, who proposed it by municipality, and what became of it."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.archives import AdviceRecord, AmendmentRecord, WordingRecord
from drafting.models import (
    Amendment,
    AmendmentRevision,
    CoProposer,
    DemandVersion,
    Organisation,
    Person,
    Poll,
    PollItem,
)
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.poll_records import ENDED
from drafting.rules.lifecycle import AMENDMENT_STATE_LABELS, AmendmentState


def list_archived_amendments(session: Session, conference_id: str) -> tuple[AmendmentRecord, ...]:
    """All that were handed in, by number; drafts are their authors' own."""
    found = session.scalars(
        select(Amendment)
        .where(Amendment.conference_id == conference_id, Amendment.state != AmendmentState.DRAFT)
        .order_by(Amendment.number)
    ).all()
    people = select(Person.id, Person.municipality).where(Person.conference_id == conference_id)
    towns = dict(session.execute(people).all())
    named = select(Organisation.id, Organisation.name).where(Organisation.conference_id == conference_id)
    organisations = dict(session.execute(named).all())
    wordings, polls = _list_wordings(session, conference_id), _list_polls(session, conference_id)
    joined = _list_co_proposers(session, conference_id, towns)
    labels = {amendment.id: amendment.label for amendment in found}
    cards = make_cards(session, found)
    return tuple(
        AmendmentRecord(
            id=amendment.id,
            number=amendment.number,
            label=amendment.label,
            kind=amendment.kind,
            kind_label=card.kind_label,
            unit=amendment.demand_id or "",
            section=amendment.moved_section_id or amendment.section_id or "",
            after=amendment.after_demand_id or amendment.after_section_id or "",
            headline=amendment.headline,
            sentences=card.sentences,
            reason=amendment.reason,
            is_editorial=amendment.editorial,
            is_compromise=amendment.is_compromise,
            proposer=towns[amendment.proposer_id],
            organisation=organisations.get(amendment.organisation_id or "", ""),
            co_proposers=tuple(joined[amendment.id]),
            supporters=card.supporters,
            state=amendment.state,
            state_label=AMENDMENT_STATE_LABELS[AmendmentState(amendment.state)],
            outcome=str(card.outcome),
            settled_by=labels.get(amendment.settled_by_amendment_id or "", ""),
            submitted_at=amendment.submitted_at,
            decided_at=amendment.decided_at,
            recommendation=_make_advice(card),
            polls=tuple(sorted(polls[amendment.id])),
            wordings=tuple(wordings[amendment.id]),
        )
        for amendment, card in zip(found, cards, strict=True)
    )


def _make_advice(card: AmendmentCard) -> AdviceRecord | None:
    note = card.recommendation
    if note is None or not note.is_published:
        return None
    return AdviceRecord(note.verdict, note.label % {"label": note.settled_by}, note.reason, note.panel_name)


def _list_wordings(session: Session, conference_id: str) -> dict[str, list[WordingRecord]]:
    found: dict[str, list[WordingRecord]] = defaultdict(list)
    rows = session.execute(
        select(AmendmentRevision, DemandVersion.number)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .outerjoin(DemandVersion, DemandVersion.id == AmendmentRevision.base_version_id)
        .where(Amendment.conference_id == conference_id)
        .order_by(AmendmentRevision.number)
    )
    for revision, base in rows:
        found[revision.amendment_id].append(
            WordingRecord(
                number=revision.number,
                at=revision.created_at,
                cause=revision.cause,
                base_version=base or 0,
                text=revision.text,
                sentences=tuple(revision.sentences),
            )
        )
    return found


def _list_polls(session: Session, conference_id: str) -> dict[str, set[int]]:
    """By amendment the numbers of the votes about it that have ended."""
    found: dict[str, set[int]] = defaultdict(set)
    ended = (Poll.conference_id == conference_id, Poll.state.in_(ENDED), Poll.closed_at.is_not(None))
    for amendment_id, number in session.execute(select(Poll.amendment_id, Poll.number).where(*ended)):
        if amendment_id:
            found[amendment_id].add(number)
    together = select(PollItem.amendment_id, Poll.number).join(Poll, Poll.id == PollItem.poll_id).where(*ended)
    for amendment_id, number in session.execute(together):
        found[amendment_id].add(number)
    return found


def _list_co_proposers(session: Session, conference_id: str, towns: dict[str, str]) -> dict[str, list[str]]:
    """Those who have agreed, where they stand for a municipality."""
    found: dict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(CoProposer.amendment_id, CoProposer.person_id)
        .join(Amendment, Amendment.id == CoProposer.amendment_id)
        .where(Amendment.conference_id == conference_id, CoProposer.agreed.is_(True))
        .order_by(CoProposer.invited_at, CoProposer.person_id)
    )
    for amendment_id, person_id in rows:
        if towns[person_id] and towns[person_id] not in found[amendment_id]:
            found[amendment_id].append(towns[person_id])
    return found
