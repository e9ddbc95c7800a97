"""Tables of demands and their immutable versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Demand(Base):
    """A unit of the paper's text: a demand, the preamble or the closing.

    The present text is the version whose number is ``version_number``; whoever adds one locks this row.
    ``position`` orders the demands of the whole paper. ``stamp`` grows with whatever changes what the paper shows
    of it, so that what was rendered can be kept by it.
    """

    __tablename__ = "demands"
    __table_args__ = (CheckConstraint("kind IN ('demand', 'preamble', 'closing')", name="kind"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    paper_id: Mapped[str] = mapped_column(ForeignKey("papers.id"), index=True)
    section_id: Mapped[str | None] = mapped_column(ForeignKey("sections.id"), index=True)
    kind: Mapped[str] = mapped_column(default="demand")
    number: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
    title: Mapped[str] = mapped_column(default="")
    version_number: Mapped[int] = mapped_column(default=1)
    is_struck: Mapped[bool] = mapped_column(default=False)
    stamp: Mapped[int] = mapped_column(default=0)

    @property
    def label(self) -> str:
        """What it is called: „Forderung 4“, „Präambel“."""
        if self.kind == "demand":
            return f"Forderung {self.number}" if self.number else self.title or "Forderung ohne Nummer"
        return self.title or ("Präambel" if self.kind == "preamble" else "Schluss")


class Source(NamedTuple):
    """What brought words into a text, or took them out: a version, and the amendment whose words they were.

    ``amendment_id`` is "" where one amendment, an editor or an import made the whole version, and for words that a
    moderator wrote while merging several.
    """

    version_id: str
    amendment_id: str = ""

    @classmethod
    def read(cls, name: str) -> Source:
        """Read what provenance stores: ``"{version}"`` or ``"{version}:{amendment}"``."""
        version_id, _, amendment_id = name.partition(":")
        return cls(version_id, amendment_id)

    @property
    def name(self) -> str:
        """What provenance stores; ``Source.read(source.name) == source``."""
        return f"{self.version_id}:{self.amendment_id}" if self.amendment_id else self.version_id


class DemandVersion(Base):
    """An immutable text with the edits that made it from the version before, and what brought every word in.

    ``source`` is "import", "amendment", "editorial", "undo" (which takes back ``undoes_id``), "restore", or "vote"
    where the demand itself was voted down; ``poll_id`` is set where a vote decided. Which amendments it lets take
    effect is in ``VersionAmendment``. ``is_struck`` says that the demand is struck with it. The sources in
    ``provenance`` are names of ``Source``.
    """

    __tablename__ = "demand_versions"
    __table_args__ = (UniqueConstraint("demand_id", "number"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    demand_id: Mapped[str] = mapped_column(ForeignKey("demands.id"))
    number: Mapped[int]
    text: Mapped[str]
    edits: Mapped[list[Any]] = mapped_column(default=list)
    provenance: Mapped[list[Any]] = mapped_column(default=list)
    source: Mapped[str]
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("demand_versions.id"))
    poll_id: Mapped[str | None] = mapped_column(ForeignKey("polls.id", use_alter=True))
    is_struck: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class VersionAmendment(Base):
    """An amendment that took effect with a version, with the wording it had; ``is_partial`` where only in part."""

    __tablename__ = "version_amendments"

    version_id: Mapped[str] = mapped_column(ForeignKey("demand_versions.id"), primary_key=True)
    amendment_id: Mapped[str] = mapped_column(ForeignKey("amendments.id"), primary_key=True, index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("amendment_revisions.id"))
    is_partial: Mapped[bool] = mapped_column(default=False)


class Objection(Base):
    """Somebody's tap against an editorial change; it stays in the record, the text stays until an editor acts."""

    __tablename__ = "objections"

    version_id: Mapped[str] = mapped_column(ForeignKey("demand_versions.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
