"""Tables of polls, their electorates and their ballots."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now
from drafting.rules.lifecycle import PollState
from drafting.rules.voting import Quorum, Tally


class Poll(Base):
    """One question put to one electorate under one rule; the numbers are there from its closing on.

    ``question`` is what is asked ("amendment", or "consent" for a whole list of undisputed ones), ``kind`` how
    ("open"); other values come with other questions. ``recommends`` is set where the panel's vote is but a
    recommendation to the plenary, as the panel was set when the poll opened.
    """

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("conference_id", "number"),
        CheckConstraint("yes + no + abstain + invalid <= entitled", name="votes"),
        # One question about an amendment at a time, whoever clicks twice.
        Index(
            "uq_polls_amendment_id_undecided",
            "amendment_id",
            unique=True,
            sqlite_where=text("state IN ('prepared', 'open')"),
            postgresql_where=text("state IN ('prepared', 'open')"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    number: Mapped[int]
    question: Mapped[str] = mapped_column(default="amendment")
    kind: Mapped[str] = mapped_column(default="open")
    state: Mapped[str] = mapped_column(default=PollState.PREPARED)
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    revision_id: Mapped[str | None] = mapped_column(ForeignKey("amendment_revisions.id"))
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    consent_list_id: Mapped[str | None] = mapped_column(ForeignKey("consent_lists.id"))
    panel_id: Mapped[str | None] = mapped_column(ForeignKey("panels.id"))
    present_only: Mapped[bool] = mapped_column(default=True)
    recommends: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[str]
    quorum_numerator: Mapped[int | None]
    quorum_denominator: Mapped[int | None]
    entitled: Mapped[int] = mapped_column(default=0)
    yes: Mapped[int] = mapped_column(default=0)
    no: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str] = mapped_column(default="")
    formula: Mapped[str] = mapped_column(default="")
    version_id: Mapped[str | None] = mapped_column(ForeignKey("demand_versions.id"))
    annul_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def tally(self) -> Tally:
        """The recorded numbers."""
        return Tally(self.yes, self.no, self.abstain, self.entitled, self.invalid)

    @property
    def quorum(self) -> Quorum | None:
        """The quorum of this poll, if it has one."""
        if self.quorum_numerator is None or self.quorum_denominator is None:
            return None
        return Quorum(self.quorum_numerator, self.quorum_denominator)


class Voter(Base):
    """One who may vote in a poll: the electorate, fixed when the poll opened."""

    __tablename__ = "voters"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Ballot(Base):
    """How somebody voted in an open poll that still runs; closing erases it."""

    __tablename__ = "ballots"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "person_id"], ["voters.poll_id", "voters.person_id"]),
        CheckConstraint("choice IN ('yes', 'no', 'abstain')", name="choice"),
    )

    poll_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
