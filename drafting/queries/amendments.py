"""Amendments: the page of one with all that became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import (
    Amendment,
    AmendmentRevision,
    DemandVersion,
    Person,
    Support,
    VersionAmendment,
)
from drafting.queries import decided, texts
from drafting.queries.amendment_lists import list_amendments, list_by_person
from drafting.queries.cards import AmendmentCard, OverlapNote, make_cards, store_edits
from drafting.queries.courses import CAUSE_LABELS, HistoryRow, tell_course
from drafting.queries.decided import NOTHING_DECIDED, Decided
from drafting.queries.outcomes import Outcome, tell
from drafting.queries.people import Viewer
from drafting.queries.texts import StoredEdits
from drafting.queries.versions import decided_since
from drafting.rules.lifecycle import Fit
from drafting.text.edits import Edit, dump_edits, load_edits
from drafting.text.merge import Conflict
from drafting.text.rebase import rebase
from drafting.text.redline import RedlineBlock

__all__ = [
    "AmendmentCard",
    "AmendmentPage",
    "Collision",
    "HistoryRow",
    "OverlapNote",
    "RevisionRow",
    "get_amendment",
    "get_card",
    "list_amendments",
    "list_by_person",
]


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One wording of an amendment; the first is what was handed in."""

    id: str
    number: int
    at: datetime
    cause: str
    cause_label: str
    base_version_number: int
    text: str
    redline: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """Where a decision changed the text under an amendment: the own words beside the decided ones.

    ``own`` is the author's redline on the text it was written for, ``decided`` what was changed there since then.
    """

    version_number: int
    decided_by: str
    passages: tuple[tuple[str, str], ...]
    own: tuple[RedlineBlock, ...]
    decided: tuple[RedlineBlock, ...]


@dataclass(frozen=True, slots=True)
class AmendmentPage:
    """One amendment with all that became of it.

    ``own_text`` is the text the author wants, on the version it was written for; ``present_text`` the demand as it
    stands, with the version to send along; ``adapted_text`` the present text with those of the author's changes that
    still fit, where *Anpassen* begins. ``decided`` has the author's wording beside the paper's, once it is decided.
    """

    card: AmendmentCard
    outcome: Outcome
    revisions: tuple[RevisionRow, ...]
    history: tuple[HistoryRow, ...]
    collision: Collision | None
    own_text: str
    present_text: str
    adapted_text: str
    present_version_id: str
    present_version_number: int
    decided: Decided
    supporters: tuple[str, ...]
    may_answer: bool


def get_card(session: Session, amendment_id: str, *, viewer: Viewer | None = None) -> AmendmentCard:
    """One amendment in short; raises NotFoundError."""
    return make_cards(session, [_get(session, amendment_id)], viewer=viewer)[0]


def get_amendment(session: Session, amendment_id: str, *, viewer: Viewer | None = None) -> AmendmentPage:
    """Everything about one amendment; raises NotFoundError."""
    amendment = _get(session, amendment_id)
    card = make_cards(session, [amendment], viewer=viewer)[0]
    revisions = session.scalars(
        select(AmendmentRevision)
        .where(AmendmentRevision.amendment_id == amendment_id)
        .order_by(AmendmentRevision.number)
    ).all()
    versions = _list_versions(session, amendment)
    by_id = {version.id: version for version in versions}
    own = next(revision for revision in reversed(revisions) if revision.number == amendment.revision_number)
    present = versions[-1] if versions else None
    shown = (
        NOTHING_DECIDED
        if amendment.is_undecided
        else decided.find_decided(session, amendment, own, versions, viewer=viewer)
    )
    place = card.move.moved if card.move else shown.place
    outcome = tell(card.facts, place=place)
    return AmendmentPage(
        card=card,
        outcome=outcome,
        revisions=tuple(_make_row(revision, by_id.get(revision.base_version_id or "")) for revision in revisions),
        history=tell_course(
            session,
            amendment,
            revisions,
            supporters=card.supporters,
            outcome=outcome.short,
            later=shown.later,
        ),
        collision=_find_collision(session, own, by_id, present) if amendment.fit == Fit.CONFLICT else None,
        own_text=own.text,
        present_text=present.text if present else "",
        adapted_text=_adapt(own, by_id, present),
        present_version_id=present.id if present else "",
        present_version_number=present.number if present else 0,
        decided=shown,
        supporters=tuple(
            person.label
            for person in session.scalars(
                select(Person)
                .join(Support, Support.person_id == Person.id)
                .where(Support.amendment_id == amendment_id)
                .order_by(Support.created_at, Person.id)
            )
        ),
        may_answer=card.is_mine and card.is_open and amendment.fit == Fit.CONFLICT and card.may_withdraw,
    )


