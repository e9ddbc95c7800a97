"""A demand's page, and its versions compared."""

from __future__ import annotations

import pytest

from drafting import queries, services
from drafting.errors import NotFoundError
from drafting.queries.people import Viewer
from tests.make import Hall
from tests.states import SQLITE


def viewer(hall: Hall, person_id: str) -> Viewer:
    with hall.database.read() as session:
        return queries.people.view_as(session, person_id)


def changed(blocks: object, change: str) -> str:
    return "".join(
        piece.text
        for block in blocks  # type: ignore[attr-defined]
        for piece in block.pieces
        if change in (piece.change, block.change)
    ).strip()


@SQLITE
def test_a_demand_shows_its_text_its_amendments_and_its_history(hall: Hall) -> None:
    hall.take_over(hall.propose("Zeit", "Geld"))
    one, other = hall.propose("alle", "viele"), hall.propose("alle", "manche", by=hall.ben)

    with hall.database.read() as session:
        page = queries.demands.get_demand(session, hall.first, viewer=viewer(hall, hall.ben))

    assert (page.label, page.version_number, page.section_heading) == ("Forderung 1", 2, "Recht")
    assert page.blocks[0].kind == "title"
    assert all(block.kind != "reason" for block in page.blocks)
    assert "".join(piece.text for piece in page.reasons[0].pieces) == "Papier kostet Geld."
    assert {card.id for card in page.open_amendments} == {one, other}
    assert [str(card.outcome) for card in page.decided_amendments] == ["Ohne Abstimmung übernommen"]
    assert page.overlap_count == 2
    assert [(row.number, row.label, row.is_current) for row in page.versions] == [
        (2, "Ä1 übernommen", True),
        (1, "Eingelesen", False),
    ]
    assert (page.previous and page.previous.title, page.next and page.next.number) == ("Präambel", "2")
    assert (page.may_propose, page.may_moderate) == (True, False)


def test_a_card_says_what_the_viewer_may_do(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    with hall.database.write() as work:
        services.amendments.support(work, amendment_id, actor=hall.ben)

    with hall.database.read() as session:
        cards = {
            name: queries.amendments.get_card(session, amendment_id, viewer=viewer(hall, person))
            for name, person in (
                ("ada", hall.ada),
                ("ben", hall.ben),
                ("mona", hall.moderator),
                ("otto", hall.observer),
            )
        }

    assert {name for name, card in cards.items() if card.is_mine} == {"ada"}
    assert {name for name, card in cards.items() if card.may_withdraw} == {"ada"}
    assert {name for name, card in cards.items() if card.may_support} == {"ben", "mona"}
    assert {name for name, card in cards.items() if card.is_supported} == {"ben"}
    assert {name for name, card in cards.items() if card.may_open_poll} == {"mona"}
    card = cards["ben"]
    assert (card.label, card.proposer, card.supporters, card.place) == ("Ä1", "Stadt Calw", 1, "Zeile 2")
    assert (changed(card.excerpt, "del"), changed(card.excerpt, "ins")) == ("alle", "viele")


@SQLITE
def test_any_two_versions_are_compared(hall: Hall) -> None:
    first = hall.version(hall.first).id
    second = hall.take_over(hall.propose("alle", "viele"))
    third = hall.take_over(hall.propose("Zeit", "Geld"))

    with hall.database.read() as session:
        both = queries.versions.compare(session, first, third)
        last = queries.versions.compare(session, second, third)
        same = queries.versions.compare(session, third, third)

    assert "viele" in changed(both.blocks, "ins")
    assert "Geld" in changed(both.blocks, "ins")
    assert "viele" not in changed(last.blocks, "ins")
    assert (both.before.number, both.after.number, both.unchanged, same.unchanged) == (1, 3, False, True)


@SQLITE
def test_versions_of_different_demands_are_not_compared(hall: Hall) -> None:
    one, other = hall.version(hall.first).id, hall.version(hall.second).id

    with pytest.raises(NotFoundError), hall.database.read() as session:
        queries.versions.compare(session, one, other)


def test_a_collision_shows_both_wordings(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "manche", by=hall.cem)
    hall.take_over(hall.propose("alle", "viele"))

    with hall.database.read() as session:
        page = queries.amendments.get_amendment(session, amendment_id, viewer=viewer(hall, hall.cem))

    assert page.may_answer
    assert page.card.needs_answer
    assert page.collision is not None
    assert page.collision.decided_by == "Ä2"
    assert changed(page.collision.own, "ins") == "manche"
    assert changed(page.collision.decided, "ins") == "viele"
    assert "manche" in page.own_text
    assert "viele" in page.present_text


@SQLITE
def test_what_became_of_an_amendment_is_told(hall: Hall) -> None:
    amendment_id = hall.propose("alle", "viele")
    settled = hall.propose("alle", "viele", by=hall.ben)
    hall.decide(amendment_id, "yes", "yes", "no")

    with hall.database.read() as session:
        page = queries.amendments.get_amendment(session, amendment_id)
        other = queries.amendments.get_card(session, settled)

    assert str(page.card.outcome) == "Angenommen (2 Ja, 1 Nein)"
    assert str(page.outcome.headline) == "Angenommen: Forderung 1, Absatz 1, Satz 1"
    assert changed(page.decided.own, "").startswith("Wir fordern das Land auf, viele")
    assert page.decided.own == page.decided.now
    assert [str(row.label) for row in page.history] == ["Eingereicht", "Angenommen (2 Ja, 1 Nein)"]
    assert str(other.outcome) == "Gleichlautend angenommen mit Ä1"
