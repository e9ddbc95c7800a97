"""Tables of notices: what somebody follows, what they were told in the product, and what waits to be mailed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now

_UNREAD = text("read_at IS NULL")


class Follow(Base):
    """Somebody wants to hear of a demand or an amendment."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("person_id", "demand_id"),
        UniqueConstraint("person_id", "amendment_id"),
        CheckConstraint("(demand_id IS NULL) <> (amendment_id IS NULL)", name="place"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"), index=True)
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Notice(Base):
    """Something a person is told once; the sentence follows from ``kind`` and what it is about.

    ``detail`` holds the few words the sentence needs beside labels.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_person_id_created_at", "person_id", "created_at"),
        # Asked on every page, for the number at the bell, and every few seconds, for what is to be mailed.
        Index("ix_notices_unread", "person_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str]
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    amendment_id: Mapped[str | None] = mapped_column(ForeignKey("amendments.id"))
    detail: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class Mail(Base):
    """A mail in the outbox; sent once, tried again at ``next_try_at``, given up after several ``attempts``.

    It went to a person, or to whoever passes on a municipality's link to sign (``signature_id``). Where its text names
    a link by its key („{link:KEY}“), the link itself is put in when it is sent; the database never holds it. Or it
    carries the letter to a recipient (``sending_id``, in its ``turn``): such a one is never sent again by itself once
    it was being handed over (``handed_at``) and nobody knows what came of it. ``code`` and ``error`` are the server's
    last refusal, ``answer`` its words when it took the mail, ``digest`` the SHA-256 of all that was handed over.
    """

    __tablename__ = "mails"
    __table_args__ = (UniqueConstraint("sending_id", "turn"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    signature_id: Mapped[str | None] = mapped_column(ForeignKey("signatures.id"), index=True)
    address: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    sending_id: Mapped[str | None] = mapped_column(ForeignKey("sendings.id"))
    turn: Mapped[int | None]
    reply_to: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime | None]
    code: Mapped[int] = mapped_column(default=0)
    answer: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
