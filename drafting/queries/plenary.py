"""What still needs a decision, demand by demand: what panels recommend undisputed, and what must be voted on.

Amendments are shown by their sentences, so that a paper with a thousand of them is listed without drawing any redline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from drafting.models import Amendment, AmendmentRevision, Demand, Overlap, Person
from drafting.queries import panels, recommendations
from drafting.queries.cards import count_supporters
from drafting.queries.people import Viewer
from drafting.queries.recommendations import RecommendationNote
from drafting.rules.lifecycle import (
    AMENDMENT_KIND_LABELS,
    AMENDMENT_STATE_LABELS,
    UNDECIDED,
    Advice,
    AmendmentKind,
    AmendmentState,
)

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One decision still to be taken, about an amendment or all that say the same.

    ``clashes`` are the labels of those it overlaps; ``state_label`` is set where it is put aside.
    """

    ids: tuple[str, ...]
    labels: str
    proposers: str
    kind_label: str
    sentence: str
    supporters: int
    clashes: tuple[str, ...]
    recommendation: RecommendationNote | None
    state_label: str

    @property
    def is_undisputed(self) -> bool:
        """Whether it is recommended to be adopted, nobody being against, and overlaps no other."""
        note = self.recommendation
        return note is not None and note.verdict == Advice.ADOPT and not note.no and not self.clashes


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """A demand with what can be adopted together, what must be voted on, and what is put aside."""

    demand_id: str
    number: str
    title: str
    together: tuple[OpenLine, ...]
    singly: tuple[OpenLine, ...]
    aside: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Everything that still needs a decision, in the order of the paper; new demands and moved sections come last."""

    demands: tuple[OpenDemand, ...]
    together_ids: tuple[str, ...]
    together_count: int
    single_count: int
    aside_count: int


def get_open(session: Session, conference_id: str, *, panel_id: str, viewer: Viewer) -> OpenPage:
    """What still needs a decision, of a panel or of the whole paper."""
    rows = _list_rows(session, conference_id, panel_id)
    by_demand: dict[str, list[_Row]] = {}
    for row in rows:
        by_demand.setdefault(row.amendment.demand_id or "", []).append(row)
    ids = [row.amendment.id for row in rows]
    notes = recommendations.find_notes(session, ids, viewer=viewer)
    clashes = _list_clashes(session, ids)
    supporters = count_supporters(session, ids)
    demands = {
        demand.id: demand
        for demand in session.scalars(select(Demand).where(Demand.id.in_(by_demand)).order_by(Demand.position))
    }
    shown = tuple(
        _make_demand(demands.get(demand_id), by_demand[demand_id], notes, clashes, supporters)
        for demand_id in (*demands, *([""] if "" in by_demand else []))
    )
    return OpenPage(
        demands=shown,
        together_ids=tuple(line.ids[0] for demand in shown for line in demand.together),
        together_count=sum(len(demand.together) for demand in shown),
        single_count=sum(len(demand.singly) for demand in shown),
        aside_count=sum(len(demand.aside) for demand in shown),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    amendment: Amendment
    proposer: Person
    said: tuple[object, ...]
    sentences: tuple[str, ...]


def _list_rows(session: Session, conference_id: str, panel_id: str) -> list[_Row]:
    statement = (
        select(
            Amendment, Person, AmendmentRevision.base_version_id, AmendmentRevision.text, AmendmentRevision.sentences
        )
        .join(Person, Person.id == Amendment.proposer_id)
        .join(
            AmendmentRevision,
            (AmendmentRevision.amendment_id == Amendment.id) & (AmendmentRevision.number == Amendment.revision_number),
        )
        .where(Amendment.conference_id == conference_id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    return [
        _Row(amendment, person, (base, text), tuple(sentences))
        for amendment, person, base, text, sentences in session.execute(statement)
    ]


def _list_clashes(session: Session, ids: list[str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By amendment the ids and labels of those it conflicts with."""
    first, second = aliased(Amendment), aliased(Amendment)
    found: dict[str, list[tuple[str, str]]] = {}
    wanted = set(ids)
    demand_ids = select(Amendment.demand_id).where(Amendment.id.in_(ids))
    for one, other in session.execute(
        select(first, second)
        .select_from(Overlap)
        .join(first, first.id == Overlap.first_id)
        .join(second, second.id == Overlap.second_id)
        .where(Overlap.relation == "conflict", Overlap.demand_id.in_(demand_ids))
        .order_by(first.number, second.number)
    ):
        for mine, theirs in ((one, other), (other, one)):
            if mine.id in wanted:
                found.setdefault(mine.id, []).append((theirs.id, theirs.label))
    return {id_: tuple(pairs) for id_, pairs in found.items()}


def _make_demand(
    demand: Demand | None,
    rows: Iterable[_Row],
    notes: Mapping[str, RecommendationNote],
    clashes: Mapping[str, tuple[tuple[str, str], ...]],
    supporters: Mapping[str, int],
) -> OpenDemand:
    groups: dict[object, list[_Row]] = {}
    for row in rows:
        amendment = row.amendment
        place = (
            amendment.section_id,
            amendment.after_demand_id,
            amendment.moved_section_id,
            amendment.after_section_id,
        )
        key = (amendment.kind, amendment.state, row.said, place, amendment.is_first)
        groups.setdefault(key, []).append(row)
    lines = [_make_line(group, notes, clashes, supporters) for group in groups.values()]
    return OpenDemand(
        demand_id=demand.id if demand else "",
        number=demand.number if demand else "",
        title=demand.title if demand else "",
        together=tuple(line for line in lines if not line.state_label and line.is_undisputed),
        singly=tuple(line for line in lines if not line.state_label and not line.is_undisputed),
        aside=tuple(line for line in lines if line.state_label),
    )


def _make_line(
    group: list[_Row],
    notes: Mapping[str, RecommendationNote],
    clashes: Mapping[str, tuple[tuple[str, str], ...]],
    supporters: Mapping[str, int],
) -> OpenLine:
    first = group[0].amendment
    ids = tuple(row.amendment.id for row in group)
    clashing = dict(pair for id_ in ids for pair in clashes.get(id_, ()) if pair[0] not in ids)
    state = AmendmentState(first.state)
    return OpenLine(
        ids=ids,
        labels=", ".join(row.amendment.label for row in group),
        proposers=", ".join(dict.fromkeys(row.proposer.label for row in group)),
        kind_label="" if first.kind == AmendmentKind.CHANGE else AMENDMENT_KIND_LABELS[AmendmentKind(first.kind)],
        sentence=_shorten(first.headline or " ".join(group[0].sentences)),
        supporters=sum(supporters.get(id_, 0) for id_ in ids),
        clashes=tuple(clashing.values()),
        recommendation=notes.get(first.id),
        state_label="" if state is AmendmentState.OPEN else AMENDMENT_STATE_LABELS[state],
    )


def _shorten(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    return words[:_LONGEST].rsplit(" ", 1)[0] + " …"
