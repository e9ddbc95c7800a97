"""Tables of practical examples (Praxisbeispiele) and of those who asked for a contact."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Example(Base):
    """What a municipality has done or met, attached to a demand; ``figure`` is a number in words („30 % weniger“).

    Hidden by moderation it keeps its place and shows ``hidden_reason``; withdrawn by its author it is gone from pages.
    """

    __tablename__ = "examples"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    municipality: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    link: Mapped[str] = mapped_column(default="")
    figure: Mapped[str] = mapped_column(default="")
    in_annex: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]


class ContactRequest(Base):
    """Somebody would like to talk to the author of an example („Kontakt anfragen“)."""

    __tablename__ = "contact_requests"

    example_id: Mapped[str] = mapped_column(ForeignKey("examples.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
