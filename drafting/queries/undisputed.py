"""Undisputed: which open amendments can be decided together, because nobody wants anything else of the same words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from drafting.errors import NotFoundError
from drafting.models import Amendment, CompromisePart, Conference, ConsentItem, ConsentList, Demand, Overlap, Panel
from drafting.models import Recommendation as Advised
from drafting.queries import agreements, panels
from drafting.queries.asking_words import name_demand
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.consents import ConsentRow, list_lists
from drafting.queries.people import Viewer, ViewerPanel
from drafting.queries.sayings import NOTHING, Saying
from drafting.rules.lifecycle import UNDECIDED, Advice, AmendmentState, ConsentState, Fit, Phase, takes_decisions


@dataclass(frozen=True, slots=True)
class ProposedGroup:
    """The undisputed amendments to one demand, or those that make new ones."""

    label: Saying
    title: str
    cards: tuple[AmendmentCard, ...]


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What a moderator can put on a list; ``chosen`` are ticked at first."""

    panel_id: str
    panel_name: str
    recommends: bool
    panels: tuple[ViewerPanel, ...]
    groups: tuple[ProposedGroup, ...]
    chosen: frozenset[str]
    lists: tuple[ConsentRow, ...]
    may_list: bool
    why_not: str

    @property
    def count(self) -> int:
        """How many amendments there are to choose from."""
        return sum(len(group.cards) for group in self.groups)


def get_proposals(
    session: Session, conference_id: str, *, viewer: Viewer, panel_id: str = "", wanted: Collection[str] = ()
) -> ProposalPage:
    """What can be put on a list of a panel or the plenary; ``wanted`` are ticked, else all that has no neighbour."""
    panel = session.get(Panel, panel_id) if panel_id else None
    if panel_id and (panel is None or panel.conference_id != conference_id):
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    amendments = _list_undisputed(session, conference_id, panel_id, wanted)
    involved = agreements.find_involvements(session, amendments)
    # A compromise goes along once all have agreed, and what it is made of waits for it.
    amendments = [
        amendment
        for amendment in amendments
        if amendment.id not in involved
        or (amendment.is_compromise and involved[amendment.id].standing == "agreed")
        or not (amendment.is_compromise or involved[amendment.id].part_of)
    ]
    cards = make_cards(session, amendments, viewer=viewer)
    moderated = {own.id for own in viewer.panels if own.moderates}
    why_not = _explain_why_not(session, conference_id, is_entitled=viewer.may_organize or panel_id in {"", *moderated})
    found = session.scalars(select(Panel).where(Panel.conference_id == conference_id).order_by(Panel.position))
    return ProposalPage(
        panel_id=panel_id,
        panel_name=panel.name if panel else "",
        recommends=panel is not None and not panel.decides,
        panels=tuple(ViewerPanel(each.id, each.name, each.id in moderated) for each in found),
        groups=_group(session, cards),
        chosen=_choose(cards, wanted),
        lists=list_lists(session, conference_id),
        may_list=not why_not,
        why_not=why_not,
    )


def _list_undisputed(
    session: Session, conference_id: str, panel_id: str, wanted: Collection[str]
) -> Sequence[Amendment]:
    """Open amendments that fit, wait for nobody, and collide with none, or are recommended, or asked for."""
    conditions: list[ColumnElement[bool]] = [
        Amendment.conference_id == conference_id,
        Amendment.state == AmendmentState.OPEN,
        Amendment.needs_answer.is_(False),
        Amendment.fit != Fit.CONFLICT,
        ~exists().where(
            ConsentItem.amendment_id == Amendment.id,
            ConsentItem.pulled_at.is_(None),
            ConsentItem.list_id == ConsentList.id,
            ConsentList.state.in_([ConsentState.OPEN, ConsentState.VOTING]),
        ),
        or_(~_collides() & ~_is_advised_otherwise(), _is_recommended(), Amendment.id.in_(wanted)),
    ]
    if panel_id:
        conditions.append(panels.is_of_panel(panel_id))
    return session.scalars(select(Amendment).where(*conditions).order_by(Amendment.number)).all()


def _collides() -> ColumnElement[bool]:
    """Another open amendment wants the same words, a compromise and its parts apart."""
    other = aliased(Amendment)
    between = (
        (CompromisePart.compromise_id == Overlap.first_id) & (CompromisePart.amendment_id == Overlap.second_id)
    ) | ((CompromisePart.compromise_id == Overlap.second_id) & (CompromisePart.amendment_id == Overlap.first_id))
    return exists().where(
        Overlap.relation == "conflict",
        or_(
            (Overlap.first_id == Amendment.id) & (Overlap.second_id == other.id),
            (Overlap.second_id == Amendment.id) & (Overlap.first_id == other.id),
        ),
        other.state.in_(UNDECIDED),
        ~exists().where(between).correlate(Overlap),
    )


def _is_recommended() -> ColumnElement[bool]:
    return exists().where(Advised.amendment_id == Amendment.id, Advised.verdict == Advice.ADOPT)


def _is_advised_otherwise() -> ColumnElement[bool]:
    """Something else than adopting it is recommended, published or not."""
    return exists().where(Advised.amendment_id == Amendment.id, Advised.verdict != Advice.ADOPT)


def _choose(cards: Sequence[AmendmentCard], wanted: Collection[str]) -> frozenset[str]:
    """What is wanted; else what stands in no sentence with another, because such should be read together first."""
    if wanted:
        return frozenset(card.id for card in cards if card.id in wanted)
    return frozenset(card.id for card in cards if not any(note.relation == "neighbour" for note in card.overlaps))


def _group(session: Session, cards: Sequence[AmendmentCard]) -> tuple[ProposedGroup, ...]:
    """By demand, in the order of the paper; what makes new demands or moves sections comes last."""
    demands = session.scalars(
        select(Demand).where(Demand.id.in_({card.demand_id for card in cards})).order_by(Demand.position)
    ).all()
    groups = [
        ProposedGroup(
            name_demand(demand.number, demand.label),
            demand.title,
            tuple(card for card in cards if card.demand_id == demand.id),
        )
        for demand in demands
    ]
    rest = tuple(card for card in cards if not card.demand_id)
    return (*groups, ProposedGroup(NOTHING, "", rest)) if rest else tuple(groups)


def _explain_why_not(session: Session, conference_id: str, *, is_entitled: bool) -> str:
    phase = session.scalar(select(Conference.phase).where(Conference.id == conference_id))
    if not takes_decisions(Phase(phase or "")):
        return "In dieser Phase der Konferenz wird nicht entschieden."
    return "" if is_entitled else "Das kann nur die Moderation dieser Arbeitsgruppe."
