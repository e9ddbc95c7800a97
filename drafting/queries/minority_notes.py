"""Minority notes: all of a conference with who stands behind them, and those that go with the letter.

A municipality counts and is named only where somebody authorised has declared it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from drafting.errors import NotFoundError
from drafting.exports.annexes import PrintedNote
from drafting.models import Conference, Demand, LetterSettings, MinorityNote, MinorityNoteSupport, Paper
from drafting.queries.moves import name_demand
from drafting.queries.people import Viewer
from drafting.queries.sayings import Saying
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_note
from drafting.rules.sizes import name_key


class Standing(StrEnum):
    """How the viewer's municipality stands to a note: not, still to be confirmed by them, by them, by another."""

    NONE = "none"
    OPEN = "open"
    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Behind:
    """A municipality behind a note, and by whom; ``function`` is shown to organizers only."""

    person_id: str
    municipality: str
    function: str


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note; ``missing`` municipalities are needed before it goes with the letter.

    ``removable`` are those behind it for whoever may take any of them back.
    """

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
    standing: Standing
    may_join: bool
    removable: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class NotesPage:
    """All notes in the order of the paper; ``demands`` are those one can be written on: (id, name, title).

    ``goes_along`` tells whether the letter takes its annexes along at all.
    """

    goes_along: bool
    cards: tuple[NoteCard, ...]
    minimum: int
    may_write: bool
    demands: tuple[tuple[str, Saying, str], ...]


def list_notes(session: Session, viewer: Viewer) -> NotesPage:
    """The conference's notes, withdrawn ones left out."""
    minimum = session.get_one(Conference, viewer.conference_id).minority_municipalities
    may_write = _may_write(viewer)
    demands = session.scalars(
        select(Demand)
        .join(Paper, Paper.id == Demand.paper_id)
        .where(Paper.conference_id == viewer.conference_id)
        .order_by(Demand.position)
    )
    settings = session.get(LetterSettings, viewer.conference_id)
    return NotesPage(
        goes_along=settings is None or settings.has_annexes,
        cards=tuple(_make_card(viewer, minimum, *found) for found in _find(session, viewer.conference_id)),
        minimum=minimum,
        may_write=may_write,
        demands=tuple((demand.id, name_demand(demand), demand.title) for demand in demands) if may_write else (),
    )


def get_note(session: Session, viewer: Viewer, note_id: str) -> NoteCard:
    """One note, for whoever is about to declare something; raises NotFoundError."""
    minimum = session.get_one(Conference, viewer.conference_id).minority_municipalities
    for found in _find(session, viewer.conference_id):
        if found[0].id == note_id:
            return _make_card(viewer, minimum, *found)
    raise NotFoundError("Dieses Sondervotum gibt es nicht.")


def _may_write(viewer: Viewer) -> bool:
    return bool(name_key(viewer.municipality)) and may_note(Role(viewer.role), Phase(viewer.phase))


def _make_card(
    viewer: Viewer, minimum: int, note: MinorityNote, demand: Demand, supports: Sequence[MinorityNoteSupport]
) -> NoteCard:
    behind = _list_declared(supports)
    return NoteCard(
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
        standing=_find_standing(viewer, supports),
        may_join=_may_write(viewer),
        removable=tuple(Behind(support.person_id, support.municipality, support.function) for support in behind)
        if viewer.may_organize
        else (),
    )


def _find_standing(viewer: Viewer, supports: Sequence[MinorityNoteSupport]) -> Standing:
    own = next((support for support in supports if support.person_id == viewer.person_id), None)
    if own is not None:
        return Standing.OWN if own.declared_at else Standing.OPEN
    key = name_key(viewer.municipality)
    return Standing.OTHER if key and any(each.key == key for each in _list_declared(supports)) else Standing.NONE


def _list_declared(supports: Sequence[MinorityNoteSupport]) -> list[MinorityNoteSupport]:
    return [support for support in supports if support.declared_at is not None]


def list_printed(session: Session, conference_id: str) -> tuple[PrintedNote, ...]:
    """The notes declared for enough municipalities, as they go with the letter."""
    minimum = session.get_one(Conference, conference_id).minority_municipalities
    return tuple(
        PrintedNote(str(name_demand(demand)), note.title, note.text, tuple(each.municipality for each in behind))
        for note, demand, supports in _find(session, conference_id)
        if len(behind := _list_declared(supports)) >= minimum
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
