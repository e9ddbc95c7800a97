"""Minority notes: written for a municipality, joined by others, each by somebody authorised, and how many it takes."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from drafting.database import UnitOfWork
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.models import Demand, MinorityNote, MinorityNoteSupport, Paper, Person, now
from drafting.rules.lifecycle import Phase
from drafting.rules.permissions import Role, may_note, may_organize
from drafting.rules.remarks import LONGEST_COMMENT, LONGEST_TITLE, clean_line, read_line, read_text
from drafting.rules.sizes import name_key
from drafting.services import journal
from drafting.services.access import find_actor, lock_conference, require_role

FEWEST, MOST = 1, 100
LONGEST_FUNCTION = 120


@dataclass(frozen=True, slots=True)
class Authority:
    """By what somebody acts for a municipality: the one they read, their function, and that they are authorised."""

    municipality: str = ""
    function: str = ""
    is_confirmed: bool = False


def write(work: UnitOfWork, demand_id: str, *, title: str, text: str, authority: Authority, actor: str) -> str:
    """Write a note on a demand; it is declared for its author's municipality at once. Returns its id."""
    conference_id = work.session.scalar(
        select(Paper.conference_id).join(Demand, Demand.paper_id == Paper.id).where(Demand.id == demand_id)
    )
    if conference_id is None:
        raise InvalidInputError("Bitte wählen Sie eine Forderung.", field="forderung")
    person = _require_member(work, conference_id, actor)
    said_title = read_line(title, field="title", longest=LONGEST_TITLE)
    said = read_text(text, field="text", longest=LONGEST_COMMENT)
    function = _check(authority, person)
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
    _declare(work, note, person, function)
    _record(work, note, "minority_note.written", actor, declared=True)
    return note.id


def join(work: UnitOfWork, note_id: str, *, authority: Authority, actor: str) -> None:
    """Declare that one's municipality stands behind a note; twice, also through somebody else of it, is harmless."""
    note = _get(work, note_id)
    person = _require_member(work, note.conference_id, actor)
    if note.withdrawn_at is not None:
        raise ClosedError("Dieses Sondervotum ist zurückgezogen.")
    function = _check(authority, person)
    found = _find(work, note, name_key(person.municipality))
    if found is not None and found.declared_at is not None:
        return
    _declare(work, note, person, function)
    _record(work, note, "minority_note.joined", actor, declared=True)


def leave(work: UnitOfWork, note_id: str, *, authority: Authority | None = None, actor: str) -> None:
    """Take one's municipality back from behind a note; twice is harmless.

    Whoever declared it may, and another of the municipality who is authorised.
    """
    note = _get(work, note_id)
    person = _require_member(work, note.conference_id, actor)
    own = work.session.get(MinorityNoteSupport, (note_id, actor))
    found = own or _find(work, note, name_key(person.municipality))
    if found is None:
        return
    is_own = found.person_id == actor
    if not is_own:
        if authority is None:
            raise NotAllowedError("Zurücknehmen kann das, wer es erklärt hat oder selbst dazu befugt ist.")
        _check(authority, person)
    work.session.delete(found)
    _record(work, note, "minority_note.left", actor, by="declarer" if is_own else "authorised")


def remove(work: UnitOfWork, note_id: str, person_id: str, *, actor: str) -> None:
    """Take back what a person has declared for a municipality; organizers only, and twice is harmless."""
    note = _get(work, note_id)
    lock_conference(work, note.conference_id)
    require_role(work, note.conference_id, actor, may_organize)
    found = work.session.get(MinorityNoteSupport, (note_id, person_id))
    if found is not None:
        work.session.delete(found)
        _record(work, note, "minority_note.left", actor, by="organizer")


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


def _check(authority: Authority, person: Person) -> str:
    """The function in which somebody acts for their municipality; raises InvalidInputError where it lacks something."""
    if name_key(authority.municipality) != name_key(person.municipality):
        raise OutdatedError("Bei Ihnen ist inzwischen eine andere Kommune eingetragen. Bitte lesen Sie noch einmal.")
    function = clean_line(authority.function)
    if not function:
        raise InvalidInputError("Bitte geben Sie Ihre Funktion an.", field="funktion")
    if len(function) > LONGEST_FUNCTION:
        raise InvalidInputError(
            "Das ist zu lang: höchstens %(number)s Zeichen.", field="funktion", number=LONGEST_FUNCTION
        )
    if not authority.is_confirmed:
        raise InvalidInputError("Bitte bestätigen Sie, dass Sie dazu befugt sind.", field="befugt")
    return function


def _find(work: UnitOfWork, note: MinorityNote, key: str) -> MinorityNoteSupport | None:
    return work.session.scalar(
        select(MinorityNoteSupport).where(MinorityNoteSupport.note_id == note.id, MinorityNoteSupport.key == key)
    )


def _declare(work: UnitOfWork, note: MinorityNote, person: Person, function: str) -> None:
    """Let a municipality stand behind a note by the person's declaration, in place of what nobody has declared."""
    own = work.session.get(MinorityNoteSupport, (note.id, person.id))
    key = name_key(person.municipality)
    if own is not None and own.key != key and own.declared_at is not None:
        raise ClosedError(
            "Sie haben das schon für %(municipality)s erklärt. Nehmen Sie es erst zurück.",
            municipality=own.municipality,
        )
    for before in {own, _find(work, note, key)} - {None}:
        work.session.delete(before)
    work.session.flush()
    work.session.add(
        MinorityNoteSupport(
            note_id=note.id,
            person_id=person.id,
            municipality=person.municipality,
            key=key,
            function=function,
            declared_at=now(),
        )
    )


def _record(work: UnitOfWork, note: MinorityNote, action: str, actor: str, **more: object) -> None:
    # Functions are personal and stay out of the chain.
    journal.append(work, note.conference_id, action, actor=actor, note=note.id, demand=note.demand_id, **more)
