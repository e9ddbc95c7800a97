"""Cards: amendments in short, many at once with a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from drafting.models import (
    Amendment,
    AmendmentRevision,
    Conference,
    CoProposer,
    Demand,
    DemandVersion,
    Organisation,
    Overlap,
    Person,
    Poll,
    Support,
)
from drafting.queries import fates, questions, texts
from drafting.queries.agreements import AmendmentLink, Involvement, find_involvements
from drafting.queries.moves import Move, list_moves
from drafting.queries.outcomes import Facts, Outcome, tell
from drafting.queries.people import Viewer
from drafting.queries.recommendations import RecommendationNote, find_notes
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

Row = TypeVar("Row", DemandVersion, Demand, Organisation, Person)
RELATION_LABELS = {"conflict": "Überschneidung", "identical": "Gleichlautend", "neighbour": "Nachbarn"}
_ORDER = {"conflict": 0, "identical": 1, "neighbour": 2}


@dataclass(frozen=True, slots=True)
class OverlapNote:
    """What another open amendment has to do with this one.

    ``relation`` is "conflict", "identical" or "neighbour"; ``words`` the words both want to change, or the sentence.
    """

    relation: str
    relation_label: str
    amendment_id: str
    label: str
    proposer: str
    words: str


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


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the cards of a list share, looked up once."""

    revisions: dict[str, AmendmentRevision]
    bases: dict[str, DemandVersion]
    demands: dict[str, Demand]
    people: dict[str, Person]
    supporters: dict[str, int]
    supported: frozenset[str]
    overlaps: dict[str, list[OverlapNote]]
    polls: dict[str, Poll]
    facts: dict[str, Facts]
    moves: dict[str, Move]
    recommendations: dict[str, RecommendationNote]
    involved: dict[str, Involvement]
    busy_demands: frozenset[str]
    line_width: int
    minimum_supporters: int
    organisations: dict[str, Organisation]
    co_proposers: dict[str, list[str]]


def make_cards(
    session: Session, amendments: Sequence[Amendment], *, viewer: Viewer | None = None
) -> tuple[AmendmentCard, ...]:
    """The cards of these amendments, in this order."""
    if not amendments:
        return ()
    ground = _look_up(session, amendments, viewer)
    return tuple(_make_card(amendment, ground, viewer) for amendment in amendments)


def _look_up(session: Session, amendments: Sequence[Amendment], viewer: Viewer | None) -> _Ground:
    ids = [amendment.id for amendment in amendments]
    revisions = {
        revision.amendment_id: revision
        for revision in session.scalars(
            select(AmendmentRevision)
            .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
            .where(Amendment.id.in_(ids), AmendmentRevision.number == Amendment.revision_number)
        )
    }
    base_ids = {revision.base_version_id for revision in revisions.values() if revision.base_version_id}
    demand_ids = {amendment.demand_id for amendment in amendments if amendment.demand_id} | {
        amendment.after_demand_id for amendment in amendments if amendment.after_demand_id
    }
    polls = list(
        session.scalars(
            select(Poll).where(Poll.amendment_id.in_(ids), Poll.state != PollState.ANNULLED).order_by(Poll.number)
        )
    )
    supported = (
        session.scalars(
            select(Support.amendment_id).where(Support.person_id == viewer.person_id, Support.amendment_id.in_(ids))
        )
        if viewer
        else ()
    )
    latest = {**questions.list_joint_polls(session, ids), **{poll.amendment_id or "": poll for poll in polls}}
    supporters = count_supporters(session, ids)
    conference = session.get_one(Conference, amendments[0].conference_id)
    return _Ground(
        revisions=revisions,
        bases=_by_id(session.scalars(select(DemandVersion).where(DemandVersion.id.in_(base_ids)))),
        demands=_by_id(session.scalars(select(Demand).where(Demand.id.in_(demand_ids)))),
        people=_by_id(
            session.scalars(select(Person).where(Person.id.in_({amendment.proposer_id for amendment in amendments})))
        ),
        supporters=supporters,
        supported=frozenset(supported),
        overlaps=_list_overlaps(session, ids),
        polls=latest,
        facts=fates.list_facts(
            session,
            amendments,
            polls=latest,
            supporters=supporters,
            viewer_id=viewer.person_id if viewer else "",
        ),
        moves=list_moves(session, amendments),
        recommendations=find_notes(session, ids, viewer=viewer),
        involved=find_involvements(session, amendments),
        busy_demands=frozenset(questions.find_running_polls(session, demand_ids)),
        line_width=conference.line_width,
        minimum_supporters=conference.minimum_supporters,
        organisations=_by_id(
            session.scalars(
                select(Organisation).where(Organisation.id.in_({amendment.organisation_id for amendment in amendments}))
            )
        ),
        co_proposers=_list_co_proposers(session, ids),
    )


