"""Polls in short, for lists: numbers and verdict only once a poll has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Poll
from drafting.queries.asking import Question, find_questions
from drafting.queries.asking_words import name_answer
from drafting.queries.desks import PollRow
from drafting.queries.poll_wordings import strikes_words
from drafting.queries.questions import PENDING
from drafting.queries.sayings import NOTHING, Saying, saying
from drafting.rules.choosing import CHOICE_RULE_LABELS, find_leaders
from drafting.rules.lifecycle import POLL_STATE_LABELS, PollState
from drafting.rules.questions import QUESTION_LABELS, VOTE_KIND_LABELS, WITH_OPTIONS, VoteKind, decides
from drafting.rules.questions import Question as Asked
from drafting.rules.voting import PANEL_RULE_LABELS, RULE_LABELS, VERDICT_LABELS, Rule, Verdict

_MOST_LEADERS = 2
# What a panel's vote comes to that does not decide.
RECOMMENDATION_LABELS = {
    Verdict.ADOPTED: "Empfohlen: annehmen",
    Verdict.REJECTED: "Empfohlen: ablehnen",
    Verdict.TIE: "Empfohlen: ablehnen (Stimmengleichheit)",
}


def get_question(session: Session, poll_id: str) -> Question:
    """A poll with what it is about; raises NotFoundError."""
    found = find_questions(session, [Poll.id == poll_id])
    if not found:
        raise NotFoundError("Diese Abstimmung gibt es nicht.")
    return replace(found[0], strikes=strikes_words(session, found[0].poll, found[0].amendment))


def name_verdict(poll: Poll) -> str:
    """How a poll ended, in words; "" where it decided nothing."""
    if not poll.verdict:
        return ""
    verdict = Verdict(poll.verdict)
    return RECOMMENDATION_LABELS.get(verdict, VERDICT_LABELS[verdict]) if poll.recommends else VERDICT_LABELS[verdict]


def name_rule(poll: Poll) -> str:
    """What a question needs to be adopted, or an answer to be chosen, in words; "" where nothing is decided."""
    if not decides(Asked(poll.question)):
        return ""
    if poll.question == Asked.PANEL_TEXT:
        return PANEL_RULE_LABELS[Rule(poll.rule)]
    labels = CHOICE_RULE_LABELS if poll.question == Asked.CHOICE else RULE_LABELS
    return labels[Rule(poll.rule)]


def make_rows(questions: Iterable[Question]) -> tuple[PollRow, ...]:
    """Polls in short, in the order given."""
    return tuple(make_row(question) for question in questions)


def make_row(question: Question) -> PollRow:
    """A poll in short."""
    poll = question.poll
    return PollRow(
        id=poll.id,
        number=poll.number,
        state=poll.state,
        state_label=POLL_STATE_LABELS[PollState(poll.state)],
        what=question.what,
        amendment_id=poll.amendment_id or "",
        amendment_label=str(question.label),
        demand_id=poll.demand_id or "",
        electorate=question.electorate,
        rule_label=name_rule(poll),
        verdict=poll.verdict,
        verdict_label=name_verdict(poll),
        yes=poll.yes,
        no=poll.no,
        abstain=poll.abstain,
        entitled=poll.entitled,
        closed_at=poll.closed_at,
        question_label=QUESTION_LABELS[question.kind],
        kind_label=VOTE_KIND_LABELS[VoteKind(poll.kind)],
        closes_at=None if poll.is_time_over else poll.closes_at,
        is_time_over=poll.is_time_over and poll.state == PollState.OPEN,
        is_pending=poll.effect == PENDING,
        is_void=poll.state == PollState.PREPARED and question.is_void,
        cast=poll.tally.cast,
        leader=_name_leader(question),
        has_answers=question.kind in WITH_OPTIONS,
        panel_id=poll.panel_id or "",
        panel_name=question.panel_name,
        present_only=poll.present_only,
        is_weighted=poll.is_weighted,
        people=poll.people if poll.is_weighted else poll.tally.cast,
    )


def _name_leader(question: Question) -> Saying:
    """The answer with the most votes, or the two that share them: „Ä4 (22)“; nothing before a poll has ended."""
    if question.poll.state != PollState.CLOSED:
        return NOTHING
    counts = {option.key: option.count for option in question.options}
    leaders = find_leaders(counts)
    if len(leaders) > _MOST_LEADERS:
        return NOTHING
    named = [
        saying("%(answer)s (%(count)s)", answer=name_answer(question.kind, option), count=option.count)
        for option in question.options
        if option.key in leaders
    ]
    if not named:
        return NOTHING
    return named[0] if len(named) == 1 else saying("%(one)s, %(other)s", one=named[0], other=named[1])
