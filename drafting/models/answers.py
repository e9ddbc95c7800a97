"""Tables of answers: what a recipient of the letter replied, to which demand, and since when they have had it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Answer(Base):
    """What a recipient replied on a day, in the organizers' words; ``quote`` are the recipient's own.

    ``file`` names the reply in the data directory, for organizers alone. The public page shows an answer from
    ``released_at`` on; a change takes the release back. ``revision`` grows with each change.
    """

    __tablename__ = "answers"
    __table_args__ = (CheckConstraint("form IN ('letter', 'mail', 'talk')", name="form"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    recipient_id: Mapped[str] = mapped_column(ForeignKey("recipients.id"), index=True)
    answered_on: Mapped[date]
    form: Mapped[str]
    summary: Mapped[str]
    quote: Mapped[str] = mapped_column(default="")
    file: Mapped[str] = mapped_column(default="")
    file_digest: Mapped[str] = mapped_column(default="")
    released_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)


class AnswerStance(Base):
    """How an answer stands to a demand; one without a row is not mentioned in it."""

    __tablename__ = "answer_stances"
    __table_args__ = (
        CheckConstraint("stance IN ('promised', 'partly', 'declined', 'examined', 'silent')", name="stance"),
    )

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), primary_key=True, index=True)
    stance: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class LetterPosting(Base):
    """The day on which organizers posted the letter, from which the wait for answers is counted."""

    __tablename__ = "letter_postings"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    posted_on: Mapped[date]
