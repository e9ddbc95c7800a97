"""The moderators' desk around the board: the demands with what is open, the queue of votes, who is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    Amendment,
    Conference,
    Demand,
    Membership,
    Panel,
    Paper,
    Person,
    Poll,
    Recommendation,
    Section,
)
from drafting.queries import panels
from drafting.queries.people import Viewer, ViewerPanel
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import UNDECIDED, AmendmentState, Phase, takes_decisions
from drafting.rules.permissions import Role, is_member

# What one vote takes in a hall: reading, asking, voting, saying the result.
SECONDS_PER_VOTE = 90


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll in a list; ``what`` says „Ä12 zu Forderung 4“.

    ``is_pending`` says that its verdict waits to be confirmed; ``closes_at`` is when it ends by itself, as long as that
    is to come; ``is_time_over`` says of one that runs that only hands are still counted. ``cast`` and ``leader``, the
    answer with the most votes, are there once it has ended; ``has_answers`` says that it was voted on by naming
    answers. ``is_void`` says that all a prepared question is about has been decided meanwhile. ``panel_id`` and
    ``panel_name`` are "" for the plenary; ``present_only`` says that only those vote who were there at the opening.
    ``people`` of ``people_entitled`` have voted, of which the last is there where votes are weighted and decisions are
    listed.
    """

    id: str
    number: int
    state: str
    state_label: str
    what: Saying
    amendment_id: str
    amendment_label: str
    demand_id: str
    electorate: Saying
    rule_label: str
    verdict: str
    verdict_label: str
    yes: int
    no: int
    abstain: int
    entitled: int
    closed_at: datetime | None
    question_label: str
    kind_label: str
    closes_at: datetime | None
    is_time_over: bool
    is_pending: bool
    cast: int
    leader: Saying
    is_void: bool
    has_answers: bool
    panel_id: str
    panel_name: str
    present_only: bool
    is_weighted: bool
    people: int
    people_entitled: int = 0


@dataclass(frozen=True, slots=True)
class DeskDemand:
    """A demand on the moderators' desk, with how many amendments are open and decided."""

    id: str
    number: str
    title: str
    open_count: int
    decided_count: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What stands around the board: panels, demands, the queue of votes, who is there.

    ``apart_count`` are open new demands and moved sections; ``unpublished`` recommendations nobody else sees yet.
    ``suggests_test`` says that nobody has voted in this conference so far.
    """

    panel_id: str
    panel_name: str
    panel_decides: bool
    panels: tuple[ViewerPanel, ...]
    demands: tuple[DeskDemand, ...]
    apart_count: int
    queue: tuple[PollRow, ...]
    queue_count: int
    queue_minutes: int
    running: tuple[PollRow, ...]
    pending: tuple[PollRow, ...]
    open_count: int
    decided_count: int
    unpublished: int
    present: int
    members: int
    may_open: bool
    why_not: str
    suggests_test: bool

    @property
    def next_poll(self) -> PollRow | None:
        """The question of the queue that comes next."""
        return next((row for row in self.queue if not row.is_void), None)


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
    pending: tuple[PollRow, ...],
) -> DeskPage:
    """The desk of a panel, or of the whole paper, with the polls given; raises NotFoundError."""
    conference = session.get_one(Conference, conference_id)
    found = {
        panel.id: panel
        for panel in session.scalars(select(Panel).where(Panel.conference_id == conference_id).order_by(Panel.position))
    }
    if panel_id and panel_id not in found:
        raise NotFoundError("Diese Arbeitsgruppe gibt es nicht.")
    panel = found.get(panel_id)
    demands = _list_demands(session, conference_id, panel_id)
    is_open, decided = _count(session, conference_id, panel_id)
    present, members = _count_people(session, conference_id, panel_id)
    why_not = _explain_why_not(conference, present)
    waiting = sum(not row.is_void for row in queue)
    return DeskPage(
        panel_id=panel_id,
        panel_name=panel.name if panel else "",
        panel_decides=panel is None or panel.decides,
        panels=tuple(ViewerPanel(each.id, each.name, _moderates(viewer, each.id)) for each in found.values()),
        demands=tuple(
            DeskDemand(demand.id, demand.number, demand.title, is_open[demand.id], decided[demand.id])
            for demand in demands
        ),
        apart_count=is_open[""],
        queue=queue,
        queue_count=waiting,
        queue_minutes=-(-waiting * SECONDS_PER_VOTE // 60),
        running=running,
        pending=pending,
        open_count=is_open.total(),
        decided_count=decided.total(),
        unpublished=_count_unpublished(session, conference_id, panel_id),
        present=present,
        members=members,
        may_open=viewer.may_moderate and not why_not,
        why_not=why_not,
        suggests_test=viewer.may_moderate and present > 0 and not _has_voted(session, conference_id),
    )


def _explain_why_not(conference: Conference, present: int) -> str:
    if not takes_decisions(Phase(conference.phase)):
        return NOT_NOW_SENTENCES["phase"]
    return "" if present else NOT_NOW_SENTENCES["present"]


def _has_voted(session: Session, conference_id: str) -> bool:
    """Tell whether a poll has ever been opened, also one that was annulled."""
    opened = exists().where(Poll.conference_id == conference_id, Poll.opened_at.is_not(None))
    return bool(session.scalar(select(opened)))


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


def _count(session: Session, conference_id: str, panel_id: str) -> tuple[Counter[str], Counter[str]]:
    """Open and decided ones by demand, "" for new demands and moved sections; withdrawn ones are nobody's business."""
    statement = (
        select(Amendment.demand_id, func.sum(case((Amendment.state.in_(UNDECIDED), 1), else_=0)), func.count())
        .where(
            Amendment.conference_id == conference_id,
            Amendment.state.not_in([AmendmentState.WITHDRAWN, AmendmentState.DRAFT]),
        )
        .group_by(Amendment.demand_id)
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    is_open: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for demand_id, undecided, total in session.execute(statement):
        is_open[demand_id or ""] = int(undecided)
        decided[demand_id or ""] = total - int(undecided)
    return is_open, decided


def _count_unpublished(session: Session, conference_id: str, panel_id: str) -> int:
    statement = (
        select(func.count())
        .select_from(Recommendation)
        .join(Amendment, Amendment.id == Recommendation.amendment_id)
        .where(
            Amendment.conference_id == conference_id,
            Amendment.state.in_(UNDECIDED),
            Recommendation.published_at.is_(None),
        )
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    return session.scalar(statement) or 0


def _count_people(session: Session, conference_id: str, panel_id: str) -> tuple[int, int]:
    """How many members of the panel or plenary are present, and how many there are."""
    members = select(func.count(Person.present_since), func.count()).where(
        Person.conference_id == conference_id, Person.role.in_([role for role in Role if is_member(role)])
    )
    if panel_id:
        members = members.where(exists().where(Membership.person_id == Person.id, Membership.panel_id == panel_id))
    present, total = session.execute(members).one()
    return present, total