def _get(session: Session, amendment_id: str) -> Amendment:
    amendment = session.get(Amendment, amendment_id)
    if amendment is None:
        raise NotFoundError("Diesen Antrag gibt es nicht.")
    return amendment


def _list_versions(session: Session, amendment: Amendment) -> list[DemandVersion]:
    """The versions of the demand amended, or of the demand a new one became."""
    demand_id = amendment.demand_id or session.scalar(
        select(DemandVersion.demand_id)
        .join(VersionAmendment, VersionAmendment.version_id == DemandVersion.id)
        .where(VersionAmendment.amendment_id == amendment.id, DemandVersion.number == 1)
    )
    return list(
        session.scalars(
            select(DemandVersion).where(DemandVersion.demand_id == demand_id).order_by(DemandVersion.number)
        )
    )


def _make_row(revision: AmendmentRevision, base: DemandVersion | None) -> RevisionRow:
    return RevisionRow(
        id=revision.id,
        number=revision.number,
        at=revision.created_at,
        cause=revision.cause,
        cause_label=CAUSE_LABELS[revision.cause],
        base_version_number=base.number if base else 0,
        text=revision.text,
        redline=texts.show_changes(store_edits(revision, base)) if base else texts.show_new(revision.text),
    )


def _find_collision(
    session: Session, own: AmendmentRevision, by_id: dict[str, DemandVersion], present: DemandVersion | None
) -> Collision | None:
    """What has been decided since the wording was written, and where both want the same words."""
    base = by_id.get(own.base_version_id or "")
    if base is None or present is None or base.id == present.id:
        return None
    document = texts.read(base.text)
    decided = decided_since(base, present)
    first = next(version for version in by_id.values() if version.number == base.number + 1)
    outcome = rebase(document, load_edits(own.edits), decided)
    colliding = tuple(edit for edit in decided if any(_is_within(edit, found) for found in outcome.conflicts))
    return Collision(
        version_number=present.number,
        decided_by=_name_origin(session, first, colliding),
        passages=tuple(
            (conflict.base, "; ".join(dict.fromkeys(conflict.proposals.values()))) for conflict in outcome.conflicts
        ),
        own=texts.show_changes(store_edits(own, base)),
        decided=texts.show_changes(StoredEdits(f"{own.id} {present.id}", base.text, dump_edits(colliding))),
    )


def _is_within(edit: Edit, conflict: Conflict) -> bool:
    return conflict.start <= edit.start and edit.end <= conflict.end


def _adapt(own: AmendmentRevision, by_id: dict[str, DemandVersion], present: DemandVersion | None) -> str:
    base = by_id.get(own.base_version_id or "")
    if base is None or present is None or base.id == present.id:
        return own.text
    return rebase(texts.read(base.text), load_edits(own.edits), decided_since(base, present)).text


def _name_origin(session: Session, version: DemandVersion, colliding: Sequence[Edit]) -> str:
    """Whose words a version brought; of several amendments those that wanted the colliding edits."""
    rows = session.execute(
        select(Amendment, AmendmentRevision.edits)
        .join(VersionAmendment, VersionAmendment.amendment_id == Amendment.id)
        .join(AmendmentRevision, AmendmentRevision.id == VersionAmendment.revision_id)
        .where(VersionAmendment.version_id == version.id)
        .order_by(Amendment.number)
    ).all()
    concerned = [amendment for amendment, edits in rows if set(load_edits(edits)) & set(colliding)]
    labels = [amendment.label for amendment in concerned or [amendment for amendment, _ in rows]]
    return ", ".join(labels) or "eine redaktionelle Änderung"
