"""Results: every number of a poll that has ended, the rule that decided it, and the text as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.errors import ClosedError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Person, Poll, PollOption, Voter
from drafting.queries import texts
from drafting.queries.asking import JointItem, Question, show_items
from drafting.queries.asking_words import name_answer
from drafting.queries.effect_words import tell_effect
from drafting.queries.moves import Move, list_moves
from drafting.queries.poll_numbers import (
    AnswerCount,
    HandNumbers,
    NamedVote,
    count_answers,
    find_hand_numbers,
    list_names,
)
from drafting.queries.poll_rows import get_question, name_rule, name_verdict
from drafting.queries.poll_wordings import get_wording
from drafting.queries.questions import PENDING
from drafting.queries.sayings import NOTHING, Saying, as_it_is, saying
from drafting.queries.texts import StoredEdits
from drafting.rules.choosing import find_medians
from drafting.rules.deciding import Answer, decide_question
from drafting.rules.lifecycle import POLL_STATE_LABELS, AmendmentState, Fit, PollState
from drafting.rules.questions import VOTE_KIND_LABELS, VoteKind
from drafting.rules.questions import Question as Asked
from drafting.rules.voting import Rule, Verdict
from drafting.text.redline import RedlineBlock

MEDIAN_SENTENCES = {"between": "zwischen „%(lower)s“ und „%(upper)s“"}


@dataclass(frozen=True, slots=True)
class SettledNote:
    """An amendment this decision left nothing of, or asked its author about."""

    amendment_id: str
    label: str
    proposer: str
    state: str
    fit: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The result with the rule that decided it, and the text as it stands now.

    Shares are of the largest of the three numbers, in percent, for bars on a common scale. ``median`` is the middle
    step of a scale. ``by_hand`` are the numbers counted by hand, which those of the poll include; ``names`` who voted
    how, by name only. ``yes_label`` and ``no_label`` are what the two numbers are called.
    ``effect`` is what became of it, ``is_pending`` says that it waits to be confirmed. ``people`` of
    ``people_entitled`` have voted, which are not the numbers of votes where those are weighted.
    """

    poll_id: str
    number: int
    state: str
    state_label: str
    verdict: str
    verdict_label: str
    is_adopted: bool
    recommends: bool
    panel_name: str
    question: Saying
    yes: int
    no: int
    abstain: int
    invalid: int
    cast: int
    entitled: int
    yes_share: int
    no_share: int
    abstain_share: int
    formula: Saying
    rule_label: str
    electorate: Saying
    opened_at: datetime | None
    closed_at: datetime | None
    annul_reason: str
    demand_id: str
    demand_number: str
    demand_title: str
    amendment_id: str
    amendment_label: str
    proposer: str
    version_id: str
    now: tuple[RedlineBlock, ...]
    move: Move | None
    items: tuple[JointItem, ...]
    settled: tuple[SettledNote, ...]
    question_kind: str
    kind: str
    kind_label: str
    answers: tuple[AnswerCount, ...]
    median: Saying
    yes_label: str
    no_label: str
    by_hand: HandNumbers | None
    names: tuple[NamedVote, ...]
    digest: str
    has_receipts: bool
    is_weighted: bool
    people: int
    people_entitled: int
    effect: Saying
    is_pending: bool
    rule_reason: str
    edition_id: str


def get_result(session: Session, poll_id: str) -> ResultPage:
    """The result of a closed or annulled poll; raises ClosedError while there is none."""
    question = get_question(session, poll_id)
    poll, demand = question.poll, question.demand
    if poll.state in {PollState.PREPARED, PollState.OPEN}:
        raise ClosedError("Das Ergebnis steht erst fest, wenn die Abstimmung beendet ist.")
    version = session.get(DemandVersion, poll.version_id) if poll.version_id else None
    if demand is None and version is not None:
        demand = session.get_one(Demand, version.demand_id)
    amendment = question.amendment
    move = list_moves(session, [amendment]).get(amendment.id) if amendment else None
    answers = count_answers(question)
    counts = {each.key: each.count for each in answers}
    medians = find_medians(counts) if poll.question == Asked.SCALE else ()
    yes_label, no_label = question.number_labels
    largest = max(poll.yes, poll.no, poll.abstain, 1)
    return ResultPage(
        poll_id=poll.id,
        number=poll.number,
        state=poll.state,
        state_label=POLL_STATE_LABELS[PollState(poll.state)],
        verdict=poll.verdict,
        verdict_label=name_verdict(poll) or "Ohne Wirkung",
        is_adopted=poll.verdict == Verdict.ADOPTED,
        recommends=poll.recommends,
        panel_name=question.panel_name,
        question=move.question if move else question.sentence,
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        invalid=poll.invalid,
        cast=poll.tally.cast,
        entitled=poll.entitled,
        yes_share=100 * poll.yes // largest,
        no_share=100 * poll.no // largest,
        abstain_share=100 * poll.abstain // largest,
        formula=_explain(question),
        rule_label=name_rule(poll),
        electorate=question.electorate,
        opened_at=poll.opened_at,
        closed_at=poll.closed_at,
        annul_reason=poll.annul_reason,
        demand_id=demand.id if demand else "",
        demand_number=demand.number if demand else "",
        demand_title=demand.title if demand else texts.read(_get_text(session, poll)).title,
        amendment_id=poll.amendment_id or "",
        amendment_label=str(question.label),
        proposer=question.proposer.label if question.proposer else "",
        version_id=poll.version_id or "",
        now=_show_now(session, poll, version),
        move=move,
        settled=_list_settled(session, poll, version),
        items=show_items(session, question),
        question_kind=poll.question,
        kind=poll.kind,
        kind_label=VOTE_KIND_LABELS[VoteKind(poll.kind)],
        answers=answers,
        median=_name_median([each.label for key in medians for each in answers if each.key == key]),
        yes_label=yes_label,
        no_label=no_label,
        by_hand=find_hand_numbers(session, poll),
        names=list_names(session, poll),
        digest=poll.digest,
        has_receipts=poll.has_receipts,
        is_weighted=poll.is_weighted,
        people=poll.people if poll.is_weighted else poll.tally.cast,
        people_entitled=_count_entitled(session, poll),
        effect=tell_effect(question, move),
        is_pending=poll.effect == PENDING,
        rule_reason=poll.rule_reason,
        edition_id=poll.edition_id or "",
    )


