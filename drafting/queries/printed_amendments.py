"""The list of amendments for exports: in the order of the paper, by place, each with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.amendments import AmendmentLine, AmendmentList
from drafting.models import Amendment, AmendmentRevision, Conference, Demand, Paper
from drafting.queries import texts
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.moves import name_demand
from drafting.rules.lifecycle import AmendmentKind, AmendmentState
from drafting.text.headlines import propose_headline

_ELSEWHERE = "Neue Forderungen und Verschiebungen"


def get_amendments(session: Session, conference_id: str) -> AmendmentList:
    """All amendments handed in, drafts left out; raises NotFoundError before the import."""
    paper = session.scalar(select(Paper).where(Paper.conference_id == conference_id))
    if paper is None:
        raise NotFoundError("Es ist noch kein Papier eingelesen.")
    found = session.scalars(
        select(Amendment)
        .where(Amendment.conference_id == conference_id, Amendment.state != AmendmentState.DRAFT)
        .order_by(Amendment.number)
    ).all()
    demands = {demand.id: demand for demand in session.scalars(select(Demand).where(Demand.paper_id == paper.id))}
    cards = sorted(make_cards(session, found), key=lambda card: _place(card, demands))
    new_texts = _list_new_texts(session, found)
    moments = [each for one in found for each in (one.submitted_at, one.decided_at) if each is not None]
    return AmendmentList(
        title=paper.title,
        lines=tuple(_make_line(card, demands.get(card.demand_id), new_texts.get(card.id, ())) for card in cards),
        sender=session.get_one(Conference, conference_id).name,
        moment=max(moments, default=paper.created_at),
    )


def _place(card: AmendmentCard, demands: dict[str, Demand]) -> tuple[int, int, int]:
    demand = demands.get(card.demand_id)
    position = demand.position if demand and card.kind != AmendmentKind.NEW else len(demands) + 1_000
    return position, card.first_line or 0, card.number


def _list_new_texts(session: Session, found: Sequence[Amendment]) -> dict[str, tuple[str, ...]]:
    """By id: the words of the new demands, block by block."""
    new = [amendment.id for amendment in found if amendment.kind == AmendmentKind.NEW]
    rows = session.execute(
        select(AmendmentRevision.amendment_id, AmendmentRevision.text)
        .join(
            Amendment,
            (Amendment.id == AmendmentRevision.amendment_id) & (Amendment.revision_number == AmendmentRevision.number),
        )
        .where(Amendment.id.in_(new))
    )
    return {id_: tuple(texts.as_plain(texts.read(text)).splitlines()) for id_, text in rows}


def _make_line(card: AmendmentCard, demand: Demand | None, words: tuple[str, ...]) -> AmendmentLine:
    named = str(name_demand(demand)) if demand else ""
    is_elsewhere = demand is None or card.kind == AmendmentKind.NEW
    title = demand.title if demand and demand.title != named else ""
    proposer = f"{card.proposer} ({card.represented_by})" if card.represented_by else card.proposer
    return AmendmentLine(
        label=card.label,
        group=_ELSEWHERE if is_elsewhere else f"{named}: {title}" if title else named,
        kind="redaktionell" if card.editorial else "" if card.kind == AmendmentKind.CHANGE else card.kind_label,
        place=card.place,
        # One made of the first sentence says nothing that does not follow.
        headline="" if card.headline == propose_headline(card.sentences) else card.headline,
        sentences=() if words else card.sentences,
        text=words,
        reason=card.reason,
        proposers=(proposer, *card.co_proposers),
        supporters=card.supporters,
        is_open=card.is_open,
        outcome=str(card.told.headline),
        detail=str(card.told.detail),
    )
