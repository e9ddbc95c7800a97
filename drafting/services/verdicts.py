"""Verdicts: what the result of a poll does, each kind of question its own; one that decides nothing does nothing."""

from __future__ import annotations

from sqlalchemy import func, select

from drafting.database import UnitOfWork
from drafting.models import Amendment, Demand, Poll
from drafting.rules.deciding import Decided
from drafting.rules.lifecycle import Advice, AmendmentState, PollState
from drafting.rules.notices import NoticeKind
from drafting.rules.questions import ProceduralAct, Question
from drafting.rules.voting import Verdict
from drafting.services import competing, consents, demands, effects, merges, notices, questions, recommendations, voted
from drafting.services.poll_rows import list_options

_ACTS = {
    ProceduralAct.ADJOURN: (AmendmentState.ADJOURNED, "amendment.adjourned"),
    ProceduralAct.REFER: (AmendmentState.REFERRED, "amendment.referred"),
}


def waits(poll: Poll, decided: Decided) -> bool:
    """Tell whether a verdict changes the paper, and so can wait for a second act that confirms it."""
    if poll.recommends or decided.verdict is None:
        return False
    if poll.question == Question.DEMAND:
        return _strikes(decided)
    return decided.verdict is Verdict.ADOPTED and poll.question not in {Question.PAPER, Question.PROCEDURE}


def take_effect(work: UnitOfWork, poll: Poll, decided: Decided, *, actor: str) -> None:
    """Let a poll that was counted do what its question says; a vote that was not valid leaves all as it was."""
    verdict = decided.verdict
    if verdict is None:
        return
    match Question(poll.question):
        case Question.AMENDMENT | Question.PANEL_TEXT:
            _decide(work, poll, verdict, actor=actor)
        case Question.CONSENT:
            consents.end_vote(work, poll, verdict, actor=actor)
        case Question.SEVERAL:
            _decide_several(work, poll, verdict, actor=actor)
        case Question.CHOICE:
            _choose(work, poll, decided, actor=actor)
        case Question.DEMAND if _strikes(decided) and not poll.recommends:
            demand = work.session.get_one(Demand, poll.demand_id)
            version = demands.strike(work, demand, conference_id=poll.conference_id, actor=actor, poll_id=poll.id)
            poll.version_id = version.id
        case Question.PROCEDURE if verdict is Verdict.ADOPTED and not poll.recommends:
            _proceed(work, poll, actor=actor)


def _strikes(decided: Decided) -> bool:
    return decided.verdict in {Verdict.REJECTED, Verdict.TIE}


def _decide(work: UnitOfWork, poll: Poll, verdict: Verdict, *, actor: str) -> None:
    """Adopt or reject the amendment, or recommend it."""
    amendment = work.session.get_one(Amendment, poll.amendment_id)
    if verdict is Verdict.INVALID:
        notices.tell_outcome(work, amendment, actor=actor, kind=NoticeKind.VOTE_NOT_VALID)
    elif poll.recommends:
        _advise(work, poll, amendment, Advice.ADOPT if verdict is Verdict.ADOPTED else Advice.REJECT, actor=actor)
    elif verdict is Verdict.ADOPTED:
        version = effects.adopt(work, amendment, state=AmendmentState.ADOPTED, actor=actor, poll_id=poll.id)
        poll.version_id = version.id if version else None
    else:
        effects.reject(work, amendment, actor=actor, poll_id=poll.id)


def _decide_several(work: UnitOfWork, poll: Poll, verdict: Verdict, *, actor: str) -> None:
    """Adopt or reject all of them, or recommend it."""
    found = [amendment for amendment in voted.list_items(work, poll) if amendment.is_undecided]
    if verdict is Verdict.INVALID:
        for amendment in found:
            notices.tell_outcome(work, amendment, actor=actor, kind=NoticeKind.VOTE_NOT_VALID)
    elif poll.recommends:
        for amendment in found:
            _advise(work, poll, amendment, Advice.ADOPT if verdict is Verdict.ADOPTED else Advice.REJECT, actor=actor)
    elif verdict is Verdict.ADOPTED:
        ids = [amendment.id for amendment in found]
        merges.adopt_together(work, ids, state=AmendmentState.ADOPTED, actor=actor, poll_id=poll.id)
    else:
        _reject_all(work, poll, found, actor=actor)


def _reject_all(work: UnitOfWork, poll: Poll, found: list[Amendment], *, actor: str) -> None:
    for amendment in found:
        # One that says the same may have gone with another.
        if amendment.is_undecided:
            effects.reject(work, amendment, actor=actor, poll_id=poll.id)


def _choose(work: UnitOfWork, poll: Poll, decided: Decided, *, actor: str) -> None:
    """Adopt what was chosen, and with it settle those that it excludes; reject all where the text was to stay.

    What can stand beside the chosen one stays open. Where nothing was chosen, by a tie or too few votes, all stay open
    and can be voted on by themselves.
    """
    found = {
        option.key: work.session.get_one(Amendment, option.amendment_id)
        for option in list_options(work, poll)
        if option.amendment_id is not None
    }
    undecided = [amendment for amendment in found.values() if amendment.is_undecided]
    if decided.key is None:
        for amendment in undecided:
            if decided.verdict is Verdict.INVALID:
                notices.tell_outcome(work, amendment, actor=actor, kind=NoticeKind.VOTE_NOT_VALID)
        return
    chosen = found.get(decided.key)
    rivals = competing.list_rivals(work, chosen, undecided) if chosen else []
    if poll.recommends:
        for amendment in undecided if chosen is None else [chosen, *rivals]:
            _advise(work, poll, amendment, Advice.ADOPT if amendment is chosen else Advice.REJECT, actor=actor)
    elif chosen is None:
        _reject_all(work, poll, undecided, actor=actor)
    else:
        version = effects.adopt(work, chosen, state=AmendmentState.ADOPTED, actor=actor, poll_id=poll.id)
        poll.version_id = version.id if version else None
        for amendment in rivals:
            if amendment.is_undecided:
                effects.give_state(
                    work,
                    amendment,
                    AmendmentState.SETTLED,
                    action="amendment.settled",
                    actor=actor,
                    settled_by_id=chosen.id,
                    poll=poll.id,
                )


def _advise(work: UnitOfWork, poll: Poll, amendment: Amendment, advice: Advice, *, actor: str) -> None:
    recommendations.record_panel(work, amendment, advice, panel_id=poll.panel_id or "", poll_id=poll.id, actor=actor)


def _proceed(work: UnitOfWork, poll: Poll, *, actor: str) -> None:
    """Adjourn the amendments or leave them to the editors; or, at the end of a debate, vote on them next."""
    found = [amendment for amendment in voted.list_items(work, poll) if amendment.is_undecided]
    act = ProceduralAct(poll.act)
    if act is ProceduralAct.END_DEBATE:
        _put_first(work, [questions.prepare(work, amendment.id, actor=actor) for amendment in found])
        return
    state, action = _ACTS[act]
    for amendment in found:
        if amendment.state != state:
            effects.give_state(work, amendment, state, action=action, actor=actor, poll=poll.id)


def _put_first(work: UnitOfWork, poll_ids: list[str]) -> None:
    """Put prepared questions before all others, in this order."""
    for poll_id in reversed(list(dict.fromkeys(poll_ids))):
        poll = work.session.get_one(Poll, poll_id)
        first = work.session.scalar(
            select(func.min(Poll.rank)).where(
                Poll.conference_id == poll.conference_id, Poll.state == PollState.PREPARED
            )
        )
        poll.rank = (first if first is not None else 1) - 1
        work.session.flush()
