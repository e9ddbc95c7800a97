"""Searching amendments: every filter by itself and together, words with umlauts, pages, the number of statements."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from drafting import queries, services
from drafting.models import Amendment
from drafting.queries.amendment_searches import PAGE_SIZE, Filters, ListPage, fold
from drafting.rules.lifecycle import AmendmentKind
from tests.make import Hall


def search(hall: Hall, offset: int = 0, **filters: str) -> ListPage:
    with hall.database.read() as session:
        return queries.amendment_searches.find_page(session, hall.id, Filters(**filters), offset=offset)


def labels(hall: Hall, **filters: str) -> list[str]:
    return [card.label for card in search(hall, 0, **filters).cards]


@pytest.fixture
def full(hall: Hall) -> Hall:
    """Ä1 and Ä2 want the same words, Ä3 says what Ä2 says, Ä4 stands in their sentence; then other kinds and states."""
    hall.propose("alle", "viele")
    hall.propose("alle", "manche", by=hall.ben)
    hall.propose("alle", "manche", by=hall.cem)
    hall.propose("zu streichen", "abzuschaffen", by=hall.ben)
    hall.propose("drei", "vier", demand=hall.second, by=hall.cem, reason="Größe ist nicht alles.")
    hall.propose_strike(hall.third)
    hall.propose_new("# Ämter öffnen\n\nÜberall digitale Zugänge.\n", by=hall.ben, after=hall.first)
    with hall.database.write() as work:
        services.moves.propose_move(
            work,
            hall.third,
            section_id=hall.section(hall.first),
            reason="Wichtig.",
            actor=hall.cem,
        )
    return hall


def test_the_order_is_that_of_the_paper_of_age_or_of_support(full: Hall) -> None:
    with full.database.read() as session:
        fifth = next(card.id for card in queries.amendments.list_amendments(session, full.id) if card.number == 5)
    with full.database.write() as work:
        services.amendments.support(work, fifth, actor=full.ada)

    assert labels(full) == ["Ä1", "Ä2", "Ä3", "Ä4", "Ä7", "Ä5", "Ä6", "Ä8"]
    assert labels(full, order="newest") == ["Ä8", "Ä7", "Ä6", "Ä5", "Ä4", "Ä3", "Ä2", "Ä1"]
    assert labels(full, order="supported")[:2] == ["Ä5", "Ä1"]


def test_each_filter_by_itself(full: Hall) -> None:
    assert labels(full, demand_id=full.second) == ["Ä5"]
    assert labels(full, kind="strike") == ["Ä6"]
    assert labels(full, kind="new") == ["Ä7"]
    assert labels(full, kind="move") == ["Ä8"]
    assert labels(full, municipality="lahr") == ["Ä3", "Ä5", "Ä8"]
    assert labels(full, overlap="conflict") == ["Ä1", "Ä2", "Ä3"]
    assert labels(full, overlap="identical") == ["Ä2", "Ä3"]
    assert labels(full, overlap="none") == ["Ä7", "Ä5", "Ä6", "Ä8"]


def test_by_panel_with_new_demands_for_its_sections(full: Hall) -> None:
    with full.database.write() as work:
        services.papers.assign_panel(work, full.section(full.first), full.panel, actor=full.organizer)

    assert labels(full, panel_id=full.panel) == ["Ä1", "Ä2", "Ä3", "Ä4", "Ä7", "Ä5"]


def test_filters_together(full: Hall) -> None:
    assert labels(full, municipality="Malsch", overlap="conflict", demand_id=full.first) == ["Ä2"]
    assert labels(full, municipality="Malsch", kind="strike") == []


def test_by_state(full: Hall) -> None:
    with full.database.read() as session:
        by_number = {card.number: card.id for card in queries.amendments.list_amendments(session, full.id)}
    full.decide(by_number[5], "no", "no")
    full.take_over(by_number[1])
    with full.database.write() as work:
        services.amendments.withdraw(work, by_number[8], actor=full.cem)

    assert labels(full, state="rejected") == ["Ä5"]
    assert labels(full, state="adopted") == ["Ä1"]
    assert labels(full, state="withdrawn") == ["Ä8"]
    assert labels(full, state="undecided") == ["Ä2", "Ä3", "Ä4", "Ä7", "Ä6"]


FOUND = {
    "GRÖSSE": ["Ä5"],
    "größe": ["Ä5"],
    "ämter": ["Ä7"],
    "ÄMTER": ["Ä7"],
    "u\u0308berall": ["Ä7"],
    "abzuschaffen": ["Ä4"],
    "zu streichen": ["Ä4"],
    "Ä5": ["Ä5"],
    "ä5": ["Ä5"],
    "Digitalcheck": ["Ä5"],
    "malsch": ["Ä2", "Ä4", "Ä7"],
    "%": [],
    "_": [],
    "nirgends": [],
    "  ": ["Ä1", "Ä2", "Ä3", "Ä4", "Ä7", "Ä5", "Ä6", "Ä8"],
}


def test_words_are_found_however_they_are_written(full: Hall) -> None:
    assert {words: labels(full, search=words) for words in FOUND} == FOUND


def test_folding_makes_the_same_letters_the_same() -> None:
    assert fold("Ä") == fold("ä") == fold("A\u0308")
    assert fold("GROẞE Straße") == fold("grosse STRASSE")


def test_what_can_be_chosen_is_what_there_is(full: Hall) -> None:
    with full.database.read() as session:
        options = queries.amendment_searches.list_options(session, full.id)

    assert options.panels == ((full.panel, "Recht"),)
    assert [str(name) for _, name, _ in options.demands] == [
        "Präambel",
        "Forderung 1",
        "Forderung 2",
        "Forderung 3",
        "Ausblick",
    ]
    assert options.municipalities == ("Gemeinde Malsch", "Stadt Calw", "Stadt Lahr")


def test_many_come_fifty_at_a_time_with_the_same_number_of_statements(hall: Hall) -> None:
    def count(offset: int = 0, **filters: str) -> tuple[ListPage, int]:
        statements: list[Any] = []
        event.listen(hall.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
        return search(hall, offset, **filters), len(statements)

    hall.propose("alle", "viele")
    _, few = count()
    with hall.database.write() as work:
        first = work.session.query(Amendment).one()
        for number in range(2, 121):
            amendment = services.intake.new_amendment(
                services.access.lock_conference(work, hall.id),
                hall.paper,
                AmendmentKind.CHANGE,
                reason="So.",
                actor=hall.ben,
            )
            amendment.demand_id = first.demand_id
            services.intake.number(work, amendment)
            revision = services.wordings.get_revision(work, first)
            work.session.add(
                type(revision)(
                    amendment_id=amendment.id,
                    number=1,
                    cause="submitted",
                    base_version_id=revision.base_version_id,
                    text=revision.text,
                    edits=revision.edits,
                    sentences=[f"Nummer {number}"],
                )
            )
    page, many = count()
    last = search(hall, 2 * PAGE_SIZE)

    assert (len(page.cards), page.total, page.next_offset) == (PAGE_SIZE, 120, PAGE_SIZE)
    assert (len(last.cards), last.next_offset) == (20, None)
    assert many == few
    assert search(hall, 500).cards == ()
    assert labels(hall, search="Nummer 77") == ["Ä77"]
