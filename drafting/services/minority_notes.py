"""Minority notes: written by somebody for a municipality, joined by others, and how many it takes."""

from __future__ import annotations

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import Demand, MinorityNote, MinorityNoteSupport, Paper, Person, now
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_note, may_organize
from drafting.rules.remarks import LONGEST_COMMENT, LONGEST_TITLE, read_line, read_text
from drafting.rules.sizes import name_key
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference, require_role

FEWEST, MOST = 1, 100


def write(work: UnitOfWork, demand_id: str, *, title: str, text: str, actor: str) -> str:
    """Write a note on a demand; its author's municipality is the first behind it. Returns its id."""
    conference_id = work.session.scalar(
        select(Paper.conference_id).join(Demand, Demand.paper_id == Paper.id).where(Demand.id == demand_id)
    )
    if conference_id is None:
        raise InvalidInputError("Bitte wählen Sie eine Forderung.", field="forderung")
    person = _require_member(work, conference_id, actor)
    said_title = read_line(title, field="title", longest=LONGEST_TITLE)
    said = read_text(text, field="text", longest=LONGEST_COMMENT)
    double = work.session.scalar(
        select(MinorityNote.id).where(
            MinorityNote.author_id == actor,
            MinorityNote.demand_id == demand_id,
            MinorityNote.text == said,
            MinorityNote.withdrawn_at.is_(None),
        )
    )
    if double is not None:
        return double
    note = MinorityNote(conference_id=conference_id, demand_id=demand_id, author_id=actor, title=said_title, text=said)
    work.session.add(note)
    work.session.flush()
    _add(work, note, person)
    _record(work, note, "minority_note.written", actor)
    return note.id


def join(work: UnitOfWork, note_id: str, *, actor: str) -> None:
    """Let one's municipality stand behind a note; twice, also through somebody else of it, is harmless."""
    note = _get(work, note_id)
    person = _require_member(work, note.conference_id, actor)
    if note.withdrawn_at is not None:
        raise ClosedError("Dieses Sondervotum ist zurückgezogen.")
    key = name_key(person.municipality)
    has_joined = select(MinorityNoteSupport).where(
        MinorityNoteSupport.note_id == note_id, MinorityNoteSupport.key == key
    )
    if work.session.scalar(has_joined) is None:
        _add(work, note, person)
        _record(work, note, "minority_note.joined", actor)


def leave(work: UnitOfWork, note_id: str, *, actor: str) -> None:
    """Take one's municipality back from behind a note, whoever of it has joined; twice is harmless."""
    note = _get(work, note_id)
    person = _require_member(work, note.conference_id, actor)
    found = work.session.scalar(
        select(MinorityNoteSupport).where(
            MinorityNoteSupport.note_id == note_id, MinorityNoteSupport.key == name_key(person.municipality)
        )
    )
    if found is not None:
        work.session.delete(found)
        _record(work, note, "minority_note.left", actor)


def withdraw(work: UnitOfWork, note_id: str, *, actor: str) -> None:
    """Take one's own note back; twice is harmless."""
    note = _get(work, note_id)
    lock_conference(work, note.conference_id)
    if note.author_id != actor:
        raise NotAllowedError("Zurückziehen kann ein Sondervotum nur, wer es geschrieben hat.")
    if note.withdrawn_at is None:
        note.withdrawn_at = now()
        _record(work, note, "minority_note.withdrawn", actor)


def set_minimum(work: UnitOfWork, conference_id: str, *, municipalities: int, actor: str) -> None:
    """Say how many municipalities a note needs to go with the letter."""
    conference = lock_conference(work, conference_id)
    require_role(work, conference_id, actor, may_organize)
    if not FEWEST <= municipalities <= MOST:
        raise InvalidInputError("Bitte geben Sie eine Zahl von 1 bis 100 an.", field="mindestzahl")
    if conference.minority_municipalities != municipalities:
        conference.minority_municipalities = municipalities
        journal.append(work, conference_id, "minority_note.minimum_set", actor=actor, municipalities=municipalities)


def _get(work: UnitOfWork, note_id: str) -> MinorityNote:
    note = work.session.get(MinorityNote, note_id)
    if note is None:
        raise NotFoundError("Dieses Sondervotum gibt es nicht.")
    return note


def _require_member(work: UnitOfWork, conference_id: str, actor: str) -> Person:
    """The person acting, who must belong to a municipality."""
    conference = lock_conference(work, conference_id)
    person = find_actor(work, conference_id, actor)
    if person is None or not may_note(Role(person.role), Phase(conference.phase)):
        raise NotAllowedError
    if not name_key(person.municipality):
        raise NotAllowedError("Ein Sondervotum tragen Kommunen; bei Ihnen ist keine eingetragen.")
    return person


def _add(work: UnitOfWork, note: MinorityNote, person: Person) -> None:
    work.session.add(
        MinorityNoteSupport(
            note_id=note.id,
            person_id=person.id,
            municipality=person.municipality,
            key=name_key(person.municipality),
        )
    )


def _record(work: UnitOfWork, note: MinorityNote, action: str, actor: str) -> None:
    journal.append(work, note.conference_id, action, actor=actor, note=note.id, demand=note.demand_id)
