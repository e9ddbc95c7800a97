"""What a poll about one amendment asks for, as fixed at its opening: drawn into the text; whether it only strikes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import Amendment, AmendmentRevision, DemandVersion, Poll
from drafting.queries import texts
from drafting.queries.cards import store_edits
from drafting.rules.lifecycle import AmendmentKind
from drafting.text.edits import load_edits, only_strike
from drafting.text.redline import RedlineBlock


@dataclass(frozen=True, slots=True)
class Wording:
    """What an amendment asks for, drawn into the text."""

    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    title: str


def get_wording(session: Session, poll: Poll) -> Wording:
    """The wording fixed at opening; before it, the one that counts now; none where a whole list is voted on."""
    if poll.amendment_id is None:
        return Wording((), (), "")
    revision = _get_revision(session, poll)
    title = texts.read(revision.text).title
    if revision.base_version_id is None:
        return Wording(texts.show_new(revision.text), texts.show_new(revision.text), title)
    stored = store_edits(revision, session.get_one(DemandVersion, revision.base_version_id))
    return Wording(texts.show_changes(stored), texts.show_excerpt(stored), title)


def strikes_words(session: Session, poll: Poll, amendment: Amendment | None) -> bool:
    """Whether a change strikes words and puts none in their place, so that the question can say so."""
    if amendment is None or amendment.kind != AmendmentKind.CHANGE:
        return False
    revision = _get_revision(session, poll)
    if revision.base_version_id is None:
        return False
    base = texts.read(session.get_one(DemandVersion, revision.base_version_id).text)
    return only_strike(base, load_edits(revision.edits))


def _get_revision(session: Session, poll: Poll) -> AmendmentRevision:
    if poll.revision_id is not None:
        return session.get_one(AmendmentRevision, poll.revision_id)
    return session.scalars(
        select(AmendmentRevision)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .where(Amendment.id == poll.amendment_id, AmendmentRevision.number == Amendment.revision_number)
    ).one()
