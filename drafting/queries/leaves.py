"""Leaves: the paper demand by demand, each looked up only where no rendered copy of it is at hand.

What a leaf shows follows from its demand's id and ``stamp`` alone, and all of them from the paper's; nothing in them is
personal. So a page of sixty demands costs what has changed since it was last shown to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.models import Amendment, Demand, Paper
from drafting.queries import papers
from drafting.queries.cards import AmendmentCard, make_cards
from drafting.queries.margins import MarginNote, group_by_place
from drafting.queries.papers import DemandText, Outline, OutlineSection
from drafting.queries.people import Viewer
from drafting.rules.lifecycle import UNDECIDED


class LeafKey(NamedTuple):
    """What names the present state of a leaf."""

    demand_id: str
    stamp: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A demand as the paper shows it: its text with lines and touched words, and the notes in its margin."""

    key: LeafKey
    text: DemandText
    notes: tuple[MarginNote, ...]


@dataclass(frozen=True, slots=True)
class PaperLeaves:
    """The paper, whole or one section of it: ``keys`` by demand for all that is shown, ``fresh`` for what was asked."""

    outline: Outline
    sections: tuple[OutlineSection, ...]
    keys: dict[str, LeafKey]
    fresh: dict[str, Leaf]
    previous_section_id: str
    next_section_id: str
    may_propose: bool


def find_stamp(session: Session, conference_id: str) -> tuple[str, int] | None:
    """The paper and the stamp of its present state; None before the import."""
    found = session.connection().execute(_STAMP, {"conference_id": conference_id}).first()
    return (found[0], found[1]) if found else None


# Made once: every reader of the paper pays for it.
_STAMP = select(Paper.id, Paper.stamp).where(Paper.conference_id == bindparam("conference_id"))


def get_leaves(
    session: Session,
    conference_id: str,
    *,
    viewer: Viewer,
    section_id: str = "",
    is_known: Callable[[LeafKey], bool] = lambda key: False,
) -> PaperLeaves:
    """The paper's frame with the leaves not yet known; raises NotFoundError."""
    outline = papers.get_outline(session, conference_id)
    ids = [section.id for section in outline.sections]
    if section_id and section_id not in ids:
        raise NotFoundError("Diesen Abschnitt gibt es nicht.")
    place = ids.index(section_id) if section_id else -1
    sections = tuple(section for section in outline.sections if not section_id or section.id == section_id)
    keys = _list_keys(session, outline.paper_id, section_id)
    fresh = _look_up(session, outline.paper_id, [key for key in keys.values() if not is_known(key)])
    return PaperLeaves(
        outline=outline,
        sections=sections,
        keys=keys,
        fresh=fresh,
        previous_section_id=ids[place - 1] if place > 0 else "",
        next_section_id=ids[place + 1] if 0 <= place < len(ids) - 1 else "",
        may_propose=viewer.may_propose,
    )


def _list_keys(session: Session, paper_id: str, section_id: str) -> dict[str, LeafKey]:
    statement = select(Demand.id, Demand.stamp).where(Demand.paper_id == paper_id)
    if section_id:
        statement = statement.where(Demand.section_id == section_id)
    return {demand_id: LeafKey(demand_id, stamp) for demand_id, stamp in session.execute(statement)}


def _look_up(session: Session, paper_id: str, keys: Sequence[LeafKey]) -> dict[str, Leaf]:
    if not keys:
        return {}
    ids = [key.demand_id for key in keys]
    demands = session.scalars(select(Demand).where(Demand.id.in_(ids)).order_by(Demand.position)).all()
    texts = papers.show_demands(session, session.get_one(Paper, paper_id), demands)
    notes = _list_notes(session, ids)
    return {key.demand_id: Leaf(key, texts[key.demand_id], notes.get(key.demand_id, ())) for key in keys}


def _list_notes(session: Session, demand_ids: Sequence[str]) -> dict[str, tuple[MarginNote, ...]]:
    amendments = session.scalars(
        select(Amendment)
        .where(Amendment.demand_id.in_(demand_ids), Amendment.state.in_(UNDECIDED))
        .order_by(Amendment.number)
    ).all()
    by_demand: dict[str, list[AmendmentCard]] = {}
    for card in make_cards(session, amendments):
        by_demand.setdefault(card.demand_id, []).append(card)
    return {demand_id: group_by_place(cards) for demand_id, cards in by_demand.items()}
