"""Practical examples: adding, changing, withdrawing, moderating, and asking their authors for a contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from drafting import queries, services
from drafting.errors import ClosedError, InvalidInputError, NotAllowedError, NotFoundError
from drafting.events import Event, ExampleChanged
from drafting.models import ContactRequest, Example, JournalEntry, Notice, Person
from drafting.queries.examples import ExampleCard, ExamplePage
from drafting.rules.lifecycle import Phase
from drafting.services.examples import ExampleText
from tests.make import Hall
from tests.states import SQLITE

TEXT = ExampleText(
    municipality="Stadt Calw",
    title="Satzung ohne Schriftform",
    text="Wir haben alle Satzungen durchgesehen.",
    link="https://calw.example/satzung",
    figure="27 von 31",
)


def do(hall: Hall, service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with hall.database.write() as work:
        return service(work, *args, **kwargs)


def add(hall: Hall, text: ExampleText = TEXT, *, by: str = "", demand: str = "") -> str:
    return str(do(hall, services.examples.add, demand or hall.first, text, actor=by or hall.ada))


def cards(hall: Hall, viewer: str = "") -> tuple[ExampleCard, ...]:
    with hall.database.read() as session:
        person = queries.people.view_as(session, viewer or hall.ben)
        return queries.examples.list_for_demand(session, hall.first, viewer=person).cards


def page(hall: Hall, example: str, viewer: str) -> ExamplePage:
    with hall.database.read() as session:
        return queries.examples.get_example(session, example, viewer=queries.people.view_as(session, viewer))


def give_address(hall: Hall, person: str, address: str) -> None:
    with hall.database.write() as work:
        work.session.get_one(Person, person).email = address


@SQLITE
def test_an_example_stands_with_its_demand(hall: Hall, events: list[Event]) -> None:
    example = add(hall)

    (card,) = cards(hall)
    assert (card.id, card.title, card.municipality) == (example, "Satzung ohne Schriftform", "Stadt Calw")
    assert (card.host, card.figure, card.in_annex) == ("calw.example", "27 von 31", True)
    assert (card.may_edit, card.may_ask, card.may_hide) == (False, True, False)
    assert events == [ExampleChanged(conference_id=hall.id, demand_id=hall.first)]


def test_a_double_click_adds_once(hall: Hall) -> None:
    assert add(hall) == add(hall)
    assert len(cards(hall)) == 1
    add(hall, replace(TEXT, title="Ein anderes"))
    add(hall, by=hall.ben)
    assert len(cards(hall)) == 3


@SQLITE
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": "\n"}, "text"),
        ({"municipality": ""}, "municipality"),
        ({"title": "x" * 151}, "title"),
        ({"figure": "x" * 101}, "figure"),
        ({"link": "javascript:alert(document.cookie)"}, "link"),
        ({"link": "data:text/html,<b>"}, "link"),
    ],
)
def test_what_cannot_stay_as_it_is_is_refused_by_its_field(hall: Hall, change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        add(hall, replace(TEXT, **change))  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert cards(hall) == ()


@SQLITE
def test_members_add_until_the_decisions_are_over_and_observers_read(hall: Hall) -> None:
    with pytest.raises(NotAllowedError):
        add(hall, by=hall.observer)
    do(hall, services.conferences.set_phase, hall.id, Phase.CLOSING, actor=hall.organizer)
    with pytest.raises(NotAllowedError):
        add(hall)


def test_one_changes_and_withdraws_only_ones_own(hall: Hall) -> None:
    example = add(hall)
    for service, text in ((services.examples.edit, (TEXT,)), (services.examples.withdraw, ())):
        with pytest.raises(NotAllowedError):
            do(hall, service, example, *text, actor=hall.moderator)
    do(hall, services.examples.edit, example, replace(TEXT, in_annex=False), actor=hall.ada)
    (card,) = cards(hall)
    assert (card.is_edited, card.in_annex) == (True, False)
    for _click in range(2):
        do(hall, services.examples.withdraw, example, actor=hall.ada)
    assert cards(hall) == ()
    with pytest.raises(NotFoundError):
        page(hall, example, hall.ben)
    with pytest.raises(ClosedError):
        do(hall, services.examples.edit, example, TEXT, actor=hall.ada)


def test_a_hidden_example_shows_the_reason_alone(hall: Hall) -> None:
    example = add(hall)
    with pytest.raises(NotAllowedError):
        do(hall, services.examples.hide, example, reason="Nein", actor=hall.ben)
    for _click in range(2):
        do(hall, services.examples.hide, example, reason="Werbung", actor=hall.moderator)

    (card,) = cards(hall)
    assert (card.is_readable, card.title, card.text, card.link, card.hidden_reason) == (False, "", "", "", "Werbung")
    assert cards(hall, hall.moderator)[0].text == TEXT.text
    with pytest.raises(ClosedError):
        do(hall, services.examples.edit, example, replace(TEXT, title="Anders"), actor=hall.ada)
    with pytest.raises(ClosedError):
        do(hall, services.examples.ask_for_contact, example, message="Hallo", actor=hall.ben)
    do(hall, services.examples.unhide, example, actor=hall.moderator)
    assert cards(hall)[0].title == TEXT.title
    with hall.database.read() as session:
        actions = session.scalars(
            select(JournalEntry.action).where(JournalEntry.action.like("example%")).order_by(JournalEntry.number)
        ).all()
    assert actions == ["example.hidden", "example.shown"]


def test_only_the_author_sees_who_asks_for_a_contact(hall: Hall) -> None:
    example = add(hall)
    give_address(hall, hall.ben, "ben@malsch.example")
    for _click in range(2):
        do(hall, services.examples.ask_for_contact, example, message="Haben Sie Zeit?", actor=hall.ben)

    (asker,) = page(hall, example, hall.ada).askers
    assert (asker.name, asker.municipality, asker.email) == ("Ben Buche", "Gemeinde Malsch", "ben@malsch.example")
    assert asker.message == "Haben Sie Zeit?"
    for other in (hall.ben, hall.cem, hall.moderator, hall.organizer):
        assert page(hall, example, other).askers == ()
        assert page(hall, example, other).card.asked_by == 0
    assert page(hall, example, hall.ben).card.has_asked
    assert page(hall, example, hall.ada).card.asked_by == 1
    with hall.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ContactRequest)) == 1
        notices = session.scalars(select(Notice).where(Notice.kind == "contact_asked")).all()
    assert [(notice.person_id, notice.detail) for notice in notices] == [(hall.ada, "Gemeinde Malsch")]


@SQLITE
def test_who_has_no_address_says_how_they_are_reached(hall: Hall) -> None:
    example = add(hall)
    with pytest.raises(InvalidInputError) as refusal:
        do(hall, services.examples.ask_for_contact, example, message=" ", actor=hall.cem)
    assert refusal.value.field == "message"
    with pytest.raises(NotAllowedError):
        do(hall, services.examples.ask_for_contact, example, message="Ich", actor=hall.ada)
    with pytest.raises(NotAllowedError):
        do(hall, services.examples.ask_for_contact, example, message="Ich", actor=hall.observer)


def test_examples_are_searched_by_text_municipality_demand_and_panel(hall: Hall) -> None:
    with hall.database.read() as session:
        section = queries.papers.get_outline(session, hall.id).sections[0].id
    do(hall, services.papers.assign_panel, section, hall.panel, actor=hall.organizer)
    one = add(hall)
    two = add(hall, replace(TEXT, municipality="Calw", title="Straßen"), by=hall.ben)
    three = add(hall, replace(TEXT, municipality="Gemeinde Malsch", title="Stellen"), by=hall.cem, demand=hall.third)

    def find(**filters: str) -> list[str]:
        with hall.database.read() as session:
            viewer = queries.people.view_as(session, hall.observer)
            found = queries.examples.list_examples(session, viewer=viewer, **filters)
            assert found.total == 3
            return [card.id for group in found.groups for card in group]

    assert find() == [one, two, three]
    assert find(search="STRASSEN calw") == [two]
    assert find(municipality="Stadt Calw") == [one, two]
    assert find(demand_id=hall.third) == [three]
    assert find(panel_id=hall.panel) == [one, two]
    assert find(panel_id=hall.panel, search="Stellen") == []


def test_the_pages_take_a_fixed_number_of_statements(hall: Hall) -> None:
    from sqlalchemy import event

    statements: list[str] = []
    event.listen(hall.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    counts = []
    for number in range(3):
        add(hall, replace(TEXT, title=f"Titel {number}"))
        do(hall, services.comments.comment_on_demand, hall.first, text=f"Text {number}", actor=hall.ada)
        with hall.database.read() as session:
            viewer = queries.people.view_as(session, hall.ben)
            del statements[:]
            queries.examples.list_examples(session, viewer=viewer)
            queries.comments.get_comments(session, demand_id=hall.first, viewer=viewer)
            counts.append(len(statements))
    assert len(set(counts)) == 1


@SQLITE
def test_the_example_is_kept_as_it_was_typed(hall: Hall) -> None:
    example = add(hall, replace(TEXT, text="<script>alert(1)</script>\n\nZwei"))
    with hall.database.read() as session:
        assert session.get_one(Example, example).text == "<script>alert(1)</script>\n\nZwei"
