"""The pages of answers: who replied, who has not for how long, and what was done to one answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import JournalEntry, LetterPosting, Mail, Person, Sending, now
from drafting.queries import recipients
from drafting.queries.answers import AnswerRow, list_answers, list_demands
from drafting.queries.journal import ACTION_LABELS
from drafting.queries.replies import DemandAnswers, group_by_demand
from drafting.rules.answers import name_office
from drafting.rules.sendings import SendingState
from drafting.rules.signing import local_day

CHANGE_LABELS = {
    "answered_on": "Datum",
    "form": "Form",
    "summary": "Zusammenfassung",
    "quote": "Zitat",
    "stances": "Antworten zu den Forderungen",
}


@dataclass(frozen=True, slots=True)
class ReplierRow:
    """A recipient with the answers so far, the latest first; ``days`` since the letter went out, where known."""

    id: str
    label: str
    office: str
    answers: tuple[AnswerRow, ...]
    days: int | None


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """All answers by recipient and by demand; those who have not replied come last."""

    repliers: tuple[ReplierRow, ...]
    demands: tuple[DemandAnswers, ...]
    posted_on: date | None

    @property
    def waiting(self) -> tuple[ReplierRow, ...]:
        """Those who have not replied."""
        return tuple(row for row in self.repliers if not row.answers)

    @property
    def answered(self) -> tuple[ReplierRow, ...]:
        """Those who have."""
        return tuple(row for row in self.repliers if row.answers)

    @property
    def released(self) -> int:
        """How many answers are released."""
        return sum(answer.released_at is not None for row in self.repliers for answer in row.answers)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """An act on an answer: what, when, by whom, and which parts it changed."""

    at: datetime
    label: str
    who: str
    changed: tuple[str, ...]


def get_page(session: Session, conference_id: str) -> AnswersPage:
    """Everything that was replied, and who has not."""
    answers = list_answers(session, conference_id)
    posting = session.get(LetterPosting, conference_id)
    posted_on = posting.posted_on if posting else None
    mailed, today = _list_mailed(session, conference_id), local_day(now())
    rows = [
        ReplierRow(
            id=row.id,
            label=row.label,
            office=name_office(row.to.office, row.to.organisation),
            answers=tuple(answer for answer in answers if answer.recipient_id == row.id),
            days=_count_days(posted_on, mailed.get(row.id), today),
        )
        for row in recipients.list_recipients(session, conference_id)
    ]
    return AnswersPage(
        repliers=tuple(sorted(rows, key=lambda row: not row.answers)),
        demands=tuple(group_by_demand(answers, list_demands(session, conference_id))),
        posted_on=posted_on,
    )


def _list_mailed(session: Session, conference_id: str) -> dict[str, date]:
    """By recipient, on which day a mail with the letter first went out."""
    found = session.execute(
        select(Sending.recipient_id, func.min(Mail.sent_at))
        .join(Mail, (Mail.sending_id == Sending.id) & (Mail.turn == Sending.turn))
        .where(
            Sending.conference_id == conference_id,
            Sending.state == SendingState.SENT.value,
            Mail.sent_at.is_not(None),
        )
        .group_by(Sending.recipient_id)
    )
    return {recipient_id: local_day(sent_at) for recipient_id, sent_at in found if sent_at is not None}


def _count_days(posted_on: date | None, mailed_on: date | None, today: date) -> int | None:
    """How long a recipient has had the letter, by post or by mail, whichever came first; None where nobody knows."""
    days = [day for day in (posted_on, mailed_on) if day is not None]
    return (today - min(days)).days if days else None


def list_history(session: Session, answer_id: str, conference_id: str) -> tuple[HistoryRow, ...]:
    """What was done to an answer, the latest first, as the journal has it."""
    entries = session.scalars(
        select(JournalEntry)
        .where(JournalEntry.conference_id == conference_id, JournalEntry.action.startswith("answer."))
        .order_by(JournalEntry.number.desc())
    ).all()
    entries = [entry for entry in entries if entry.data.get("answer") == answer_id]
    actors = {entry.actor for entry in entries}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(actors)))
    people: dict[str, str] = {row.id: row.name for row in rows}
    return tuple(
        HistoryRow(
            entry.at,
            ACTION_LABELS[entry.action],
            people.get(entry.actor, ""),
            tuple(CHANGE_LABELS[name] for name in entry.data.get("changed", ()) if name in CHANGE_LABELS),
        )
        for entry in entries
    )
