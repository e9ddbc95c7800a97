"""The check of polls: each verdict follows from its numbers, those are the journal's, and no ballot is left to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import Ballot, JournalEntry, Poll, PollOption, Receipt, SealedBallot, Voter
from drafting.rules.deciding import Answer, decide_question
from drafting.rules.lifecycle import PollState
from drafting.rules.questions import Question, VoteKind
from drafting.rules.receipts import digest
from drafting.rules.voting import Rule


def check_polls(session: Session, polls: list[Poll], entries: list[JournalEntry]) -> Iterator[str]:
    """Say what is wrong with polls: numbers, verdicts, what should have been erased."""
    closed = {entry.data["poll"]: entry.data for entry in entries if entry.action == "poll.closed"}
    for poll in polls:
        name = f"Abstimmung {poll.number}"
        if poll.state == PollState.CLOSED:
            yield from _check_closed(session, poll, closed.get(poll.id), name)
        elif poll.id in closed and not (poll.state == PollState.ANNULLED and closed[poll.id].get("pending")):
            yield f"{name}: Sie ist laut Journal beendet."
        is_over = poll.state != PollState.OPEN
        if (
            is_over
            and poll.kind != VoteKind.NAMED
            and session.scalar(select(Ballot.choice).where(Ballot.poll_id == poll.id))
        ):
            yield f"{name}: Es ist noch gespeichert, wer wie gestimmt hat."
        if is_over:
            yield from _check_secrecy(session, poll, name)
        voters = session.scalar(select(func.sum(Voter.weight)).where(Voter.poll_id == poll.id)) or 0
        if poll.opened_at is not None and voters != poll.entitled:
            yield f"{name}: Das Wählerverzeichnis hat {voters} Stimmen statt {poll.entitled}."


def _check_secrecy(session: Session, poll: Poll, name: str) -> Iterator[str]:
    """Of a secret vote that is over nothing is left but the list, which is what was counted; not even who has voted."""
    sealed = session.scalar(select(SealedBallot.id).where(SealedBallot.poll_id == poll.id).limit(1))
    told = Voter.tag.is_not(None) | Voter.has_voted
    marked = session.scalar(select(Voter.person_id).where(Voter.poll_id == poll.id, told).limit(1))
    if sealed is not None or marked is not None:
        yield f"{name}: Es ist noch gespeichert, was geheime Stimmen verraten kann."
    listed = session.execute(select(Receipt.receipt, Receipt.choice).where(Receipt.poll_id == poll.id)).all()
    if poll.digest and digest((receipt, choice) for receipt, choice in listed) != poll.digest:
        yield f"{name}: Die Liste der Stimmen wurde verändert."


def _check_closed(session: Session, poll: Poll, recorded: dict[str, Any] | None, name: str) -> Iterator[str]:
    if recorded is None:
        yield f"{name}: Ihr Ende steht nicht im Journal."
        return
    for key in ("yes", "no", "abstain", "invalid", "entitled", "verdict", "rule", "marked", "question", "digest"):
        if key in recorded and getattr(poll, key) != recorded[key]:
            yield f"{name}: {key} ist {getattr(poll, key)}, im Journal steht {recorded[key]}."
    options = session.scalars(select(PollOption).where(PollOption.poll_id == poll.id).order_by(PollOption.key)).all()
    if "options" in recorded and [[option.key, option.count] for option in options] != recorded["options"]:
        yield f"{name}: Die Zahlen der Antworten sind nicht die im Journal."
    answers = [Answer(each.key, each.label, each.count, keeps=each.amendment_id is None) for each in options]
    decided = decide_question(Question(poll.question), Rule(poll.rule), poll.tally, answers=answers, quorum=poll.quorum)
    if (decided.verdict or "") != poll.verdict:
        yield f"{name}: Das Ergebnis folgt nicht aus den Zahlen."
    if str(decided.formula) != poll.formula:
        yield f"{name}: Die Regel in Worten passt nicht zu den Zahlen."
    if poll.tally.not_voted < 0:
        yield f"{name}: Es gibt mehr Stimmen als Stimmberechtigte."
