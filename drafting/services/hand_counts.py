"""Counts by hand, for people without a device: marked on the roll first, entered by one, confirmed by a second.

The second person enters the numbers once more, so that no page has to show them before the poll has ended.

A count never exceeds those marked. Numbers of different places in the hall are counts of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select, update

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import BallotCast
from drafting.models import Ballot, HandCount, Poll, Voter, now
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import LEAST_FOR_SECRET, WITH_OPTIONS, Question, VoteKind
from drafting.services.poll_rows import list_options, lock_poll, record, require_lead, require_state

_LONGEST = 100
# The numbers of fewer people say too much about each of them.
LEAST_TO_SHOW = LEAST_FOR_SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What was counted: raised hands or paper. ``options`` are the votes by key of the answer.

    ``marked`` are the ballots that named answers; where each names one, they are the sum of ``options``.
    """

    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    marked: int = 0
    options: Mapping[int, int] = field(default_factory=dict)

    @property
    def cast(self) -> int:
        """Everybody counted."""
        return self.yes + self.no + self.abstain + self.invalid + self.marked


def mark(work: UnitOfWork, poll_id: str, person_id: str, *, actor: str, by_hand: bool = True) -> None:
    """Mark somebody on the roll of a running poll to be counted by hand, or take that back; refused once they voted."""
    poll = _lock(work, poll_id, actor=actor)
    voter = work.session.get(Voter, (poll_id, person_id), populate_existing=True, with_for_update=True)
    if voter is None:
        raise NotFoundError("Diese Person steht nicht im Wählerverzeichnis dieser Abstimmung.")
    if voter.by_hand == by_hand:
        return
    if by_hand and (voter.has_voted or work.session.get(Ballot, (poll_id, person_id)) is not None):
        raise ClosedError("Diese Person hat schon auf ihrem Gerät abgestimmt.")
    if not by_hand and _sum_entered(work, poll) > _count_marked(work, poll) - 1:
        raise ClosedError("Für diese Person ist schon von Hand gezählt.")
    voter.by_hand = by_hand
    work.session.flush()
    record(
        work,
        poll,
        "poll.marked_by_hand" if by_hand else "poll.unmarked_by_hand",
        actor=actor,
        # Nobody's name: with a small count, or one of a single mind, the record would say how they voted.
        marked=_count_marked(work, poll),
    )
    work.publish(BallotCast(conference_id=poll.conference_id, poll_id=poll.id))


def enter(work: UnitOfWork, poll_id: str, numbers: Numbers, *, actor: str, place: str = "") -> str:
    """Enter a count; it counts once a second person has confirmed it; returns its id."""
    poll = _lock(work, poll_id, actor=actor)
    _check(work, poll, numbers)
    if len(place) > _LONGEST:
        raise InvalidInputError("Das ist zu lang.", field="ort")
    count = HandCount(
        poll_id=poll.id,
        place=place.strip(),
        yes=numbers.yes,
        no=numbers.no,
        abstain=numbers.abstain,
        invalid=numbers.invalid,
        marked=numbers.marked,
        options={str(key): number for key, number in numbers.options.items()},
        entered_by=actor,
    )
    work.session.add(count)
    work.session.flush()
    record(work, poll, "poll.hand_count_entered", actor=actor, count=count.id, cast=count.cast)
    work.publish(BallotCast(conference_id=poll.conference_id, poll_id=poll.id))
    return count.id


def confirm(work: UnitOfWork, count_id: str, numbers: Numbers, *, actor: str) -> None:
    """Confirm a count somebody else entered, by entering the same numbers; twice is harmless."""
    count, poll = _get(work, count_id, actor=actor)
    if count.confirmed_at is not None:
        return
    if count.entered_by == actor:
        raise NotAllowedError("Eine zweite Person muss die Zählung bestätigen.")
    if _read(count) != numbers:
        raise InvalidInputError("Diese Zahlen sind andere als die zuerst eingegebenen.", field="zahlen")
    count.confirmed_by, count.confirmed_at = actor, now()
    work.session.flush()
    record(work, poll, "poll.hand_count_confirmed", actor=actor, count=count.id, cast=count.cast)
    work.publish(BallotCast(conference_id=poll.conference_id, poll_id=poll.id))


def discard(work: UnitOfWork, count_id: str, *, actor: str) -> None:
    """Take a count back that was wrong, to enter it anew."""
    count, poll = _get(work, count_id, actor=actor)
    work.session.delete(count)
    work.session.flush()
    record(work, poll, "poll.hand_count_discarded", actor=actor, count=count_id)
    work.publish(BallotCast(conference_id=poll.conference_id, poll_id=poll.id))


def list_confirmed(work: UnitOfWork, poll: Poll) -> Sequence[HandCount]:
    """The counts that count."""
    return work.session.scalars(
        select(HandCount).where(HandCount.poll_id == poll.id, HandCount.confirmed_at.is_not(None))
    ).all()


def count_confirmed(work: UnitOfWork, poll: Poll) -> int:
    """How many votes were counted by hand."""
    return sum(count.cast for count in list_confirmed(work, poll))


