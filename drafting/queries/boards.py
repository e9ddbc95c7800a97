"""The board: the open amendments of one demand by place, in the order of votes, with what each decision would mean.

Only the demand shown is looked up in full, with a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, AmendmentRevision, Demand, DemandVersion, Paper, Support
from drafting.queries import panels, places, recommendations, texts
from drafting.queries.cards import AmendmentCard, make_cards, store_edits
from drafting.queries.people import Viewer
from drafting.queries.places import Bundle, Gathering
from drafting.queries.texts import StoredEdits
from drafting.rules import ordering
from drafting.rules.lifecycle import ADVICE_LABELS, UNDECIDED, Advice
from drafting.rules.ordering import Candidate, Reach
from drafting.text.rebase import rebase

# Against how many of those before it an amendment is tried, and how many „erledigt durch“ a line offers: the page of
# the amendment itself has them all.
_TRIED = 5
_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be recommended: ``value`` as the form sends it, ``label`` a sentence with ``%(label)s``."""

    value: str
    label: str
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One decision: an amendment, or all those that say the same.

    ``card`` stands for all of ``cards``. ``position`` is its number in the order of votes, 0 where none is to be
    taken; ``place_position`` counts within the place. ``is_tied`` says that only the order of submission puts it
    before the next. Where one of ``settled_by`` is adopted, nothing of it is left; where one of ``asked_after`` is,
    its author is asked.
    """

    card: AmendmentCard
    cards: tuple[AmendmentCard, ...]
    position: int
    place_position: int
    supporters: int
    reach: Reach
    is_tied: bool
    is_ranked: bool
    settled_by: tuple[str, ...]
    asked_after: tuple[str, ...]
    note: str
    advice: str
    options: tuple[Option, ...]

    @property
    def labels(self) -> str:
        """What all of it is called: „Ä14, Ä21“."""
        return ", ".join(card.label for card in self.cards)


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


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the entries of a board share."""

    edits: Mapping[str, StoredEdits]
    bases: Mapping[str, str]
    ranks: Mapping[str, int | None]
    supporters: Mapping[str, frozenset[str]]
    notes: Mapping[str, str]


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


def _look_up(session: Session, found: Sequence[Amendment]) -> tuple[_Ground, dict[str, object]]:
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
    ground = _Ground(
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


def _make_place(gathering: Gathering, ground: _Ground, position: int) -> Place:
    """A place with its entries in the order of votes, numbered after ``position``."""
    by_id = {each.first.id: each for each in gathering.bundles}
    order = ordering.arrange(_candidate(each, ground) for each in gathering.bundles)
    offered = [by_id[candidate.id] for candidate in order]
    entries: list[BoardEntry] = []
    for index, candidate in enumerate(order):
        each = by_id[candidate.id]
        wants_vote = gathering.kind != places.ASIDE and _advice(each.first) in {"", Advice.VOTE}
        position += wants_vote
        following = order[index + 1] if index + 1 < len(order) else None
        entries.append(
            _make_entry(
                each,
                candidate,
                ground,
                position=position if wants_vote else 0,
                place_position=index + 1,
                is_tied=following is not None and ordering.is_tied(candidate, following),
                before=offered[max(0, index - _TRIED) : index] if gathering.relation == "conflict" else [],
                others=[other for other in offered if other is not each][:_OFFERED],
            )
        )
    return Place(
        key=gathering.first.id,
        kind=gathering.kind,
        name=gathering.first.place,
        relation=gathering.relation,
        entries=tuple(entries),
        is_ranked=any(entry.is_ranked for entry in entries),
    )


def _candidate(each: Bundle, ground: _Ground) -> Candidate:
    ranks = [rank for id_ in each.ids if (rank := ground.ranks[id_]) is not None]
    return Candidate(each.first.id, each.first.number, measure(ground.edits[each.first.id]), min(ranks, default=None))


def _make_entry(
    each: Bundle,
    candidate: Candidate,
    ground: _Ground,
    *,
    position: int,
    place_position: int,
    is_tied: bool,
    before: Sequence[Bundle],
    others: Sequence[Bundle],
) -> BoardEntry:
    tried = [(other, _what_if(each.first.id, other.first.id, ground)) for other in before]
    settler = each.first.recommendation.settled_by_id if each.first.recommendation else ""
    return BoardEntry(
        card=each.first,
        cards=each.cards,
        position=position,
        place_position=place_position,
        supporters=len(frozenset[str]().union(*(ground.supporters.get(id_, frozenset()) for id_ in each.ids))),
        reach=candidate.reach,
        is_tied=is_tied,
        is_ranked=candidate.rank is not None,
        settled_by=tuple(other.first.label for other, status in tried if status == "settled"),
        asked_after=tuple(other.first.label for other, status in tried if status == "conflict"),
        note=next((ground.notes[id_] for id_ in each.ids if id_ in ground.notes), ""),
        advice=_advice(each.first),
        options=_list_options(each, others, settler),
    )


def _advice(card: AmendmentCard) -> str:
    """What is recommended, as the form sends it."""
    note = card.recommendation
    if note is None:
        return ""
    return f"{note.verdict}:{note.settled_by_id}" if note.verdict == Advice.SETTLED_BY else note.verdict


def _list_options(each: Bundle, others: Sequence[Bundle], settler: str) -> tuple[Option, ...]:
    """What can be recommended; a joint decision („Gemeinsam“) is what becomes of undisputed ones to be adopted."""
    found = [Option(advice, ADVICE_LABELS[advice]) for advice in Advice if advice is not Advice.SETTLED_BY]
    known = {other.first.id: other.first.label for other in others}
    note = each.first.recommendation
    if settler and settler not in known and note is not None:
        known[settler] = note.settled_by
    return (
        *found,
        *(Option(f"{Advice.SETTLED_BY}:{id_}", "erledigt durch %(label)s", label) for id_, label in known.items()),
    )


@lru_cache(maxsize=4_000)
def measure(stored: StoredEdits) -> Reach:
    """How far stored edits reach."""
    return ordering.measure(texts.read(stored.base), stored.load())


def _what_if(own: str, decided: str, ground: _Ground) -> str:
    """How one amendment would stand if another were adopted; "" where they are on different versions."""
    if ground.bases[own] != ground.bases[decided] or not ground.bases[own]:
        return ""
    return _try(ground.edits[own], ground.edits[decided])


@lru_cache(maxsize=4_000)
def _try(own: StoredEdits, decided: StoredEdits) -> str:
    return rebase(texts.read(own.base), own.load(), decided.load()).status
