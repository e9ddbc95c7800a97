"""Tables of polls, their electorates and their ballots."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now
from drafting.rules.lifecycle import PollState
from drafting.rules.voting import Quorum, Tally


class Poll(Base):
    """One question put to one electorate under one rule; the numbers are there from its closing on.

    ``question`` is what is asked (``rules.questions.Question``), ``kind`` how ("open", "named", "secret"),
    ``counts_by`` who has a vote ("person" or "municipality"). ``recommends`` is set where the panel's vote is but a
    recommendation to the plenary, as the panel was set when the poll opened.

    ``title`` is the question in words where nothing it is about gives them; ``act`` the step a procedural question asks
    for; ``most_choices`` how many options one ballot may name. ``rank`` is the place in the queue, where one was given.
    ``time_limit`` are seconds from opening to ``closes_at``, which may be moved on while the poll is open;
    ``is_time_over`` says that it has passed and no ballot counts, though a count by hand is waited for. ``marked``
    are the ballots that named options. ``effect`` is "pending" between a verdict and its confirmation, "done" after it.
    ``digest`` is of the sorted list of ballots, in secret votes.

    Where votes are weighted, every number is a sum of weights, but ``people`` is how many have voted, by hand as well.
    ``by_hand`` of the votes cast were counted by hand.
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
    title: Mapped[str] = mapped_column(default="")
    act: Mapped[str] = mapped_column(default="")
    most_choices: Mapped[int] = mapped_column(default=1)
    marked: Mapped[int] = mapped_column(default=0)
    counts_by: Mapped[str] = mapped_column(default="person")
    is_weighted: Mapped[bool] = mapped_column(default=False)
    has_receipts: Mapped[bool] = mapped_column(default=False)
    rule_reason: Mapped[str] = mapped_column(default="")
    edition_id: Mapped[str | None] = mapped_column(ForeignKey("editions.id"))
    rank: Mapped[int | None]
    time_limit: Mapped[int | None]
    closes_at: Mapped[datetime | None]
    is_time_over: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    effect: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def tally(self) -> Tally:
        """The recorded numbers."""
        return Tally(self.yes, self.no, self.abstain, self.entitled, self.invalid, self.marked)

    @property
    def quorum(self) -> Quorum | None:
        """The quorum of this poll, if it has one."""
        if self.quorum_numerator is None or self.quorum_denominator is None:
            return None
        return Quorum(self.quorum_numerator, self.quorum_denominator)


class PollOption(Base):
    """One of several answers; ``key`` counts from 1. ``count`` is there from the closing on."""

    __tablename__ = "poll_options"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str]
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    count: Mapped[int] = mapped_column(default=0)


class PollItem(Base):
    """One of several amendments decided by one answer."""

    __tablename__ = "poll_items"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    position: Mapped[int]


class Voter(Base):
    """One who may vote in a poll: the roll, fixed when the poll opened; it says who has voted, never how.

    ``has_voted`` is kept in secret votes until closing, with ``tag``, the keyed tag of the receipt; elsewhere the
    ballots say it. ``by_hand`` marks until closing who is counted by hand and has no ballot here. ``municipality_id``
    is whose vote this is, where each municipality has one.
    """

    __tablename__ = "voters"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    municipality_id: Mapped[str | None] = mapped_column(ForeignKey("municipalities.id"))
    weight: Mapped[int] = mapped_column(default=1)
    has_voted: Mapped[bool] = mapped_column(default=False)
    by_hand: Mapped[bool] = mapped_column(default=False)
    tag: Mapped[str | None]


class Ballot(Base):
    """How somebody voted: in an open vote until it closes, which erases it; in a vote by name for good.

    ``choice`` is "yes", "no", "abstain", or the keys of options in order, such as "1" or "2,5,7". ``turn`` orders the
    choices of one person while the poll runs: one with a lower turn was made earlier, and arrives too late to count.
    """

    __tablename__ = "ballots"
    __table_args__ = (ForeignKeyConstraint(["poll_id", "person_id"], ["voters.poll_id", "voters.person_id"]),)

    poll_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]
    turn: Mapped[int] = mapped_column(BigInteger, default=0)


class SealedBallot(Base):
    """A secret ballot while its poll runs, sealed with the poll's key, which lies outside the database."""

    __tablename__ = "sealed_ballots"
    # Kept by their random ids, not in the order in which they came.
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sealed: Mapped[bytes]


class Receipt(Base):
    """A secret ballot after closing; whose it is, only its caster knows. The list is published, sorted by receipt."""

    __tablename__ = "receipts"

    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    receipt: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[str]


class HandCount(Base):
    """A count of raised hands or paper for those without a device: one person enters it, a second one confirms it.

    It counts from ``confirmed_at`` on. ``marked`` are the ballots that named options, ``options`` the numbers by key.
    """

    __tablename__ = "hand_counts"
    __table_args__ = (CheckConstraint("confirmed_by IS NULL OR confirmed_by <> entered_by", name="second_person"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    poll_id: Mapped[str] = mapped_column(ForeignKey("polls.id"), index=True)
    place: Mapped[str] = mapped_column(default="")
    yes: Mapped[int] = mapped_column(default=0)
    no: Mapped[int] = mapped_column(default=0)
    abstain: Mapped[int] = mapped_column(default=0)
    invalid: Mapped[int] = mapped_column(default=0)
    marked: Mapped[int] = mapped_column(default=0)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    entered_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]

    @property
    def cast(self) -> int:
        """Everybody counted."""
        return self.yes + self.no + self.abstain + self.invalid + self.marked
