"""Minority notes: all of a conference with who stands behind them, and those that go with the letter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.exports.annexes import PrintedNote
from drafting.models import Conference, Demand, MinorityNote, MinorityNoteSupport, Paper
from drafting.queries.moves import name_demand
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_note
from drafting.rules.sizes import name_key


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note; ``missing`` municipalities are needed before it goes with the letter."""

    id: str
    demand_id: str
    about: Saying
    demand_title: str
    title: str
    text: str
    at: datetime
    municipalities: tuple[str, ...]
    missing: int
    is_mine: bool
    has_joined: bool
    may_join: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes in the order of the paper; ``demands`` are those one can be written on: (id, name, title)."""

    cards: tuple[NoteCard, ...]
    minimum: int
    may_write: bool
    demands: tuple[tuple[str, Saying, str], ...]


def list_notes(session: Session, viewer: Viewer) -> NotesPage:
    """The conference's notes, withdrawn ones left out."""
    minimum = session.get_one(Conference, viewer.conference_id).minority_municipalities
    own = name_key(viewer.municipality)
    may_write = bool(own) and may_note(Role(viewer.role), Phase(viewer.phase))
    demands = session.scalars(
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .where(Paper.conference_id == viewer.conference_id)
        .order_by(Demand.position)
    )
    return NotesPage(
        cards=tuple(
            NoteCard(
                id=note.id,
                demand_id=demand.id,
                about=name_demand(demand),
                demand_title=demand.title,
                title=note.title,
                text=note.text,
                at=note.created_at,
                municipalities=tuple(support.municipality for support in behind),
                missing=max(minimum - len(behind), 0),
                is_mine=note.author_id == viewer.person_id,
                has_joined=bool(own) and any(support.key == own for support in behind),
                may_join=may_write,
            )
            for note, demand, behind in _find(session, viewer.conference_id)
        ),
        minimum=minimum,
        may_write=may_write,
        demands=tuple((demand.id, name_demand(demand), demand.title) for demand in demands) if may_write else (),
    )


def list_printed(session: Session, conference_id: str) -> tuple[PrintedNote, ...]:
    """The notes with enough municipalities behind them, as they go with the letter."""
    minimum = session.get_one(Conference, conference_id).minority_municipalities
    return tuple(
        PrintedNote(str(name_demand(demand)), note.title, note.text, tuple(each.municipality for each in behind))
        for note, demand, behind in _find(session, conference_id)
        if len(behind) >= minimum
    )


def _find(session: Session, conference_id: str) -> list[tuple[MinorityNote, Demand, Sequence[MinorityNoteSupport]]]:
    rows = session.execute(
        select(MinorityNote, Demand)
        .join(Demand, Demand.id == MinorityNote.demand_id)
        .where(MinorityNote.conference_id == conference_id, MinorityNote.withdrawn_at.is_(None))
        .order_by(Demand.position, MinorityNote.created_at, MinorityNote.id)
    ).all()
    behind: dict[str, list[MinorityNoteSupport]] = defaultdict(list)
    for support in session.scalars(
        select(MinorityNoteSupport)
        .where(MinorityNoteSupport.note_id.in_([note.id for note, _ in rows]))
        .order_by(MinorityNoteSupport.municipality)
    ):
        behind[support.note_id].append(support)
    return [(note, demand, behind[note.id]) for note, demand in rows]
