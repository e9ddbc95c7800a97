"""The table of recommendations (Empfehlung): what moderators or a panel propose to do with an amendment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, now


class Recommendation(Base):
    """What is proposed for an amendment, for the body that decides; others see it from ``published_at`` on.

    ``verdict`` is a value of ``rules.lifecycle.Advice``; ``note`` is internal, ``reason`` is shown. ``poll_id`` is
    the vote by which a panel recommended.
    """

    __tablename__ = "recommendations"

    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    verdict: Mapped[str]
    settled_by_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    panel_id: Mapped[str | None] = mapped_column(ForeignKey("panels.id"))
    poll_id: Mapped[str | None] = mapped_column(ForeignKey("polls.id"))
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
