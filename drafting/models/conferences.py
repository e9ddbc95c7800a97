"""Tables of conferences and their panels."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now
from drafting.rules.lifecycle import Phase
from drafting.rules.voting import Quorum, Rule


class Conference(Base):
    """One process with its people, paper, panels, phases and rules.

    ``length_budget`` counts the characters of titles and texts of the whole paper, reasons apart; None is no limit.
    An amendment with fewer than ``minimum_supporters`` waits as submitted; a minority note goes with the letter once
    ``minority_municipalities`` stand behind it. ``pull_out_threshold`` people pull an
    item out of a joint decision; an objection to an editorial change is possible for ``objection_hours``.

    ``poll_seconds`` is the usual time limit of a poll; where ``confirms_effects`` an adopted text waits for a second
    act. ``screen_token`` opens the projector's page without personal rights.

    ``journal_number`` and ``journal_hash`` are the head of its journal: whoever appends locks this row.
    """

    __tablename__ = "conferences"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    phase: Mapped[str] = mapped_column(default=Phase.PREPARATION)
    requires_reason: Mapped[bool] = mapped_column(default=True)
    rule: Mapped[str] = mapped_column(default=Rule.SIMPLE)
    quorum_numerator: Mapped[int | None]
    quorum_denominator: Mapped[int | None]
    line_width: Mapped[int] = mapped_column(default=80)
    length_budget: Mapped[int | None]
    minimum_supporters: Mapped[int] = mapped_column(default=0)
    amendments_per_person: Mapped[int | None]
    minority_municipalities: Mapped[int] = mapped_column(default=3)
    pull_out_threshold: Mapped[int] = mapped_column(default=1)
    objection_hours: Mapped[int] = mapped_column(default=24)
    amendments_close_at: Mapped[datetime | None]
    poll_seconds: Mapped[int] = mapped_column(default=45)
    confirms_effects: Mapped[bool] = mapped_column(default=False)
    enables_weights: Mapped[bool] = mapped_column(default=False)
    screen_token: Mapped[str] = mapped_column(default="")
    last_poll_number: Mapped[int] = mapped_column(default=0)
    journal_number: Mapped[int] = mapped_column(default=0)
    journal_hash: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def quorum(self) -> Quorum | None:
        """The quorum of its polls, if it has one."""
        if self.quorum_numerator is None or self.quorum_denominator is None:
            return None
        return Quorum(self.quorum_numerator, self.quorum_denominator)

    @property
    def intake_is_over(self) -> bool:
        """Whether the deadline for amendments has passed; it closes by itself."""
        return self.amendments_close_at is not None and self.amendments_close_at <= now()


class Panel(Base):
    """A workshop; it recommends, or decides where the conference says so.

    ``screen_token`` opens the page of the projector in its room, without personal rights.
    """

    __tablename__ = "panels"
    __table_args__ = (UniqueConstraint("conference_id", "name"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    conference_id: Mapped[str] = mapped_column(ForeignKey("conferences.id"), index=True)
    name: Mapped[str]
    position: Mapped[int]
    decides: Mapped[bool] = mapped_column(default=False)
    screen_token: Mapped[str] = mapped_column(default="")