def _list_co_proposers(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """By amendment: those who have agreed to propose it too, by name."""
    rows = session.execute(
        select(CoProposer.amendment_id, Person)
        .join(Person, Person.id == CoProposer.person_id)
        .where(CoProposer.amendment_id.in_(ids), CoProposer.agreed.is_(True))
        .order_by(Person.municipality, Person.name, Person.id)
    )
    found: dict[str, list[str]] = {}
    for amendment_id, person in rows:
        found.setdefault(amendment_id, []).append(person.label)
    return found


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.id: row for row in rows}


def count_supporters(session: Session, amendment_ids: Sequence[str]) -> dict[str, int]:
    """How many support each of these amendments; those without any are not in it."""
    rows = session.execute(
        select(Support.amendment_id, func.count())
        .where(Support.amendment_id.in_(amendment_ids))
        .group_by(Support.amendment_id)
    )
    return {amendment_id: count for amendment_id, count in rows}  # noqa: C416 — rows are no pairs to mypy


def _list_overlaps(session: Session, ids: Sequence[str]) -> dict[str, list[OverlapNote]]:
    rows = list(session.scalars(select(Overlap).where(Overlap.first_id.in_(ids) | Overlap.second_id.in_(ids))))
    named = {row.first_id for row in rows} | {row.second_id for row in rows}
    others = {
        amendment.id: (amendment, person)
        for amendment, person in session.execute(
            select(Amendment, Person).join(Person, Person.id == Amendment.proposer_id).where(Amendment.id.in_(named))
        )
    }
    wanted = set(ids)
    notes: dict[str, list[OverlapNote]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _ORDER[row.relation]):
        for one, other in ((row.first_id, row.second_id), (row.second_id, row.first_id)):
            if one in wanted:
                amendment, person = others[other]
                notes[one].append(note_overlap(row.relation, amendment, person, row.words))
    return notes


def note_overlap(relation: str, amendment: Amendment, person: Person, words: str) -> OverlapNote:
    """What another amendment has to do with the one looked at."""
    return OverlapNote(relation, RELATION_LABELS[relation], amendment.id, amendment.label, person.label, words)


def _make_card(amendment: Amendment, ground: _Ground, viewer: Viewer | None) -> AmendmentCard:
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


def _find_place(amendment: Amendment, stored: StoredEdits, line: int | None, ground: _Ground) -> str:
    if amendment.kind == AmendmentKind.NEW:
        after = ground.demands.get(amendment.after_demand_id or "")
        if amendment.is_first:
            return "Am Anfang des Abschnitts"
        return f"Nach {after.label}" if after else "Am Ende des Abschnitts"
    if amendment.kind == AmendmentKind.MOVE:
        return "Reihenfolge"
    if amendment.kind == AmendmentKind.STRIKE or line is None:
        return "Ganze Forderung"
    edit = min(stored.load(), key=lambda edit: edit.start)
    return f"Nach Zeile {line}" if edit.start == edit.end else f"Zeile {line}"
