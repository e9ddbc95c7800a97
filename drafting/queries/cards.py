"""Cards: amendments in short, many at once with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    AmendmentRevision,
    Demand,
    DemandVersion,
)
from drafting.queries import texts
from drafting.queries.agreements import AmendmentLink, Involvement
from drafting.queries.grounds import Ground, count_supporters, look_up
from drafting.queries.moves import Move
from drafting.queries.outcomes import Facts, Outcome, tell
from drafting.queries.overlap_notes import OverlapNote
from drafting.queries.people import Viewer
from drafting.queries.recommendations import RecommendationNote
from drafting.queries.sayings import Saying
from drafting.queries.texts import StoredEdits
from drafting.rules.lifecycle import (
    AMENDMENT_KIND_LABELS,
    AMENDMENT_STATE_LABELS,
    FIT_LABELS,
    AmendmentKind,
    AmendmentState,
    Fit,
    PollState,
)
from drafting.text.redline import RedlineBlock

__all__ = ["AmendmentCard", "OverlapNote", "count_supporters", "make_cards", "store_edits"]


@dataclass(frozen=True, slots=True)
class AmendmentCard:
    """An amendment in short, with everything its partial needs.

    ``redline`` is the whole text, ``excerpt`` the changed sentences alone; ``needs_answer`` says that the viewer, its
    author, is asked; ``awaits_author`` that its author is. ``wants_agreement`` says that the viewer is asked about a
    compromise made of it; ``compromise_standing`` is how far the answers to a compromise are.
    author, is asked; ``awaits_author`` that its author is. ``proposer`` is the organisation where it proposes,
    ``represented_by`` who speaks for it; ``co_proposers`` are those who have agreed. ``lacking_supporters`` counts
    those it still needs before it is dealt with.
    """

    id: str
    number: int
    label: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    fit: str
    fit_label: str
    is_open: bool
    headline: str
    editorial: bool
    demand_id: str
    demand_number: str
    demand_title: str
    proposer_id: str
    proposer: str
    proposer_name: str
    reason: str
    submitted_at: datetime
    decided_at: datetime | None
    place: str
    first_line: int | None
    sentences: tuple[str, ...]
    redline: tuple[RedlineBlock, ...]
    excerpt: tuple[RedlineBlock, ...]
    overlaps: tuple[OverlapNote, ...]
    supporters: int
    is_mine: bool
    is_supported: bool
    may_support: bool
    may_revise: bool
    may_withdraw: bool
    may_take_over: bool
    may_open_poll: bool
    needs_answer: bool
    awaits_author: bool
    wants_agreement: bool
    is_compromise: bool
    compromise_standing: str
    parts: tuple[AmendmentLink, ...]
    part_of: tuple[AmendmentLink, ...]
    is_kept: bool
    poll_id: str
    poll_state: str
    recommendation: RecommendationNote | None
    revision_id: str
    base_version_id: str
    base_version_number: int
    outcome: Saying
    told: Outcome
    facts: Facts
    move: Move | None
    paper_id: str
    organisation_id: str
    organisation: str
    represented_by: str
    co_proposers: tuple[str, ...]
    lacking_supporters: int


def make_cards(
    session: Session, amendments: Sequence[Amendment], *, viewer: Viewer | None = None
) -> tuple[AmendmentCard, ...]:
    """The cards of these amendments, in this order."""
    if not amendments:
        return ()
    ground = look_up(session, amendments, viewer)
    return tuple(_make_card(amendment, ground, viewer) for amendment in amendments)


def _make_card(amendment: Amendment, ground: Ground, viewer: Viewer | None) -> AmendmentCard:
    revision = ground.revisions[amendment.id]
    base = ground.bases.get(revision.base_version_id or "")
    stored = store_edits(revision, base)
    person = ground.people[amendment.proposer_id]
    demand = ground.demands.get(amendment.demand_id or "")
    poll = ground.polls.get(amendment.id)
    is_open = amendment.is_undecided
    is_busy = (amendment.demand_id in ground.busy_demands) or (poll is not None and poll.state == PollState.OPEN)
    is_mine = viewer is not None and viewer.person_id == amendment.proposer_id
    waits = amendment.state == AmendmentState.SUBMITTED
    supporters = ground.supporters.get(amendment.id, 0)
    organisation = ground.organisations.get(amendment.organisation_id or "")
    may_moderate = viewer is not None and viewer.may_moderate and is_open and not is_busy and not waits
    facts = ground.facts[amendment.id]
    outcome = tell(facts)
    move = ground.moves.get(amendment.id)
    line = texts.first_line(stored, ground.line_width) if base else None
    involved = ground.involved.get(amendment.id, Involvement())
    notes = ground.overlaps.get(amendment.id, ()) if is_open else ()
    return AmendmentCard(
        id=amendment.id,
        number=amendment.number,
        label=amendment.label,
        kind=amendment.kind,
        kind_label=AMENDMENT_KIND_LABELS[AmendmentKind(amendment.kind)],
        state=amendment.state,
        state_label=AMENDMENT_STATE_LABELS[AmendmentState(amendment.state)],
        fit=amendment.fit,
        fit_label=FIT_LABELS[Fit(amendment.fit)],
        is_open=is_open,
        headline=amendment.headline,
        editorial=amendment.editorial,
        demand_id=amendment.demand_id or "",
        demand_number=demand.number if demand else "",
        demand_title=_name_place(demand, move, revision),
        proposer_id=person.id,
        proposer=organisation.name if organisation else person.label,
        proposer_name=person.name,
        reason=amendment.reason,
        submitted_at=amendment.submitted_at,
        decided_at=amendment.decided_at,
        place=_find_place(amendment, stored, line, ground),
        first_line=line,
        sentences=(str(move.sentence),) if move else tuple(revision.sentences),
        redline=texts.show_changes(stored) if base else texts.show_new(revision.text),
        excerpt=texts.show_excerpt(stored) if base else texts.show_new(revision.text),
        overlaps=tuple(note for note in notes if note.amendment_id not in involved.related),
        supporters=supporters,
        is_mine=is_mine,
        is_supported=amendment.id in ground.supported,
        may_support=viewer is not None and viewer.may_support and is_open and not is_mine,
        may_revise=is_mine and is_open and not is_busy and _may_rewrite(amendment, viewer),
        may_withdraw=is_mine and is_open and not is_busy,
        may_take_over=may_moderate and involved.standing in {"", "agreed"},
        may_open_poll=may_moderate and involved.standing != "waiting",
        needs_answer=is_mine and amendment.needs_answer,
        awaits_author=amendment.needs_answer,
        wants_agreement=is_mine and involved.is_asked,
        is_compromise=amendment.is_compromise,
        compromise_standing=involved.standing,
        parts=involved.parts,
        part_of=involved.part_of,
        is_kept=amendment.is_kept,
        poll_id=poll.id if poll else "",
        poll_state=poll.state if poll else "",
        recommendation=ground.recommendations.get(amendment.id) if is_open else None,
        revision_id=revision.id,
        base_version_id=base.id if base else "",
        base_version_number=base.number if base else 0,
        outcome=outcome.short,
        told=outcome,
        facts=facts,
        move=move,
        paper_id=amendment.paper_id,
        organisation_id=amendment.organisation_id or "",
        organisation=organisation.name if organisation else "",
        represented_by=person.label if organisation else "",
        co_proposers=tuple(ground.co_proposers.get(amendment.id, ())),
        lacking_supporters=max(ground.minimum_supporters - supporters, 1) if waits else 0,
    )


def _may_rewrite(amendment: Amendment, viewer: Viewer | None) -> bool:
    has_words = amendment.kind not in {AmendmentKind.STRIKE, AmendmentKind.MOVE}
    return viewer is not None and viewer.may_propose and has_words


def _name_place(demand: Demand | None, move: Move | None, revision: AmendmentRevision) -> str:
    """The title of the demand it is about, old or new, or what the section to be moved is called."""
    if demand is not None:
        return demand.title
    return str(move.what) if move else texts.read(revision.text).title


def store_edits(revision: AmendmentRevision, base: DemandVersion | None) -> StoredEdits:
    """A wording's edits with the text they are on."""
    return StoredEdits(revision.id, base.text if base else "", revision.edits)


def _find_place(amendment: Amendment, stored: StoredEdits, line: int | None, ground: Ground) -> str:
    if amendment.kind == AmendmentKind.NEW:
        return _find_new_place(amendment, ground)
    if amendment.kind == AmendmentKind.MOVE:
        return "Reihenfolge"
    if amendment.kind == AmendmentKind.STRIKE or line is None:
        return "Ganze Forderung"
    edit = min(stored.load(), key=lambda edit: edit.start)
    return f"Nach Zeile {line}" if edit.start == edit.end else f"Zeile {line}"


def _find_new_place(amendment: Amendment, ground: Ground) -> str:
    after = ground.demands.get(amendment.after_demand_id or "")
    section = ground.headings.get(amendment.section_id or "", "")
    if after:
        return f"Nach {after.label}"
    place = "Am Anfang des Abschnitts" if amendment.is_first else "Am Ende des Abschnitts"
    return f"{place} „{section}“" if section else place
