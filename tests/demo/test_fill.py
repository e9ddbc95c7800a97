"""The filled demonstration: everything the pages can show is there, recorded, and the same every time."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from drafting import queries
from drafting.database import open_database
from drafting.demo.fill import fill
from drafting.demo.people import PANELS, PARTICIPANTS, invent_people
from drafting.migrations import upgrade
from drafting.queries.amendments import AmendmentCard
from drafting.rules.permissions import Role
from drafting.settings import load_settings


def fill_new(directory: Path) -> Iterator[tuple[Session, str]]:
    database = open_database(load_settings(directory))
    upgrade(database)
    with database.write() as work:
        conference = fill(work)
    with database.read() as session:
        yield session, conference
    database.dispose()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    yield from fill_new(tmp_path_factory.mktemp("eins"))


@pytest.fixture(scope="module")
def filled_again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    yield from fill_new(tmp_path_factory.mktemp("zwei"))


def cards(filled: tuple[Session, str]) -> tuple[AmendmentCard, ...]:
    return queries.amendments.list_amendments(*filled)


def test_people_panels_and_paper_are_there(filled: tuple[Session, str]) -> None:
    session, conference = filled
    people = queries.people.list_people(session, conference)
    assert Counter(row.role for row in people.rows)[Role.PARTICIPANT] == PARTICIPANTS
    assert tuple(panel.name for panel in people.panels) == PANELS
    assert people.present > 200
    outline = queries.papers.get_outline(session, conference)
    assert [section.panel_name for section in outline.sections] == list(PANELS[:5])
    assert outline.demand_count >= 16


def test_amendments_of_every_kind_and_fate_are_there(filled: tuple[Session, str]) -> None:
    found = cards(filled)
    assert len(found) >= 120
    assert {card.kind for card in found} == {"change", "new", "strike"}
    assert {"open", "adopted", "rejected", "taken_over", "withdrawn"} <= {card.state for card in found}
    assert {note.relation for card in found for note in card.overlaps} == {"conflict", "identical", "neighbour"}
    assert any(card.awaits_author for card in found)
    assert any(card.is_kept for card in found)
    assert sum(card.supporters for card in found) > 300


def test_decisions_were_voted_on(filled: tuple[Session, str]) -> None:
    session, conference = filled
    decisions = queries.polls.list_decisions(session, conference)
    assert len(decisions) >= 25
    assert {poll.verdict for poll in decisions} >= {"adopted", "rejected"}
    assert all(0 < poll.yes + poll.no + poll.abstain <= poll.entitled for poll in decisions)
    assert max(poll.entitled for poll in decisions) > 200
    assert len(queries.polls.list_polls(session, conference, state="prepared")) == 3


def test_participant_of_the_link_is_asked_what_shall_become_of_an_amendment(filled: tuple[Session, str]) -> None:
    session, conference = filled
    email = invent_people()[0].email
    person = next(row.id for row in queries.people.list_people(session, conference).rows if row.email == email)
    mine = queries.amendments.list_by_person(session, person)
    assert len(mine) >= 3
    assert any(card.awaits_author for card in mine)
    assert any(card.state == "adopted" for card in mine)


def test_journal_of_it_all_verifies(filled: tuple[Session, str]) -> None:
    checked = queries.journal.verify(*filled)
    assert checked.problems == ()
    assert checked.entries > 500


def summary(filled: tuple[Session, str]) -> list[tuple[object, ...]]:
    decided = {row.amendment_label: (row.yes, row.no, row.abstain) for row in queries.polls.list_decisions(*filled)}
    return [
        (
            card.label,
            card.demand_number,
            card.proposer_name,
            card.state,
            card.fit,
            card.reason,
            card.supporters,
            decided.get(card.label),
        )
        for card in cards(filled)
    ]


def test_content_is_the_same_every_time(filled: tuple[Session, str], filled_again: tuple[Session, str]) -> None:
    assert summary(filled) == summary(filled_again)
