"""Polls: opening a question, casting, the time limit; and, from files of their own, all else one does with a poll.

Questions are put into the queue by ``questions`` and ``hall_questions``, ordered by ``poll_queue``, ended by
``poll_endings``; who votes is in ``electorates``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError
from drafting.events import PollOpened
from drafting.models import Amendment, Conference, Panel, Poll
from drafting.models import now as present_moment
from drafting.queries.questions import is_about, is_binding
from drafting.rules.lifecycle import Phase, PollState, takes_decisions
from drafting.rules.permissions import may_moderate
from drafting.rules.questions import Question, VoteKind, decides
from drafting.services import ballots, consents, electorates, hall_questions, questions, voted
from drafting.services.access import lock_conference, require_role
from drafting.services.asking import LONGEST_LIMIT, USUAL, Terms, list_terms, put_down
from drafting.services.ballots import Cast, Outcome
from drafting.services.electorates import add_voter
from drafting.services.poll_endings import PollResult, annul, close_due, close_poll, confirm
from drafting.services.poll_queue import arrange, change_terms, unqueue
from drafting.services.poll_rows import (
    list_options,
    lock_poll,
    name_subject,
    record,
    require_lead,
    require_state,
    require_step,
)

__all__ = [
    "PollResult",
    "add_voter",
    "annul",
    "arrange",
    "cast",
    "change_terms",
    "close_due",
    "close_poll",
    "confirm",
    "extend",
    "limit",
    "open_list",
    "open_now",
    "open_poll",
    "open_test",
    "unqueue",
]


def open_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> None:
    """Open a prepared poll and fix what it is about and who votes; one poll runs at a time for each electorate."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    if poll.state == PollState.OPEN:
        return
    require_step(poll, PollState.OPEN)
    _require_phase(work, poll)
    _refuse_second_poll(work, poll)
    poll.recommends = poll.panel_id is not None and not work.session.get_one(Panel, poll.panel_id).decides
    listed = voted.fix(work, poll)
    electorates.fix(work, poll)
    if poll.kind == VoteKind.SECRET:
        work.keyring.make(poll.id)
    poll.state = PollState.OPEN
    poll.opened_at = present_moment()
    poll.closes_at = poll.opened_at + timedelta(seconds=poll.time_limit) if poll.time_limit else None
    record(
        work,
        poll,
        "poll.opened",
        actor=actor,
        question=poll.question,
        revision=poll.revision_id,
        **({"listed": listed} if listed else {}),
        edition=poll.edition_id,
        entitled=poll.entitled,
        recommends=poll.recommends,
        **list_terms(poll),
    )
    work.publish(PollOpened(poll_id=poll.id, **name_subject(poll)))


