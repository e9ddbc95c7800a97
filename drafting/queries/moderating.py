"""Moderating: one amendment with everything a moderator can recommend or do about it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Person
from drafting.queries import recommendations
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import ADVICE_LABELS, Advice, AmendmentState, may_amendment_become


@dataclass(frozen=True, slots=True)
class Settler:
    """An amendment by which another may be settled."""

    id: str
    label: str
    proposer: str


@dataclass(frozen=True, slots=True)
class ModeratingPage:
    """An amendment for its moderators; ``note`` is internal, ``advice`` as the form sends it.

    ``is_voted`` says that a panel has voted on it, whose recommendation only organizers change.
    """

    card: AmendmentCard
    note: str
    reason: str
    advice: str
    offers: tuple[tuple[str, str], ...]
    settlers: tuple[Settler, ...]
    is_voted: bool
    may_refer: bool
    may_adjourn: bool
    may_settle: bool
    may_resume: bool


def get_page(session: Session, amendment_id: str, *, viewer: Viewer) -> ModeratingPage:
    """What moderators see and may do; raises NotFoundError."""
    amendment = session.get(Amendment, amendment_id)
    if amendment is None or amendment.conference_id != viewer.conference_id:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    (card,) = make_cards(session, [amendment], viewer=viewer)
    note = card.recommendation
    state = AmendmentState(amendment.state)
    free = card.may_open_poll or card.compromise_standing == "waiting"
    return ModeratingPage(
        card=card,
        note=recommendations.find_internal(session, [amendment_id]).get(amendment_id, ""),
        reason=note.reason if note else "",
        advice=(f"{note.verdict}:{note.settled_by_id}" if note.settled_by_id else note.verdict) if note else "",
        offers=tuple((advice, ADVICE_LABELS[advice]) for advice in Advice if advice is not Advice.SETTLED_BY),
        settlers=_list_settlers(session, amendment),
        is_voted=note is not None and note.is_voted and not viewer.may_organize,
        may_refer=free and may_amendment_become(state, AmendmentState.REFERRED),
        may_adjourn=free and may_amendment_become(state, AmendmentState.ADJOURNED),
        may_settle=free and may_amendment_become(state, AmendmentState.SETTLED),
        may_resume=free and state in {AmendmentState.REFERRED, AmendmentState.ADJOURNED},
    )


def _list_settlers(session: Session, amendment: Amendment) -> tuple[Settler, ...]:
    """The others of the same demand, or those that belong to none, whatever became of them."""
    rows = session.execute(
        select(Amendment, Person)
        .join(Person, Person.id == Amendment.proposer_id)
        .where(
            Amendment.paper_id == amendment.paper_id,
            Amendment.demand_id.is_not_distinct_from(amendment.demand_id),
            Amendment.id != amendment.id,
            Amendment.state.not_in([AmendmentState.DRAFT, AmendmentState.WITHDRAWN]),
        )
        .order_by(Amendment.number)
    )
    return tuple(Settler(other.id, other.label, person.label) for other, person in rows)
