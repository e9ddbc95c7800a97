"""Rolls: who may vote in a running poll, who is counted by hand, which counts there are; never how anybody voted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from drafting.models import Membership, Person, Poll, Voter
from drafting.queries.poll_answers import AnswerOption, list_answers
from drafting.queries.poll_numbers import CountRow, RollRow, list_hand_counts, list_roll
from drafting.queries.poll_rows import get_question
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import PollState
from drafting.rules.permissions import Role, is_member
from drafting.rules.questions import LEAST_FOR_SECRET, WITH_OPTIONS, VoteKind

NO_COUNT_SENTENCES = {
    "over": "Diese Abstimmung läuft nicht. Gezählt und nachgetragen wird nur, solange sie läuft.",
    "named": "Namentliche Stimmen lassen sich nicht von Hand zählen.",
    "weighted": "Gewichtete Stimmen lassen sich nicht von Hand zählen.",
}
_MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody who may vote where this poll is put, the panel or the plenary, and does not stand on its roll."""

    person_id: str
    name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class RollPage:
    """The roll of a poll at the desk. ``found`` and ``absent`` are those a search asks for.

    ``why_not`` says why nothing can be counted by hand, "" where it can. ``answers`` are there where ballots name
    answers, ``most_choices`` of them each. ``lacking`` more people must be counted by hand before anything can be
    entered, in a secret vote.
    """

    poll_id: str
    number: int
    what: Saying
    question: Saying
    title: str
    is_open: bool
    entitled: int
    search: str
    marked: tuple[RollRow, ...]
    found: tuple[RollRow, ...]
    absent: tuple[Absent, ...]
    counts: tuple[CountRow, ...]
    counted: int
    answers: tuple[AnswerOption, ...]
    most_choices: int
    yes_label: str
    no_label: str
    why_not: str
    lacking: int


def get_roll(session: Session, poll_id: str, *, search: str = "") -> RollPage:
    """The roll with what is counted by hand; raises NotFoundError."""
    question = get_question(session, poll_id)
    poll = question.poll
    rows = list_roll(session, poll_id)
    wanted = search.strip().casefold()
    counts = list_hand_counts(session, poll_id)
    yes_label, no_label = question.answers
    return RollPage(
        poll_id=poll.id,
        number=poll.number,
        what=question.what,
        question=question.sentence,
        title=question.demand.title if question.demand else "",
        is_open=poll.state == PollState.OPEN,
        entitled=len(rows),
        search=search,
        marked=tuple(row for row in rows if row.by_hand),
        found=tuple(row for row in rows if wanted and not row.by_hand and _fits(row.name, row.municipality, wanted))[
            :_MOST_FOUND
        ],
        absent=_find_absent(session, poll, wanted) if wanted else (),
        counts=counts,
        counted=sum(count.cast for count in counts),
        answers=list_answers(question) if poll.question in WITH_OPTIONS else (),
        most_choices=poll.most_choices,
        yes_label=yes_label,
        no_label=no_label,
        why_not=_explain_why_not(poll),
        lacking=max(0, LEAST_FOR_SECRET - sum(row.by_hand for row in rows)) if poll.kind == VoteKind.SECRET else 0,
    )


def _explain_why_not(poll: Poll) -> str:
    if poll.state != PollState.OPEN:
        return NO_COUNT_SENTENCES["over"]
    if poll.kind == VoteKind.NAMED:
        return NO_COUNT_SENTENCES["named"]
    return NO_COUNT_SENTENCES["weighted"] if poll.is_weighted else ""


def _fits(name: str, municipality: str, wanted: str) -> bool:
    return wanted in name.casefold() or wanted in municipality.casefold()


def _find_absent(session: Session, poll: Poll, wanted: str) -> tuple[Absent, ...]:
    statement = select(Person.id, Person.name, Person.municipality).where(
        Person.conference_id == poll.conference_id,
        Person.role.in_([role for role in Role if is_member(role)]),
        ~exists().where(Voter.poll_id == poll.id, Voter.person_id == Person.id),
    )
    if poll.panel_id is not None:
        of_panel = exists().where(Membership.panel_id == poll.panel_id, Membership.person_id == Person.id)
        statement = statement.where(of_panel)
    people = session.execute(statement.order_by(Person.name, Person.id))
    return tuple(Absent(*row) for row in people if _fits(row.name, row.municipality, wanted))[:_MOST_FOUND]
