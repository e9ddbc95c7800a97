"""The settings of a conference, as its organizers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Conference
from drafting.rules.voting import Quorum


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """What organizers can set; 0 stands for no length budget and no limit per person."""

    name: str
    requires_reason: bool
    rule: str
    quorum: Quorum | None
    amendments_close_at: datetime | None
    length_budget: int
    minimum_supporters: int
    amendments_per_person: int
    pull_out_threshold: int
    objection_hours: int
    poll_seconds: int
    confirms_effects: bool
    enables_weights: bool


def get_settings(session: Session, conference_id: str) -> SettingsPage:
    """The settings; raises NotFoundError."""
    conference = session.get(Conference, conference_id)
    if conference is None:
        raise NotFoundError("Diese Konferenz gibt es nicht.")
    return SettingsPage(
        name=conference.name,
        requires_reason=conference.requires_reason,
        rule=conference.rule,
        quorum=conference.quorum,
        amendments_close_at=conference.amendments_close_at,
        length_budget=conference.length_budget or 0,
        minimum_supporters=conference.minimum_supporters,
        amendments_per_person=conference.amendments_per_person or 0,
        pull_out_threshold=conference.pull_out_threshold,
        objection_hours=conference.objection_hours,
        poll_seconds=conference.poll_seconds,
        confirms_effects=conference.confirms_effects,
        enables_weights=conference.enables_weights,
    )
