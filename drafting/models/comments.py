"""The table of comments, in threads on demands and amendments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Comment(Base):
    """A remark on a demand or an amendment, or an answer to one (``parent_id``, always a remark itself).

    Hidden by moderation it keeps its place and shows ``hidden_reason``; its text stays for the record.
    """

    __tablename__ = "comments"
    __table_args__ = (CheckConstraint("(demand_id IS NULL) <> (amendment_id IS NULL)", name="place"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"), index=True)
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("comments.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    hidden_reason: Mapped[str] = mapped_column(default="")
