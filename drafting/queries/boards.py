"""The board: the open amendments of one demand by place, in the order of votes, with what each decision would mean.

Only the demand shown is looked up in full, with a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Paper, Support
from drafting.queries import entries, panels, places, recommendations
from drafting.queries.cards import make_cards, store_edits
from drafting.queries.entries import BoardEntry, Ground
from drafting.queries.people import Viewer
from drafting.queries.places import Gathering
from drafting.rules import ordering
from drafting.rules.lifecycle import UNDECIDED, Advice


@dataclass(frozen=True, slots=True)
class Place:
    """Where entries meet; ``kind`` and ``relation`` as in ``places.Gathering``, ``among`` the ids put in order."""

    key: str
    kind: str
    name: str
    relation: str
    entries: tuple[BoardEntry, ...]
    is_ranked: bool

    @property
    def among(self) -> tuple[str, ...]:
        """The ids whose order this is."""
        return tuple(entry.card.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Board:
    """The open amendments of a demand, or new demands and moved sections where ``demand_id`` is ""."""

    demand_id: str
    number: str
    title: str
    is_struck: bool
    places: tuple[Place, ...]
    amendment_count: int
    place_count: int
    decision_count: int
    unpublished: int


def get_board(session: Session, conference_id: str, demand_id: str, *, viewer: Viewer) -> Board:
    """The board of a demand; raises NotFoundError."""
    demand = session.scalar(
        select(Demand).join(Paper).where(Demand.id == demand_id, Paper.conference_id == conference_id)
    )
    if demand is None:
        raise NotFoundError("Diese Forderung gibt es nicht.")
    found = session.scalars(
        select(Amendment)
        .where(Amendment.demand_id == demand_id, Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    ).all()
    return _make_board(session, found, viewer, demand=demand)


def get_apart(session: Session, conference_id: str, *, panel_id: str, viewer: Viewer) -> Board:
    """The board of what belongs to no demand yet: new ones, and moved sections."""
    statement = select(Amendment).where(
        Amendment.conference_id == conference_id, Amendment.demand_id.is_(None), Amendment.state.in_(UNDECIDED)
    )
    if panel_id:
        statement = statement.where(panels.is_of_panel(panel_id))
    found = session.scalars(statement.order_by(Amendment.number)).all()
    return _make_board(session, found, viewer, demand=None)


def _make_board(session: Session, found: Sequence[Amendment], viewer: Viewer, *, demand: Demand | None) -> Board:
    cards = make_cards(session, found, viewer=viewer)
    ground, said = _look_up(session, found)
    gathered = places.gather(places.bundle(cards, said))
    shown: list[Place] = []
    position = 0
    for gathering in gathered:
        place = _make_place(gathering, ground, position)
        position += sum(entry.position > 0 for entry in place.entries)
        shown.append(place)
    open_places = [place for place in shown if place.kind != places.ASIDE]
    return Board(
        demand_id=demand.id if demand else "",
        number=demand.number if demand else "",
        title=demand.title if demand else "",
        is_struck=demand is not None and demand.is_struck,
        places=tuple(shown),
        amendment_count=sum(len(entry.cards) for place in open_places for entry in place.entries),
        place_count=len(open_places),
        decision_count=sum(len(place.entries) for place in open_places),
        unpublished=sum(card.recommendation is not None and not card.recommendation.is_published for card in cards),
    )


def _look_up(session: Session, found: Sequence[Amendment]) -> tuple[Ground, dict[str, object]]:
    """What entries need besides their cards, and by id what each amendment says and where."""
    ids = [amendment.id for amendment in found]
    rows = session.execute(
        select(AmendmentRevision, DemandVersion)
        .join(Amendment, Amendment.id == AmendmentRevision.amendment_id)
        .outerjoin(DemandVersion, DemandVersion.id == AmendmentRevision.base_version_id)
        .where(Amendment.id.in_(ids), AmendmentRevision.number == Amendment.revision_number)
    ).all()
    by_id = {revision.amendment_id: revision for revision, _ in rows}
    supporters: dict[str, set[str]] = {}
    for amendment_id, person_id in session.execute(
        select(Support.amendment_id, Support.person_id).where(Support.amendment_id.in_(ids))
    ):
        supporters.setdefault(amendment_id, set()).add(person_id)
    ground = Ground(
        edits={revision.amendment_id: store_edits(revision, base) for revision, base in rows},
        bases={revision.amendment_id: revision.base_version_id or "" for revision, _ in rows},
        ranks={amendment.id: amendment.rank for amendment in found},
        supporters={amendment_id: frozenset(people) for amendment_id, people in supporters.items()},
        notes=recommendations.find_internal(session, ids),
    )
    return ground, {each.id: (by_id[each.id].base_version_id, by_id[each.id].text, *_where(each)) for each in found}


def _where(amendment: Amendment) -> tuple[object, ...]:
    """Where it is to stand: what says the same elsewhere is decided by itself."""
    return (
        amendment.demand_id,
        amendment.section_id,
        amendment.after_demand_id,
        amendment.moved_section_id,
        amendment.after_section_id,
        amendment.is_first,
    )


def _make_place(gathering: Gathering, ground: Ground, position: int) -> Place:
    """A place with its entries in the order of votes, numbered after ``position``."""
    by_id = {each.first.id: each for each in gathering.bundles}
    order = ordering.arrange(entries.candidate(each, ground) for each in gathering.bundles)
    offered = [by_id[candidate.id] for candidate in order]
    made: list[BoardEntry] = []
    for index, candidate in enumerate(order):
        each = by_id[candidate.id]
        wants_vote = gathering.kind != places.ASIDE and entries.advice(each.first) in {"", Advice.VOTE}
        position += wants_vote
        following = order[index + 1] if index + 1 < len(order) else None
        made.append(
            entries.make_entry(
                each,
                candidate,
                ground,
                position=position if wants_vote else 0,
                place_position=index + 1,
                is_tied=following is not None and ordering.is_tied(candidate, following),
                before=offered[max(0, index - entries.TRIED) : index] if gathering.relation == "conflict" else [],
                others=[other for other in offered if other is not each][: entries.OFFERED],
            )
        )
    return Place(
        key=gathering.first.id,
        kind=gathering.kind,
        name=gathering.first.place,
        relation=gathering.relation,
        entries=tuple(made),
        is_ranked=any(entry.is_ranked for entry in made),
    )
