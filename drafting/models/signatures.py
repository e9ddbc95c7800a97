"""Tables of the signing (Mitzeichnung): what is signed until when, who was asked, by which links, and who agreed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Signing(Base):
    """What a conference puts forward to be signed: an edition, until a moment; no row before it begins."""

    __tablename__ = "signings"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"))
    closes_at: Mapped[datetime]
    opened_at: Mapped[datetime] = mapped_column(default=now)


class SigningChange(Base):
    """Another edition took the place of the one being signed.

    Where it ``is_slight``, a slip of the pen put right, what was signed before holds for it too; else a new yes is
    needed.
    """

    __tablename__ = "signing_changes"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    before_id: Mapped[str] = mapped_column(ForeignKey("editions.id"))
    after_id: Mapped[str] = mapped_column(ForeignKey("editions.id"))
    is_slight: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)


class Signature(Base):
    """A municipality that was asked to sign, and what its authorised person declared last.

    ``name`` is the full one („Stadt Calw“), ``key`` what its spellings share. ``contact`` and ``email`` are of whoever
    passes the link on. ``edition_id`` is the edition the declaration holds for, ``revision`` grows with each
    declaration. ``reserved_until`` is set while a council has yet to agree. ``withdrawn_by`` is who took a yes back by
    link; ``signer`` and ``function`` stay those of the yes. ``file`` names the signed PDF in the data directory,
    ``file_revision`` is the declaration it belongs to. ``remind_at`` is when the next reminder is due, None for never.
    """

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("conference_id", "key"),
        CheckConstraint("(state = 'reserved') = (reserved_until IS NOT NULL)", name="reservation"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    name: Mapped[str]
    key: Mapped[str]
    level: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="asked")
    edition_id: Mapped[str | None] = mapped_column(ForeignKey("editions.id"))
    reserved_until: Mapped[date | None]
    signer: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    withdrawn_by: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    file: Mapped[str] = mapped_column(default="")
    file_digest: Mapped[str] = mapped_column(default="")
    file_revision: Mapped[int] = mapped_column(default=0)
    mailed_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None] = mapped_column(index=True)
    takes_mail: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class SignatureLink(Base):
    """A link by which a municipality signs, known by its hash.

    The token itself is kept nowhere: it is made of the random ``key`` and the secret outside the database, so that a
    reminder can carry the link that was passed on, and the database and its backups open nothing.
    """

    __tablename__ = "signature_links"
    __table_args__ = (Index("ix_signature_links_signature_id_made_at", "signature_id", "made_at"),)

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    signature_id: Mapped[str] = mapped_column(ForeignKey("signatures.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]


class PersonalSupport(Base):
    """Somebody stands behind the paper as an expert („fachlich“), not for a municipality; shown as they chose."""

    __tablename__ = "personal_supports"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    name: Mapped[str]
    function: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
