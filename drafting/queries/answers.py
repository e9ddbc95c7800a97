"""Answers for organizers: who replied what to which demand, who has not yet, and what the next Bilanz starts from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Answer, AnswerStance, Demand, Paper, Recipient
from drafting.queries import correspondence, paper_states, recipients
from drafting.queries.editions import NOW
from drafting.rules.answers import (
    ANSWER_FORM_LABELS,
    STANCE_LABELS,
    STANCE_SIGNS,
    STANCE_TONES,
    AnswerForm,
    Stance,
    name_office,
)


@dataclass(frozen=True, slots=True)
class AnsweredDemand:
    """A demand of the letter, by its number and title there."""

    id: str
    number: str
    title: str
    section: str


@dataclass(frozen=True, slots=True)
class StanceRow:
    """How an answer stands to a demand: a word with its sign and colour, and a note."""

    demand: AnsweredDemand
    stance: Stance
    note: str

    @property
    def label(self) -> str:
        """The word."""
        return STANCE_LABELS[self.stance]

    @property
    def sign(self) -> str:
        """The sign that stands with the word."""
        return STANCE_SIGNS[self.stance]

    @property
    def tone(self) -> str:
        """The colour."""
        return STANCE_TONES[self.stance]


@dataclass(frozen=True)
class AnswerRow:
    """An answer; ``office`` is whom the public reads it is from, "" where that would be a person alone.

    ``function`` is the recipient's office in that organisation, where both are known.
    """

    id: str
    recipient_id: str
    recipient: str
    office: str
    function: str
    answered_on: date
    form: AnswerForm
    summary: str
    quote: str
    stances: tuple[StanceRow, ...]
    released_at: datetime | None
    file: str
    revision: int

    @property
    def form_label(self) -> str:
        """How it came, in a word."""
        return ANSWER_FORM_LABELS[self.form]

    @property
    def file_kind(self) -> str:
        """What the file's name ends in."""
        return self.file.rpartition(".")[2]

    @cached_property
    def counts(self) -> tuple[tuple[Stance, str, str, str, int], ...]:
        """How often it says what: stance, word, sign, colour, number; what it never says is left out."""
        found = Counter(row.stance for row in self.stances)
        return tuple((s, STANCE_LABELS[s], STANCE_SIGNS[s], STANCE_TONES[s], found[s]) for s in Stance if found[s])


def list_demands(session: Session, conference_id: str) -> tuple[AnsweredDemand, ...]:
    """The numbered demands of the letter in their order, as its edition has them; none before a paper is read in.

    Those an answer names that are not in the letter (any more) come after them.
    """
    if session.scalar(select(Paper.id).where(Paper.conference_id == conference_id)) is None:
        return ()
    edition = correspondence.get_settings(session, conference_id).edition_id
    paper = paper_states.get_paper(session, conference_id, edition or NOW)
    found = [
        AnsweredDemand(unit.id, unit.number, unit.document.title, section.heading)
        for section in paper.sections
        for unit in section.units
        if unit.number
    ]
    named = select(AnswerStance.demand_id).join(Answer, Answer.id == AnswerStance.answer_id)
    others = session.scalars(
        select(Demand)
        .where(Demand.id.in_(named.where(Answer.conference_id == conference_id)))
        .where(Demand.id.not_in([demand.id for demand in found]))
        .order_by(Demand.position)
    )
    return (*found, *(AnsweredDemand(demand.id, demand.number, demand.title, "") for demand in others))


def list_answers(session: Session, conference_id: str, *, released: bool = False) -> tuple[AnswerRow, ...]:
    """All answers, the latest first; or only those that are released and still have a name that may be public."""
    statement = (
        select(Answer, Recipient)
        .join(Recipient, Recipient.id == Answer.recipient_id)
        .where(Answer.conference_id == conference_id)
        .order_by(Answer.answered_on.desc(), Answer.created_at.desc(), Answer.id)
    )
    if released:
        statement = statement.where(Answer.released_at.is_not(None))
    found = session.execute(statement).all()
    if not found:
        return ()
    demands = {demand.id: demand for demand in list_demands(session, conference_id)}
    stances = _list_stances(session, [answer.id for answer, _ in found], demands)
    rows = [_show(answer, recipient, stances.get(answer.id, ())) for answer, recipient in found]
    return tuple(row for row in rows if row.office or not released)


def get_answer(session: Session, answer_id: str, conference_id: str) -> AnswerRow:
    """One answer; raises NotFoundError."""
    row = session.get(Answer, answer_id)
    if row is None or row.conference_id != conference_id:
        raise NotFoundError("Diese Antwort gibt es nicht (mehr).")
    demands = {demand.id: demand for demand in list_demands(session, conference_id)}
    stances = _list_stances(session, [row.id], demands).get(row.id, ())
    return _show(row, session.get_one(Recipient, row.recipient_id), stances)


def find_file(session: Session, answer_id: str, conference_id: str) -> str:
    """The name of the reply in the data directory; raises NotFoundError where there is none."""
    row = session.get(Answer, answer_id)
    if row is None or row.conference_id != conference_id or not row.file:
        raise NotFoundError("Hier ist kein Antwortschreiben abgelegt.")
    return row.file


def _list_stances(
    session: Session, answer_ids: Sequence[str], demands: Mapping[str, AnsweredDemand]
) -> dict[str, tuple[StanceRow, ...]]:
    """By answer, in the order of the letter."""
    places = {demand_id: place for place, demand_id in enumerate(demands)}
    rows = session.scalars(select(AnswerStance).where(AnswerStance.answer_id.in_(answer_ids))).all()
    found: dict[str, tuple[StanceRow, ...]] = {}
    for row in sorted((row for row in rows if row.demand_id in demands), key=lambda row: places[row.demand_id]):
        shown = StanceRow(demands[row.demand_id], Stance(row.stance), row.note)
        found[row.answer_id] = (*found.get(row.answer_id, ()), shown)
    return found


def _show(row: Answer, recipient: Recipient, stances: tuple[StanceRow, ...]) -> AnswerRow:
    office = name_office(recipient.office, recipient.organisation)
    return AnswerRow(
        id=row.id,
        recipient_id=row.recipient_id,
        recipient=recipients.name_recipient(recipient),
        office=office,
        function=recipient.office if recipient.organisation else "",
        answered_on=row.answered_on,
        form=AnswerForm(row.form),
        summary=row.summary,
        quote=row.quote,
        stances=stances,
        released_at=row.released_at,
        file=row.file,
        revision=row.revision,
    )
