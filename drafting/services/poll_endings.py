"""The end of a poll: counted and closed with its effect, confirmed where the conference wants that, or annulled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, UnconfirmedCountError
from drafting.events import PollAnnulled, PollClosed, PollOpened
from drafting.models import Conference, Poll
from drafting.models import now as present_moment
from drafting.queries.questions import PENDING
from drafting.rules.lifecycle import PollState
from drafting.rules.voting import Tally, Verdict
from drafting.services import consents, counting, hand_counts, verdicts
from drafting.services.access import SYSTEM
from drafting.services.poll_rows import (
    decide_poll,
    list_options,
    lock_poll,
    name_subject,
    record,
    require_lead,
    require_step,
)

DONE = "done"


@dataclass(frozen=True, slots=True)
class PollResult:
    """How a poll ended; ``version_id`` is the text it brought, "" where it brought none.

    ``verdict`` is None where nothing is decided; ``is_pending`` says that the effect waits to be confirmed.
    """

    poll_id: str
    verdict: Verdict | None
    tally: Tally
    formula: str
    version_id: str
    is_pending: bool = False


def close_poll(work: UnitOfWork, poll_id: str, *, actor: str) -> PollResult:
    """Count, erase who voted how, and let the verdict take effect, all at once; twice gives the same result."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    if poll.state == PollState.CLOSED:
        return _result(poll)
    require_step(poll, PollState.CLOSED)
    if hand_counts.has_unconfirmed(work, poll):
        raise UnconfirmedCountError(poll_id=poll.id)
    counting.count(work, poll)
    decided = decide_poll(work, poll)
    poll.state = PollState.CLOSED
    poll.verdict = decided.verdict or ""
    poll.formula = str(decided.formula)
    poll.closed_at = present_moment()
    conference = work.session.get_one(Conference, poll.conference_id)
    if conference.confirms_effects and verdicts.waits(poll, decided):
        poll.effect = PENDING
    record(
        work,
        poll,
        "poll.closed",
        actor=actor,
        question=poll.question,
        rule=poll.rule,
        quorum=[poll.quorum_numerator, poll.quorum_denominator],
        **_list_numbers(work, poll),
        verdict=poll.verdict,
        chosen=decided.key,
        recommends=poll.recommends,
        revision=poll.revision_id,
        digest=poll.digest,
        pending=poll.effect == PENDING,
    )
    if poll.effect != PENDING:
        verdicts.take_effect(work, poll, decided, actor=actor)
    work.publish(PollClosed(poll_id=poll.id, **name_subject(poll)))
    return _result(poll)


def close_due(work: UnitOfWork, poll_id: str, *, ends_at: datetime | None = None) -> bool:
    """Close a poll whose time is over; tell whether it did so now. It waits for those still to be counted by hand.

    No ballot counts meanwhile, unless more time is given: the end is for everybody at the same moment.

    ``ends_at`` is the end its caller has waited for by counting seconds: more time given meanwhile then holds, and the
    time of day is not asked.
    """
    poll = lock_poll(work, poll_id)
    if poll.state != PollState.OPEN or poll.closes_at is None:
        return False
    if poll.closes_at > present_moment() if ends_at is None else poll.closes_at != ends_at:
        return False
    if hand_counts.is_awaited(work, poll):
        if not poll.is_time_over:
            poll.is_time_over = True
            record(work, poll, "poll.time_over", actor=SYSTEM)
            work.publish(PollOpened(poll_id=poll.id, **name_subject(poll)))
        return False
    close_poll(work, poll_id, actor=SYSTEM)
    return True


def confirm(work: UnitOfWork, poll_id: str, *, actor: str) -> PollResult:
    """Let the verdict of a closed poll take effect that waits for it; twice is harmless."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    if poll.effect == DONE:
        return _result(poll)
    if poll.effect != PENDING:
        raise ClosedError("Hier ist nichts zu bestätigen.")
    # First: what waits to be confirmed holds what it is about, against this act as well.
    poll.effect = DONE
    work.session.flush()
    record(work, poll, "poll.confirmed", actor=actor)
    verdicts.take_effect(work, poll, decide_poll(work, poll), actor=actor)
    work.publish(PollClosed(poll_id=poll.id, **name_subject(poll)))
    return _result(poll)


def annul(work: UnitOfWork, poll_id: str, *, reason: str, actor: str) -> None:
    """Declare a poll without effect before it has any; its amendment stays open, its numbers in the record.

    Of one that runs the ballots are counted and erased as at its close, for everybody at the same moment.
    """
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    if poll.state == PollState.ANNULLED:
        return
    if poll.effect != PENDING:
        require_step(poll, PollState.ANNULLED)
    if not reason.strip():
        raise InvalidInputError("Bitte schreiben Sie, warum die Abstimmung nicht gilt.", field="reason")
    if poll.state == PollState.OPEN:
        counting.count(work, poll)
        poll.closed_at = present_moment()
    if poll.state != PollState.PREPARED:
        consents.break_off_vote(work, poll)
    poll.state = PollState.ANNULLED
    poll.verdict = poll.formula = poll.effect = ""
    poll.annul_reason = reason.strip()
    record(work, poll, "poll.annulled", actor=actor, **_list_numbers(work, poll), digest=poll.digest)
    work.publish(PollAnnulled(poll_id=poll.id, **name_subject(poll)))


def _list_numbers(work: UnitOfWork, poll: Poll) -> dict[str, object]:
    """Every number of a counted poll, for the journal."""
    return {
        "yes": poll.yes,
        "no": poll.no,
        "abstain": poll.abstain,
        "invalid": poll.invalid,
        "marked": poll.marked,
        "options": [[option.key, option.count] for option in list_options(work, poll)],
        "by_hand": poll.by_hand,
        "entitled": poll.entitled,
    }


def _result(poll: Poll) -> PollResult:
    return PollResult(
        poll_id=poll.id,
        verdict=Verdict(poll.verdict) if poll.verdict else None,
        tally=poll.tally,
        formula=poll.formula,
        version_id=poll.version_id or "",
        is_pending=poll.effect == PENDING,
    )
