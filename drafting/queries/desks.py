"""The moderators' desk: what is to be decided next, and who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Conference, Demand, Membership, Panel, Paper, Person, Section
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.people import Viewer, ViewerPanel
from drafting.rules.lifecycle import AmendmentState, Phase, takes_decisions
from drafting.rules.permissions import Role, is_member


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll in a list; ``what`` says „Ä12 zu Forderung 4“."""

    id: str
    number: int
    state: str
    state_label: str
    what: str
    amendment_id: str
    amendment_label: str
    demand_id: str
    electorate: str
    rule_label: str
    verdict: str
    verdict_label: str
    yes: int
    no: int
    abstain: int
    entitled: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DeskDemand:
    """A demand on the moderators' desk with its open amendments, in the order of their places."""

    id: str
    number: str
    title: str
    open_amendments: tuple[AmendmentCard, ...]
    decided_count: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What moderators decide next: demands with open amendments, new demands, the queue, who is there."""

    panel_id: str
    panel_name: str
    panels: tuple[ViewerPanel, ...]
    demands: tuple[DeskDemand, ...]
    new_demands: tuple[AmendmentCard, ...]
    queue: tuple[PollRow, ...]
    running: tuple[PollRow, ...]
    open_count: int
    decided_count: int
    present: int
    members: int
    may_open: bool
    why_not: str


NOT_NOW_SENTENCES = {
    "phase": "In dieser Phase der Konferenz wird nicht abgestimmt.",
    "present": "Noch ist niemand als anwesend eingetragen.",
}


def get_desk(
    session: Session,
    conference_id: str,
    *,
    viewer: Viewer,
    panel_id: str,
    queue: tuple[PollRow, ...],
    running: tuple[PollRow, ...],
) -> DeskPage:
    """The desk of a panel, or of the whole paper, with the polls given."""
    conference = session.get_one(Conference, conference_id)
    panels = {
        panel.id: panel
        for panel in session.scalars(select(Panel).where(Panel.conference_id == conference_id).order_by(Panel.position))
    }
    if panel_id and panel_id not in panels:
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    demands = _list_demands(session, conference_id, panel_id)
    amendments = _list_amendments(session, conference_id, panel_id, demands)
    cards = make_cards(session, [a for a in amendments if a.is_undecided], viewer=viewer)
    present, members = _count_people(session, conference_id, panel_id)
    why_not = _explain_why_not(conference, present)
    return DeskPage(
        panel_id=panel_id,
        panel_name=panels[panel_id].name if panel_id else "",
        panels=tuple(ViewerPanel(panel.id, panel.name, _moderates(viewer, panel.id)) for panel in panels.values()),
        demands=tuple(_make_demand(demand, amendments, cards) for demand in demands),
        new_demands=tuple(card for card in cards if not card.demand_id),
        queue=queue,
        running=running,
        open_count=len(cards),
        decided_count=len(amendments) - len(cards),
        present=present,
        members=members,
        may_open=viewer.may_moderate and not why_not,
        why_not=why_not,
    )


def _explain_why_not(conference: Conference, present: int) -> str:
    if not takes_decisions(Phase(conference.phase)):
        return NOT_NOW_SENTENCES["phase"]
    return "" if present else NOT_NOW_SENTENCES["present"]


def _moderates(viewer: Viewer, panel_id: str) -> bool:
    return any(panel.id == panel_id and panel.moderates for panel in viewer.panels)


def _list_demands(session: Session, conference_id: str, panel_id: str) -> list[Demand]:
    statement = (
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .outerjoin(Section, Section.id == Demand.section_id)
        .where(Paper.conference_id == conference_id)
        .order_by(Demand.position)
    )
    if panel_id:
        statement = statement.where(Section.panel_id == panel_id)
    return list(session.scalars(statement))


def _list_amendments(session: Session, conference_id: str, panel_id: str, demands: list[Demand]) -> list[Amendment]:
    """Those of the demands, and new ones for the panel's sections; withdrawn ones are nobody's business here."""
    conditions: list[ColumnElement[bool]] = [
        Amendment.conference_id == conference_id,
        Amendment.state.not_in([AmendmentState.WITHDRAWN, AmendmentState.DRAFT]),
    ]
    if panel_id:
        sections = select(Section.id).where(Section.panel_id == panel_id)
        conditions.append(
            or_(Amendment.demand_id.in_([demand.id for demand in demands]), Amendment.section_id.in_(sections))
        )
    return list(session.scalars(select(Amendment).where(*conditions).order_by(Amendment.number)))


def _make_demand(demand: Demand, amendments: list[Amendment], cards: tuple[AmendmentCard, ...]) -> DeskDemand:
    here = [card for card in cards if card.demand_id == demand.id]
    return DeskDemand(
        id=demand.id,
        number=demand.number,
        title=demand.title,
        open_amendments=tuple(sorted(here, key=lambda card: (card.first_line or 0, card.number))),
        decided_count=sum(a.demand_id == demand.id and not a.is_undecided for a in amendments),
    )


def _count_people(session: Session, conference_id: str, panel_id: str) -> tuple[int, int]:
    """How many members of the panel or plenary are present, and how many there are."""
    members = select(func.count(Person.present_since), func.count()).where(
        Person.conference_id == conference_id, Person.role.in_([role for role in Role if is_member(role)])
    )
    if panel_id:
        members = members.where(exists().where(Membership.person_id == Person.id, Membership.panel_id == panel_id))
    present, total = session.execute(members).one()
    return present, total
