"""Recommendations: what is proposed to do with amendments, many at once with one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from drafting.models import Amendment, Panel, Poll, Recommendation
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import Advice

ADVICE_SENTENCES = {
    Advice.ADOPT: "annehmen",
    Advice.ADOPT_CHANGED: "geändert annehmen",
    Advice.REJECT: "ablehnen",
    Advice.VOTE: "abstimmen",
    Advice.SETTLED_BY: "erledigt durch %(label)s",
    Advice.REFER: "an die Redaktion",
    Advice.ADJOURN: "vertagen",
}


@dataclass(frozen=True, slots=True)
class RecommendationNote:
    """What is recommended for an amendment; ``label`` is a sentence with ``%(label)s`` for what settles it.

    ``panel_name`` says which panel recommends, "" where it is the moderators' word; ``is_voted`` whether by its vote,
    with its numbers.
    """

    verdict: str
    label: str
    settled_by_id: str
    settled_by: str
    reason: str
    panel_name: str
    poll_id: str
    yes: int
    no: int
    is_published: bool

    @property
    def is_voted(self) -> bool:
        """Whether the panel has voted on it."""
        return bool(self.poll_id)


def find_notes(
    session: Session, amendment_ids: Collection[str], *, viewer: Viewer | None
) -> dict[str, RecommendationNote]:
    """By amendment what this person may see recommended: what is published, and for moderators the rest too."""
    settler = aliased(Amendment)
    statement = (
        select(Recommendation, settler.number, Panel.name, Poll)
        .outerjoin(settler, settler.id == Recommendation.settled_by_id)
        .outerjoin(Panel, Panel.id == Recommendation.panel_id)
        .outerjoin(Poll, Poll.id == Recommendation.poll_id)
        .where(Recommendation.amendment_id.in_(amendment_ids))
    )
    if viewer is None or not viewer.may_moderate:
        statement = statement.where(Recommendation.published_at.is_not(None))
    return {
        row.amendment_id: _make_note(row, number, panel_name or "", poll)
        for row, number, panel_name, poll in session.execute(statement)
    }


def _make_note(row: Recommendation, number: int | None, panel_name: str, poll: Poll | None) -> RecommendationNote:
    return RecommendationNote(
        verdict=row.verdict,
        label=ADVICE_SENTENCES[Advice(row.verdict)],
        settled_by_id=row.settled_by_id or "",
        settled_by=f"Ä{number}" if number else "",
        reason=row.reason,
        panel_name=panel_name,
        poll_id=poll.id if poll else "",
        yes=poll.yes if poll else 0,
        no=poll.no if poll else 0,
        is_published=row.published_at is not None,
    )


def find_internal(session: Session, amendment_ids: Collection[str]) -> dict[str, str]:
    """By amendment the moderators' internal note; for pages only they see."""
    rows = session.execute(
        select(Recommendation.amendment_id, Recommendation.note).where(
            Recommendation.amendment_id.in_(amendment_ids), Recommendation.note != ""
        )
    )
    return dict(rows.all())
