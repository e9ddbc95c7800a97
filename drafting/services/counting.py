"""Counting: what the ballots of a poll say, put into the poll at its end, and what is erased then.

Open votes keep numbers only, votes by name keep their ballots. Of a secret vote the ballots are opened, published
sorted by receipt where it has receipts, and all that could lead from one to a voter is erased, who has voted among it:
where few did, or all alike, that alone says how. Its key is destroyed once that is durable.
"""

from __future__ import annotations

from collections import Counter
from functools import partial

from sqlalchemy import delete, func, insert, select, update

from drafting.database import Database, UnitOfWork
from drafting.errors import OutdatedError
from drafting.models import Ballot, Poll, Receipt, SealedBallot, Voter
from drafting.rules.lifecycle import Choice, PollState
from drafting.rules.questions import VoteKind
from drafting.services import hand_counts, sealing
from drafting.services.poll_rows import list_options


def count_cast(work: UnitOfWork, poll: Poll) -> int:
    """How many have voted so far, counts by hand among them: the only number there is before closing."""
    if poll.kind == VoteKind.SECRET:
        voted = select(func.count()).where(Voter.poll_id == poll.id, Voter.has_voted)
        return (work.session.scalar(voted) or 0) + hand_counts.count_confirmed(work, poll)
    return _count_ballots(work, poll) + hand_counts.count_confirmed(work, poll)


def count(work: UnitOfWork, poll: Poll) -> None:
    """Put the numbers of all ballots and confirmed counts by hand into the poll, and erase what must not stay."""
    choices = _open_sealed(work, poll) if poll.kind == VoteKind.SECRET else _tally(work, poll)
    poll.yes, poll.no, poll.abstain = (choices[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    poll.marked = choices.total() - poll.yes - poll.no - poll.abstain
    poll.invalid = 0
    options = list_options(work, poll)
    for option in options:
        option.count = sum(number for keys, number in choices.items() if str(option.key) in keys.split(","))
    confirmed = hand_counts.list_confirmed(work, poll)
    poll.by_hand = sum(by_hand.cast for by_hand in confirmed)
    poll.people = poll.by_hand + (_count_ballots(work, poll) if poll.is_weighted else choices.total())
    for by_hand in confirmed:
        poll.yes += by_hand.yes
        poll.no += by_hand.no
        poll.abstain += by_hand.abstain
        poll.invalid += by_hand.invalid
        poll.marked += by_hand.marked
        for option in options:
            option.count += by_hand.options.get(str(option.key), 0)
    if poll.kind == VoteKind.NAMED:
        # Names and choices stay, not when each was made.
        work.session.execute(update(Ballot).where(Ballot.poll_id == poll.id).values(turn=0))
    hand_counts.forget(work, poll)
    if poll.kind == VoteKind.OPEN:
        work.session.execute(delete(Ballot).where(Ballot.poll_id == poll.id))
    if poll.kind != VoteKind.NAMED:
        _write_roll_anew(work, poll.id)
        work.afterwards(work.wipe_log)


def _count_ballots(work: UnitOfWork, poll: Poll) -> int:
    return work.session.scalar(select(func.count()).where(Ballot.poll_id == poll.id)) or 0


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
    marked = select(func.count()).select_from(Voter).where(Voter.poll_id == poll.id, Voter.has_voted)
    if len(ballots) != work.session.scalar(marked):
        raise OutdatedError("Die Zahl der Stimmzettel passt nicht zum Wählerverzeichnis.")
    if poll.has_receipts:
        _publish(work, poll, ballots)
    work.session.execute(delete(SealedBallot).where(SealedBallot.poll_id == poll.id))
    # Not before: a transaction that fails needs it once more.
    work.afterwards(partial(work.keyring.destroy, poll.id))
    return Counter(choice for _, choice in ballots)


def _write_roll_anew(work: UnitOfWork, poll_id: str) -> None:
    """Leave on the roll who may vote, and not who has, by which way or with which tag.

    The rows are written again in the order of their random ids: changed where they stand, they would lie in the file in
    the order in which people voted.
    """
    roll = work.session.execute(
        select(Voter.person_id, Voter.municipality_id, Voter.weight)
        .where(Voter.poll_id == poll_id)
        .order_by(Voter.person_id)
    ).all()
    work.session.execute(delete(Voter).where(Voter.poll_id == poll_id))
    if roll:
        rows = [
            {"poll_id": poll_id, "person_id": person, "municipality_id": municipality, "weight": weight}
            for person, municipality, weight in roll
        ]
        work.session.execute(insert(Voter), rows)


def _publish(work: UnitOfWork, poll: Poll, ballots: list[tuple[str, str]]) -> None:
    """Keep the list of receipts and votes, and its digest, for anybody to recount."""
    poll.digest = sealing.digest(ballots)
    if ballots:
        work.session.execute(
            insert(Receipt),
            [{"poll_id": poll.id, "receipt": receipt, "choice": choice} for receipt, choice in ballots],
        )


def destroy_ended_keys(database: Database) -> None:
    """Destroy what a kill between an end and the destruction of its key has left; at every start.

    The key of a poll nobody knows stays: another host may just be opening it.
    """
    known = database.keyring.list_polls()
    with database.read() as session:
        ended = session.scalars(
            select(Poll.id).where(Poll.id.in_(known), Poll.state.in_([PollState.CLOSED, PollState.ANNULLED]))
        ).all()
    for poll_id in ended:
        database.keyring.destroy(poll_id)


def forget_ended_rolls(database: Database) -> None:
    """Erase who has voted in secret votes that ended before their end erased it; at every start."""
    ended = (
        select(Voter.poll_id)
        .join(Poll, Poll.id == Voter.poll_id)
        .where(Poll.kind == VoteKind.SECRET, Poll.state.in_([PollState.CLOSED, PollState.ANNULLED]), Voter.has_voted)
        .distinct()
    )
    with database.read() as session:
        if not session.scalars(ended).all():
            return
    with database.write() as work:
        for poll_id in work.session.scalars(ended).all():
            _write_roll_anew(work, poll_id)
        work.afterwards(work.wipe_log)
