"""Tables of joint decisions („gemeinsam abstimmen“): lists of undisputed amendments, and what was pulled out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class ConsentList(Base):
    """Amendments to be adopted together: at ``closes_at`` where nobody pulls them out, or by one vote.

    ``state`` is "open" (items can be pulled out), "voting", "adopted", "rejected" or "dropped".
    """

    __tablename__ = "consent_lists"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    panel_id: Mapped[str | None] = mapped_column(ForeignKey("panels.id"))
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open", index=True)
    closes_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


class ConsentItem(Base):
    """An amendment in a list; ``pulled_at`` is set once enough people want it treated by itself."""

    __tablename__ = "consent_items"

    list_id: Mapped[str] = mapped_column(ForeignKey("consent_lists.id"), primary_key=True)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    pulled_at: Mapped[datetime | None]


class ConsentPull(Base):
    """Somebody entitled wants an item treated by itself."""

    __tablename__ = "consent_pulls"

    list_id: Mapped[str] = mapped_column(ForeignKey("consent_lists.id"), primary_key=True)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
