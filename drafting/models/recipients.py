"""Tables of the letter: whom it goes to, what stands around the paper in it, and the letterhead it is written on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Recipient(Base):
    """An addressee of the letter, as read or typed; what is "own" stands instead of what the rules would say.

    ``lines`` are those of the address after the first. ``leads`` says which demands come first for this recipient:
    "to:" and an addressee demands name, "section:" or "demand:" and an id; ``opening`` is the recipient's own opening.
    """

    __tablename__ = "recipients"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    position: Mapped[int]
    form: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    given_name: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    office: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    own_first_line: Mapped[str] = mapped_column(default="")
    own_lines: Mapped[str] = mapped_column(default="")
    own_salutation: Mapped[str] = mapped_column(default="")
    opening: Mapped[str] = mapped_column(default="")
    leads: Mapped[list[Any]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)


class LetterSettings(Base):
    """What stands around the paper in the letter; a conference without a row has the usual ones.

    ``edition_id`` names the decided edition, None is the paper as it stands; ``priorities`` are ids of the demands of
    the one-page version, which has the whole paper as its annex. ``has_annexes`` says that who has signed, practical
    examples and minority notes go with it.
    """

    __tablename__ = "letter_settings"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    edition_id: Mapped[str | None] = mapped_column(ForeignKey("editions.id"))
    layout: Mapped[str] = mapped_column(default="din")
    is_short: Mapped[bool] = mapped_column(default=False)
    has_reasons: Mapped[bool] = mapped_column(default=False)
    has_annexes: Mapped[bool] = mapped_column(default=True)
    sender: Mapped[str] = mapped_column(default="")
    information: Mapped[str] = mapped_column(default="")
    place_date: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    opening: Mapped[str] = mapped_column(default="")
    ending: Mapped[str] = mapped_column(default="")
    greeting: Mapped[str] = mapped_column(default="")
    signature: Mapped[str] = mapped_column(default="")
    annexes: Mapped[str] = mapped_column(default="")
    priorities: Mapped[list[Any]] = mapped_column(default=list)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Letterhead(Base):
    """The organizer's own letterhead, an uploaded Word file that has passed the gate, and what was found in it."""

    __tablename__ = "letterheads"

    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), primary_key=True)
    name: Mapped[str]
    data: Mapped[bytes]
    found: Mapped[list[Any]] = mapped_column(default=list)
    fonts: Mapped[list[Any]] = mapped_column(default=list)
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
