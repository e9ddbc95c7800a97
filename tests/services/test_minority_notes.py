"""Minority notes: who may write and join them, and how many municipalities it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.models import JournalEntry, Person
from drafting.queries.minority_notes import NoteCard
from drafting.rules.lifecycle import Phase
from tests.make import Hall


def do(hall: Hall, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *args, **kwargs)


def write(hall: Hall, *, by: str = "", title: str = "Zu wenig", text: str = "Wir wollen mehr.") -> str:
    return str(do(hall, services.minority_notes.write, hall.first, title=title, text=text, actor=by or hall.ada))


def cards(hall: Hall, viewer: str = "") -> tuple[NoteCard, ...]:
    with hall.database.read() as session:
        person = queries.people.view_as(session, viewer or hall.ben)
        return queries.minority_notes.list_notes(session, person).cards


def printed(hall: Hall) -> list[tuple[str, tuple[str, ...]]]:
    with hall.database.read() as session:
        return [(note.title, note.municipalities) for note in queries.annexes.get_annexes(session, hall.id).notes]


def test_a_note_goes_with_the_letter_once_enough_municipalities_stand_behind_it(hall: Hall) -> None:
    note = write(hall)
    assert [(card.municipalities, card.missing) for card in cards(hall)] == [(("Stadt Calw",), 2)]
    do(hall, services.minority_notes.join, note, actor=hall.ben)
    assert printed(hall) == []
    do(hall, services.minority_notes.join, note, actor=hall.cem)
    assert printed(hall) == [("Zu wenig", ("Gemeinde Malsch", "Stadt Calw", "Stadt Lahr"))]
    do(hall, services.minority_notes.leave, note, actor=hall.ben)
    assert printed(hall) == []


def test_a_municipality_counts_once_whoever_of_it_joins(hall: Hall) -> None:
    note = write(hall)
    with hall.database.write() as work:
        work.session.get_one(Person, hall.ben).municipality = "Calw"
    do(hall, services.minority_notes.join, note, actor=hall.ben)
    do(hall, services.minority_notes.join, note, actor=hall.cem)
    do(hall, services.minority_notes.join, note, actor=hall.cem)
    (card,) = cards(hall)
    assert card.municipalities == ("Stadt Calw", "Stadt Lahr")
    assert card.has_joined


def test_writing_the_same_twice_is_one_note(hall: Hall) -> None:
    assert write(hall) == write(hall)


@pytest.mark.parametrize(("title", "text", "field"), [("", "Text", "title"), ("Titel", " ", "text")])
def test_a_note_without_words_is_refused(hall: Hall, title: str, text: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        write(hall, title=title, text=text)
    assert refused.value.field == field


def test_who_looks_on_or_has_no_municipality_writes_none(hall: Hall) -> None:
    for person in (hall.observer, hall.organizer):
        with pytest.raises(NotAllowedError):
            write(hall, by=person)
    with hall.database.write() as work:
        work.session.get_one(Person, hall.ada).municipality = ""
    with pytest.raises(NotAllowedError):
        write(hall)


def test_only_its_author_withdraws_a_note_and_then_nobody_joins(hall: Hall) -> None:
    note = write(hall)
    with pytest.raises(NotAllowedError):
        do(hall, services.minority_notes.withdraw, note, actor=hall.ben)
    do(hall, services.minority_notes.withdraw, note, actor=hall.ada)
    do(hall, services.minority_notes.withdraw, note, actor=hall.ada)
    assert cards(hall) == ()
    with pytest.raises(ClosedError):
        do(hall, services.minority_notes.join, note, actor=hall.ben)


def test_the_organisation_says_how_many_it_takes(hall: Hall) -> None:
    write(hall)
    do(hall, services.minority_notes.set_minimum, hall.id, municipalities=1, actor=hall.organizer)
    assert printed(hall) == [("Zu wenig", ("Stadt Calw",))]
    with pytest.raises(NotAllowedError):
        do(hall, services.minority_notes.set_minimum, hall.id, municipalities=2, actor=hall.ada)
    with pytest.raises(InvalidInputError):
        do(hall, services.minority_notes.set_minimum, hall.id, municipalities=0, actor=hall.organizer)


def test_every_act_stands_in_the_journal_without_names(hall: Hall) -> None:
    note = write(hall)
    do(hall, services.minority_notes.join, note, actor=hall.ben)
    do(hall, services.minority_notes.leave, note, actor=hall.ben)
    with hall.database.read() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.action.startswith("minority_note")).order_by(JournalEntry.number)
        ).all()
    assert [entry.action.partition(".")[2] for entry in entries] == ["written", "joined", "left"]
    assert all(entry.data == {"note": note, "demand": hall.first} for entry in entries)


def test_when_all_is_archived_nothing_is_joined_any_more(hall: Hall) -> None:
    note = write(hall)
    do(hall, services.conferences.set_phase, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(NotAllowedError):
        do(hall, services.minority_notes.join, note, actor=hall.ben)
    with pytest.raises(NotFoundError):
        do(hall, services.minority_notes.join, "none", actor=hall.ben)
