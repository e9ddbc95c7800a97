"""What was replied to each demand, and what the Bilanz starts from it: here, and as a table a year later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.queries.answers import AnsweredDemand, AnswerRow, StanceRow, list_answers, list_demands
from drafting.queries.people import Viewer
from drafting.rules.answers import say_evidence
from drafting.rules.remarks import LONGEST_TEXT
from drafting.rules.reviews import REVIEW_LABELS, ReviewStatus


@dataclass(frozen=True, slots=True)
class DemandAnswers:
    """What was replied to a demand, the latest first."""

    demand: AnsweredDemand
    replies: tuple[tuple[AnswerRow, StanceRow], ...]

    @property
    def evidence(self) -> str:
        """What the Bilanz says of it, to begin with."""
        return "\n".join(say_reply(*reply) for reply in self.replies)[:LONGEST_TEXT]


def group_by_demand(answers: Sequence[AnswerRow], demands: Iterable[AnsweredDemand]) -> Iterable[DemandAnswers]:
    """The same answers by demand; those nobody has named have none."""
    for demand in demands:
        replies = [(answer, row) for answer in answers for row in answer.stances if row.demand.id == demand.id]
        yield DemandAnswers(demand, tuple(replies))


def list_replies(session: Session, conference_id: str, *, viewer: Viewer) -> tuple[DemandAnswers, ...]:
    """What was replied to which demand, for the Bilanz to start from: others than organizers see what is released."""
    answers = list_answers(session, conference_id, released=not viewer.may_organize)
    grouped = group_by_demand(answers, list_demands(session, conference_id)) if answers else ()
    return tuple(each for each in grouped if each.replies)


def say_reply(answer: AnswerRow, row: StanceRow) -> str:
    """What the Bilanz says of a reply."""
    return say_evidence(answer.office, answer.form, answer.answered_on, row.stance, row.note)


def list_review_cells(
    session: Session, conference_id: str, *, released: bool = False
) -> tuple[tuple[str, str, str, str, str, str], ...]:
    """The letter's demands with what was replied, in the form in which the next conference reads its Bilanz.

    A promise is none kept: whatever was replied, a demand begins as open. One nobody has replied to has no status.
    """
    answers = list_answers(session, conference_id, released=released)
    cells = []
    for each in group_by_demand(answers, list_demands(session, conference_id)):
        status = REVIEW_LABELS[ReviewStatus.OPEN] if each.replies else ""
        cells.append((each.demand.number, each.demand.title, each.demand.section, status, each.evidence, ""))
    return tuple(cells)