def forget(work: UnitOfWork, poll: Poll) -> None:
    """Erase at the end of a poll who was counted by hand, and the split of numbers too small to hide anybody.

    Of a few nothing but their number is left, ``Poll.by_hand``; a small count of one place goes into that of another.
    """
    work.session.execute(
        update(Voter).where(Voter.poll_id == poll.id, Voter.by_hand).values(by_hand=False),
        execution_options={"synchronize_session": "fetch"},
    )
    counts = list(list_confirmed(work, poll))
    kept: set[str] = set()
    if poll.by_hand >= LEAST_TO_SHOW:
        kept = {count.id for count in counts}
        if min(count.cast for count in counts) < LEAST_TO_SHOW:
            kept = {_merge(counts).id}
    work.session.flush()
    work.session.execute(
        delete(HandCount).where(HandCount.poll_id == poll.id, HandCount.id.not_in(kept)),
        execution_options={"synchronize_session": "fetch"},
    )


def _merge(counts: Sequence[HandCount]) -> HandCount:
    """Put the numbers of all places into the first."""
    first, *others = counts
    first.place = ""
    for other in others:
        first.yes += other.yes
        first.no += other.no
        first.abstain += other.abstain
        first.invalid += other.invalid
        first.marked += other.marked
        keys = first.options.keys() | other.options.keys()
        first.options = {key: first.options.get(key, 0) + other.options.get(key, 0) for key in sorted(keys)}
    return first


def has_unconfirmed(work: UnitOfWork, poll: Poll) -> bool:
    """Tell whether a count waits for a second person."""
    waiting = select(HandCount.id).where(HandCount.poll_id == poll.id, HandCount.confirmed_at.is_(None)).limit(1)
    return work.session.scalar(waiting) is not None


def _lock(work: UnitOfWork, poll_id: str, *, actor: str) -> Poll:
    """A running poll in which counting by hand is possible."""
    poll = lock_poll(work, poll_id)
    require_lead(work, poll, actor=actor)
    require_state(poll, PollState.OPEN)
    if poll.kind == VoteKind.NAMED:
        raise ClosedError("Namentliche Stimmen lassen sich nicht von Hand zählen.")
    if poll.is_weighted:
        raise ClosedError("Gewichtete Stimmen lassen sich nicht von Hand zählen.")
    return poll


def _get(work: UnitOfWork, count_id: str, *, actor: str) -> tuple[HandCount, Poll]:
    poll_id = work.session.scalar(select(HandCount.poll_id).where(HandCount.id == count_id))
    if poll_id is None:
        raise NotFoundError("Diese Zählung gibt es nicht.")
    poll = _lock(work, poll_id, actor=actor)
    return work.session.get_one(HandCount, count_id, populate_existing=True), poll


def _read(count: HandCount) -> Numbers:
    options = {int(key): number for key, number in count.options.items()}
    return Numbers(
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        invalid=count.invalid,
        marked=count.marked,
        options=options,
    )


def _check(work: UnitOfWork, poll: Poll, numbers: Numbers) -> None:
    """Raise InvalidInputError for numbers that cannot be."""
    single = (numbers.yes, numbers.no, numbers.abstain, numbers.invalid, numbers.marked, *numbers.options.values())
    if min(single) < 0 or numbers.cast == 0:
        raise InvalidInputError("Bitte geben Sie ein, was gezählt wurde.", field="zahlen")
    if Question(poll.question) in WITH_OPTIONS:
        _check_options(work, poll, numbers)
    elif numbers.marked or numbers.options:
        raise InvalidInputError("Hier wird mit Ja, Nein oder Enthaltung abgestimmt.", field="zahlen")
    marked = _count_marked(work, poll)
    if poll.kind == VoteKind.SECRET and marked < LEAST_FOR_SECRET:
        # The number of one or two would say how they voted.
        raise ClosedError("Geheim von Hand gezählt wird erst ab fünf Personen.")
    if _sum_entered(work, poll) + numbers.cast > marked:
        raise InvalidInputError(
            "Von Hand abstimmen können hier nur %(marked)s Personen.", field="zahlen", marked=marked
        )


def _check_options(work: UnitOfWork, poll: Poll, numbers: Numbers) -> None:
    known = {option.key for option in list_options(work, poll)}
    total = sum(numbers.options.values())
    fits = numbers.marked == total if poll.most_choices == 1 else numbers.marked <= total
    if (
        numbers.yes
        or numbers.no
        or not numbers.options.keys() <= known
        or not fits
        or total > numbers.marked * poll.most_choices
        or any(number > numbers.marked for number in numbers.options.values())
    ):
        raise InvalidInputError("Diese Zahlen passen nicht zu den Antworten.", field="zahlen")


def _count_marked(work: UnitOfWork, poll: Poll) -> int:
    statement = select(func.count()).select_from(Voter).where(Voter.poll_id == poll.id, Voter.by_hand)
    return work.session.scalar(statement) or 0


def _sum_entered(work: UnitOfWork, poll: Poll) -> int:
    return sum(count.cast for count in work.session.scalars(select(HandCount).where(HandCount.poll_id == poll.id)))
