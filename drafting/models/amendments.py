"""Tables of amendments, their wordings, their supporters, and how they overlap."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now
from drafting.rules.lifecycle import UNDECIDED, AmendmentState, Fit


class Amendment(Base):
    """A proposed new text against one version of a demand, or a new demand, or the striking of one.

    The present wording is the revision numbered ``revision_number``. ``needs_answer`` is set while its author is asked
    about a collision; ``is_kept`` when the answer was „So lassen“.

    Where it goes: a new or moved demand stands in ``section_id`` after ``after_demand_id``, first where
    ``is_first``, else at the section's end; a moved section (``moved_section_id``) after ``after_section_id``, or
    first.

    ``rank`` is the place a moderator gave it among those of its demand. A compromise is an amendment by a
    moderator, made of others (``CompromisePart``), whose proposers are asked until ``answers_until``.
    ``outcome_note`` says in words why it ended, or where it goes on.
    """

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        Index("ix_amendments_demand_id_state", "demand_id", "state"),
        CheckConstraint("kind <> 'new' OR section_id IS NOT NULL", name="place"),
        CheckConstraint(
            "kind <> 'move' OR (demand_id IS NULL) <> (moved_section_id IS NULL)",
            name="moved",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"))
    number: Mapped[int]
    kind: Mapped[str]
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    section_id: Mapped[str | None] = mapped_column(ForeignKey("sections.id"))
    after_demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    moved_section_id: Mapped[str | None] = mapped_column(ForeignKey("sections.id"))
    after_section_id: Mapped[str | None] = mapped_column(ForeignKey("sections.id"))
    is_first: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    proposer_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[str] = mapped_column(default=AmendmentState.OPEN)
    fit: Mapped[str] = mapped_column(default=Fit.APPLIES)
    revision_number: Mapped[int] = mapped_column(default=1)
    needs_answer: Mapped[bool] = mapped_column(default=False)
    is_kept: Mapped[bool] = mapped_column(default=False)
    headline: Mapped[str] = mapped_column(default="")
    editorial: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    rank: Mapped[int | None]
    is_compromise: Mapped[bool] = mapped_column(default=False)
    answers_until: Mapped[datetime | None]
    settled_by_version_id: Mapped[str | None] = mapped_column(ForeignKey("demand_versions.id"))
    settled_by_amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    outcome_note: Mapped[str] = mapped_column(default="")
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """What it is called: „Ä12“."""
        return f"Ä{self.number}"

    @property
    def is_undecided(self) -> bool:
        """Whether something can still become of it."""
        return AmendmentState(self.state) in UNDECIDED


class AmendmentRevision(Base):
    """An immutable wording of an amendment: its base version, its text, and the edits between them.

    ``cause`` is "submitted", "revised" or "adapted" by its author, "carried" or "imposed" by a decision, "by_hand"
    where a moderator carried it over; earlier wordings stay as they are.
    """

    __tablename__ = "amendment_revisions"
    __table_args__ = (UniqueConstraint("amendment_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"))
    number: Mapped[int]
    cause: Mapped[str]
    base_version_id: Mapped[str | None] = mapped_column(ForeignKey("demand_versions.id"), index=True)
    text: Mapped[str]
    edits: Mapped[list[Any]] = mapped_column(default=list)
    sentences: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class CoProposer(Base):
    """Somebody named as proposing an amendment too; shown to others only once they have agreed."""

    __tablename__ = "co_proposers"

    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    agreed: Mapped[bool | None]
    invited_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]


class CompromisePart(Base):
    """An amendment that a compromise is made of; ``agreed`` is its proposer's answer, None before there is one."""

    __tablename__ = "compromise_parts"

    compromise_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]


class Support(Base):
    """Somebody is for an amendment being dealt with."""

    __tablename__ = "supports"

    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Overlap(Base):
    """Two open amendments that want the same words; computed when either is saved, ``first_id`` the lower number.

    ``relation`` is "conflict", "identical" or "neighbour"; ``words`` what both would change, or their sentence.
    """

    __tablename__ = "overlaps"

    first_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), index=True)
    words: Mapped[str] = mapped_column(default="")
