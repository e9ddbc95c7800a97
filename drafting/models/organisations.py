"""Tables of organisations that propose through their representatives, and of municipalities."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Organisation(Base):
    """An association, network or office in whose name its representatives may propose."""

    __tablename__ = "organisations"
    __table_args__ = (UniqueConstraint("conference_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)


class Representative(Base):
    """A person who may speak for an organisation."""

    __tablename__ = "representatives"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)


class Municipality(Base):
    """A municipality by its name without „Stadt“ or „Gemeinde“; ``population`` gives its size class.

    Where each municipality has one vote, ``delegate_id`` casts it, for no other; ``weight`` counts where weights are
    enabled.
    """

    __tablename__ = "municipalities"
    __table_args__ = (UniqueConstraint("conference_id", "name"), UniqueConstraint("delegate_id"))

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"))
    name: Mapped[str]
    population: Mapped[int | None]
    delegate_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    weight: Mapped[int] = mapped_column(default=1)
