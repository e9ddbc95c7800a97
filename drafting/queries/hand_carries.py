"""Carrying over by hand: where a moderator begins, with the author's own words on the present text."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.models import AmendmentRevision, DemandVersion
from drafting.queries import texts
from drafting.queries.amendments import AmendmentPage, get_amendment
from drafting.queries.people import Viewer
from drafting.queries.versions import decided_since
from drafting.text.edits import load_edits
from drafting.text.markdown import to_markdown
from drafting.text.rebase import impose


@dataclass(frozen=True, slots=True)
class HandCarry:
    """A colliding amendment and the text to begin with; ``may_carry`` where it still collides and was not left so."""

    page: AmendmentPage
    text: str
    may_carry: bool


def get_hand_carry(session: Session, amendment_id: str, *, viewer: Viewer | None = None) -> HandCarry:
    """What a moderator carries over; raises NotFoundError."""
    page = get_amendment(session, amendment_id, viewer=viewer)
    card = page.card
    if page.collision is None or card.kind != "change":
        return HandCarry(page, page.own_text, may_carry=False)
    revision = session.scalars(select(AmendmentRevision).where(AmendmentRevision.id == card.revision_id)).one()
    base = session.get_one(DemandVersion, card.base_version_id)
    present = session.get_one(DemandVersion, page.present_version_id)
    imposed = impose(texts.read(base.text), load_edits(revision.edits), decided_since(base, present))
    return HandCarry(page, to_markdown(imposed), may_carry=card.is_open and not card.is_kept)
