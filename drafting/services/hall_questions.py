"""Questions to the hall that are about no single amendment: a demand, the whole paper, priorities, opinions, a test."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotFoundError
from drafting.models import Conference, Demand, Paper, Poll, PollOption
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import may_moderate
from drafting.rules.questions import Question
from drafting.services import demands
from drafting.services.access import lock_conference, require_role
from drafting.services.asking import USUAL, Terms, put_down, take_up

OPINIONS = frozenset({Question.SINGLE, Question.MULTIPLE, Question.SCALE})
_FEWEST_ANSWERS = 2
_MOST_ANSWERS = 20
_LONGEST = 300


def ask_demand(work: UnitOfWork, demand_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Ask whether a demand stays in the paper as it now stands; a no strikes it; returns the poll's id."""
    demand = demands.lock_demand(work, demand_id)
    conference_id = demands.get_conference_id(work, demand)
    require_role(work, conference_id, actor, may_moderate)
    if demand.is_struck:
        raise ClosedError("Diese Forderung ist gestrichen.")
    known = _find_prepared(work, Poll.question == Question.DEMAND, Poll.demand_id == demand_id)
    if known is not None:
        return take_up(work, known, terms, actor=actor)
    conference = work.session.get_one(Conference, conference_id)
    poll = Poll(question=Question.DEMAND, demand_id=demand_id)
    return put_down(work, conference, poll, terms, actor=actor, demand=demand_id)


def ask_paper(work: UnitOfWork, conference_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Put the whole paper to its final vote; opening freezes it as it then stands; returns the poll's id."""
    conference = _lock(work, conference_id, actor=actor)
    get_paper(work, conference_id)
    known = _find_prepared(work, Poll.question == Question.PAPER, Poll.conference_id == conference_id)
    if known is not None:
        return take_up(work, known, terms, actor=actor)
    return put_down(work, conference, Poll(question=Question.PAPER), terms, actor=actor)


def ask_priorities(
    work: UnitOfWork,
    conference_id: str,
    *,
    most: int,
    actor: str,
    title: str = "",
    demand_ids: Sequence[str] = (),
    terms: Terms = USUAL,
) -> str:
    """Let everybody name up to ``most`` demands, of all that stand or of those given; returns the poll's id."""
    conference = _lock(work, conference_id, actor=actor)
    paper = get_paper(work, conference_id)
    statement = select(Demand).where(Demand.paper_id == paper.id, Demand.kind == "demand", Demand.is_struck.is_(False))
    if demand_ids:
        statement = statement.where(Demand.id.in_(demand_ids))
    found = work.session.scalars(statement.order_by(Demand.position)).all()
    if not 0 < most < len(found):
        raise InvalidInputError("Bitte weniger Schwerpunkte, als es Forderungen gibt.", field="anzahl")
    poll = Poll(question=Question.PRIORITIES, title=title.strip(), most_choices=most)
    poll_id = put_down(work, conference, poll, terms, actor=actor, most=most, demands=[each.id for each in found])
    work.session.add_all(
        PollOption(poll_id=poll_id, key=key, label=_name(demand), demand_id=demand.id)
        for key, demand in enumerate(found, start=1)
    )
    work.session.flush()
    return poll_id


def _name(demand: Demand) -> str:
    """A demand as an answer, which says what it was called at the time; ``queries.asking_words`` reads it again."""
    return f"{demand.label}: {demand.title}" if demand.number else demand.label


def ask_opinion(
    work: UnitOfWork,
    conference_id: str,
    question: Question,
    *,
    title: str,
    answers: Sequence[str],
    actor: str,
    terms: Terms = USUAL,
) -> str:
    """Ask the hall something that decides nothing: one answer, several, or a step of a scale; returns the poll's id."""
    conference = _lock(work, conference_id, actor=actor)
    if question not in OPINIONS:
        raise ValueError("this question is no opinion")
    labels = [answer.strip() for answer in answers if answer.strip()]
    if not title.strip():
        raise InvalidInputError("Bitte schreiben Sie die Frage.", field="frage")
    if not _FEWEST_ANSWERS <= len(labels) <= _MOST_ANSWERS:
        raise InvalidInputError("Bitte schreiben Sie zwei bis zwanzig Antworten.", field="antworten")
    if len(set(labels)) < len(labels):
        raise InvalidInputError("Zwei Antworten sind gleich.", field="antworten")
    if max(map(len, (title, *labels))) > _LONGEST:
        raise InvalidInputError("Das ist zu lang.", field="frage")
    most = len(labels) if question is Question.MULTIPLE else 1
    poll = Poll(question=question, title=title.strip(), most_choices=most)
    poll_id = put_down(work, conference, poll, terms, actor=actor, answers=len(labels))
    work.session.add_all(PollOption(poll_id=poll_id, key=key, label=label) for key, label in enumerate(labels, start=1))
    work.session.flush()
    return poll_id


def ask_test(work: UnitOfWork, conference_id: str, *, actor: str, title: str = "", terms: Terms = USUAL) -> str:
    """Put a test vote into the queue, so that everybody has voted once before it counts; returns the poll's id."""
    conference = _lock(work, conference_id, actor=actor)
    return put_down(work, conference, Poll(question=Question.TEST, title=title.strip()), terms, actor=actor)


def get_paper(work: UnitOfWork, conference_id: str) -> Paper:
    """The paper of a conference; raises NotFoundError."""
    paper = work.session.scalars(select(Paper).where(Paper.conference_id == conference_id)).first()
    if paper is None:
        raise NotFoundError("Es gibt noch kein Papier.")
    return paper


def _lock(work: UnitOfWork, conference_id: str, *, actor: str) -> Conference:
    require_role(work, conference_id, actor, may_moderate)
    return lock_conference(work, conference_id)


def _find_prepared(work: UnitOfWork, *conditions: ColumnElement[bool]) -> Poll | None:
    statement = select(Poll).where(Poll.state == PollState.PREPARED, *conditions)
    return work.session.scalars(statement.limit(1)).first()
