"""The table of reviews (Bilanz): what became of a demand of the earlier paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, now


class Review(Base):
    """Whether a demand of the earlier paper was "fulfilled", "partly" or is "open", with the evidence for it.

    ``updated_by`` is None where it was read from a file on the command line.
    """

    __tablename__ = "reviews"
    __table_args__ = (CheckConstraint("status IN ('fulfilled', 'partly', 'open')", name="status"),)

    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    status: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")
    updated_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now)
