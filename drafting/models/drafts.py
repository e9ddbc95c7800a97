"""The table of drafts: what somebody is writing and has not handed in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from drafting.models.base import Base, new_id, now


class Draft(Base):
    """What somebody is writing: for them alone, on every device of theirs, and in no journal.

    ``place`` names the editor it belongs to, such as "change:{demand id}" or "new:{section id}"; one draft for each.
    ``fields`` holds the editor's fields by name, as they were typed.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    place: Mapped[str]
    demand_id: Mapped[str | None] = mapped_column(ForeignKey("demands.id"))
    base_version_id: Mapped[str | None] = mapped_column(ForeignKey("demand_versions.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now)
