"""The record of all polls, for exports: every number of those that have ended, nothing of those that have not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.polls import (
    HandRecord,
    ItemRecord,
    NameRecord,
    OptionRecord,
    PollRecord,
    PollsRecord,
    ReceiptRecord,
)
from drafting.models import Conference, Demand, HandCount, Poll, PollOption, Receipt, Voter
from drafting.queries.asking import Question, find_questions
from drafting.queries.moves import list_moves
from drafting.queries.poll_numbers import count_answers, list_names
from drafting.queries.poll_rows import name_rule, name_verdict
from drafting.queries.poll_wordings import strikes_words
from drafting.rules.lifecycle import (
    AMENDMENT_KIND_LABELS,
    CHOICE_LABELS,
    POLL_STATE_LABELS,
    AmendmentKind,
    Choice,
    PollState,
)
from drafting.rules.questions import QUESTION_LABELS, VOTE_KIND_LABELS, VoteKind, decides

ENDED = (PollState.CLOSED, PollState.ANNULLED)


def get_polls(session: Session, conference_id: str) -> PollsRecord:
    """All polls of a conference that were opened and have ended; raises NotFoundError."""
    conference = session.get(Conference, conference_id)
    if conference is None:
        raise NotFoundError("Diese Konferenz gibt es nicht.")
    questions = find_questions(
        session, [Poll.conference_id == conference_id, Poll.state.in_(ENDED), Poll.closed_at.is_not(None)]
    )
    ids = [question.poll.id for question in questions]
    hands, receipts = _find_hand_counts(session, ids), _find_receipts(session, ids)
    voters = _count_voters(session, ids)
    places = _name_places(session, questions)
    moves = list_moves(session, [question.amendment for question in questions if question.amendment])
    return PollsRecord(
        conference.name,
        tuple(
            _make_record(
                session,
                replace(question, strikes=strikes_words(session, question.poll, question.amendment)),
                str(moves[question.amendment.id].question)
                if question.amendment and question.amendment.id in moves
                else "",
                hands[question.poll.id],
                receipts[question.poll.id],
                people_entitled=voters.get(question.poll.id, 0),
                items=tuple(ItemRecord(each.label, places[each.id]) for each in question.listed),
            )
            for question in questions
        ),
    )


def _count_voters(session: Session, ids: Sequence[str]) -> dict[str, int]:
    """How many people may vote in each poll, whatever their votes weigh."""
    rows = session.execute(select(Voter.poll_id, func.count()).where(Voter.poll_id.in_(ids)).group_by(Voter.poll_id))
    return {row[0]: row[1] for row in rows}


def _name_places(session: Session, questions: Sequence[Question]) -> dict[str, str]:
    """By amendment: the demand it is about, or what it asks for."""
    listed = {each.id: each for question in questions for each in question.listed}
    ids = {each.demand_id for each in listed.values() if each.demand_id}
    demands = {each.id: each.label for each in session.scalars(select(Demand).where(Demand.id.in_(ids)))}
    return {
        each.id: demands.get(each.demand_id or "", AMENDMENT_KIND_LABELS[AmendmentKind(each.kind)])
        for each in listed.values()
    }


def _find_hand_counts(session: Session, ids: Sequence[str]) -> dict[str, list[HandCount]]:
    found: dict[str, list[HandCount]] = defaultdict(list)
    statement = select(HandCount).where(HandCount.poll_id.in_(ids), HandCount.confirmed_at.is_not(None))
    for count in session.scalars(statement.order_by(HandCount.entered_at)):
        found[count.poll_id].append(count)
    return found


def _find_receipts(session: Session, ids: Sequence[str]) -> dict[str, list[ReceiptRecord]]:
    """The published lists, with choices in words."""
    labels = {
        (option.poll_id, str(option.key)): option.label
        for option in session.scalars(select(PollOption).where(PollOption.poll_id.in_(ids)))
    }
    found: dict[str, list[ReceiptRecord]] = defaultdict(list)
    statement = select(Receipt).where(Receipt.poll_id.in_(ids)).order_by(Receipt.poll_id, Receipt.receipt)
    for receipt in session.scalars(statement):
        if receipt.choice in set(Choice):
            choice = CHOICE_LABELS[Choice(receipt.choice)]
        else:
            choice = ", ".join(labels.get((receipt.poll_id, key), key) for key in receipt.choice.split(","))
        found[receipt.poll_id].append(ReceiptRecord(receipt.receipt, choice))
    return found


def _make_record(
    session: Session,
    question: Question,
    sentence: str,
    hands: Sequence[HandCount],
    receipts: Sequence[ReceiptRecord],
    *,
    people_entitled: int,
    items: tuple[ItemRecord, ...],
) -> PollRecord:
    poll = question.poll
    quorum = poll.quorum
    return PollRecord(
        id=poll.id,
        number=poll.number,
        state=poll.state,
        state_label=POLL_STATE_LABELS[PollState(poll.state)],
        question=poll.question,
        question_label=QUESTION_LABELS[question.kind],
        about=str(question.what),
        sentence=sentence or str(question.sentence),
        kind=poll.kind,
        kind_label=VOTE_KIND_LABELS[VoteKind(poll.kind)],
        counts_by=poll.counts_by,
        is_weighted=poll.is_weighted,
        electorate=str(question.electorate),
        recommends=poll.recommends,
        rule=poll.rule if decides(question.kind) else "",
        rule_label=name_rule(poll),
        rule_reason=poll.rule_reason,
        quorum=f"{quorum.numerator}/{quorum.denominator}" if quorum else "",
        opened_at=poll.opened_at,
        closed_at=poll.closed_at,
        is_counted=poll.state == PollState.CLOSED or poll.tally.cast > 0,
        entitled=poll.entitled,
        cast=poll.tally.cast,
        not_voted=poll.tally.not_voted,
        people_entitled=people_entitled,
        people=poll.people,
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        invalid=poll.invalid,
        marked=poll.marked,
        on_devices=poll.tally.cast - poll.by_hand,
        by_hand=poll.by_hand,
        verdict=poll.verdict,
        verdict_label=name_verdict(poll),
        formula=poll.formula,
        effect=poll.effect,
        annul_reason=poll.annul_reason,
        digest=poll.digest,
        items=items,
        options=tuple(
            OptionRecord(each.key, each.label, each.count, each.place)
            for each in sorted(count_answers(question), key=lambda each: each.key)
        ),
        hand_counts=tuple(_make_hand(count) for count in hands),
        names=tuple(
            NameRecord(vote.name, vote.municipality, vote.choice, vote.weight) for vote in list_names(session, poll)
        ),
        receipts=tuple(receipts),
    )


def _make_hand(count: HandCount) -> HandRecord:
    options = {str(key): int(votes) for key, votes in count.options.items()}
    return HandRecord(count.place, count.yes, count.no, count.abstain, count.invalid, count.marked, options)
