"""The projector: what stands on a wall now, the same for everybody and never a number before its time.

A wall is the plenary's or one panel's, and shows only their polls; the plenary's shows the panels' as long as only they
vote, several in a list in which each keeps its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Conference, Panel, Poll
from drafting.models.base import now
from drafting.queries.asking import find_questions
from drafting.queries.ballots import Participation, get_participation
from drafting.queries.results import ResultPage, get_result
from drafting.queries.sayings import NOTHING, Saying
from drafting.queries.wall_results import WallResult, show_result
from drafting.queries.walls import WallQuestion, show_question
from drafting.rules.lifecycle import PollState

# A result stands until the next question, but not until the next morning.
SHOWN_FOR = timedelta(hours=2)
# More panels than these do not fit in a size that can be read.
MOST_PANELS = 5


@dataclass(frozen=True, slots=True)
class ScreenLink:
    """A wall's link as moderators see it; ``token`` is "" where there is none, ``panel_id`` for the plenary."""

    panel_id: str
    name: str
    token: str


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """The wall: a question while a poll runs, then its result; between times how to join, and what is next.

    ``mark`` stands for the link in names of elements. ``is_ended`` says that the link no longer holds; ``lists`` that
    several panels vote, whose polls are in the wall's foot. ``panel_name`` is "" on the plenary's wall.
    """

    mark: str
    is_ended: bool
    conference_name: str
    panel_name: str = ""
    question: WallQuestion | None = None
    result: WallResult | None = None
    next_up: Saying = NOTHING
    lists: bool = False


@dataclass(frozen=True, slots=True)
class PanelPoll:
    """A panel's poll among those of several panels: how many have voted while it runs, then its result."""

    panel_name: str
    what: Saying
    participation: Participation | None
    closes_at: datetime | None
    is_time_over: bool
    result: ResultPage | None


@dataclass(frozen=True, slots=True)
class Turnout:
    """The foot of the wall: how many have voted and until when; ``participation`` is None while no poll runs.

    ``is_time_over`` says that only hands are still counted, so that nobody need join. ``polls`` are those of several
    panels, ``more`` how many are left out.
    """

    mark: str
    participation: Participation | None
    closes_at: datetime | None
    polls: tuple[PanelPoll, ...] = ()
    more: int = 0
    is_time_over: bool = False


@dataclass(frozen=True, slots=True)
class _Wall:
    """Whose wall a link shows: a panel's, or the plenary's."""

    conference: Conference
    panel: Panel | None


def make_mark(token: str) -> str:
    """What stands for a link in names of elements and topics, from which it cannot be found."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def list_links(session: Session, conference_id: str) -> tuple[ScreenLink, ...]:
    """The links of all walls, for moderators: the plenary's first, then one of each panel."""
    conference = session.get_one(Conference, conference_id)
    return (
        ScreenLink("", "", conference.screen_token),
        *(ScreenLink(panel.id, panel.name, panel.screen_token) for panel in _list_panels(session, conference_id)),
    )


def get_conference_id(session: Session, token: str) -> str:
    """The conference a link shows; raises NotFoundError for one that does not hold."""
    found = None
    if token:
        found = session.scalar(select(Conference.id).where(Conference.screen_token == token)) or session.scalar(
            select(Panel.conference_id).where(Panel.screen_token == token)
        )
    if found is None:
        raise NotFoundError("Dieser Link gilt nicht oder nicht mehr. Die Leitung hat den neuen.")
    return found


def get_screen(session: Session, conference_id: str, mark: str) -> ScreenPage:
    """The wall as it is now, for screens of the link with this mark."""
    wall = _find_wall(session, conference_id, mark)
    if wall is None:
        name = session.get_one(Conference, conference_id).name
        return ScreenPage(mark, is_ended=True, conference_name=name)
    name, panel_name = wall.conference.name, wall.panel.name if wall.panel else ""
    polls = _find_current(session, wall)
    if len(polls) > 1:
        return ScreenPage(mark, False, name, lists=True)
    if not polls:
        return ScreenPage(mark, False, name, panel_name, next_up=_find_next(session, wall))
    (poll,) = polls
    if poll.state == PollState.OPEN:
        return ScreenPage(mark, False, name, panel_name, question=show_question(session, poll))
    return ScreenPage(mark, False, name, panel_name, result=show_result(session, poll))


