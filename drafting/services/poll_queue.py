"""The queue of questions: their terms and their order, until somebody opens them."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.database import UnitOfWork
from drafting.errors import ClosedError
from drafting.events import PollPrepared
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import may_moderate
from drafting.services.access import require_role
from drafting.services.asking import Terms, change, list_terms, record_change
from drafting.services.poll_endings import annul
from drafting.services.poll_rows import lock_poll, require_lead, require_state

REASON_SENTENCES = {"unqueued": "Vor der Eröffnung zurückgenommen."}


def change_terms(work: UnitOfWork, poll_id: str, terms: Terms, *, actor: str) -> None:
    """Change who votes on a prepared question, how, and under which rule."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    require_state(poll, PollState.PREPARED)
    before = list_terms(poll)
    change(work, poll, terms, actor=actor)
    if list_terms(poll) != before:
        record_change(work, poll, actor=actor)


def arrange(work: UnitOfWork, conference_id: str, poll_ids: Sequence[str], *, actor: str) -> None:
    """Put prepared questions into this order, before all others; those opened meanwhile are passed over."""
    require_role(work, conference_id, actor, may_moderate)
    for rank, poll_id in enumerate(poll_ids, start=1):
        poll = lock_poll(work, poll_id)
        if poll.conference_id == conference_id and poll.state == PollState.PREPARED:
            poll.rank = rank
            work.publish(PollPrepared(conference_id=conference_id, poll_id=poll.id))


def unqueue(work: UnitOfWork, poll_id: str, *, actor: str) -> None:
    """Take a question out of the queue that nobody has opened; its amendment stays open."""
    poll = lock_poll(work, poll_id)
    if PollState(poll.state) not in {PollState.PREPARED, PollState.ANNULLED}:
        raise ClosedError("Diese Abstimmung läuft schon.")
    annul(work, poll_id, reason=REASON_SENTENCES["unqueued"], actor=actor)