def _explain(question: Question) -> Saying:
    """The formula, to be said in any language; one that was recorded in other words stays as recorded."""
    poll = question.poll
    answers = [
        Answer(each.key, name_answer(question.kind, each), each.count, keeps=each.amendment_id is None)
        for each in question.options
    ]
    said = decide_question(question.kind, Rule(poll.rule), poll.tally, answers=answers, quorum=poll.quorum).formula
    return said if str(said) == poll.formula else as_it_is(poll.formula)


def _count_entitled(session: Session, poll: Poll) -> int:
    """How many may vote; where votes are weighted, the poll knows only how many votes they have."""
    if not poll.is_weighted:
        return poll.entitled
    return session.scalar(select(func.count()).where(Voter.poll_id == poll.id)) or 0


def _get_text(session: Session, poll: Poll) -> str:
    revision_id = poll.revision_id
    statement = select(AmendmentRevision.text).where(AmendmentRevision.amendment_id == poll.amendment_id)
    if revision_id is not None:
        statement = statement.where(AmendmentRevision.id == revision_id)
    return session.scalar(statement.order_by(AmendmentRevision.number.desc()).limit(1)) or ""


def _show_now(session: Session, poll: Poll, version: DemandVersion | None) -> tuple[RedlineBlock, ...]:
    """The decided words: what changed where something did, else what was asked for."""
    if version is None:
        return get_wording(session, poll).redline
    if version.number == 1 or (poll.question == Asked.DEMAND and version.poll_id != poll.id):
        return texts.show_new(version.text)
    before = session.scalars(
        select(DemandVersion).where(
            DemandVersion.demand_id == version.demand_id, DemandVersion.number == version.number - 1
        )
    ).one()
    return texts.show_changes(StoredEdits(version.id, before.text, version.edits))


def _list_settled(session: Session, poll: Poll, version: DemandVersion | None) -> tuple[SettledNote, ...]:
    """The amendments this decision settled, and those whose authors it asks."""
    options = select(PollOption.amendment_id).where(PollOption.poll_id == poll.id, PollOption.amendment_id.is_not(None))
    # What lost a choice names what was chosen, and so does what a move settled, which makes no version.
    by_others = Amendment.settled_by_amendment_id.in_(options) & Amendment.id.in_(options)
    if poll.amendment_id is not None and version is None:
        by_others |= (Amendment.settled_by_amendment_id == poll.amendment_id) & (Amendment.fit == Fit.SETTLED)
    is_concerned = by_others & (Amendment.conference_id == poll.conference_id)
    # A demand that stays has the version it had: what that one once settled was not settled here.
    if version is not None and version.poll_id == poll.id:
        is_concerned |= (Amendment.settled_by_version_id == version.id) | (
            (Amendment.demand_id == version.demand_id) & Amendment.needs_answer
        )
    rows = session.execute(
        select(Amendment, Person)
        .join(Person, Person.id == Amendment.proposer_id)
        .where(is_concerned)
        .order_by(Amendment.number)
    )
    return tuple(
        SettledNote(amendment.id, amendment.label, person.label, amendment.state, _name_fit(amendment))
        for amendment, person in rows
    )


def _name_fit(amendment: Amendment) -> str:
    """What lost a choice is settled, however its words stand to the text."""
    return Fit.SETTLED if amendment.state == AmendmentState.SETTLED else amendment.fit


def _name_median(labels: Sequence[str]) -> Saying:
    """The middle step in words."""
    if len(labels) > 1:
        return saying(MEDIAN_SENTENCES["between"], lower=labels[0], upper=labels[1])
    return Saying(labels[0]) if labels else NOTHING
