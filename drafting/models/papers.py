"""Tables of the paper, its sections and its frozen editions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now
from drafting.rules.paper_details import Details


class Paper(Base):
    """The text being revised; its demands hold the words. ``last_amendment_number`` never goes back.

    ``title``, ``subtitle``, ``date`` and ``place`` are the lines it bears now; each edition holds its own.

    ``stamp`` grows with whatever changes what is shown of the paper, a demand's own ``stamp`` among it.
    """

    __tablename__ = "papers"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), unique=True)
    title: Mapped[str]
    subtitle: Mapped[str] = mapped_column(default="")
    date: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    signatories: Mapped[list[Any]] = mapped_column(default=list)
    source: Mapped[str] = mapped_column(default="")
    last_amendment_number: Mapped[int] = mapped_column(default=0)
    stamp: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def details(self) -> Details:
        """The lines it bears now."""
        return Details(self.title, self.subtitle, self.date, self.place)


class PaperChange(Base):
    """A line of the paper that editors changed, before and after; the journal's entry names both by their digests."""

    __tablename__ = "paper_changes"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    journal_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    detail: Mapped[str] = mapped_column(primary_key=True)
    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), index=True)
    before: Mapped[str]
    after: Mapped[str]
    at: Mapped[datetime]


class Section(Base):
    """A heading with its demands, usually one panel's."""

    __tablename__ = "sections"
    __table_args__ = (UniqueConstraint("paper_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), index=True)
    position: Mapped[int]
    heading: Mapped[str]
    panel_id: Mapped[str | None] = mapped_column(ForeignKey("panels.id"))


class Edition(Base):
    """A named, frozen set of versions with the lines the paper bore then; ``kind`` is "import" or "named"."""

    __tablename__ = "editions"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    subtitle: Mapped[str] = mapped_column(default="")
    date: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def details(self) -> Details:
        """The lines it bears."""
        return Details(self.title, self.subtitle, self.date, self.place)


class EditionSection(Base):
    """A section in an edition, with the place and the heading it had then."""

    __tablename__ = "edition_sections"

    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    section_id: Mapped[str] = mapped_column(ForeignKey("sections.id"), primary_key=True)
    position: Mapped[int]
    heading: Mapped[str]


class EditionEntry(Base):
    """One demand's version in an edition, with the number it had then, and the section it stood in."""

    __tablename__ = "edition_entries"

    edition_id: Mapped[str] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("demand_versions.id"))
    section_id: Mapped[str | None] = mapped_column(ForeignKey("sections.id"))
    number: Mapped[str]
    position: Mapped[int]
