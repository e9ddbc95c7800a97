"""Tables of people: who they are, and the codes, links and sessions by which they come in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


def new_badge() -> str:
    """What a badge's QR code says: it checks in and never signs in."""
    return secrets.token_urlsafe(9)


def hash_token(token: str) -> str:
    """The hash under which a random token is stored; it has enough bits to need no key."""
    return hashlib.sha256(token.encode()).hexdigest()


class Person(Base):
    """Somebody registered at one conference; ``present_since`` is set while they are checked in.

    ``mail_rhythm`` says when notices are also mailed: "at_once", "hourly", "daily" or "off".
    """

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    name: Mapped[str]
    municipality: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    badge: Mapped[str] = mapped_column(unique=True, default=new_badge)
    present_since: Mapped[datetime | None]
    mail_rhythm: Mapped[str] = mapped_column(default="daily")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def label(self) -> str:
        """How others see this person: the municipality, else the name."""
        return self.municipality or self.name


class BlockedBadge(Base):
    """A badge that was lost: it checks nobody in any more, and at the door one can say why."""

    __tablename__ = "blocked_badges"

    badge: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    blocked_at: Mapped[datetime] = mapped_column(default=now)


class Membership(Base):
    """A person's place in a panel."""

    __tablename__ = "memberships"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    panel_id: Mapped[str] = mapped_column(ForeignKey("panels.id"), primary_key=True, index=True)
    moderates: Mapped[bool] = mapped_column(default=False)


class Visit(Base):
    """When a person last read the paper: the visit that goes on, and when the one before it ended."""

    __tablename__ = "visits"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    previous_at: Mapped[datetime | None]


class AccessCode(Base):
    """The keyed hash of a code that signs in; the code itself is on paper only."""

    __tablename__ = "access_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    issued_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInLink(Base):
    """The hash of a one-time link."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LoginSession(Base):
    """A sign-in that lasts; ``id`` is the hash of the token in the cookie."""

    __tablename__ = "login_sessions"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class FailedAttempt(Base):
    """A wrong access code, by its first characters; never by address, as a whole hall has one."""

    __tablename__ = "failed_attempts"
    __table_args__ = (Index("ix_failed_attempts_prefix_at", "prefix", "at"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    prefix: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
