"""Minority notes: who may write and join them, and how many municipalities it takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError, OutdatedError
from drafting.models import JournalEntry, MinorityNoteSupport, Person
from drafting.queries.minority_notes import NoteCard, Standing
from drafting.rules.lifecycle import Phase
from drafting.services.minority_notes import Authority
from tests.make import Hall
from tests.states import SQLITE


def do(hall: Hall, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *args, **kwargs)


def authority(hall: Hall, person_id: str) -> Authority:
    """What somebody authorised declares for the municipality entered for them."""
    with hall.database.read() as session:
        return Authority(session.get_one(Person, person_id).municipality, "Bürgermeisterin", is_confirmed=True)


def write(hall: Hall, *, by: str = "", title: str = "Zu wenig", text: str = "Wir wollen mehr.") -> str:
    said = {"title": title, "text": text, "authority": authority(hall, by or hall.ada)}
    return str(do(hall, services.minority_notes.write, hall.first, **said, actor=by or hall.ada))


def join(hall: Hall, note: str, by: str) -> None:
    do(hall, services.minority_notes.join, note, authority=authority(hall, by), actor=by)


def move_to(hall: Hall, person_id: str, municipality: str) -> None:
    with hall.database.write() as work:
        work.session.get_one(Person, person_id).municipality = municipality


def cards(hall: Hall, viewer: str = "") -> tuple[NoteCard, ...]:
    with hall.database.read() as session:
        person = queries.people.view_as(session, viewer or hall.ben)
        return queries.minority_notes.list_notes(session, person).cards


def printed(hall: Hall) -> list[tuple[str, tuple[str, ...]]]:
    with hall.database.read() as session:
        return [(note.title, note.municipalities) for note in queries.annexes.get_annexes(session, hall.id).notes]


@SQLITE
def test_a_note_goes_with_the_letter_once_enough_municipalities_stand_behind_it(hall: Hall) -> None:
    note = write(hall)
    assert [(card.municipalities, card.missing) for card in cards(hall)] == [(("Stadt Calw",), 2)]
    join(hall, note, hall.ben)
    assert printed(hall) == []
    join(hall, note, hall.cem)
    assert printed(hall) == [("Zu wenig", ("Gemeinde Malsch", "Stadt Calw", "Stadt Lahr"))]
    do(hall, services.minority_notes.leave, note, actor=hall.ben)
    assert printed(hall) == []


def test_a_municipality_counts_once_whoever_of_it_joins(hall: Hall) -> None:
    note = write(hall)
    move_to(hall, hall.ben, "Calw")
    join(hall, note, hall.ben)
    join(hall, note, hall.cem)
    join(hall, note, hall.cem)
    (card,) = cards(hall)
    assert card.municipalities == ("Stadt Calw", "Stadt Lahr")
    assert card.standing is Standing.OTHER


def test_writing_the_same_twice_is_one_note(hall: Hall) -> None:
    assert write(hall) == write(hall)


@SQLITE
@pytest.mark.parametrize(("title", "text", "field"), [("", "Text", "title"), ("Titel", " ", "text")])
def test_a_note_without_words_is_refused(hall: Hall, title: str, text: str, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        write(hall, title=title, text=text)
    assert refused.value.field == field


@SQLITE
def test_who_looks_on_or_has_no_municipality_writes_none(hall: Hall) -> None:
    for person in (hall.observer, hall.organizer):
        with pytest.raises(NotAllowedError):
            write(hall, by=person)
    move_to(hall, hall.ada, "")
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
        join(hall, note, hall.ben)


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
    join(hall, note, hall.ben)
    do(hall, services.minority_notes.leave, note, actor=hall.ben)
    with hall.database.read() as session:
        entries = session.scalars(
            select(JournalEntry).where(JournalEntry.action.startswith("minority_note")).order_by(JournalEntry.number)
        ).all()
    assert [entry.action.partition(".")[2] for entry in entries] == ["written", "joined", "left"]
    told = {"note": note, "demand": hall.first}
    assert [entry.data for entry in entries] == [
        {**told, "declared": True},
        {**told, "declared": True},
        {**told, "by": "declarer"},
    ]


def test_when_all_is_archived_nothing_is_joined_any_more(hall: Hall) -> None:
    note = write(hall)
    do(hall, services.conferences.set_phase, hall.id, Phase.ARCHIVED, actor=hall.organizer)
    with pytest.raises(NotAllowedError):
        join(hall, note, hall.ben)
    with pytest.raises(NotFoundError):
        join(hall, "none", hall.ben)


@SQLITE
@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Authority("Gemeinde Malsch", "Bürgermeister"), "befugt"),
        (Authority("Gemeinde Malsch", " ", is_confirmed=True), "funktion"),
        (Authority("Gemeinde Malsch", "x" * 121, is_confirmed=True), "funktion"),
    ],
)
def test_no_municipality_is_named_without_its_authorised_yes(hall: Hall, said: Authority, field: str) -> None:
    note = write(hall)
    do(hall, services.minority_notes.set_minimum, hall.id, municipalities=1, actor=hall.organizer)
    with pytest.raises(InvalidInputError) as refused:
        do(hall, services.minority_notes.join, note, authority=said, actor=hall.ben)
    assert refused.value.field == field
    assert printed(hall) == [("Zu wenig", ("Stadt Calw",))]


@SQLITE
def test_what_was_read_for_another_municipality_is_not_declared_for_this_one(hall: Hall) -> None:
    note = write(hall)
    said = authority(hall, hall.ben)
    move_to(hall, hall.ben, "Stadt Lahr")
    with pytest.raises(OutdatedError):
        do(hall, services.minority_notes.join, note, authority=said, actor=hall.ben)


@SQLITE
def test_a_colleague_takes_it_back_only_by_a_declaration_of_their_own(hall: Hall) -> None:
    note = write(hall)
    move_to(hall, hall.ben, "Calw")
    with pytest.raises(NotAllowedError):
        do(hall, services.minority_notes.leave, note, actor=hall.ben)
    with pytest.raises(InvalidInputError):
        do(hall, services.minority_notes.leave, note, authority=Authority("Calw", "Amtsleiter"), actor=hall.ben)
    assert cards(hall)[0].municipalities == ("Stadt Calw",)
    do(hall, services.minority_notes.leave, note, authority=authority(hall, hall.ben), actor=hall.ben)
    assert cards(hall)[0].municipalities == ()


def test_the_organisation_takes_any_municipality_out_and_nobody_else_does(hall: Hall) -> None:
    note = write(hall)
    with pytest.raises(NotAllowedError):
        do(hall, services.minority_notes.remove, note, hall.ada, actor=hall.ben)
    (behind,) = cards(hall, hall.organizer)[0].removable
    assert (behind.municipality, behind.function) == ("Stadt Calw", "Bürgermeisterin")
    assert cards(hall)[0].removable == ()
    for _ in range(2):
        do(hall, services.minority_notes.remove, note, behind.person_id, actor=hall.organizer)
    assert cards(hall)[0].municipalities == ()
    with hall.database.read() as session:
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
    assert (last.action, last.data["by"]) == ("minority_note.left", "organizer")


@SQLITE
def test_who_moved_on_still_takes_back_what_they_declared_before_they_declare_again(hall: Hall) -> None:
    note = write(hall)
    move_to(hall, hall.ada, "Stadt Ulm")
    with pytest.raises(ClosedError, match="Stadt Calw"):
        join(hall, note, hall.ada)
    do(hall, services.minority_notes.leave, note, actor=hall.ada)
    join(hall, note, hall.ada)
    assert cards(hall)[0].municipalities == ("Stadt Ulm",)


def test_what_nobody_has_declared_is_shown_to_whoever_joined_and_to_nobody_else(hall: Hall) -> None:
    note = write(hall)
    do(hall, services.minority_notes.set_minimum, hall.id, municipalities=1, actor=hall.organizer)
    with hall.database.write() as work:
        row = work.session.get_one(MinorityNoteSupport, (note, hall.ada))
        row.declared_at, row.function = None, ""

    assert [(card.municipalities, card.missing, card.standing) for card in cards(hall)] == [((), 1, Standing.NONE)]
    assert cards(hall, hall.ada)[0].standing is Standing.OPEN
    assert cards(hall, hall.organizer)[0].removable == ()
    assert printed(hall) == []
    move_to(hall, hall.ben, "Calw")
    join(hall, note, hall.ben)
    assert printed(hall) == [("Zu wenig", ("Calw",))]
    assert cards(hall, hall.ada)[0].standing is Standing.OTHER