def get_turnout(session: Session, conference_id: str, mark: str) -> Turnout:
    """How many have voted in the poll on the wall, or in each of several."""
    wall = _find_wall(session, conference_id, mark)
    polls = _find_current(session, wall) if wall else ()
    if len(polls) > 1:
        listed = _list_polls(session, polls[:MOST_PANELS])
        running = [poll.is_time_over for poll in polls if poll.state == PollState.OPEN]
        is_over = bool(running) and all(running)
        return Turnout(mark, None, None, listed, max(len(polls) - MOST_PANELS, 0), is_over)
    if not polls or polls[0].state != PollState.OPEN:
        return Turnout(mark, None, None)
    (poll,) = polls
    return Turnout(mark, get_participation(session, poll.id), poll.closes_at, is_time_over=poll.is_time_over)


def _list_panels(session: Session, conference_id: str) -> Sequence[Panel]:
    statement = select(Panel).where(Panel.conference_id == conference_id).order_by(Panel.position)
    return session.scalars(statement).all()


def _find_wall(session: Session, conference_id: str, mark: str) -> _Wall | None:
    conference = session.get_one(Conference, conference_id)
    if conference.screen_token and make_mark(conference.screen_token) == mark:
        return _Wall(conference, None)
    for panel in _list_panels(session, conference_id):
        if panel.screen_token and make_mark(panel.screen_token) == mark:
            return _Wall(conference, panel)
    return None


def _find_current(session: Session, wall: _Wall) -> tuple[Poll, ...]:
    """What a wall shows: each electorate's poll that was opened or ended last, unless that was long ago.

    On the plenary's wall its own poll goes before the panels', unless it has ended and one of theirs began later.
    """
    is_recent = (Poll.state == PollState.OPEN) | (Poll.closed_at > now() - SHOWN_FOR)
    polls = session.scalars(select(Poll).where(Poll.conference_id == wall.conference.id, is_recent)).all()
    latest: dict[str | None, Poll] = {}
    for poll in sorted(polls, key=lambda each: (_changed_at(each), each.number)):
        latest[poll.panel_id] = poll
    if wall.panel is not None:
        return tuple(poll for poll in (latest.get(wall.panel.id),) if poll)
    own = latest.pop(None, None)
    panels = [latest[panel.id] for panel in _list_panels(session, wall.conference.id) if panel.id in latest]
    if own is None:
        return tuple(panels)
    if own.state != PollState.OPEN:
        later = [poll for poll in panels if poll.opened_at is not None and poll.opened_at > _changed_at(own)]
        return tuple(later) or (own,)
    return (own,)


def _changed_at(poll: Poll) -> datetime:
    return (poll.opened_at if poll.state == PollState.OPEN else poll.closed_at) or now()


def _find_next(session: Session, wall: _Wall) -> Saying:
    """What waits first in the queue, in words."""
    conditions = [Poll.conference_id == wall.conference.id, Poll.state == PollState.PREPARED]
    if wall.panel is not None:
        conditions.append(Poll.panel_id == wall.panel.id)
    waiting = find_questions(session, conditions)
    first = min(waiting, key=lambda each: (each.poll.rank is None, each.poll.rank or 0, each.poll.number), default=None)
    return first.what if first else NOTHING


def _list_polls(session: Session, polls: Sequence[Poll]) -> tuple[PanelPoll, ...]:
    questions = {each.poll.id: each for each in find_questions(session, [Poll.id.in_([poll.id for poll in polls])])}
    return tuple(
        PanelPoll(
            panel_name=questions[poll.id].panel_name,
            what=questions[poll.id].what,
            participation=get_participation(session, poll.id) if poll.state == PollState.OPEN else None,
            closes_at=poll.closes_at if poll.state == PollState.OPEN else None,
            is_time_over=poll.state == PollState.OPEN and poll.is_time_over,
            result=None if poll.state == PollState.OPEN else get_result(session, poll.id),
        )
        for poll in polls
    )
