"""What the public reads of answers: only those released one by one, from an office or organisation, never a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Answer, Recipient
from drafting.queries.answers import StanceRow, list_answers


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """An answer; ``anchor`` is where it is found on the page."""

    anchor: str
    office: str
    function: str
    answered_on: date
    form_label: str
    summary: str
    quote: str
    stances: tuple[StanceRow, ...]


@dataclass(frozen=True, slots=True)
class PublicAnswers:
    """The released answers, the latest first, and by the demands' ids what each says of it."""

    rows: tuple[PublicAnswer, ...]
    by_demand: Mapping[str, tuple[tuple[PublicAnswer, StanceRow], ...]]


def get_answers(session: Session, conference_id: str) -> PublicAnswers:
    """What the organizers have released."""
    rows = tuple(
        PublicAnswer(
            anchor=f"antwort-{number}",
            office=answer.office,
            function=answer.function,
            answered_on=answer.answered_on,
            form_label=answer.form_label,
            summary=answer.summary,
            quote=answer.quote,
            stances=answer.stances,
        )
        for number, answer in enumerate(list_answers(session, conference_id, released=True), start=1)
    )
    by_demand: dict[str, tuple[tuple[PublicAnswer, StanceRow], ...]] = {}
    for row in rows:
        for stance in row.stances:
            by_demand[stance.demand.id] = (*by_demand.get(stance.demand.id, ()), (row, stance))
    return PublicAnswers(rows, by_demand)


def stamp(session: Session, conference_id: str) -> tuple[str, ...]:
    """What the answers on a public page depend on."""
    rows = session.execute(
        select(Answer.id, Answer.revision, Answer.released_at, Recipient.office, Recipient.organisation)
        .join(Recipient, Recipient.id == Answer.recipient_id)
        .where(Answer.conference_id == conference_id, Answer.released_at.is_not(None))
        .order_by(Answer.id)
    )
    return tuple(str(tuple(row)) for row in rows)
