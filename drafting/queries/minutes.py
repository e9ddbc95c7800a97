"""The minutes for exports: the record of all polls, with where and when the conference met."""

from __future__ import annotations

from sqlalchemy.orm import Session

from drafting.exports.days import print_days
from drafting.exports.minutes import Minutes
from drafting.models import Conference
from drafting.queries.poll_records import get_polls
from drafting.queries.poll_wishes import list_wishes


def get_minutes(session: Session, conference_id: str) -> Minutes:
    """Everything that was voted on and has ended; raises NotFoundError."""
    record = get_polls(session, conference_id)
    conference = session.get_one(Conference, conference_id)
    ended = [poll.closed_at for poll in record.polls if poll.closed_at]
    return Minutes(
        record,
        place=conference.place,
        days=print_days(conference.starts_on, conference.ends_on),
        # Without a poll the conference's own beginning: the clock is not asked.
        moment=max(ended, default=conference.created_at),
        wishes=list_wishes(session, conference_id),
    )
