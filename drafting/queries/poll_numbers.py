"""The numbers of polls beyond yes and no: answers with their places, counts by hand, votes by name, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Ballot, HandCount, Municipality, Person, Poll, PollOption, Receipt, Voter
from drafting.queries.asking import Question
from drafting.queries.asking_words import name_answer
from drafting.queries.sayings import Saying
from drafting.rules.choosing import rank
from drafting.rules.lifecycle import CHOICE_LABELS, Choice, PollState
from drafting.rules.questions import Question as Asked
from drafting.rules.questions import VoteKind


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """An answer with its votes and its place; equal ones share a place. ``share`` is of the largest, in percent.

    ``label`` is what is recorded, ``said`` the same to be said in any language.
    """

    key: int
    label: str
    said: Saying
    count: int
    place: int
    share: int
    amendment_id: str
    demand_id: str
    headline: str = ""


@dataclass(frozen=True, slots=True)
class HandNumbers:
    """What was counted by hand: both numbers, this one and that of the devices, and the sum are shown.

    ``is_split`` says that it is also known how they voted, which of a few is erased at the end.
    """

    yes: int
    no: int
    abstain: int
    invalid: int
    cast: int
    cast_on_devices: int
    is_split: bool


@dataclass(frozen=True, slots=True)
class NamedVote:
    """How somebody voted, where the minutes hold names."""

    name: str
    municipality: str
    choice: str
    weight: int


@dataclass(frozen=True, slots=True)
class CountRow:
    """A count by hand, for those who enter and confirm it; its numbers are theirs alone until the poll has ended."""

    id: str
    place: str
    cast: int
    entered_by: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RollRow:
    """Somebody on the roll: whether they have voted, never how."""

    person_id: str
    name: str
    municipality: str
    has_voted: bool
    by_hand: bool


def count_answers(question: Question) -> tuple[AnswerCount, ...]:
    """The answers of a poll that has ended, the most votes first."""
    headlines = {amendment.id: amendment.headline for amendment in question.listed}
    places = rank({option.key: option.count for option in question.options})
    largest = max((option.count for option in question.options), default=0) or 1
    return tuple(
        AnswerCount(
            key=option.key,
            label=option.label,
            said=name_answer(question.kind, option),
            count=option.count,
            place=places[option.key],
            share=100 * option.count // largest,
            amendment_id=option.amendment_id or "",
            demand_id=option.demand_id or "",
            headline=headlines.get(option.amendment_id or "", ""),
        )
        for option in sorted(question.options, key=lambda each: (places[each.key], each.key))
    )


def find_hand_numbers(session: Session, poll: Poll) -> HandNumbers | None:
    """What was counted by hand; None where nothing was."""
    if not poll.by_hand:
        return None
    counts = session.scalars(
        select(HandCount).where(HandCount.poll_id == poll.id, HandCount.confirmed_at.is_not(None))
    ).all()
    return HandNumbers(
        yes=sum(count.yes for count in counts),
        no=sum(count.no for count in counts),
        abstain=sum(count.abstain for count in counts),
        invalid=sum(count.invalid for count in counts),
        cast=poll.by_hand,
        cast_on_devices=poll.tally.cast - poll.by_hand,
        is_split=bool(counts),
    )


def list_names(session: Session, poll: Poll) -> tuple[NamedVote, ...]:
    """Who voted how, by name; none of a poll that runs, or that was not by name."""
    if poll.kind != VoteKind.NAMED or poll.state not in {PollState.CLOSED, PollState.ANNULLED}:
        return ()
    labels = {
        str(option.key): option.label
        for option in session.scalars(select(PollOption).where(PollOption.poll_id == poll.id))
    }
    rows = session.execute(
        select(Person, Municipality.name, Ballot.choice, Voter.weight)
        .join(Ballot, Ballot.person_id == Person.id)
        .join(Voter, (Voter.poll_id == Ballot.poll_id) & (Voter.person_id == Ballot.person_id))
        .outerjoin(Municipality, Municipality.id == Voter.municipality_id)
        .where(Ballot.poll_id == poll.id)
        .order_by(Person.name, Person.id)
    )
    return tuple(
        NamedVote(person.name, municipality or person.municipality, _name_choice(choice, labels), weight)
        for person, municipality, choice, weight in rows
    )


def _name_choice(choice: str, labels: dict[str, str]) -> str:
    if choice in set(Choice):
        return CHOICE_LABELS[Choice(choice)]
    return ", ".join(labels[key] for key in choice.split(","))


def list_receipts(session: Session, poll_id: str) -> tuple[tuple[str, str], ...]:
    """The published list of a secret vote, by receipt: anyone finds their own and recounts."""
    rows = session.execute(
        select(Receipt.receipt, Receipt.choice).where(Receipt.poll_id == poll_id).order_by(Receipt.receipt)
    )
    return tuple((receipt, choice) for receipt, choice in rows)


def list_hand_counts(session: Session, poll_id: str) -> tuple[CountRow, ...]:
    """The counts by hand of a poll, for its moderators."""
    rows = session.execute(
        select(HandCount, Person.name)
        .outerjoin(Person, Person.id == HandCount.entered_by)
        .where(HandCount.poll_id == poll_id)
        .order_by(HandCount.entered_at)
    )
    return tuple(
        CountRow(count.id, count.place, count.cast, name or "", count.confirmed_at is not None) for count, name in rows
    )


def list_roll(session: Session, poll_id: str) -> tuple[RollRow, ...]:
    """Who may vote and who has, never how, for moderators: whom to ask, and whom to count by hand."""
    rows = session.execute(
        select(Voter, Person, Ballot.person_id)
        .join(Person, Person.id == Voter.person_id)
        .outerjoin(Ballot, (Ballot.poll_id == Voter.poll_id) & (Ballot.person_id == Voter.person_id))
        .where(Voter.poll_id == poll_id)
        .order_by(Person.name, Person.id)
    )
    return tuple(
        RollRow(person.id, person.name, person.municipality, voter.has_voted or cast is not None, voter.by_hand)
        for voter, person, cast in rows
    )


def rank_demands(session: Session, conference_id: str) -> Sequence[AnswerCount]:
    """What the last vote on priorities said, the most important demand first: the short version of the letter."""
    poll = session.scalars(
        select(Poll)
        .where(
            Poll.conference_id == conference_id,
            Poll.question == Asked.PRIORITIES,
            Poll.state == PollState.CLOSED,
        )
        .order_by(Poll.closed_at.desc(), Poll.number.desc())
        .limit(1)
    ).first()
    if poll is None:
        return ()
    options = session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.key)).all()
    return count_answers(Question(poll, None, None, None, "", (), tuple(options)))