def open_now(work: UnitOfWork, amendment_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Prepare and open in one act; returns the poll's id. A double click finds the poll already open and returns it."""
    poll_id = questions.prepare(work, amendment_id, actor=actor, terms=terms)
    poll = work.session.get_one(Poll, poll_id)
    if poll.panel_id != terms.panel_id:
        raise ClosedError(
            "Diese Frage steht schon in der Liste, mit anderen Bedingungen: Abstimmung %(number)s.",
            number=poll.number,
            poll_id=poll_id,
        )
    open_poll(work, poll_id, actor=actor)
    return poll_id


def open_list(work: UnitOfWork, list_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Put a list of undisputed amendments to one vote of those whose list it is; a double click gives the same poll."""
    listed = consents.get_list(work, list_id)
    consents.require_moderator(work, listed, actor=actor)
    running = work.session.scalars(
        select(Poll).where(Poll.consent_list_id == list_id, Poll.state == PollState.OPEN)
    ).first()
    if running is not None:
        return running.id
    conference = work.session.get_one(Conference, listed.conference_id)
    poll = Poll(question=Question.CONSENT, consent_list_id=list_id)
    put_down(work, conference, poll, terms.of_panel(listed.panel_id), actor=actor, list=list_id)
    open_poll(work, poll.id, actor=actor)
    return poll.id


def open_test(work: UnitOfWork, conference_id: str, *, actor: str, terms: Terms = USUAL) -> str:
    """Put the test to the vote at once: one that waits in the queue, else a new one; a double click gives the same."""
    require_role(work, conference_id, actor, may_moderate)
    lock_conference(work, conference_id)
    known = work.session.scalars(
        select(Poll.id)
        .where(
            Poll.conference_id == conference_id,
            Poll.question == Question.TEST,
            Poll.state.in_([PollState.PREPARED, PollState.OPEN]),
            Poll.panel_id == terms.panel_id,
        )
        .order_by(Poll.number)
        .limit(1)
    ).first()
    poll_id = known or hall_questions.ask_test(work, conference_id, actor=actor, terms=terms)
    open_poll(work, poll_id, actor=actor)
    return poll_id


def _require_phase(work: UnitOfWork, poll: Poll) -> None:
    phase = Phase(work.session.get_one(Conference, poll.conference_id).phase)
    # What decides nothing may be asked before the decisions and after them, and so may the paper as a whole.
    is_free = not decides(Question(poll.question)) or poll.question == Question.PAPER
    if phase is Phase.ARCHIVED or not (is_free or takes_decisions(phase)):
        raise ClosedError("In dieser Phase der Konferenz wird nicht abgestimmt.")


def _refuse_second_poll(work: UnitOfWork, poll: Poll) -> None:
    """Raise ClosedError while the same people, or the same demand, have an open question."""
    same: ColumnElement[bool] = Poll.panel_id.is_(None) if poll.panel_id is None else Poll.panel_id == poll.panel_id
    ids, about = _list_subjects(work, poll)
    held = is_binding() & is_about(demands=about, amendments=ids)
    running = work.session.scalar(
        select(Poll)
        .where(Poll.conference_id == poll.conference_id, ((Poll.state == PollState.OPEN) & same) | held)
        .limit(1)
    )
    if running is None:
        return
    if running.state == PollState.OPEN:
        raise ClosedError(
            "Es läuft noch Abstimmung %(number)s. Bitte schließen Sie sie zuerst.",
            number=running.number,
            poll_id=running.id,
        )
    raise ClosedError(
        "Das Ergebnis von Abstimmung %(number)s ist noch nicht bestätigt. Bitte bestätigen Sie es zuerst.",
        number=running.number,
        poll_id=running.id,
    )


def _list_subjects(work: UnitOfWork, poll: Poll) -> tuple[list[str], list[str]]:
    """The amendments and the demands a question is about; those of a joint list are checked by the list."""
    found = [*voted.list_items(work, poll)]
    ids = [option.amendment_id for option in list_options(work, poll) if option.amendment_id]
    found += work.session.scalars(select(Amendment).where(Amendment.id.in_(ids)))
    demands = {amendment.demand_id for amendment in found} | {poll.demand_id}
    amendments = {amendment.id for amendment in found} | {poll.amendment_id}
    return sorted(filter(None, amendments)), sorted(filter(None, demands))


def cast(work: UnitOfWork, poll_id: str, choice: str, *, actor: str, session_id: str = "", receipt: str = "") -> None:
    """Store or change a ballot by itself, harmless when sent twice; the hall's ballots go through the ballot box.

    ``session_id`` (from the Viewer) makes the guard check that the session still holds; ``receipt`` is for secret
    votes. Raises ClosedError after closing, NotAllowedError for somebody not entitled or signed out.
    """
    ballot = Cast(poll_id, str(choice), session_id=session_id, person_id=actor, receipt=receipt)
    (outcome,), events = ballots.store_all(work.session.connection(), [ballot], work.keyring)
    if outcome is not Outcome.SAVED:
        raise ballots.explain(outcome)
    for event in events:
        work.publish(event)


def extend(work: UnitOfWork, poll_id: str, *, seconds: int, actor: str) -> None:
    """Give more time, from the end of the time there is, or from now where that has passed."""
    poll = _lock_running(work, poll_id, seconds=seconds, actor=actor)
    if poll.closes_at is None:
        raise ClosedError("Diese Abstimmung hat keine Zeitgrenze und läuft, bis sie geschlossen wird.")
    _end_in(work, poll, max(present_moment(), poll.closes_at), seconds, action="poll.extended", actor=actor)


def limit(work: UnitOfWork, poll_id: str, *, seconds: int, actor: str) -> None:
    """Let a running poll that had no time limit end by itself so many seconds from now."""
    poll = _lock_running(work, poll_id, seconds=seconds, actor=actor)
    if poll.closes_at is not None:
        raise ClosedError("Diese Abstimmung hat schon eine Zeitgrenze. Bitte verlängern Sie sie.")
    _end_in(work, poll, present_moment(), seconds, action="poll.limited", actor=actor)


def _lock_running(work: UnitOfWork, poll_id: str, *, seconds: int, actor: str) -> Poll:
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    require_state(poll, PollState.OPEN)
    if not 0 < seconds <= LONGEST_LIMIT:
        raise InvalidInputError("Bitte höchstens eine Stunde.", field="zeit")
    return poll


def _end_in(work: UnitOfWork, poll: Poll, begin: datetime, seconds: int, *, action: str, actor: str) -> None:
    poll.closes_at = begin + timedelta(seconds=seconds)
    poll.is_time_over = False
    record(work, poll, action, actor=actor, seconds=seconds, closes_at=poll.closes_at.isoformat())
    work.publish(PollOpened(poll_id=poll.id, **name_subject(poll)))
