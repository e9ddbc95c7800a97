"""Counting: what the ballots of a poll say, put into the poll at its end, and what is erased then.

Open votes keep numbers only, votes by name keep their ballots. Of a secret vote the ballots are opened, published
sorted by receipt, and all that could lead from one to a voter is erased; its key is destroyed once that is durable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from sqlalchemy import delete, func, insert, select, update

from drafting.database import UnitOfWork
from drafting.errors import OutdatedError
from drafting.models import Ballot, HandCount, Poll, PollOption, Receipt, SealedBallot, Voter
from drafting.rules.lifecycle import Choice
from drafting.rules.questions import VoteKind
from drafting.services import sealing


def count_cast(work: UnitOfWork, poll: Poll) -> int:
    """How many have voted so far, counts by hand among them: the only number there is before closing."""
    if poll.kind == VoteKind.SECRET:
        statement = select(func.count()).where(Voter.poll_id == poll.id, Voter.has_voted)
    else:
        statement = select(func.count()).where(Ballot.poll_id == poll.id)
    return work.session.scalar(statement) or 0


def count(work: UnitOfWork, poll: Poll) -> None:
    """Put the numbers of all ballots and confirmed counts by hand into the poll, and erase what must not stay."""
    choices = _open_sealed(work, poll) if poll.kind == VoteKind.SECRET else _tally(work, poll)
    poll.yes, poll.no, poll.abstain = (choices[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    poll.invalid = 0
    for option in work.session.scalars(select(PollOption).where(PollOption.poll_id == poll.id)):
        option.count = sum(number for keys, number in choices.items() if str(option.key) in keys.split(","))
    for by_hand in _list_confirmed(work, poll):
        poll.yes += by_hand.yes
        poll.no += by_hand.no
        poll.abstain += by_hand.abstain
        poll.invalid += by_hand.invalid
    if poll.kind == VoteKind.OPEN:
        work.session.execute(delete(Ballot).where(Ballot.poll_id == poll.id))


def _tally(work: UnitOfWork, poll: Poll) -> Counter[str]:
    """How often each choice was made, each ballot with its voter's weight where votes are weighted."""
    weight = func.sum(Voter.weight) if poll.is_weighted else func.count()
    rows = work.session.execute(
        select(Ballot.choice, weight)
        .join(Voter, (Voter.poll_id == Ballot.poll_id) & (Voter.person_id == Ballot.person_id))
        .where(Ballot.poll_id == poll.id)
        .group_by(Ballot.choice)
    )
    return Counter({choice: int(number) for choice, number in rows})


def _open_sealed(work: UnitOfWork, poll: Poll) -> Counter[str]:
    """Open the secret ballots, publish them sorted, erase everything else there is of them."""
    key = work.keyring.read(poll.id)
    sealed = work.session.scalars(select(SealedBallot.sealed).where(SealedBallot.poll_id == poll.id))
    ballots = sorted(sealing.unseal(key, poll.id, each) for each in sealed)
    if len(ballots) != count_cast(work, poll):
        raise OutdatedError("Die Zahl der Stimmzettel passt nicht zum Wählerverzeichnis.")
    _publish(work, poll, ballots)
    work.session.execute(delete(SealedBallot).where(SealedBallot.poll_id == poll.id))
    work.session.execute(
        update(Voter).where(Voter.poll_id == poll.id).values(tag=None).execution_options(synchronize_session=False)
    )
    # Not before: a transaction that fails needs it once more.
    work.afterwards(partial(work.keyring.destroy, poll.id))
    return Counter(choice for _, choice in ballots)


def _publish(work: UnitOfWork, poll: Poll, ballots: Iterable[tuple[str, str]]) -> None:
    ballots = list(ballots)
    poll.digest = sealing.digest(ballots)
    if ballots:
        work.session.execute(
            insert(Receipt),
            [{"poll_id": poll.id, "receipt": receipt, "choice": choice} for receipt, choice in ballots],
        )


def _list_confirmed(work: UnitOfWork, poll: Poll) -> Iterable[HandCount]:
    return work.session.scalars(
        select(HandCount).where(HandCount.poll_id == poll.id, HandCount.confirmed_at.is_not(None))
    )
