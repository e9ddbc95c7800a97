"""Tables of what is public: an edition on its own page, and the press version that goes with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Publication(Base):
    """One edition on a page of its own that everybody may read, at ``slug``, from ``opens_at`` on.

    A row without ``published_at`` is being prepared. What it ``shows`` is what the conference has released: names of
    signing municipalities, whom amendments are from (a municipality, never a person), the numbers of votes.
    ``formats`` are the kinds of files offered. ``told_otherwise`` counts the authors whom organizers told themselves.
    """

    __tablename__ = "publications"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR opens_at IS NOT NULL", name="opening"),
        CheckConstraint("withdrawn_at IS NULL OR published_at IS NOT NULL", name="withdrawal"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    has_reasons: Mapped[bool] = mapped_column(default=True)
    shows_signatories: Mapped[bool] = mapped_column(default=True)
    shows_proposers: Mapped[bool] = mapped_column(default=False)
    shows_votes: Mapped[bool] = mapped_column(default=True)
    formats: Mapped[list[Any]] = mapped_column(default=list)
    opens_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    told_otherwise: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None]
    withdrawal_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class PressRelease(Base):
    """The press version of a publication, made of text modules; ``demands`` are up to three, a heading and a sentence.

    A quotation needs its ``speaker`` and the ``releaser`` who let it go out; the releaser is shown to organizers only.
    Where it ``is_public`` the page links to it once the embargo is over.
    """

    __tablename__ = "press_releases"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    headline: Mapped[str] = mapped_column(default="")
    lead: Mapped[str] = mapped_column(default="")
    demands: Mapped[list[Any]] = mapped_column(default=list)
    quote: Mapped[str] = mapped_column(default="")
    speaker: Mapped[str] = mapped_column(default="")
    releaser: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=now)
