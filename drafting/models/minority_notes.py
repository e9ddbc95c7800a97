"""Tables of minority notes (Sondervoten) and of the municipalities that stand behind them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class MinorityNote(Base):
    """What a group of municipalities says besides a decision; its words never change, as others stand behind them.

    It goes with the letter once it was declared for enough municipalities; withdrawn by its author it does not.
    """

    __tablename__ = "minority_notes"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str]
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]


class MinorityNoteSupport(Base):
    """A municipality that stands behind a note; ``key`` is its name in one form.

    ``person_id`` is who has declared it for the municipality, being authorised, in which ``function``. Rows from before
    that was asked have no ``declared_at``: until somebody declares it, they neither count nor are named.
    """

    __tablename__ = "minority_note_supports"
    __table_args__ = (
        UniqueConstraint("note_id", "key"),
        Index("ix_minority_note_supports_person_id", "person_id"),
    )

    note_id: Mapped[str] = mapped_column(ForeignKey("minority_notes.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    municipality: Mapped[str]
    key: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    joined_at: Mapped[datetime] = mapped_column(default=now)
